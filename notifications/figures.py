"""Numbers for operators, each with what it means and the list behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

#: A link to a list names this many rows at most.
MOST_KEYS = 100


@dataclass(frozen=True)
class Figure:
    """One number, what it means, and the list behind it."""

    title: str
    count: int
    url: str
    means: str
    should_be_zero: bool = True

    @property
    def look(self) -> str:
        """good, bad, or plain for a number that may be anything."""
        if not self.should_be_zero:
            return "plain"
        return "bad" if self.count else "good"


@dataclass(frozen=True)
class Group:
    """Figures about one thing."""

    title: str
    figures: list[Figure]


def named(title: str, keys: Iterable[int], name: str, means: str) -> Figure:
    """A number whose list can only be named row by row."""
    found = list(keys)
    chosen = ",".join(str(key) for key in found[:MOST_KEYS])
    url = listed(name, id__in=chosen) if found else listed(name)
    return Figure(title, len(found), url, means)


def listed(name: str, **filters: str) -> str:
    """The address of a list of the admin, narrowed."""
    return f"{reverse(f'admin:{name}_changelist')}?{urlencode(filters)}".rstrip("?")
