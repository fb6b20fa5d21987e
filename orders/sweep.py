"""The sweep of time: every order whose moment has come, and only those.

Notices (`notices`) move no money: a bite of orders takes theirs in a handful of
statements. What does goes one by one, by its verb."""

import logging
from collections import Counter
from collections.abc import Callable, Collection
from functools import partial

from django.db import DatabaseError, transaction
from django.db.models import Prefetch
from django.utils import timezone

from marketplace.errors import Refused
from orders import arriving, lifecycle, notices, rules, talking
from orders.facts import facts_of
from orders.lifecycle import Cancelling
from orders.limits import limits
from orders.models import Order, OrderEvent
from orders.models.order import OrderQuerySet
from orders.rules import Due
from orders.steps import FACTS, Kind, remember_to_look

log = logging.getLogger(__name__)

BITE = 500
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
        bite = list(next_bite(done_with).values_list("pk", flat=True))
        if not bite:
            return taken
        visits.update(bite)
        taken += _take(bite)


def next_bite(done_with: Collection[int] = ()) -> OrderQuerySet:
    """Those that have waited longest, but for these; read from one partial index."""
    waiting = Order.objects.look_again().exclude(pk__in=done_with)
    return waiting.order_by("look_again_at", "pk")[:BITE]


def look_again(pk: int) -> OrderEvent | None:
    """One order's moment has come: take the step that time asks for, if any."""
    with transaction.atomic():
        order = _fetch([pk]).first()
        if order is None:
            return None
        due = rules.due_now(facts_of(order), limits(), timezone.now())
        if due is None or due.kind in VERBS:
            return _carry_out(order, due)
        return notices.give([(order, due)])[0]


def _take(bite: list[int]) -> int:
    try:
        noticed, others = _take_notices(bite)
    except (DatabaseError, Refused):
        log.exception("A bite of orders could not be looked at: now one by one.")
        return sum(_take_alone(pk, partial(look_again, pk)) for pk in bite)
    alone = [_take_alone(one.pk, partial(_go_on, one, due)) for one, due in others]
    return noticed + sum(alone)


def _take_alone(pk: int, take: Callable[[], OrderEvent | None]) -> bool:
    """One order that cannot go on never keeps the others waiting."""
    try:
        return take() is not None
    except (Refused, DatabaseError):
        log.exception("Order with key %s could not be looked at.", pk)
        return False


@transaction.atomic
def _go_on(order: Order, due: Due | None) -> OrderEvent | None:
    """What was due is due still, if nobody took a step meanwhile or takes one now."""
    same = Order.objects.look_again().filter(pk=order.pk, version=order.version)
    locked = same.select_for_update(skip_locked=True).values_list("pk")
    return _carry_out(order, due) if locked.first() else None


def _carry_out(order: Order, due: Due | None) -> OrderEvent | None:
    if due is None:
        remember_to_look(order)
        return None
    return VERBS[due.kind](order, due)


@transaction.atomic
def _take_notices(bite: list[int]) -> tuple[int, list[tuple[Order, Due | None]]]:
    """How many were given, and the orders that want a verb of their own."""
    now, known = timezone.now(), limits()
    given: list[tuple[Order, Due]] = []
    others: list[tuple[Order, Due | None]] = []
    for order in _fetch(bite):
        due = rules.due_now(facts_of(order), known, now)
        if due is None or due.kind in VERBS:
            others.append((order, due))
        else:
            given.append((order, due))
    notices.give(given)
    return len(given), others


def _fetch(pks: list[int]) -> OrderQuerySet:
    """Those still due, with their facts, and ours until the transaction ends."""
    rows = Order.objects.look_again().filter(pk__in=pks)
    # Many rows at once: only what the rules ask of them.
    told = OrderEvent.objects.only("order", "seq", "kind", "at", "details")
    facts = [Prefetch(name, told) if name == "events" else name for name in FACTS]
    rows = rows.select_related("checkout", "shop").defer("shop__story")
    rows = rows.prefetch_related(*facts)
    return rows.select_for_update(skip_locked=True, of=("self",))


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


#: The steps that move money or need a person.
VERBS: dict[Kind, Callable[[Order, Due], OrderEvent]] = {
    Kind.CANCELLED: _cancel,
    Kind.LOST: _lose,
    Kind.ESCALATED: _escalate,
}
