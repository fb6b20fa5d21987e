"""How an email's lines are kept safe, and its pictures found from outside."""

from datetime import date

from django import template
from django.conf import settings
from django.utils import formats

register = template.Library()


@register.filter
def one_line(value: object) -> str:
    """Whatever it is, on one line and printable: safe in a header, and in a list."""
    words = " ".join(str(value).split())
    return "".join(letter for letter in words if letter.isprintable())


@register.filter
def quoted(value: str) -> str:
    """Somebody's own words in a plain text, each line marked as theirs."""
    return "\n".join(f"> {line}".rstrip() for line in str(value).strip().splitlines())


@register.filter
def short_day(value: date | None) -> str:
    """A day where there is little room: Tue 25 Nov, number and month together."""
    return "" if value is None else formats.date_format(value, "D j\xa0M")


@register.filter
def outside(path: str) -> str:
    """A path of ours as an address that works in somebody's inbox."""
    return path if path.startswith("http") else f"{settings.BASE_URL}{path}"
