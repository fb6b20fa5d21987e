"""Steps that time alone asks for and that move neither money nor pieces: written for
many orders at once, in a handful of statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from marketplace.events import wake
from orders import rules
from orders.facts import facts_of
from orders.limits import limits
from orders.models import Order, OrderEvent, Promise, Shipment
from orders.rules import Due
from orders.steps import STEPS, Kind, Role, refuse_unless

#: Each row is written once: its step counted, its state, and when to look again.
STEP = """
UPDATE orders_order o
SET version = o.version + 1, state = n.state, look_again_at = n.look_again_at
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS n (id, state, look_again_at)
WHERE o.id = n.id
"""


def give(given: Sequence[tuple[Order, Due]]) -> list[OrderEvent]:
    """Write down that these steps were taken, what they change, and when to look again.

    Call with the orders locked and their facts prefetched."""
    if not given:
        return []
    now = timezone.now()
    for order, due in given:
        refuse_unless(order, due.kind, Role.SYSTEM)
    events = [_event(order, due, now) for order, due in given]
    _mark(given, now)
    known = limits()
    for (order, due), event in zip(given, events, strict=True):
        order.version, order.state = event.seq, STEPS[due.kind].target or order.state
        order.look_again_at = rules.look_again_at(facts_of(order, event), known)
    _write([order for order, _ in given])
    OrderEvent.objects.bulk_create(events)
    wake("notifications.deliver")
    return events


def _event(order: Order, due: Due, now: datetime) -> OrderEvent:
    return OrderEvent(
        checkout_id=order.checkout_id,
        order=order,
        seq=order.version + 1,
        kind=due.kind,
        at=now,
        details={"role": Role.SYSTEM.value} | due.about,
    )


def _mark(given: Sequence[tuple[Order, Due]], now: datetime) -> None:
    """What a notice leaves behind: a promise told as missed, a parcel asked for."""
    missed: list[Promise] = []
    asked: list[Shipment] = []
    for order, due in given:
        if due.kind == Kind.MISSED:
            number = due.about["promise"]
            missed += [one for one in order.promises.all() if one.number == number]
        if due.kind == Kind.ARRIVAL_ASKED:
            number = due.about["shipment"]
            asked += [one for one in order.shipments.all() if one.number == number]
    for promise in missed:
        promise.missed_at = now
    for parcel in asked:
        parcel.arrival_asks += 1
    if missed:
        of_them = Promise.objects.filter(pk__in=[promise.pk for promise in missed])
        of_them.update(missed_at=now)
    if asked:
        parcels = Shipment.objects.filter(pk__in=[parcel.pk for parcel in asked])
        parcels.update(arrival_asks=F("arrival_asks") + 1)


def _write(orders: Sequence[Order]) -> None:
    columns: list[Any] = [
        [order.pk for order in orders],
        [str(order.state) for order in orders],
        [order.look_again_at for order in orders],
    ]
    with connection.cursor() as cursor:
        cursor.execute(STEP, columns)
