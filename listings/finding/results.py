"""What is found: a page of pieces in order, how many there are, and of what.

Few enough pieces are gathered once, then counted and put in order exactly. Of more, a
page is read along an ordered index; counts are those of some minutes ago, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone
from psycopg import errors, sql

from listings.finding.asked import Asked, Sort
from listings.finding.matching import CHOICES, Match
from listings.finding.places import (
    Place,
    Row,
    beyond,
    in_order,
    key,
    ordering,
    unsealed,
)
from listings.finding.settings import bounded
from listings.finding.tiers import tier_of
from listings.finding.walking import Walk
from listings.models import Tally

PER_PAGE = 24
#: So many pieces are counted while a visitor waits.
MOST_COUNTED = 5000
GATHERED = sql.SQL("""
WITH found AS MATERIALIZED (
    SELECT listing_id, published_at, price_cents, facets, {tier} AS tier
    FROM listings_entry WHERE {where} LIMIT {limit}
), few AS (SELECT count(*) AS n FROM found)
SELECT 'total', NULL, n, 0, 0::bigint FROM few
UNION ALL
SELECT 'facet', facet, count(*), 0, 0 FROM found, unnest(facets) facet
WHERE (SELECT n FROM few) < {limit} GROUP BY facet
UNION ALL
(SELECT 'piece', NULL, listing_id, tier, {key} FROM found
 WHERE (SELECT n FROM few) < {limit} AND {beyond}
 ORDER BY tier {way}, {ordering} LIMIT {page})
