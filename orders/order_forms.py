"""What a buyer writes on the page of an order: a question, what is not there, a note
for the carrier, and a withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.validators import refuse_control_characters
from orders.conditions import withdrawable
from orders.models import Order, OrderLine
from orders.talking import LONGEST
from orders.withdrawing import Statement


class AskForm(forms.Form):
    """A question to the maker, or what is wrong."""

    note = forms.CharField(
        max_length=LONGEST,
        label=gettext_lazy("Your message"),
        widget=forms.Textarea(attrs={"rows": 4, "data-counted": ""}),
        error_messages={
            "required": gettext_lazy("Write your question first."),
            "max_length": gettext_lazy(
                "This is %(show_value)s characters long, and at most %(limit_value)s"
                " fit: please make it shorter."
            ),
        },
    )


class MissingForm(forms.Form):
    """A parcel is not here, and a line about it if the buyer likes."""

    note = forms.CharField(
        required=False,
        max_length=500,
        label=gettext_lazy("A line about it, if you like"),
        help_text=gettext_lazy("For example “the neighbours have not got it either”."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DeliveryNoteForm(forms.Form):
    """Another word for the carrier."""

    delivery_note = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Note for the carrier"),
        help_text=gettext_lazy(
            "For example “post room opens at 9”. It is printed on the label."
        ),
        validators=[refuse_control_characters],
    )


class WithdrawForm(forms.Form):
    """Who withdraws from what: all that the law lets us ask (2011/83/EU, art. 11a)."""

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Your name"),
        validators=[refuse_control_characters],
        error_messages={"required": gettext_lazy("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        max_length=254,
        label=gettext_lazy("Email"),
        help_text=gettext_lazy(
            "Where the confirmation goes, with what you stated and when."
        ),
        error_messages={
            "required": gettext_lazy("Write the address to which we confirm it."),
            "invalid": gettext_lazy(
                "This cannot be an email address. One looks like ada@example.com."
            ),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = withdrawable(order)
        for line, quantity in self.pieces.items():
            self.fields[_name(line)] = forms.TypedChoiceField(
                coerce=int,
                initial=quantity,
                label=f"{line.title}, {line.option}" if line.option else line.title,
                choices=[(n, _how_many(n, quantity)) for n in range(quantity, -1, -1)],
            )

    @property
    def quantity_fields(self) -> list[forms.BoundField]:
        """How many of each piece."""
        return [self[_name(line)] for line in self.pieces]

    @property
    def chosen(self) -> dict[OrderLine, int]:
        """What is withdrawn from."""
        given = {line: self.cleaned_data[_name(line)] for line in self.pieces}
        return {line: quantity for line, quantity in given.items() if quantity}

    @property
    def statement(self) -> Statement:
        """As it is written down."""
        return Statement(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            quantities={line.code: n for line, n in self.chosen.items()},
        )

    def clean(self) -> dict[str, Any]:
        """Something is withdrawn from."""
        super().clean()
        names = [_name(line) for line in self.pieces]
        if all(self.cleaned_data.get(name) == 0 for name in names):
            self.add_error(None, _("Choose at least one piece."))
        return self.cleaned_data


def _how_many(count: int, quantity: int) -> str:
    if count:
        return _("%(count)s of %(all)s") % {"count": count, "all": quantity}
    return _("none of it")


def _name(line: OrderLine) -> str:
    return f"quantity-{line.code}"
