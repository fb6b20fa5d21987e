"""What the front page shows, the same for everybody: pieces with their days, and the
people who make them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from listings.models import Listing
from shops.models import Shop

#: From so many of the newest is chosen; a row never asks for more.
LOOKED_AT = 96
HUNG, FRESH, PER_ROW, MAKERS, OF_EACH = 3, 8, 4, 3, 3
FRIDAY = 4


@dataclass(frozen=True)
class Front:
    """The rows of the front page; no piece stands in two of them."""

    friday: date
    hung: list[Listing]
    fresh: list[Listing]
    soon: list[Listing]
    to_order: list[Listing]

    @property
    def is_empty(self) -> bool:
        """Nothing is for sale yet."""
        return not (self.hung or self.fresh or self.to_order)


def front() -> Front:
    """What is fresh, what leaves soon, and what would be made for you."""
    friday = next_friday(timezone.localdate())
    newest = _spread(_newest())
    ready = [piece for piece in newest if not piece.is_made_to_order]
    hung = _of_different_makers(ready)
    left = [piece for piece in newest if piece not in hung]
    soon = [piece for piece in left if leaves_by(piece, friday)][:PER_ROW]
    left = [piece for piece in left if piece not in soon]
    to_order = [piece for piece in left if piece.is_made_to_order][:PER_ROW]
    fresh = _whole_rows([piece for piece in left if not piece.is_made_to_order])
    cards = _cards([*hung, *soon, *to_order, *fresh])
    rows = [[cards[piece.pk] for piece in row] for row in (hung, fresh, soon, to_order)]
    return Front(friday, *rows)


def makers() -> list[Shop]:
    """Who has opened a shop lately, each with a few pieces."""
    pieces = Listing.objects.shown().available().prefetch_related("photos")
    newest = pieces.order_by("-published_at", "-pk")[:OF_EACH]
    few = Prefetch("listings", newest, to_attr="few")
    shops = Shop.objects.open().filter(listings__in=Listing.objects.shown())
    return list(
        shops.distinct().order_by("-opened_at", "-pk").prefetch_related(few)[:MAKERS]
    )


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
    pieces = Listing.objects.shown().available()
    pieces = pieces.select_related("shop", "shipping_profile")
    return list(pieces.order_by("-published_at", "-pk")[:LOOKED_AT])


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


def _cards(pieces: list[Listing]) -> dict[int, Listing]:
    chosen = [piece.pk for piece in pieces]
    return {each.pk: each for each in Listing.objects.for_cards().filter(pk__in=chosen)}
