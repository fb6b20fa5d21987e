"""An order as plain dates and numbers: what the rules of the promise are asked about.

Nothing here decides anything; that is `rules`. Nothing there asks the database."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts import countries
from orders.limits import limits
from orders.models import Order, OrderEvent, Promise, Shipment
from orders.models.order import OPEN_STATES, OrderState
from shops.calendar import WorkingWeek

Kind = OrderEvent.Kind
UNKNOWN_ZONE = "UTC"
#: What a maker does that the buyer hears or sees: it ends every silence of hers.
MAKERS_WORDS = frozenset(
    {Kind.ACKNOWLEDGED, Kind.STARTED, Kind.WROTE, Kind.PROGRESS}
    | {Kind.REVISED, Kind.SHIPPED, Kind.CANCELLED, Kind.REST_CANCELLED, Kind.RETURNED}
)
#: What the buyer can see, whoever did it.
SEEN_BY_BUYER = MAKERS_WORDS | {Kind.PAID, Kind.MISSED, Kind.REASSURED}
#: What answers a question: words of the maker's that reach the buyer at once, or the
#: order settled. To begin is no answer; the making-of is told once a week only.
ANSWERS = frozenset(
    {Kind.WROTE, Kind.REVISED, Kind.SHIPPED, Kind.CANCELLED, Kind.REST_CANCELLED}
    | {Kind.RETURNED, Kind.SETTLED, Kind.LOST}
)


@dataclass(frozen=True)
class InForce:
    """A “ships by” that still counts for something."""

    number: int
    ship_by_at: datetime
    ship_by_on: date
    made_at: datetime
    missed_at: datetime | None
    answer_by_at: datetime | None
    #: When the buyer said that they will wait.
    waits_since: datetime | None
    was_announced: bool


@dataclass(frozen=True)
class Parcel:
    """A parcel under way."""

    number: int
    arrives_by: date
    asks: int
    #: When the buyer was last asked whether it has arrived.
    asked_at: datetime | None
    missing_at: datetime | None
    patient_until: datetime | None
    was_escalated: bool


@dataclass(frozen=True)
class Facts:
    """An order, its people's zones, and when what was said."""

    state: OrderState
    paid_at: datetime | None
    delivered_at: datetime | None
    shop_days: WorkingWeek
    buyer_zone: ZoneInfo
    #: Where parcels arrive: their day ends by its clocks.
    arrival_zone: ZoneInfo
    promises: tuple[InForce, ...]
    parcels: tuple[Parcel, ...]
    #: The latest day that was told for any parcel, arrived or not.
    last_arrival: date | None
    maker_wrote_at: datetime | None
    seen_at: datetime | None
    hello_at: datetime | None
    silence_at: datetime | None
    reassured: frozenset[str]
    #: The buyer's first question since the maker's last word, and who was chased.
    question_at: datetime | None
    chases: int
    question_escalated: bool
    was_asked_if_well: bool
    withdrawals: tuple[datetime, ...]
    withdrawal_escalated: bool

    @property
    def is_open(self) -> bool:
        """Something is still to be posted."""
        return self.state in OPEN_STATES

    @property
    def market_days(self) -> WorkingWeek:
        """The marketplace's own week: no shop's short one, and none of its breaks."""
        days = frozenset(range(5))
        return replace(self.shop_days, weekdays=days, breaks=(), keeps_holidays=True)


def zone_of_buyer(order: Order) -> ZoneInfo:
    """The buyer's own zone; the shop's where the buyer's is unknown."""
    known = order.checkout.time_zone
    return ZoneInfo(known) if known != UNKNOWN_ZONE else order.shop.zone


def zone_of_arrival(order: Order) -> ZoneInfo:
    """Where the parcel goes: the buyer's own zone; else that of its country."""
    to = order.checkout
    if to.time_zone != UNKNOWN_ZONE or not countries.zone_of(to.country):
        return zone_of_buyer(order)
    return ZoneInfo(countries.zone_of(to.country))


