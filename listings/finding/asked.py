"""What a visitor asks for, read from an address and written back to one. Whatever
cannot be meant is left out, or gets a sentence; nothing here asks the database."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import countries
from listings.colours import Colour
from listings.forms import LookForm
from listings.models import Category, Listing
from shops.prices import to_cents, to_text

LONGEST_WORDS = 120
LONGEST_MATERIAL = 40
#: Of one facet; nobody ticks more.
MOST_CHOICES = 12
BANDS = range(5)


class Sort(StrEnum):
    """In which order pieces come."""

    RELEVANCE = "relevance"
    NEW = "new"
    CHEAPEST = "price"
    DEAREST = "-price"
    SOONEST = "soonest"


@dataclass(frozen=True)
class Asked:
    """A question, as its address says it: the same question has one address."""

    words: str = ""
    #: Just these words, typos and all.
    is_literal: bool = False
    category: Category | None = None
    kinds: tuple[str, ...] = ()
    bands: tuple[int, ...] = ()
    least_cents: int | None = None
    most_cents: int | None = None
    colours: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    is_personal: bool = False
    country: str = ""
    is_free: bool = False
    needed_by: date | None = None
    sort: Sort | None = None
    #: What could not be meant, a sentence each.
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def order(self) -> Sort:
        """The order asked for, or the one that makes sense."""
        if self.sort in (None, Sort.RELEVANCE):
            return Sort.RELEVANCE if self.words else Sort.NEW
        return self.sort or Sort.NEW

    @property
    def is_narrowed(self) -> bool:
        """More is asked than words and a shelf."""
        return any(value for name, value in self.pairs() if name not in ("q", "sort"))

    @property
    def is_bare(self) -> bool:
        """Nothing but a shelf, or everything."""
        return not self.words and not self.is_narrowed

    def pairs(self) -> Iterator[tuple[str, str]]:
        """What stands in the address, always in this order."""
        currency = settings.MARKETPLACE_CURRENCY
        single = [
            ("q", self.words),
            ("literal", "1" if self.is_literal and self.words else ""),
        ]
        several = [
            ("kind", self.kinds),
            ("price", tuple(str(band) for band in self.bands)),
        ]
        amounts = [("least", self.least_cents), ("most", self.most_cents)]
        rest = [
            ("personal", "1" if self.is_personal else ""),
            ("country", self.country),
            ("free", "1" if self.is_free and self.country else ""),
            ("needed_by", self.needed_by.isoformat() if self.needed_by else ""),
            ("sort", self.sort.value if self.sort else ""),
        ]
        yield from (pair for pair in single if pair[1])
        for name, chosen in several:
            yield from ((name, value) for value in chosen)
        for name, cents in amounts:
            if cents is not None:
                yield name, to_text(cents, currency)
        yield from (("colour", value) for value in self.colours)
        yield from (("material", value) for value in self.materials)
        yield from (pair for pair in rest if pair[1])

    @property
    def path(self) -> str:
        """The shelf's page, or the search page."""
        if self.category:
            return self.category.get_absolute_url()
        return reverse("listings:search")

    def address(self, **more: str) -> str:
        """Where this question is answered."""
        asked = urlencode([*self.pairs(), *more.items()])
        return f"{self.path}?{asked}" if asked else self.path

    def but(self, **other: Any) -> "Asked":
        """The same question, but for this."""
        return replace(self, notes=(), **other)


def read(sent: QueryDict, category: Category | None = None) -> Asked:
    """The question in an address; nonsense is left out or gets a sentence."""
    look = LookForm(sent)
    country = sent.get("country", "").upper()
    country = country if country in countries.known() else ""
    notes = [look.not_a_day] if look.not_a_day else []
    if look.day and not country:
        notes.append(_("Say which country it goes to, then the day can be counted."))
    least, most = _amounts(sent, notes)
    words = tidy_words(sent.get("q", ""))
    return Asked(
        words=words,
        is_literal=sent.get("literal") == "1",
        category=category,
        kinds=_known(sent.getlist("kind"), Listing.Kind.values),
        bands=tuple(
            int(one)
            for one in _known(sent.getlist("price"), [str(band) for band in BANDS])
        ),
        least_cents=least,
        most_cents=most,
        colours=_known(sent.getlist("colour"), Colour.values),
        materials=_materials(sent.getlist("material")),
        is_personal=sent.get("personal") == "1",
        country=country,
        is_free=bool(country) and sent.get("free") == "1",
        needed_by=look.day if country else None,
        sort=_sort(sent.get("sort", ""), words),
        notes=tuple(notes),
    )


def _sort(sent: str, words: str) -> Sort | None:
    """None: the order that makes sense anyhow."""
    anyhow = Sort.RELEVANCE if words else Sort.NEW
    known = {sort.value: sort for sort in Sort if sort != anyhow}
    return known.get(sent)


def tidy_words(typed: str) -> str:
    """As typed, without what nobody types: control characters, endless length."""
    seen = "".join(c if c.isprintable() else " " for c in typed[: LONGEST_WORDS * 2])
    return " ".join(seen.split())[:LONGEST_WORDS].strip()


def _amounts(
    sent: Mapping[str, str], notes: list[str]
) -> tuple[int | None, int | None]:
    found: list[int | None] = []
    for name in ("least", "most"):
        typed = sent.get(name, "").strip()[:20]
        try:
            found.append(
                to_cents(typed, settings.MARKETPLACE_CURRENCY) if typed else None
            )
        except ValueError as error:
            found.append(None)
            notes.append(_("Price: %(why)s") % {"why": error})
    least, most = found
    if least is not None and most is not None and least > most:
        return most, least
    return least, most


def _known(chosen: Iterable[str], values: Iterable[str]) -> tuple[str, ...]:
    known = set(values)
    return _tidy(one for one in chosen if one in known)[:MOST_CHOICES]


def _materials(chosen: Iterable[str]) -> tuple[str, ...]:
    tidied = (_plain(" ".join(tidy_words(one).split())) for one in chosen)
    return _tidy(one[:LONGEST_MATERIAL] for one in tidied if one)[:MOST_CHOICES]


def _plain(word: str) -> str:
    """Without accents, as the catalogue keeps materials."""
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _tidy[T](values: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(set(values), key=str))
