"""When an email is no longer true. Each question is asked just before posting; its
sentence stands in docs/emails.md."""

from collections.abc import Callable

from django.utils import timezone

from notifications.facts import Facts
from orders.facts import ANSWERS, MAKERS_WORDS, in_force, is_of_others
from orders.models import Order, OrderEvent
from orders.models.order import OPEN_STATES

#: Asked of the facts of its row's event: an order's here, a piece's in `piece_moot`.
Question = Callable[..., bool]
Kind = OrderEvent.Kind


def never(facts: Facts) -> bool:
    """Never."""
    return False


def nothing_is_coming(facts: Facts) -> bool:
    """Every order of it is cancelled."""
    return all(order.state == Order.State.CANCELLED for order in facts.orders)


def nothing_left_to_ship(facts: Facts) -> bool:
    """Nothing is left to ship."""
    return facts.order.state not in OPEN_STATES


def already_under_way(facts: Facts) -> bool:
    """Some of it shipped, or it is cancelled."""
    waiting = (Order.State.RECEIVED, Order.State.IN_THE_MAKING)
    return facts.order.state not in waiting


def overtaken(facts: Facts) -> bool:
    """All it is about is shipped, cancelled, or has a newer date."""
    numbers = {promise.number for promise in in_force(facts.order)}
    gone = facts.event.details["promise"] not in numbers
    return gone or nothing_left_to_ship(facts)


def waits_no_more(facts: Facts) -> bool:
    """What they wait for is shipped, cancelled, found, or has a newer date."""
    if "promise" in facts.event.details:
        return overtaken(facts)
    return facts.happened(Kind.DELIVERED, Kind.LOST)


def she_has_spoken(facts: Facts) -> bool:
    """She has written or done something since, or nothing is left to ship."""
    return _has_come(facts, MAKERS_WORDS) or nothing_left_to_ship(facts)


def no_longer_calm(facts: Facts) -> bool:
    """The maker has written since, the day has passed, or nothing is left to ship."""
    passed = facts.happened(Kind.MISSED) or facts.order.is_late
    return she_has_spoken(facts) or passed


def not_due_tomorrow(facts: Facts) -> bool:
    """It has a new date, the day has passed, or nothing is left to ship."""
    passed = facts.promise.ship_by_at < timezone.now()
    return passed or overtaken(facts) or facts.happened(Kind.MISSED)


def accounted_for(facts: Facts) -> bool:
    """The parcel has arrived, is missed already, or is refunded."""
    parcel = facts.parcel
    return any((parcel.delivered_at, parcel.missing_at, parcel.lost_at))


def found_or_refunded(facts: Facts) -> bool:
    """The parcel has arrived or is refunded."""
    return bool(facts.parcel.delivered_at or facts.parcel.lost_at)


def buyer_has_said(facts: Facts) -> bool:
    """The buyer has said how it is."""
    return facts.happened(Kind.ALL_GOOD, Kind.MISSING, Kind.WITHDRAWN, Kind.ASKED)


def answered(facts: Facts) -> bool:
    """The question is answered."""
    return _has_come(facts, ANSWERS)


def settled(facts: Facts) -> bool:
    """It is settled, or the parcel it is about has arrived or is refunded."""
    has_parcel = "shipment" in facts.event.details
    return facts.happened(Kind.SETTLED) or (has_parcel and found_or_refunded(facts))


def _has_come(facts: Facts, kinds: frozenset[Kind]) -> bool:
    """One of these since, and not a part that the buyer or time has cancelled: who
    asked about the rest still waits."""
    return any(one.kind in kinds and not is_of_others(one) for one in facts.later)
