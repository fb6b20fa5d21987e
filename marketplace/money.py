"""Money is an integer of minor units beside an ISO currency code; Babel shows it."""

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language, to_locale


def format_money(cents: int, currency: str) -> str:
    """Minor units as a person reads them, in the language in force: `€42.00`."""
    places = get_currency_precision(currency)
    amount = cents / 10**places
    locale = to_locale(get_language() or "en")
    return str(format_currency(amount, currency, locale=locale))
