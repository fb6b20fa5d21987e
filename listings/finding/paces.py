"""The day on which pieces would be posted, kept for each pace of a shop until it
changes: at the shop's cut-off, at midnight, or with its calendar. The shop's own
`ships_by` says which day; nothing here counts working days."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from psycopg import sql

from listings.models import Pace
from shops.calendar import NeverWorksError
from shops.models import Shop

#: No day is believed for longer: a new list of public holidays may have come.
LONGEST = timedelta(hours=1)
#: So many are counted while a visitor waits; a sweep counts the rest.
WHILE_WAITING = 200

#: Unless the shop's days have changed since they were read.
WRITTEN = """
WITH counted AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::timestamptz[])
    AS row (id, stamp, ships_on, valid_until)
), held AS (
    SELECT pace.id FROM listings_pace pace JOIN counted USING (id, stamp)
    ORDER BY pace.id FOR NO KEY UPDATE OF pace
)
UPDATE listings_pace pace
SET ships_on = counted.ships_on, valid_until = counted.valid_until
FROM counted JOIN held USING (id) WHERE pace.id = counted.id
"""
#: A sweep is over long before the next one.
IN_ONE_SWEEP = 20_000
#: So few are named one by one, and the index on paces finds their pieces.
FEW = 1000
POSTED_IN_TIME = sql.SQL("""
SELECT pace.id FROM listings_pace pace JOIN (
    SELECT DISTINCT ON (profile_id) profile_id, min(transit_days_max) AS days
    FROM shops_shippingrate WHERE destination IN ({country}, '*')
    GROUP BY profile_id, destination ORDER BY profile_id, destination DESC
) transit ON transit.profile_id = pace.shipping_profile_id
WHERE pace.valid_until >= {now} AND pace.ships_on + transit.days <= {day}
""")


def count_stale(most: int) -> int:
    """Count anew what is not known for this moment; gives how many."""
    now = timezone.now()
    stale = Pace.objects.filter(Q(valid_until=None) | Q(valid_until__lt=now))
    found = list(stale.select_related("shop").order_by("shop", "pk")[:most])
    if not found:
        return 0
    counted: dict[tuple[int, int], date | None] = {}
    rows = []
    for pace in found:
        days = _days(pace)
        if days is not None and (pace.shop_id, days) not in counted:
            counted[pace.shop_id, days] = _ships_on(pace.shop, days)
        day = None if days is None else counted[pace.shop_id, days]
        rows.append((pace.pk, pace.stamp, day, _valid_until(pace.shop, now)))
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [list(column) for column in zip(*rows, strict=True)])
    return len(found)


def in_time(country: str, day: date) -> sql.Composable:
    """Whether a piece paid for now is there by this day, by at least one of the ways to
    post it: a condition on its pace."""
    count_stale(WHILE_WAITING)
    paces = POSTED_IN_TIME.format(
        country=sql.Literal(country), day=sql.Literal(day), now=sql.Literal(_now())
    )
    some = sql.SQL("{} LIMIT {}").format(paces, sql.Literal(FEW + 1))
    with connection.cursor() as cursor:
        cursor.execute(some)
        known = [pk for (pk,) in cursor.fetchall()]
    if len(known) <= FEW:
        return sql.SQL("pace_id = ANY({}::bigint[])").format(sql.Literal(known))
    # Looked up piece by piece: most pieces pass.
    return sql.SQL("coalesce(pace_id IN ({}), false)").format(paces)


def by_day() -> list[tuple[date, list[int]]]:
    """The days on which pieces would be posted, the soonest first, and their paces."""
    count_stale(WHILE_WAITING)
    known = Pace.objects.filter(valid_until__gte=_now(), ships_on__isnull=False)
    days: dict[date, list[int]] = {}
    for pk, ships_on in known.order_by("ships_on", "pk").values_list("pk", "ships_on"):
        if ships_on is not None:
            days.setdefault(ships_on, []).append(pk)
    return list(days.items())


def _now() -> datetime:
    return timezone.now()


def _days(pace: Pace) -> int | None:
    """To make and pack, the queue included; None: nothing can be promised today."""
    shop = pace.shop
    if shop.orders_again_on or (pace.is_made_to_order and shop.queue_is_full):
        return None
    return pace.days + (shop.queue_days if pace.is_made_to_order else 0)


def _ships_on(shop: Shop, days: int) -> date | None:
    try:
        return shop.ships_by(days).date()
    except NeverWorksError:
        return None


def _valid_until(shop: Shop, now: datetime) -> datetime:
    """The shop's next cut-off or midnight, whichever comes first; not for long."""
    return min(shop.working_week.holds_until(now), now + LONGEST)
