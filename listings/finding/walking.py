"""A page read along an ordered index, one tier after the other.

Where Postgres knows how many pieces to expect, it chooses the way itself. Of the lesser
tiers of words it cannot know: there it looks at some rows, then at more, and a walk has
an end: where hardly anything fits for a long way, the page is shorter, and the next one
goes on from there."""

from typing import Any

from django.db import connection
from psycopg import sql

from listings.finding.asked import Sort
from listings.finding.matching import Match
from listings.finding.places import Place, Row, beyond, key, ordering
from listings.finding.tiers import Tier, tiers

#: So many rows at a time, and no more than their sum.
STRIDES = (400, 1600, 6000, 10_000)
ORDERED = sql.SQL("""
SELECT listing_id, {tier}, {key} FROM listings_entry
WHERE {where} AND {fits} AND {beyond} ORDER BY {ordering} LIMIT {page}
""")
WALKED = sql.SQL("""
WITH walked AS MATERIALIZED (
    SELECT listing_id, {key} AS key, ({where} AND {fits}) AS fits,
           row_number() OVER (ORDER BY {ordering}) AS place
    FROM (
        SELECT * FROM listings_entry WHERE {scope} AND {beyond}
        ORDER BY {ordering} LIMIT {stride}
    ) near
)
(SELECT listing_id, {tier}, key, true FROM walked
 WHERE fits ORDER BY place LIMIT {page})
UNION ALL
(SELECT listing_id, {tier}, key, false FROM walked WHERE place = {stride})
""")


class Walk:
    """On the way to a page: what was found, and where it ended if it ended early."""

    def __init__(self, match: Match, place: Place | None, wanted: int) -> None:
        self.match, self.place, self.wanted = match, place, wanted
        self.order = match.asked.order
        self.is_back = place is not None and place.is_before
        self.rows: list[Row] = []
        self.stopped: Row | None = None
        self._strides = list(STRIDES)

    def go(self) -> None:
        """Through the tiers, until enough is found or it has gone far enough."""
        every = tiers(self.match)
        for tier in reversed(every) if self.is_back else every:
            place = self.place
            if place and _is_over(tier.number, place):
                continue
            here = place if place and place.row.tier == tier.number else None
            if self.order == Sort.RELEVANCE and tier.number > 0:
                self._look_around(tier, here)
            else:
                found = self._ask(ORDERED, tier, here)
                self.rows += [Row(*row) for row in found]
            if self.stopped or len(self.rows) >= self.wanted:
                return

    def _look_around(self, tier: Tier, here: Place | None) -> None:
        while self._strides:
            stride = self._strides[0]
            found = self._ask(WALKED, tier, here, stride)
            self.rows += [Row(*row[:3]) for row in found if row[3]]
            last = next((Row(*row[:3]) for row in found if not row[3]), None)
            if last is None or len(self.rows) >= self.wanted:
                return
            self._strides.pop(0)
            here = Place(last, self.is_back)
            self.stopped = None if self._strides else last

    def _ask(
        self, statement: sql.SQL, tier: Tier, here: Place | None, stride: int = 0
    ) -> list[Any]:
        match, order = self.match, self.order
        asked = statement.format(
            tier=sql.Literal(tier.number),
            key=key(order),
            where=match.where(but="words" * tier.says_all, is_ordered=True),
            scope=match.scope,
            fits=tier.condition,
            beyond=beyond(here, order) if here else sql.SQL("true"),
            ordering=ordering(order, is_backwards=self.is_back),
            stride=sql.Literal(stride),
            page=sql.Literal(self.wanted - len(self.rows)),
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            found: list[Any] = cursor.fetchall()
            return found


def _is_over(tier: int, place: Place) -> bool:
    """Nothing of this tier is on that side of the place."""
    return tier > place.row.tier if place.is_before else tier < place.row.tier
