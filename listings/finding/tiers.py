"""The tiers of an order: how well pieces fit the words, or the day they are posted. All
of one tier come before any of the next."""

from dataclasses import dataclass

from django.utils import timezone
from psycopg import sql

from listings.finding import paces
from listings.finding.asked import Sort
from listings.finding.matching import Condition, Match

#: The tier of what nothing can be promised for today.
SOME_DAY = 9_999_999


@dataclass(frozen=True)
class Tier:
    """Pieces that are as good as each other."""

    number: int
    condition: Condition
    #: It asks for all the words itself: asked twice, Postgres would expect fewer pieces
    #: than there are, and gather them all instead of walking along an index.
    says_all: bool = False


def tiers(match: Match) -> list[Tier]:
    """The best first; no piece is in two of them."""
    order = match.asked.order
    if order == Sort.RELEVANCE:
        title, labels, *rest = match.tiers
        all_said = match.is_said_by_tiers
        best = [Tier(0, title, all_said), Tier(1, labels, all_said)]
        return [*best, *(Tier(2, fits) for fits in rest)]
    if order != Sort.SOONEST:
        return [Tier(0, sql.SQL("true"))]
    days = paces.by_day()
    found = [Tier(day.toordinal(), _posted(some)) for day, some in days]
    known = [pk for _, some in days for pk in some]
    return [*found, Tier(SOME_DAY, sql.SQL("NOT {}").format(_posted(known)))]


def tier_of(match: Match) -> Condition:
    """The number of a piece's tier, for pieces that are looked at one by one."""
    order = match.asked.order
    if order == Sort.SOONEST:
        paces.count_stale(paces.WHILE_WAITING)
        return sql.SQL(
            "coalesce((SELECT pace.ships_on - date '0001-01-01' + 1"
            " FROM listings_pace pace WHERE pace.id = pace_id"
            " AND pace.valid_until >= {now}), {some_day})"
        ).format(now=sql.Literal(timezone.now()), some_day=sql.Literal(SOME_DAY))
    if order != Sort.RELEVANCE:
        return sql.SQL("0")
    cases = [
        sql.SQL("WHEN {} THEN {}").format(tier, sql.Literal(number))
        for number, tier in enumerate(match.tiers)
    ]
    return sql.SQL("CASE {} END").format(sql.SQL(" ").join(cases))


def _posted(some: list[int]) -> Condition:
    return sql.SQL("(pace_id = ANY({}::bigint[]))").format(sql.Literal(some))