def facts_of(order: Order, *more: OrderEvent) -> Facts:
    """Have `lines`, `promises`, `shipments`, `events` and `withdrawals` prefetched;
    `more`: events that are about to be written."""
    events = sorted([*order.events.all(), *more], key=lambda event: event.seq)
    words = [one for one in events if not is_of_others(one)]
    answered = _last(words, ANSWERS)
    questions = [event for event in events if event.kind == Kind.ASKED]
    open_questions = [one for one in questions if _is_after(one, answered)]
    since = open_questions[0] if open_questions else None
    later = [one for one in events if since and one.seq > since.seq]
    told = [one for one in events if not _is_bare_start(one)]
    seen = _last(told, SEEN_BY_BUYER)
    silences = [one for one in events if one.kind == Kind.SILENCE_NOTICED]
    silence = silences[-1] if silences and _is_after(silences[-1], seen) else None
    return Facts(
        state=OrderState(order.state),
        paid_at=order.paid_at,
        delivered_at=order.delivered_at,
        shop_days=order.shop.working_week,
        buyer_zone=zone_of_buyer(order),
        arrival_zone=zone_of_arrival(order),
        promises=_in_force(order, events),
        parcels=_under_way(order, events),
        last_arrival=max(_arrivals(order), default=None),
        maker_wrote_at=_at(_last(words, MAKERS_WORDS)),
        seen_at=_heard_at(told),
        hello_at=_at(_last(events, {Kind.HELLO_DUE})),
        silence_at=_at(silence),
        reassured=_rules(events),
        question_at=_at(since),
        chases=max(
            (one.details["level"] for one in _of(later, Kind.CHASED)), default=0
        ),
        question_escalated=_escalated(later, "question"),
        was_asked_if_well=any(_of(events, Kind.ASKED_IF_WELL)),
        withdrawals=_awaited(order, events),
        withdrawal_escalated=_withdrawal_escalated(order, events),
    )


def in_force(order: Order) -> list[Promise]:
    """The promises that still count for something, the earliest day first.

    Have `lines` and `promises` prefetched."""
    numbers = {line.promise_number for line in order.lines.all() if line.left_to_ship}
    found = [one for one in order.promises.all() if one.number in numbers]
    return sorted(found, key=lambda promise: (promise.ship_by_at, promise.number))


def _in_force(order: Order, events: list[OrderEvent]) -> tuple[InForce, ...]:
    if order.state not in OPEN_STATES:
        return ()
    told = {one.details.get("promise") for one in _of(events, Kind.DUE_TOMORROW)}
    return tuple(
        InForce(
            number=one.number,
            ship_by_at=one.ship_by_at,
            ship_by_on=one.ship_by_on,
            made_at=one.made_at,
            missed_at=one.missed_at,
            answer_by_at=one.answer_by_at
            if one.answer == Promise.Answer.NONE
            else None,
            waits_since=_waits_since(one),
            was_announced=one.number in told,
        )
        for one in in_force(order)
    )


def _waits_since(promise: Promise) -> datetime | None:
    waits = promise.answer == Promise.Answer.WAITING
    return promise.answered_at if waits else None


def _under_way(order: Order, events: list[OrderEvent]) -> tuple[Parcel, ...]:
    if not order.refundable_cents:
        return ()  # Withdrawn from while it travelled, and back: nobody waits for it.
    return tuple(
        Parcel(
            number=parcel.number,
            arrives_by=parcel.arrives_by,
            asks=parcel.arrival_asks,
            asked_at=_asked_at(parcel, events),
            missing_at=parcel.missing_at,
            patient_until=parcel.patient_until,
            was_escalated=_was_escalated(parcel, events),
        )
        for parcel in order.shipments.all()
        if parcel.is_under_way and not _came_back(order, parcel)
    )


