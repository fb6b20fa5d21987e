"""Money is an integer of minor units beside an ISO currency code; Babel shows it."""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision

from marketplace import languages


def format_money(cents: int, currency: str) -> str:
    """Minor units as a person reads them, in the language in force: `€42.00`."""
    return _written(cents, currency, languages.in_force())


@lru_cache(maxsize=8192)
def _written(cents: int, currency: str, language: str) -> str:
    amount = Decimal(cents).scaleb(-get_currency_precision(currency))
    return format_currency(amount, currency, locale=languages.locale(language))
