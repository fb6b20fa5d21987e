"""Words that are worse than none (R16). Field trials: a second bare apology, and a
promise to do better, cost more buyers than silence does."""

import re

from django.utils.translation import gettext as _

from marketplace.errors import Refused
from orders.models import Order, Promise

_SORRY = re.compile(r"\b(sorry|apolog\w+|forgive\w*)\b", re.IGNORECASE)
_BETTER = re.compile(
    r"\b(do|be) better\b|\bwon'?t happen again\b|\bnever happen again\b", re.IGNORECASE
)


def why_not(words: str, before: list[str]) -> str:
    """Why these words to a buyer would do harm, after those said before; empty when
    they would not."""
    plain = words.replace("’", "'")
    if _BETTER.search(plain):
        return _(
            "Leave out the promise to do better: buyers trust a date, and what you do."
        )
    if _SORRY.search(plain) and any(_SORRY.search(said) for said in before):
        return _(
            "You have said sorry for this order before. Say what has happened and what"
            " you do about it; a second sorry makes it worse."
        )
    return ""


def refuse_empty_words(order: Order, words: str) -> None:
    """Raises Refused when these words would do harm."""
    said = Promise.objects.filter(order=order).values_list("reason", flat=True)
    if reason := why_not(words, list(said)):
        raise Refused(reason)
