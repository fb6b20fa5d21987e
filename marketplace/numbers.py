"""Numbers as the language in force writes them: 12,345."""

from functools import lru_cache

from babel.numbers import format_decimal

from marketplace import languages


def format_number(value: int) -> str:
    """A number with its thousands told apart."""
    return _written(value, languages.in_force())


@lru_cache(maxsize=4096)
def _written(value: int, language: str) -> str:
    return format_decimal(value, locale=languages.locale(language))
