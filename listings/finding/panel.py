"""What can be chosen beside the pieces found: each facet with its choices and how many
pieces each would leave, the chips of what was chosen, and the orders."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import countries
from listings.colours import Colour
from listings.finding.asked import BANDS, Asked, Sort
from listings.finding.results import Found
from listings.models import Category, Listing
from marketplace.money import format_money
from marketplace.templatetags.show import day

#: Where one band of prices ends and the next begins; the same as in `entry.facets`.
EDGES = (2500, 5000, 10_000, 20_000)
#: Of a long facet so many are shown, those with most pieces first.
MOST_SHOWN = 12
Kind = Listing.Kind


@dataclass(frozen=True)
class Choice:
    """One tick: what it says, what it sends, and how many pieces it would leave."""

    label: str
    value: str
    is_chosen: bool
    #: None: not counted.
    pieces: int | None = None


@dataclass(frozen=True)
class Facet:
    """A question with several answers, any of which will do."""

    name: str
    title: str
    choices: list[Choice]


@dataclass(frozen=True)
class Chip:
    """Something that was chosen, and the address without it."""

    label: str
    address: str
    swatch: str = ""


@dataclass(frozen=True)
class Shelf:
    """A category and how much of what was asked for is in it."""

    category: Category
    address: str
    pieces: int | None
    is_here: bool = False


@dataclass
class Panel:
    """All of it, for the templates."""

    found: Found
    shelves: list[Shelf] = field(default_factory=list)

    @property
    def asked(self) -> Asked:
        """The question."""
        return self.found.asked

    @property
    def facets(self) -> list[Facet]:
        """In the order in which people narrow."""
        return [
            Facet("price", _("Price"), self._bands()),
            Facet("kind", _("Ready or to order"), self._kinds()),
            Facet("colour", _("Colour"), self._colours()),
            Facet("material", _("Material"), self._materials()),
        ]

    @property
    def personal(self) -> Choice:
        """With a name on it."""
        pieces = None if self.asked.is_personal else self._pieces("p:yes")
        return Choice(_("Can be personalised"), "1", self.asked.is_personal, pieces)

    @property
    def chips(self) -> list[Chip]:
        """Everything that narrows, each to be taken away by itself."""
        return list(_chips(self.asked))

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Value, words, and whether it is this one."""
        words = {
            Sort.RELEVANCE: _("Closest match"),
            Sort.NEW: _("Newest"),
            Sort.CHEAPEST: _("Price, lowest first"),
            Sort.DEAREST: _("Price, highest first"),
            Sort.SOONEST: _("Ships soonest"),
        }
        if not self.asked.words:
            del words[Sort.RELEVANCE]
        order = self.asked.order
        return [(sort.value, label, sort == order) for sort, label in words.items()]

    @property
    def countries(self) -> list[tuple[str, str]]:
        """Where a piece can go."""
        return countries.choices()[1:]

    def _pieces(self, facet: str) -> int | None:
        if facet[0] not in self.found.known:
            return None
        return self.found.counts.get(facet, 0)

    def _bands(self) -> list[Choice]:
        return [
            Choice(
                band_words(band),
                str(band),
                band in self.asked.bands,
                self._pieces(f"b:{band}"),
            )
            for band in BANDS
        ]

    def _kinds(self) -> list[Choice]:
        return [
            Choice(label, kind, kind in self.asked.kinds, self._pieces(f"k:{kind}"))
            for kind, label in kind_words().items()
        ]

    def _colours(self) -> list[Choice]:
        choices = [
            Choice(
                str(colour.label),
                colour.value,
                colour.value in self.asked.colours,
                self._pieces(f"h:{colour.value}"),
            )
            for colour in Colour
        ]
        return [one for one in choices if one.pieces != 0 or one.is_chosen]

    def _materials(self) -> list[Choice]:
        counted = {
            facet[2:]: n for facet, n in self.found.counts.items() if facet[:2] == "m:"
        }
        often = sorted(counted, key=lambda name: (-counted[name], name))[:MOST_SHOWN]
        names = dict.fromkeys([*self.asked.materials, *often])
        return [
            Choice(name, name, name in self.asked.materials, self._pieces(f"m:{name}"))
            for name in names
        ]


