"""The sweep of time: every order whose moment has come, and only those.

Notices change nothing but what was said and when to look again; a bite of orders
takes theirs in a handful of statements. What moves money goes one by one, by verb."""

import logging
from collections import Counter
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from marketplace.errors import Refused
from marketplace.events import wake
from orders import arriving, lifecycle, rules, talking
from orders.facts import facts_of
from orders.lifecycle import Cancelling
from orders.limits import limits
from orders.models import Order, OrderEvent, Promise, Shipment
from orders.models.order import OrderQuerySet
from orders.rules import Due
from orders.steps import FACTS, Kind, Role, refuse_unless, remember_to_look

log = logging.getLogger(__name__)

BITE = 250
#: So often is one order visited by a sweep: it may be due for several steps, or be
#: locked by somebody, or be unable to go on. The next sweep comes soon.
VISITS = 6
#: What buyer and maker read when nobody asked for the end.
WHY = {
    "R4": "It was not posted by its day, and no new date was given.",
    "R5": "A delay like this needs a yes, and none came by the deadline.",
}


def sweep() -> int:
    """Take what time asks for, of every order; how many steps were taken."""
    taken, visits = 0, Counter[int]()
    while True:
        done_with = [pk for pk, times in visits.items() if times >= VISITS]
        waiting = Order.objects.look_again().exclude(pk__in=done_with)
        found = waiting.order_by("look_again_at", "pk").values_list("pk", flat=True)
        bite = list(found[:BITE])
        if not bite:
            return taken
        visits.update(bite)
        taken += _take(bite)


def look_again(pk: int) -> OrderEvent | None:
    """One order's moment has come: take the step that time asks for, if any."""
    with transaction.atomic():
        order = _fetch([pk]).first()
        if order is None:
            return None
        due = rules.due_now(facts_of(order), limits(), timezone.now())
        if due is None:
            remember_to_look(order)
            return None
        if due.kind in VERBS:
            return VERBS[due.kind](order, due)
        return _give([(order, due)])[0]


def _take(bite: list[int]) -> int:
    try:
        notices, others = _take_notices(bite)
    except (DatabaseError, Refused):
        log.exception("A bite of orders could not be looked at: now one by one.")
        notices, others = 0, bite
    return notices + sum(_take_alone(pk) for pk in others)


def _take_alone(pk: int) -> bool:
    """One order that cannot go on never keeps the others waiting."""
    try:
        return look_again(pk) is not None
    except (Refused, DatabaseError):
        log.exception("Order with key %s could not be looked at.", pk)
        return False


@transaction.atomic
def _take_notices(bite: list[int]) -> tuple[int, list[int]]:
    """How many were given, and the orders that want a verb of their own."""
    now, known = timezone.now(), limits()
    given: list[tuple[Order, Due]] = []
    others: list[int] = []
    for order in _fetch(bite):
        due = rules.due_now(facts_of(order), known, now)
        if due is None or due.kind in VERBS:
            others.append(order.pk)
        else:
            given.append((order, due))
    _give(given)
    return len(given), others


def _fetch(pks: list[int]) -> OrderQuerySet:
    """Those still due, with their facts, and ours until the transaction ends."""
    rows = Order.objects.look_again().filter(pk__in=pks)
    rows = rows.select_related("checkout", "shop").prefetch_related(*FACTS)
    return rows.select_for_update(skip_locked=True, of=("self",))


def _give(given: list[tuple[Order, Due]]) -> list[OrderEvent]:
    """Write the notices down, what they change, and when to look again."""
    for order, due in given:
        refuse_unless(order, due.kind, Role.SYSTEM)
    if not given:
        return []
    orders = [order for order, _ in given]
    Order.objects.filter(pk__in=[one.pk for one in orders]).update(
        version=F("version") + 1
    )
    events = OrderEvent.objects.bulk_create(
        OrderEvent(
            checkout_id=order.checkout_id,
            order=order,
            seq=order.version + 1,
            kind=due.kind,
            details={"role": Role.SYSTEM.value} | due.about,
        )
        for order, due in given
    )
    _mark(given)
    _remember(orders)
    wake("notifications.deliver")
    return events


def _mark(given: list[tuple[Order, Due]]) -> None:
    """What a notice leaves behind: a promise told as missed, a parcel asked for."""
    missed = [
        promise.pk
        for order, due in given
        if due.kind == Kind.MISSED
        for promise in order.promises.all()
        if promise.number == due.about["promise"]
    ]
    asked = [
        parcel.pk
        for order, due in given
        if due.kind == Kind.ARRIVAL_ASKED
        for parcel in order.shipments.all()
        if parcel.number == due.about["shipment"]
    ]
    if missed:
        Promise.objects.filter(pk__in=missed).update(missed_at=timezone.now())
    if asked:
        parcels = Shipment.objects.filter(pk__in=asked)
        parcels.update(arrival_asks=F("arrival_asks") + 1)


def _remember(orders: list[Order]) -> None:
    known = limits()
    fresh = Order.objects.filter(pk__in=[order.pk for order in orders])
    fresh = fresh.select_related("checkout", "shop").prefetch_related(*FACTS)
    looked = list(fresh)
    for order in looked:
        order.look_again_at = rules.look_again_at(facts_of(order), known)
    Order.objects.bulk_update(looked, ["look_again_at"])


def _cancel(order: Order, due: Due) -> OrderEvent:
    number, rule = due.about["promise"], due.about["rule"]
    lines = [line.code for line in order.lines.all() if line.promise_number == number]
    return lifecycle.cancel(
        order,
        by=None,
        reason=WHY[rule],
        cancelling=Cancelling(_open(order, lines), restock=False, rule=rule),
    )


def _open(order: Order, codes: list[str]) -> list[str]:
    left = {line.code for line in order.lines.all() if line.left_to_ship}
    return [code for code in codes if code in left]


def _lose(order: Order, due: Due) -> OrderEvent:
    parcel = order.shipments.get(number=due.about["shipment"])
    return arriving.lose(order, by=None, shipment=parcel)


def _escalate(order: Order, due: Due) -> OrderEvent:
    return talking.escalate(
        order, about=due.about["about"], shipment=due.about.get("shipment")
    )


def _close(order: Order, due: Due) -> OrderEvent:
    return lifecycle.close(order)


#: The steps that change more than what was said.
VERBS: dict[Kind, Callable[[Order, Due], OrderEvent]] = {
    Kind.CANCELLED: _cancel,
    Kind.LOST: _lose,
    Kind.ESCALATED: _escalate,
    Kind.CLOSED: _close,
}
