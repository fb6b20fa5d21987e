"""Pieces of an order in templates, in few words."""

from collections.abc import Sequence

from django import template
from django.utils.translation import ngettext

from orders.models import OrderLine

register = template.Library()


@register.filter
def in_short(lines: Sequence[OrderLine]) -> str:
    """The first of them, and how many more: Ash bowl and 2 more."""
    first, *more = list(lines)
    if not more:
        return first.title
    said = ngettext(
        "%(piece)s and %(count)s more", "%(piece)s and %(count)s more", len(more)
    )
    return said % {"piece": first.title, "count": len(more)}
