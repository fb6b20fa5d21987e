"""The table of an order's steps, and the one way to take one.

Which step is allowed to whom in which state is here; what each does is `lifecycle`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from accounts.models import User
from marketplace.errors import Refused
from marketplace.events import wake
from orders import promise
from orders.models import Order, OrderEvent
from orders.models.order import OPEN_STATES, OrderState

Kind = OrderEvent.Kind


class Role(StrEnum):
    """As whom somebody acts."""

    BUYER = "buyer"
    MAKER = "maker"
    OPERATOR = "operator"
    SYSTEM = "system"


@dataclass(frozen=True)
class Step:
    """From which states a step is allowed, and who may take it."""

    origins: list[OrderState]
    roles: frozenset[Role]
    target: OrderState | None = None


MAKERS = frozenset({Role.MAKER, Role.OPERATOR})
SYSTEM = frozenset({Role.SYSTEM})
ANYONE = frozenset(Role)
UNPAID = [OrderState.AWAITING_PAYMENT, OrderState.EXPIRED]
#: The whole life of an order. Without a target, the step itself says where it ends.
STEPS: dict[Kind, Step] = {
    Kind.EXPIRED: Step([OrderState.AWAITING_PAYMENT], SYSTEM, OrderState.EXPIRED),
    Kind.PAID: Step(UNPAID, SYSTEM, OrderState.RECEIVED),
    Kind.SOLD_OUT: Step([OrderState.EXPIRED], SYSTEM, OrderState.CANCELLED),
    Kind.ACKNOWLEDGED: Step([OrderState.RECEIVED], MAKERS),
    Kind.STARTED: Step([OrderState.RECEIVED], MAKERS, OrderState.IN_THE_MAKING),
    Kind.REVISED: Step(OPEN_STATES, MAKERS),
    Kind.MISSED: Step(OPEN_STATES, SYSTEM),
    Kind.WAITING: Step(OPEN_STATES, frozenset({Role.BUYER})),
    Kind.SHIPPED: Step(OPEN_STATES, MAKERS),
    Kind.DELIVERED: Step([OrderState.PART_SHIPPED, OrderState.SHIPPED], ANYONE),
    Kind.CANCELLED: Step(
        [OrderState.RECEIVED, OrderState.IN_THE_MAKING], ANYONE, OrderState.CANCELLED
    ),
    Kind.REST_CANCELLED: Step([OrderState.PART_SHIPPED], ANYONE),
    Kind.CLOSED: Step([OrderState.DELIVERED], SYSTEM, OrderState.CLOSED),
}


def possible(order: Order, role: Role) -> set[str]:
    """The steps this role may take now; templates ask this and never compare states."""
    return {kind.value for kind in STEPS if not why_not(order, kind, role)}


def role_of(order: Order, by: User | None) -> Role:
    """As whom this person acts on this order; nobody is the system.

    Raises Refused for a stranger."""
    if by is None:
        return Role.SYSTEM
    if by.pk == order.shop.owner_id:
        return Role.MAKER
    if by.pk == order.checkout.buyer_id:
        return Role.BUYER
    if by.is_staff:
        return Role.OPERATOR
    raise Refused("This order is not yours.")


def zone_of_buyer(order: Order) -> ZoneInfo:
    """The buyer's own zone; the shop's where the buyer's is unknown."""
    known = order.checkout.time_zone
    return ZoneInfo(known) if known != "UTC" else order.shop.zone


def lock(order: Order) -> Order:
    """The order as it is now, and nobody else's until we are done."""
    return (
        Order.objects.select_for_update(of=("self",))
        .select_related("checkout__payment", "shop")
        .prefetch_related("lines")
        .get(pk=order.pk)
    )


def take_step(
    order: Order,
    kind: Kind,
    *,
    by: User | None,
    role: Role | None = None,
    changes: dict[str, Any] | None = None,
    **details: Any,
) -> OrderEvent:
    """Change the order, write down why, and decide when to look again."""
    role = role or role_of(order, by)
    refuse_unless(order, kind, role)
    values = {"state": STEPS[kind].target or order.state} | (changes or {})
    moved = Order.objects.filter(pk=order.pk, version=order.version)
    if not moved.update(version=F("version") + 1, **values):
        raise Refused("This order has just changed. Look again, then decide.")
    order.version += 1
    for name, value in values.items():
        setattr(order, name, value)
    remember_to_look(order)
    event = OrderEvent.objects.create(
        checkout=order.checkout,
        order=order,
        seq=order.version,
        kind=kind,
        by=by,
        details={"role": role.value} | details,
    )
    wake("notifications.deliver")
    return event


def remember_to_look(order: Order) -> None:
    """Note when time alone will change something next."""
    order.look_again_at = promise.look_again_at(order, zone_of_buyer(order))
    Order.objects.filter(pk=order.pk).update(look_again_at=order.look_again_at)


def refuse_unless(order: Order, kind: Kind, role: Role) -> None:
    """Raises Refused with a sentence when this role may not take this step now."""
    reason = why_not(order, kind, role)
    if reason:
        raise Refused(reason)


def why_not(order: Order, kind: Kind, role: Role) -> str:
    """Why this role may not take this step now, in a sentence; empty when it may."""
    step = STEPS[kind]
    if role not in step.roles:
        return "This step is not yours to take."
    if order.state not in step.origins:
        state = order.get_state_display().lower()
        return f"Order {order.number} is {state}: this is not possible now."
    if kind == Kind.ACKNOWLEDGED and order.acknowledged_at:
        return "You have already said that you have seen this order."
    is_cancelling = kind in (Kind.CANCELLED, Kind.REST_CANCELLED)
    if is_cancelling and role == Role.BUYER and not _buyer_may_cancel(order):
        return (
            f"{order.shop.maker_name} is already making this. Write to"
            f" {order.shop.maker_name} if you have changed your mind."
        )
    if kind == Kind.WAITING and not _was_delayed(order):
        return "This order is on time: there is nothing to wait for longer."
    return ""


def _was_delayed(order: Order) -> bool:
    return order.promise_number > 1 or order.is_late


def _buyer_may_cancel(order: Order) -> bool:
    """Until the maker starts; and whenever a date was moved or missed, until it ships
    (16 CFR 435.2(b): a delay gives the right to cancel for a full refund)."""
    return order.state == OrderState.RECEIVED or _was_delayed(order)
