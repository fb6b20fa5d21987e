"""What every form on an order has in common: its step, its order, and what its maker
was looking at when she sent it."""

from typing import Any, ClassVar, cast

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.validators import refuse_control_characters
from marketplace.languages import Words
from orders.models import Order

WHY = gettext_lazy("Say why, in your own words: the buyer reads it.")


def words_field(
    label: Words, help_text: Words = "", *, required: Words = "", rows: int = 3
) -> forms.CharField:
    """A person's own words; `required` is what is said when there are none."""
    # Fields take lazy words; only Django's types say otherwise.
    return forms.CharField(
        label=cast(str, label),
        help_text=cast(str, help_text),
        required=bool(required),
        max_length=1000,
        error_messages={"required": cast(str, required)},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line_field(label: Words, length: int, *, help_text: Words = "") -> forms.CharField:
    """A short answer."""
    return forms.CharField(
        label=cast(str, label),
        help_text=cast(str, help_text),
        required=False,
        max_length=length,
        validators=[refuse_control_characters],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class StepForm(forms.Form):
    """A step with one order, as its maker saw it."""

    #: Its name in forms, in `?do=` and in the fragment of an address.
    step: ClassVar[str]
    #: Where it is sent, what opens it, what sends it, and how its fields are drawn.
    url_name: ClassVar[str]
    label: Words
    button: ClassVar[Words]
    template: ClassVar[str] = "orders/sale_fields.html"
    takes_a_file: ClassVar[bool] = False
    #: What the maker was looking at: a second click finds another version.
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, order: Order, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id=f"{self.step}-{order.number}-%s")
        self.order = order
        self.opened = False
        self.fields["version"].initial = order.version
        self.build()

    def build(self) -> None:
        """Fit the fields to the order."""

    @classmethod
    def fits(cls, order: Order) -> bool:
        """Whether there is anything to fill in, the step being possible."""
        return True

    @property
    def url(self) -> str:
        """Where it is sent."""
        return reverse(self.url_name, args=[self.order.number])

    @property
    def is_open(self) -> bool:
        """Asked for, or to be mended."""
        return self.opened or bool(self.errors)

    def focus(self) -> None:
        """Whoever has something to mend starts there."""
        names = [name for name in self.errors if name in self.fields]
        for name in names[:1]:
            self.fields[name].widget.attrs["autofocus"] = True

    def open(self) -> None:
        """A link from an email leads here: it stands open, and nothing has happened."""
        self.opened = True
        for field in self.visible_fields()[:1]:
            field.field.widget.attrs["autofocus"] = True
