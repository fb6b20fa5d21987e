"""What the front page shows, the same for everybody: pieces with their days, and the
people who make them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from listings.models import Category, Entry, Listing, Photo
from shops.models import Shop

#: From so many of the newest is chosen; a row never asks for more.
LOOKED_AT = 96
HUNG, FRESH, PER_ROW, MAKERS, OF_EACH = 3, 8, 4, 3, 3
FRIDAY = 4


@dataclass(frozen=True)
class Maker:
    """A shop, and a few of its newest pieces."""

    shop: Shop
    pieces: list[Listing]


@dataclass(frozen=True)
class Shelf:
    """A wide shelf, and a picture of what came last."""

    name: str
    url: str
    photo: Photo


@dataclass(frozen=True)
class Front:
    """The rows of the front page; no piece stands in two of the first four."""

    friday: date
    hung: list[Listing]
    fresh: list[Listing]
    soon: list[Listing]
    to_order: list[Listing]
    makers: list[Maker]
    shelves: list[Shelf]

    @property
    def is_empty(self) -> bool:
        """Nothing is for sale yet."""
        return not self.makers


def front() -> Front:
    """What is fresh, what leaves soon, what would be made for you, and by whom."""
    friday = next_friday(timezone.localdate())
    newest = _spread(_newest())
    ready = [piece for piece in newest if not piece.is_made_to_order]
    hung = _of_different_makers(ready)
    left = [piece for piece in newest if piece not in hung]
    soon = [piece for piece in left if leaves_by(piece, friday)][:PER_ROW]
    left = [piece for piece in left if piece not in soon]
    to_order = [piece for piece in left if piece.is_made_to_order][:PER_ROW]
    fresh = _whole_rows([piece for piece in left if not piece.is_made_to_order])
    makers = _makers()
    theirs = [piece for maker in makers for piece in maker.pieces]
    prefetch_related_objects([*hung, *soon, *to_order, *fresh, *theirs], "photos")
    return Front(friday, hung, fresh, soon, to_order, makers, _shelves())


def next_friday(today: date) -> date:
    """This week's, unless it is so near that hardly anything leaves before it."""
    ahead = (FRIDAY - today.weekday()) % 7
    return today + timedelta(ahead if ahead > 1 else ahead + 7)


def leaves_by(piece: Listing, day: date) -> bool:
    """Whether it would be posted by then, on its maker's own calendar."""
    if piece.is_made_to_order or piece.shop.orders_again_on:
        return False
    return piece.ships_by.astimezone(piece.shop.zone).date() <= day


def _newest() -> list[Listing]:
    pieces = Listing.objects.for_cards().prefetch_related(None)
    newest = pieces.order_by("-entry__published_at", "-entry__listing_id")
    return list(newest.filter(entry__is_findable=True)[:LOOKED_AT])


def _spread(pieces: Iterable[Listing]) -> list[Listing]:
    """Each maker's newest first, then each maker's second: no shop fills the page."""
    seen: dict[int, int] = {}
    turns = []
    for piece in pieces:
        turn = seen[piece.shop_id] = seen.get(piece.shop_id, 0) + 1
        turns.append((turn, piece))
    return [piece for _, piece in sorted(turns, key=lambda each: each[0])]


def _of_different_makers(pieces: Iterable[Listing]) -> list[Listing]:
    """Three for the line across the front, or none: two would look forgotten."""
    firsts: dict[int, Listing] = {}
    for piece in pieces:
        if not piece.shop.orders_again_on:
            firsts.setdefault(piece.shop_id, piece)
    chosen = list(firsts.values())[:HUNG]
    return chosen if len(chosen) == HUNG else []


def _whole_rows(pieces: list[Listing]) -> list[Listing]:
    """A last row that is not full waits, unless it is the only one."""
    few = pieces[:FRESH]
    return few[: len(few) // PER_ROW * PER_ROW] or few


def _makers() -> list[Maker]:
    """Who has opened a shop lately, each with a few pieces."""
    theirs = Entry.objects.findable().filter(shop=OuterRef("pk"), is_shown=True)
    # Each shop's newest by itself, along an index: a join would look at every piece.
    newest = theirs.order_by("-published_at", "-listing").values("listing")
    selling = Shop.objects.open().annotate(few=ArraySubquery(newest[:OF_EACH]))
    chosen = selling.exclude(few=[]).order_by("-opened_at", "-pk")[:MAKERS]
    keys = dict(chosen.values_list("pk", "few"))
    shops = Shop.objects.in_bulk(list(keys))
    pieces = Listing.objects.in_bulk([key for few in keys.values() for key in few])
    return [
        Maker(shops[pk], [pieces[key] for key in few if key in pieces])
        for pk, few in keys.items()
        if pk in shops
    ]


def _shelves() -> list[Shelf]:
    """The wide shelves that have something on them, each with its newest piece."""
    on_it = Entry.objects.findable().filter(shelf=OuterRef("pk"))
    newest = on_it.order_by("-published_at", "-listing").values("listing")[:1]
    tops = Category.objects.top().annotate(newest=Subquery(newest))
    named = tops.exclude(newest=None).values_list("newest", "name", "slug")
    filled = {piece: (name, slug) for piece, name, slug in named}
    first_last = Photo.objects.filter(listing__in=filled).order_by("-position", "-pk")
    photos = {photo.listing_id: photo for photo in first_last}
    return [
        Shelf(name, reverse("listings:category", args=[slug]), photos[piece])
        for piece, (name, slug) in filled.items()
        if piece in photos
    ]
