"""Prices as makers type them: one amount in the shop's currency, point or comma."""

import re
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marketplace.money import format_money

#: Stripe takes no more than eight figures in one payment.
DEAREST_CENTS = 99_999_999
AMOUNT = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]+))?")


def to_cents(text: str, currency: str) -> int:
    """`42`, `42.5` and `42,50` are amounts; else ValueError with a sentence."""
    places = get_currency_precision(currency)
    found = AMOUNT.fullmatch(re.sub(r"[\s'’]", "", text))
    if found is None:
        raise ValueError(f"Write the amount in figures, like {_example(places)}.")
    whole, part = found[1], found[2] or ""
    if len(part) > places:
        raise ValueError(
            _("Write it like %(example)s, without a mark between thousands.")
            % {"example": _example(places)}
        )
    cents = int(whole + part.ljust(places, "0"))
    if cents > DEAREST_CENTS:
        most = {"sum": format_money(DEAREST_CENTS, currency)}
        raise ValueError(_("At most %(sum)s.") % most)
    return cents


def to_text(cents: int, currency: str) -> str:
    """What to show in the field: `42.50`."""
    places = get_currency_precision(currency)
    return f"{cents / 10**places:.{places}f}"


def _example(places: int) -> str:
    return f"42.{'0' * places}" if places else "4200"


class PriceField(forms.CharField):
    """An amount of the shop's currency, in and out as minor units."""

    def __init__(self, *, cheapest_cents: int = 0, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "size": 10})
        super().__init__(max_length=20, widget=widget, **options)
        self.cheapest_cents = cheapest_cents
        self.currency = ""

    def in_currency(self, currency: str) -> None:
        """Say which; a form does it once it knows the shop."""
        self.currency = currency
        self.label = f"{self.label} ({currency})"

    def prepare_value(self, value: Any) -> Any:
        """Minor units are shown as an amount; what was typed stays as typed."""
        return to_text(value, self.currency) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Minor units, or None if nothing was asked for and nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            cents = to_cents(text, self.currency)
        except ValueError as error:
            raise ValidationError(str(error), code="amount") from error
        if cents < self.cheapest_cents:
            least = format_money(self.cheapest_cents, self.currency)
            raise ValidationError(
                _("At least %(sum)s.") % {"sum": least}, code="amount"
            )
        return cents

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as they are shown."""
        return super().has_changed(self.prepare_value(initial), data)