def panel(found: Found) -> Panel:
    """With the shelves to go to: those on this one, or beside it, or all wide ones."""
    return Panel(found, list(_shelves(found)))


def band_words(band: int) -> str:
    """`€25 to €50`."""
    money = partial(format_money, currency=settings.MARKETPLACE_CURRENCY)
    if band == 0:
        return _("Under %(price)s") % {"price": money(EDGES[0])}
    if band == len(EDGES):
        return _("%(price)s and more") % {"price": money(EDGES[-1])}
    prices = {"least": money(EDGES[band - 1]), "most": money(EDGES[band])}
    return _("%(least)s to %(most)s") % prices


def kind_words() -> dict[str, str]:
    """The three kinds as a buyer sees them."""
    return {
        Kind.SOME: pgettext("kind of piece", "Ready to post"),
        Kind.ONE_OF_A_KIND: pgettext("kind of piece", "The only one"),
        Kind.MADE_TO_ORDER: pgettext("kind of piece", "Made to order"),
    }


def _shelves(found: Found) -> Iterable[Shelf]:
    """A wide shelf shows what is on it; one of those shows what is beside it."""
    asked, here = found.asked, found.asked.category
    above = here.parent_id if here and here.parent_id else here.pk if here else None
    for category in Category.objects.filter(parent_id=above):
        is_here = category == here
        pieces = None
        # Beside this one nothing was counted: it is another question.
        if "c" in found.known and not (here and here.parent_id and not is_here):
            pieces = found.counts.get(f"c:{category.pk}", 0)
        if pieces != 0 or is_here:
            address = asked.but(category=category).address()
            yield Shelf(category, address, pieces, is_here)


def _chips(asked: Asked) -> Iterable[Chip]:
    return [*_several(asked), *_single(asked)]


def _several(asked: Asked) -> Iterable[Chip]:
    """Of facets with several choices."""
    for kind in asked.kinds:
        yield _chip(asked, kind_words()[kind], kinds=_less(asked.kinds, kind))
    for band in asked.bands:
        yield _chip(asked, band_words(band), bands=_less(asked.bands, band))
    for colour in asked.colours:
        left = _less(asked.colours, colour)
        yield replace(_chip(asked, Colour(colour).label, colours=left), swatch=colour)
    for material in asked.materials:
        left = _less(asked.materials, material)
        yield _chip(asked, material, materials=left)


def _single(asked: Asked) -> Iterable[Chip]:
    """Of what is asked or not."""
    if asked.least_cents is not None or asked.most_cents is not None:
        yield _chip(asked, _amounts(asked), least_cents=None, most_cents=None)
    if asked.is_personal:
        yield _chip(asked, _("Can be personalised"), is_personal=False)
    if asked.needed_by:
        words = _("Arrives by %(day)s") % {"day": day(asked.needed_by)}
        yield _chip(asked, words, needed_by=None)
    if asked.is_free:
        yield _chip(asked, _("Free postage"), is_free=False)
    if asked.country:
        words = _("Ships to %(country)s") % {"country": countries.named(asked.country)}
        yield _chip(asked, words, country="", is_free=False, needed_by=None)


def _chip(asked: Asked, label: object, **other: Any) -> Chip:
    return Chip(str(label), asked.but(**other).address())


def _amounts(asked: Asked) -> str:
    money = partial(format_money, currency=settings.MARKETPLACE_CURRENCY)
    least, most = asked.least_cents, asked.most_cents
    if least is not None and most is not None:
        prices = {"least": money(least), "most": money(most)}
        return _("%(least)s to %(most)s") % prices
    if least is not None:
        return _("From %(price)s") % {"price": money(least)}
    return _("Up to %(price)s") % {"price": money(most or 0)}


def _less[T](chosen: tuple[T, ...], value: T) -> tuple[T, ...]:
    return tuple(one for one in chosen if one != value)
