"""The table of an order's steps, and the one way to take one.

Which step is allowed to whom in which state is here; what each does is `lifecycle`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.errors import Refused
from marketplace.events import wake
from orders import conditions, rules
from orders.facts import facts_of
from orders.limits import limits
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
BUYERS = frozenset({Role.BUYER})
ANYONE = frozenset(Role)
UNPAID = [OrderState.AWAITING_PAYMENT, OrderState.EXPIRED]
PAID = [state for state in OrderState if state not in UNPAID]
NOT_POSTED = [OrderState.RECEIVED, OrderState.IN_THE_MAKING]
POSTED = [OrderState.PART_SHIPPED, OrderState.SHIPPED]
ARRIVED = [OrderState.DELIVERED, OrderState.CLOSED]
#: The whole life of an order. Without a target, the step itself says where it ends.
STEPS: dict[Kind, Step] = {
    Kind.EXPIRED: Step([OrderState.AWAITING_PAYMENT], SYSTEM, OrderState.EXPIRED),
    Kind.PAID: Step(UNPAID, SYSTEM, OrderState.RECEIVED),
    Kind.SOLD_OUT: Step([OrderState.EXPIRED], SYSTEM, OrderState.CANCELLED),
    # The maker's work
    Kind.ACKNOWLEDGED: Step([OrderState.RECEIVED], MAKERS),
    Kind.STARTED: Step([OrderState.RECEIVED], MAKERS, OrderState.IN_THE_MAKING),
    Kind.PROGRESS: Step(OPEN_STATES, MAKERS),
    Kind.PACKED: Step(OPEN_STATES, MAKERS),
    Kind.UNPACKED: Step(OPEN_STATES, MAKERS),
    Kind.SHIPPED: Step(OPEN_STATES, MAKERS),
    Kind.CANCELLED: Step(NOT_POSTED, ANYONE, OrderState.CANCELLED),
    Kind.REST_CANCELLED: Step(OPEN_STATES, ANYONE),
    # The promise
    Kind.REVISED: Step(OPEN_STATES, MAKERS),
    Kind.MISSED: Step(OPEN_STATES, SYSTEM),
    Kind.WAITING: Step([*OPEN_STATES, OrderState.SHIPPED], BUYERS),
    Kind.HELLO_DUE: Step(OPEN_STATES, SYSTEM),
    Kind.DUE_TOMORROW: Step(OPEN_STATES, SYSTEM),
    Kind.SILENCE_NOTICED: Step(OPEN_STATES, SYSTEM),
    Kind.REASSURED: Step(OPEN_STATES, SYSTEM),
    Kind.POSTAGE_REFUNDED: Step([*OPEN_STATES, OrderState.SHIPPED], SYSTEM),
    # Talking
    Kind.ASKED: Step(PAID, BUYERS),
    Kind.WROTE: Step(PAID, MAKERS),
    Kind.CHASED: Step(PAID, SYSTEM),
    Kind.ESCALATED: Step(PAID, frozenset({Role.OPERATOR, Role.SYSTEM})),
    Kind.SETTLED: Step(PAID, frozenset({Role.OPERATOR})),
    # Arriving
    Kind.DELIVERED: Step(POSTED, ANYONE),
    Kind.ARRIVAL_ASKED: Step(POSTED, SYSTEM),
    Kind.MISSING: Step([*POSTED, *ARRIVED], BUYERS),
    Kind.LOST: Step(POSTED, MAKERS | SYSTEM),
    Kind.ASKED_IF_WELL: Step([OrderState.DELIVERED], SYSTEM),
    Kind.ALL_GOOD: Step([OrderState.DELIVERED], BUYERS, OrderState.CLOSED),
    Kind.CLOSED: Step(
        [OrderState.SHIPPED, OrderState.DELIVERED], SYSTEM, OrderState.CLOSED
    ),
    # Changes of mind
    Kind.WITHDRAWN: Step([*OPEN_STATES, *POSTED, *ARRIVED], BUYERS),
    Kind.RETURNED: Step([*POSTED, *ARRIVED], MAKERS),
    Kind.NOTED: Step(NOT_POSTED, BUYERS),
    Kind.GIFT_CHANGED: Step([*OPEN_STATES, OrderState.SHIPPED], BUYERS),
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
    raise Refused(_("This order is not yours."))


#: What `facts_of` asks for, with the order's checkout and shop.
FACTS = ("lines", "promises", "shipments", "events", "withdrawals")


def lock(order: Order) -> Order:
    """The order as it is now, and nobody else's until we are done."""
    return (
        Order.objects.select_for_update(of=("self",))
        .select_related("checkout__payment", "shop")
        .prefetch_related(*FACTS)
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
        raise Refused(_("This order has just changed. Look again, then decide."))
    order.version += 1
    for name, value in values.items():
        setattr(order, name, value)
    event = OrderEvent.objects.create(
        checkout=order.checkout,
        order=order,
        seq=order.version,
        kind=kind,
        by=by,
        details={"role": role.value} | details,
    )
    remember_to_look(order)
    wake("notifications.deliver")
    return event


def remember_to_look(order: Order) -> None:
    """Note when time alone will change something next."""
    fresh = (
        Order.objects.select_related("checkout", "shop")
        .prefetch_related(*FACTS)
        .get(pk=order.pk)
    )
    order.look_again_at = rules.look_again_at(facts_of(fresh), limits())
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
        return _("This step is not yours to take.")
    if order.state not in step.origins:
        state = order.get_state_display().lower()
        return _("Order %(number)s is %(state)s: this is not possible now.") % {
            "number": order.number,
            "state": state,
        }
    reason = conditions.FOR_ALL.get(kind, _fine)(order)
    if role == Role.BUYER and not reason:
        return conditions.FOR_BUYERS.get(kind, _fine)(order)
    return reason


def _fine(order: Order) -> str:
    return ""
