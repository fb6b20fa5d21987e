"""How an order stands, in one word: what its three answers are said from."""

from collections.abc import Callable

from orders.models import Order, OrderEvent, Withdrawal
from orders.plan import Plan

State = Order.State
Kind = OrderEvent.Kind
LEFT = (State.SHIPPED, State.DELIVERED, State.CLOSED)
ENDINGS = {Kind.CANCELLED, Kind.SOLD_OUT, Kind.WITHDRAWN, Kind.LOST}
ENDINGS |= {Kind.REST_CANCELLED}


def standing(plan: Plan) -> str:
    """The gravest word that holds, else the state of the order."""
    order = plan.order
    for name, holds in STANDINGS:
        if holds(plan):
            return name
    if order.state == State.RECEIVED and order.acknowledged_at:
        return "seen"
    return State.DELIVERED if order.state == State.CLOSED else order.state


def awaited(plan: Plan) -> list[Withdrawal]:
    """Withdrawals whose pieces are still to come back."""
    return [one for one in plan.order.withdrawals.all() if one.returned_at is None]


def _ended_with(plan: Plan, kind: Kind) -> bool:
    """Cancelled, and by what."""
    if plan.order.state != State.CANCELLED:
        return False
    ends = [event for event in plan.order.events.all() if event.kind in ENDINGS]
    return max(ends, key=lambda event: event.seq).kind == kind


def _is_back(plan: Plan) -> bool:
    """All that was bought was withdrawn from, and is back."""
    gone: dict[str, int] = {}
    for one in plan.order.withdrawals.all():
        for code, quantity in one.quantities.items():
            gone[code] = gone.get(code, 0) + quantity
    lines = plan.order.lines.all()
    is_all = all(gone.get(line.code, 0) >= line.quantity for line in lines)
    return is_all and not awaited(plan)


def _is_closed_unheard(plan: Plan) -> bool:
    """Long posted, twice asked for, and nobody said whether it has arrived (R8)."""
    return plan.order.state == State.CLOSED and plan.order.delivered_at is None


def _all_late(plan: Plan) -> bool:
    return bool(plan.late) and len(plan.late) == len(plan.to_post)


#: The gravest first: of several that hold, the first is said.
STANDINGS: list[tuple[str, Callable[[Plan], bool]]] = [
    ("withdrawn", lambda plan: _ended_with(plan, Kind.WITHDRAWN)),
    ("lost", lambda plan: _ended_with(plan, Kind.LOST)),
    ("back", lambda plan: plan.order.state in LEFT and _is_back(plan)),
    ("missing", lambda plan: bool(plan.missing)),
    ("late", lambda plan: _all_late(plan) and plan.order.state != State.PART_SHIPPED),
    ("rest late", _all_late),
    ("part late", lambda plan: bool(plan.late)),
    ("yes", lambda plan: any(one.promise.has_date for one in plan.awaiting_yes[:1])),
    ("yes, undated", lambda plan: bool(plan.awaiting_yes)),
    (
        "undated",
        lambda plan: bool(plan.to_post) and not plan.to_post[0].promise.has_date,
    ),
    ("unheard", lambda plan: _is_closed_unheard(plan) and not awaited(plan)),
    ("going back", lambda plan: plan.order.state in LEFT and bool(awaited(plan))),
    ("due", lambda plan: plan.order.state == State.SHIPPED and bool(plan.due)),
    ("packed", lambda plan: plan.is_packed and plan.order.state != State.PART_SHIPPED),
]
