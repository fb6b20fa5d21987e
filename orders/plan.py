"""What is still to come of an order, as its buyer counts it: which pieces, under which
promise or in which parcel, by when, and what goes back if they never come.

Nothing is asked of the database: have the facts' rows, `shipments__lines__line`, the
checkout and the shop fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from orders import conditions
from orders.facts import Facts, facts_of, in_force
from orders.limits import Limits, limits
from orders.models import Order, OrderLine, Promise, Shipment
from orders.models.order import OPEN_STATES, OrderState
from orders.promising import can_be_waited_for
from shops import calendar

Pieces = list[tuple[OrderLine, int]]


@dataclass(frozen=True)
class ToPost:
    """Pieces that are still to be posted under one promise."""

    promise: Promise
    pieces: Pieces
    arrives_by: date
    #: What goes back if they never come.
    cents: int
    is_late: bool

    @property
    def what(self) -> str:
        """2 × Speckled mug."""
        return named(self.pieces)

    @property
    def was_moved(self) -> bool:
        """No longer what was shown when it was paid."""
        return self.promise.number > 1

    @property
    def needs_yes(self) -> bool:
        """Without the buyer's yes it is cancelled (R5)."""
        return bool(self.promise.answer_by_at) and not self.promise.answer


@dataclass(frozen=True)
class UnderWay:
    """A parcel that has left and has not arrived."""

    parcel: Shipment
    pieces: Pieces
    cents: int

    @property
    def what(self) -> str:
        """2 × Speckled mug."""
        return named(self.pieces)


@dataclass(frozen=True)
class Cancel:
    """One way to cancel: what of it, as its form names it, and what goes back."""

    what: str
    pieces: Pieces
    cents: int
    #: Nothing was posted, and all of it is cancelled.
    is_all: bool

    @property
    def named(self) -> str:
        """2 × Speckled mug."""
        return named(self.pieces)


@dataclass(frozen=True)
class Plan:
    """An order as it stands at this moment."""

    order: Order
    facts: Facts
    limits: Limits
    now: datetime
    to_post: list[ToPost]
    under_way: list[UnderWay]

    @property
    def late(self) -> list[ToPost]:
        """Their day has passed."""
        return [one for one in self.to_post if one.is_late]

    @property
    def asked(self) -> list[ToPost]:
        """Moved or missed, and the buyer has not answered to that."""
        return [one for one in self.to_post if can_be_waited_for(one.promise)]

    @property
    def awaiting_yes(self) -> list[ToPost]:
        """Those that need the buyer's yes, the nearest deadline first."""
        waiting = [one for one in self.to_post if one.needs_yes]
        return sorted(waiting, key=lambda one: one.promise.answer_by_at or self.now)

    @property
    def missing(self) -> list[UnderWay]:
        """Parcels that the buyer says are not here."""
        return [one for one in self.under_way if one.parcel.missing_at]

    @property
    def due(self) -> list[UnderWay]:
        """Parcels whose day has passed where the buyer is, and nobody misses yet."""
        today = self.now.astimezone(self.facts.buyer_zone).date()
        return [
            one
            for one in self.under_way
            if not one.parcel.missing_at
            and (one.parcel.arrives_by < today or one.parcel.arrival_asks)
        ]

    @property
    def cancels(self) -> list[Cancel]:
        """The ways to cancel: all that is left; only what is late or was moved, when
        the rest is as it was promised."""
        if not self.to_post:
            return []
        everything = [piece for one in self.to_post for piece in one.pieces]
        moved = [one for one in self.to_post if one.was_moved or one.is_late]
        is_all = self.order.state != OrderState.PART_SHIPPED
        ways = [
            Cancel("all", everything, owed_for(self.order, everything), is_all=is_all)
        ]
        if 0 < len(moved) < len(self.to_post):
            some = [piece for one in moved for piece in one.pieces]
            ways.insert(
                0, Cancel("late", some, owed_for(self.order, some), is_all=False)
            )
        return ways

    @property
    def packed(self) -> list[Shipment]:
        """Parcels with a label that have not left."""
        return [one for one in self.order.shipments.all() if not one.shipped_at]

    @property
    def is_packed(self) -> bool:
        """Everything that is left is under one promise, and has its label."""
        left = sum(n for one in self.to_post for _, n in one.pieces)
        ready = sum(n for parcel in self.packed for _, n in contents(parcel))
        return len(self.to_post) == 1 and ready == left

    @property
    def arrivals(self) -> list[date]:
        """Each day on which something is to arrive, the first one first."""
        days = {one.arrives_by for one in self.to_post if one.promise.has_date}
        days |= {one.parcel.arrives_by for one in self.under_way}
        return sorted(days)


def plan_of(order: Order) -> Plan:
    """How this order stands now."""
    now, known = timezone.now(), facts_of(order)
    return Plan(
        order=order,
        facts=known,
        limits=limits(),
        now=now,
        to_post=_to_post(order, now),
        under_way=_under_way(order, known),
    )


def owed_for(order: Order, pieces: Pieces) -> int:
    """What goes back for these pieces, but for what went back before: all that is left,
    postage too, when they are all that is still paid for (as `refunding` counts it)."""
    counts = dict(pieces)
    kept = conditions.paid_for(order)
    if all(counts.get(line, 0) >= quantity for line, quantity in kept.items()):
        return order.refundable_cents
    owed = [line.price_cents * min(n, kept.get(line, 0)) for line, n in pieces]
    return min(sum(owed), order.refundable_cents)


def named(pieces: Iterable[tuple[OrderLine, int]]) -> str:
    """2 × Speckled mug, 1 × Ash bowl."""
    return ", ".join(f"{quantity} × {line.title}" for line, quantity in pieces)


def contents(parcel: Shipment) -> Pieces:
    """What is in a parcel."""
    return [(one.line, one.quantity) for one in parcel.lines.all()]


def _to_post(order: Order, now: datetime) -> list[ToPost]:
    if order.state not in OPEN_STATES:
        return []
    promises = in_force(order)
    return [
        ToPost(
            promise=promise,
            pieces=_under(order, promise),
            arrives_by=_arrives_by(order, promise),
            cents=owed_for(order, _under(order, promise)),
            is_late=promise.ship_by_at < now,
        )
        for promise in promises
    ]


def _under(order: Order, promise: Promise) -> Pieces:
    lines = [line for line in order.lines.all() if line.left_to_ship]
    its = [line for line in lines if line.promise_number == promise.number]
    return [(line, line.left_to_ship) for line in its]


def _arrives_by(order: Order, promise: Promise) -> date:
    _, by = calendar.arrives(
        promise.ship_by_on, order.transit_days_min, order.transit_days_max
    )
    return by


def _under_way(order: Order, facts: Facts) -> list[UnderWay]:
    """None of a closed order: nobody waits for it any more."""
    if order.state not in (*OPEN_STATES, OrderState.SHIPPED):
        return []
    numbers = {parcel.number for parcel in facts.parcels}
    return [
        UnderWay(parcel, contents(parcel), owed_for(order, contents(parcel)))
        for parcel in order.shipments.all()
        if parcel.number in numbers
    ]
