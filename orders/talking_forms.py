"""What a maker writes and shows: hello, an answer, how a piece is coming on."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.templatetags.show import day
from orders import making
from orders.facts import in_force
from orders.models import Order
from orders.step_form import StepForm, line_field, words_field
from orders.talking import Progress
from shops import pictures
from shops.pictures import ACCEPTED, BadPicture


def hello(order: Order) -> str:
    """A note to begin with, ready to be made her own: who, what, until when."""
    maker, lines = order.shop.maker_name, list(order.lines.all())
    words = {"buyer": order.checkout.name, "maker": maker, "piece": lines[0].title}
    said = [
        _("Hello %(buyer)s, I am %(maker)s, and I make what you ordered: %(piece)s.")
    ]
    if len(lines) > 1:
        said = [
            _(
                "Hello %(buyer)s, I am %(maker)s, and I make what you ordered:"
                " %(piece)s and more."
            )
        ]
    promise = next(iter(in_force(order)), None)
    if promise and promise.has_date:
        words["day"] = day(promise.ship_by_on)
        said.append(_("It ships by %(day)s."))
    said.append(_("If there is anything you would like to know, just ask."))
    return " ".join(said) % words


class AcknowledgeForm(StepForm):
    """I have seen it."""

    step = "acknowledge"
    url_name = "orders:acknowledge"
    label = gettext_lazy("Say hello")
    button = gettext_lazy("Tell the buyer")
    note = words_field(
        gettext_lazy("A line to the buyer"),
        gettext_lazy(
            "A beginning, to be made your own. It goes into the email as yours."
        ),
    )

    def build(self) -> None:
        """With a note that she can send as it is."""
        self.fields["note"].initial = hello(self.order)


class StartForm(StepForm):
    """I am making it."""

    step = "start"
    url_name = "orders:start"
    label = gettext_lazy("Start making")
    button = gettext_lazy("I am making it now")
    note = words_field(
        gettext_lazy("A line to the buyer"),
        gettext_lazy("It goes into the email as yours."),
    )


class WriteForm(StepForm):
    """A message to the buyer, asked for or not."""

    step = "write"
    url_name = "orders:write"
    label = gettext_lazy("Write to the buyer")
    button = gettext_lazy("Send it")
    note = words_field(
        gettext_lazy("Your message"),
        gettext_lazy(
            "The buyer gets it by email and on their page, and can answer there."
        ),
        required=gettext_lazy("Write your message first."),
        rows=4,
    )

    def open_with_hello(self) -> None:
        """The same, as a first word."""
        self.fields["note"].initial = hello(self.order)
        self.open()


class PictureField(forms.FileField):
    """One picture, made safe: nothing of the file is kept but what it shows."""

    widget = forms.FileInput(
        attrs={
            "accept": ACCEPTED,
            "data-preview": gettext_lazy("The picture you chose"),
        }
    )

    def clean(self, data: Any, initial: Any = None) -> "ContentFile[bytes] | None":
        """As a timeline shows it; None without a picture."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return pictures.from_the_workbench(upload)
        except BadPicture as error:
            raise forms.ValidationError(str(error), code="picture") from error


class ProgressForm(StepForm):
    """How a piece is coming on: a step, a picture, a line; at least one of them."""

    step = "progress"
    url_name = "orders:progress"
    label = gettext_lazy("Show how it is coming on")
    button = gettext_lazy("Show it to the buyer")
    template = "orders/sale_fields_progress.html"
    takes_a_file = True
    making = line_field(
        gettext_lazy("The step it is at"),
        40,
        help_text=gettext_lazy("One of yours, or in your own words."),
    )
    photo = PictureField(
        label=gettext_lazy("A picture"),
        help_text=gettext_lazy(
            "From your phone as it is: where and when it was taken is left out."
        ),
        required=False,
    )
    note = words_field(gettext_lazy("A line to the buyer"), rows=2)

    def build(self) -> None:
        """Her own steps are suggested."""
        if self.steps:
            self.fields["making"].widget.attrs["list"] = f"steps-{self.order.number}"

    @property
    def steps(self) -> list[str]:
        """The steps in which this maker works."""
        return list(self.order.shop.making_steps)

    def clean(self) -> dict[str, Any]:
        """Something is shown."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data[n] for n in ("making", "photo", "note")):
            raise forms.ValidationError(
                _(
                    "Choose a step, add a picture or write a line: the buyer would"
                    " see nothing."
                )
            )
        return data

    def shown(self) -> Progress:
        """What was filled in, its picture put away."""
        data = self.cleaned_data
        picture = making.keep(data["photo"]) if data["photo"] else ""
        return Progress(step=data["making"], photo=picture, note=data["note"])