""")
COUNTED = sql.SQL("""
WITH found AS MATERIALIZED (
    SELECT facets FROM listings_entry WHERE {where} LIMIT {limit}
)
SELECT facet, count(*) FROM found, unnest(facets) facet
WHERE (SELECT count(*) FROM found) < {limit} AND facet LIKE {mark} GROUP BY facet
""")


@dataclass
class Found:
    """The answer to a question."""

    match: Match
    rows: list[Row] = field(default_factory=list)
    #: How many there are; None: more than can be counted while a visitor waits.
    total: int | None = None
    #: As in `Entry.facets` → how many of them; what is not there was not counted.
    counts: dict[str, int] = field(default_factory=dict)
    #: The facets, by their first letter, of which all counts are known.
    known: set[str] = field(default_factory=set)
    #: When the counts are of, if not of this moment.
    counted_at: datetime | None = None
    before: str = ""
    after: str = ""
    #: The place asked for was not one; this is the first page.
    is_lost: bool = False
    took_too_long: bool = False

    @property
    def asked(self) -> Asked:
        """The question."""
        return self.match.asked

    @property
    def listing_ids(self) -> list[int]:
        """The page, in its order."""
        return [row.listing for row in self.rows]


def find(match: Match, *, page: str = "") -> Found:
    """A page of what fits, with counts; a search that takes too long says so."""
    order = match.asked.order
    place = unsealed(page, order) if page else None
    found = Found(match, is_lost=bool(page) and place is None)
    try:
        with bounded():
            _fill(found, place, order)
    except OperationalError as error:
        if not isinstance(error.__cause__, errors.QueryCanceled):
            raise
        return Found(match, took_too_long=True)
    return found


def _fill(found: Found, place: Place | None, order: Sort) -> None:
    tallies = _tallies(found.match)
    if tallies is None:
        rows = _gather(found, place, order)
    else:
        _take(found, tallies)
        rows = None
    stopped = None
    if rows is None:
        walk = Walk(found.match, place, PER_PAGE + 1)
        walk.go()
        rows, stopped = walk.rows, walk.stopped
    _count_choices(found)
    if place and place.is_before and len(rows) <= PER_PAGE and not stopped:
        # There are not enough before it for a page: this is the first one.
        return _fill(found, None, order)
    is_more = len(rows) > PER_PAGE or stopped is not None
    is_back = place is not None and place.is_before
    # The one too many is the farthest from the place.
    rows = in_order(rows, order)
    found.rows = rows[-PER_PAGE:] if is_back else rows[:PER_PAGE]
    first, last = stopped or _end(found.rows, 0), stopped or _end(found.rows, -1)
    if is_back:
        last = _end(found.rows, -1) or (place.row if place else None)
    else:
        first = _end(found.rows, 0) or (place.row if place else None)
    if first and (is_more if is_back else place is not None):
        found.before = Place(first, is_before=True).sealed(order)
    if last and (is_back or is_more):
        found.after = Place(last).sealed(order)
    return None


def _end(rows: Sequence[Row], at: int) -> Row | None:
    return rows[at] if rows else None


def _gather(found: Found, place: Place | None, order: Sort) -> list[Row] | None:
    """All that fit at once, if they are few: counts and a page. None: they are many."""
    match, is_back = found.match, place is not None and place.is_before
    statement = GATHERED.format(
        tier=tier_of(match),
        where=match.where(),
        limit=sql.Literal(MOST_COUNTED + 1),
        key=key(order),
        beyond=_past(place, order),
        way=sql.SQL("DESC") if is_back else sql.SQL("ASC"),
        ordering=ordering(order, is_backwards=is_back),
        page=sql.Literal(PER_PAGE + 1),
    )
    rows = _rows(statement)
    total = next(n for what, _, n, *_ in rows if what == "total")
    if total > MOST_COUNTED:
        return None
    found.total = total
    found.counts = {name: n for what, name, n, *_ in rows if what == "facet"}
    found.known = {"c", "k", "b", "m", "h", "p"}
    return [Row(n, tier, at) for what, _, n, tier, at in rows if what == "piece"]


def _past(place: Place | None, order: Sort) -> sql.Composable:
    """Beyond a place, across tiers."""
    if place is None:
        return sql.SQL("true")
    sign = sql.SQL("<") if place.is_before else sql.SQL(">")
    number = sql.Literal(place.row.tier)
    return sql.SQL("(tier {sign} {number} OR (tier = {number} AND {beyond}))").format(
        sign=sign, number=number, beyond=beyond(place, order)
    )


def _count_choices(found: Found) -> None:
    """A facet's own counts are of what fits all but that facet: what else could be
    chosen there."""
    for name, mark in CHOICES.items():
        if not getattr(found.asked, name):
            continue
        found.known.discard(mark)
        found.counts = {
            facet: n for facet, n in found.counts.items() if facet[0] != mark
        }
        without = found.asked.but(**{name: ()})
        counts = _bare(found.match, without, mark)
        if counts is None:
            counts = _counted(found.match, name, mark)
        if counts:
            found.counts |= counts
            found.known.add(mark)


def _counted(match: Match, name: str, mark: str) -> dict[str, int]:
    statement = COUNTED.format(
        where=match.where(but=name),
        limit=sql.Literal(MOST_COUNTED + 1),
        mark=sql.Literal(f"{mark}:%"),
    )
    return dict(_rows(statement))


def _bare(match: Match, asked: Asked, mark: str) -> dict[str, int] | None:
    """From the tallies, if nothing but a large shelf is asked for."""
    rows = _tallies(Match(asked, match.meaning, {}, match.shop_id))
    if rows is None:
        return None
    return {row.facet: row.pieces for row in rows if row.facet.startswith(f"{mark}:")}


def _tallies(match: Match) -> Sequence[Tally] | None:
    """Of a shelf, or of everything, so large that it is not counted anew."""
    if not match.asked.is_bare or match.shop_id is not None:
        return None
    category = match.asked.category
    rows = list(Tally.objects.filter(category_id=category.pk if category else None))
    total = next((row.pieces for row in rows if not row.facet), 0)
    return rows if total > MOST_COUNTED else None


def _take(found: Found, tallies: Sequence[Tally]) -> None:
    found.counts = {row.facet: row.pieces for row in tallies if row.facet}
    found.total = next(row.pieces for row in tallies if not row.facet)
    found.known = {"c", "k", "b", "m", "h", "p"}
    found.counted_at = min((row.counted_at for row in tallies), default=timezone.now())


def _rows(statement: sql.Composable) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[Any] = cursor.fetchall()
        return found
