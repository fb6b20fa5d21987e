"""A place in a long row of pieces, sealed into an address: after which piece a page
begins, or before which it ends. No page is counted off from the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from psycopg import sql

from listings.finding.asked import Sort

SALT = "listings.finding"
LONGEST = 300
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECONDS = sql.SQL("(extract(epoch FROM published_at) * 1000000)::bigint")

#: Pieces of one tier come by this column, then by their number, both in one direction.
COLUMNS = {Sort.CHEAPEST: ("price_cents", False), Sort.DEAREST: ("price_cents", True)}
NEWEST = ("published_at", True)


@dataclass(frozen=True)
class Row:
    """A piece and its place in the order."""

    listing: int
    tier: int
    #: Its price in cents, or when it was put up in microseconds since 1970.
    key: int


@dataclass(frozen=True)
class Place:
    """Between two pieces, seen from one of them."""

    row: Row
    is_before: bool = False

    def sealed(self, order: Sort) -> str:
        """For an address; nobody can make one up."""
        row = self.row
        facts = [order.value, row.tier, row.key, row.listing, int(self.is_before)]
        return signing.dumps(facts, salt=SALT)


def unsealed(text: str, order: Sort) -> Place | None:
    """The place in an address; None if it was made up or is of another order."""
    try:
        facts = signing.loads(text[:LONGEST], salt=SALT)
    except signing.BadSignature:
        return None
    if not isinstance(facts, list) or len(facts) != 5 or facts[0] != order.value:
        return None
    _, tier, key, listing, is_before = facts
    return Place(Row(listing, tier, key), bool(is_before))


def column(order: Sort) -> tuple[str, bool]:
    """What pieces of a tier come by, and whether the largest comes first."""
    return COLUMNS.get(order, NEWEST)


def key(order: Sort) -> sql.Composable:
    """The same as a whole number."""
    name, _ = column(order)
    return MICROSECONDS if name == "published_at" else sql.Identifier(name)


def beyond(place: Place, order: Sort) -> sql.Composable:
    """Of its tier: what comes after this place or before it, along an index."""
    name, is_descending = column(order)
    value: object = place.row.key
    if name == "published_at":
        value = EPOCH + timedelta(microseconds=place.row.key)
    is_less = is_descending != place.is_before
    return sql.SQL("({name}, listing_id) {sign} ({value}, {listing})").format(
        name=sql.Identifier(name),
        sign=sql.SQL("<") if is_less else sql.SQL(">"),
        value=sql.Literal(value),
        listing=sql.Literal(place.row.listing),
    )


def ordering(order: Sort, *, is_backwards: bool) -> sql.Composable:
    """ORDER BY within a tier."""
    name, is_descending = column(order)
    way = sql.SQL("DESC") if is_descending != is_backwards else sql.SQL("ASC")
    return sql.SQL("{name} {way}, listing_id {way}").format(
        name=sql.Identifier(name), way=way
    )


def in_order(rows: Sequence[Row], order: Sort) -> list[Row]:
    """As a visitor sees them."""
    _, is_descending = column(order)
    sign = -1 if is_descending else 1
    return sorted(rows, key=lambda row: (row.tier, sign * row.key, sign * row.listing))