def _came_back(order: Order, parcel: Shipment) -> bool:
    """Withdrawn from and returned, whatever was said of its arrival."""
    back: dict[str, int] = {}
    for one in order.withdrawals.all():
        for code, quantity in one.coming_back.items() if one.returned_at else ():
            back[code] = back.get(code, 0) + quantity
    lines = {line.pk: line for line in order.lines.all()}
    packed = [lines[one.line_id] for one in parcel.lines.all()] if back else []
    whole = [back.get(line.code, 0) >= line.shipped_quantity for line in packed]
    return bool(whole) and all(whole)


def _asked_at(parcel: Shipment, events: list[OrderEvent]) -> datetime | None:
    asked = _of(events, Kind.ARRIVAL_ASKED)
    of_it = [one.at for one in asked if one.details.get("shipment") == parcel.number]
    return max(of_it, default=None)


def _was_escalated(parcel: Shipment, events: list[OrderEvent]) -> bool:
    """Since the buyer last said that it is not here."""
    if parcel.missing_at is None:
        return False
    return any(
        one.details.get("shipment") == parcel.number and one.at >= parcel.missing_at
        for one in _of(events, Kind.ESCALATED)
    )


def _arrivals(order: Order) -> list[date]:
    return [one.arrives_by for one in order.shipments.all() if one.shipped_at]


def _awaited(order: Order, events: list[OrderEvent]) -> tuple[datetime, ...]:
    """Since when withdrawals wait for their pieces and their money: what was settled
    without either waits anew."""
    if not order.refundable_cents:
        return ()
    settled = _at(_last(events, {Kind.SETTLED}))
    waiting = [one.made_at for one in order.withdrawals.all() if not one.returned_at]
    return tuple(max(at, settled) if settled else at for at in waiting)


def _withdrawal_escalated(order: Order, events: list[OrderEvent]) -> bool:
    """Since the first of those that are awaited."""
    since = min(_awaited(order, events), default=None)
    later = [one for one in events if since and one.at >= since]
    return _escalated(later, "withdrawal")


def _of(events: Iterable[OrderEvent], kind: Kind) -> list[OrderEvent]:
    return [one for one in events if one.kind == kind]


def _last(
    events: list[OrderEvent], kinds: frozenset[Kind] | set[Kind]
) -> OrderEvent | None:
    return next((one for one in reversed(events) if one.kind in kinds), None)


def is_of_others(event: OrderEvent) -> bool:
    """A part that the buyer or time has cancelled is no word of the maker's; nor is a
    start without a line: nobody is told of it."""
    by = event.details.get("role")
    cancelled = event.kind == Kind.REST_CANCELLED and by in ("buyer", "system")
    return cancelled or _is_bare_start(event)


def _is_bare_start(event: OrderEvent) -> bool:
    return event.kind == Kind.STARTED and not event.details.get("note")


def _heard_at(events: list[OrderEvent]) -> datetime | None:
    """When the buyer heard, or will hear, the last of it. The making-of is told once a
    week: what is shown in between reaches them with the next digest."""
    week = timedelta(days=limits().workbench_days)
    digest: datetime | None = None
    for shown in _of(events, Kind.PROGRESS):
        digest = shown.at if digest is None else max(shown.at, digest + week)
    others = _last(events, SEEN_BY_BUYER - {Kind.PROGRESS})
    moments = [at for at in (digest, _at(others)) if at]
    return max(moments, default=None)


def _is_after(event: OrderEvent, other: OrderEvent | None) -> bool:
    return other is None or event.seq > other.seq


def _at(event: OrderEvent | None) -> datetime | None:
    return event.at if event else None


def _rules(events: list[OrderEvent]) -> frozenset[str]:
    return frozenset(str(one.details["rule"]) for one in _of(events, Kind.REASSURED))


def _escalated(events: list[OrderEvent], about: str) -> bool:
    found = _of(events, Kind.ESCALATED)
    return any(one.details.get("about") == about for one in found)
