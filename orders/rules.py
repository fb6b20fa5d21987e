"""The rules of the promise, in one table: what time alone asks for, and when.

Pure functions of an order's facts and the limits. What each step then does is in
`sweep` and the verbs; who hears of it in `notifications`. See docs/promise.md."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from orders.facts import Facts, InForce, Parcel
from orders.limits import Limits
from orders.models import OrderEvent
from orders.models.order import OrderState

Kind = OrderEvent.Kind
ONE_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Due:
    """A step that time will ask for; `about` says which promise or parcel is meant."""

    at: datetime
    kind: Kind
    about: dict[str, Any]


Question = Callable[[Facts, Limits], Iterator[Due]]


@dataclass(frozen=True)
class Rule:
    """One rule: its name in docs/promise.md, and when it asks for what."""

    name: str
    asks: Question


def awake(moment: datetime, zone: ZoneInfo, limits: Limits) -> datetime:
    """This moment, or the end of the night it falls into, in that zone (R15)."""
    local = moment.astimezone(zone)
    wakes, sleeps = time(limits.wakes_hour), time(limits.sleeps_hour)
    if wakes <= local.time() < sleeps:
        return moment
    day = local.date() if local.time() < wakes else local.date() + ONE_DAY
    return datetime.combine(day, wakes, tzinfo=zone).astimezone(UTC)


def before_night(moment: datetime, zone: ZoneInfo, limits: Limits) -> datetime:
    """This moment, or the evening before the night it falls into, in that zone."""
    local = moment.astimezone(zone)
    wakes, sleeps = time(limits.wakes_hour), time(limits.sleeps_hour)
    if wakes <= local.time() < sleeps:
        return moment
    day = local.date() if local.time() >= sleeps else local.date() - ONE_DAY
    evening = datetime.combine(day, sleeps, tzinfo=zone) - timedelta(minutes=30)
    return evening.astimezone(UTC)


def morning(day: date, zone: ZoneInfo, limits: Limits) -> datetime:
    """When people wake on that day."""
    return datetime.combine(day, time(limits.wakes_hour), tzinfo=zone).astimezone(UTC)


def misses_at(promise: InForce, facts: Facts, limits: Limits) -> datetime:
    """When the buyer hears from us that this promise has passed (R4)."""
    return awake(promise.ship_by_at + A_SECOND, facts.buyer_zone, limits)


def gives_up_at(promise: InForce, facts: Facts, limits: Limits) -> datetime | None:
    """When a missed promise is cancelled and refunded unasked (R4); None: not missed.

    In the marketplace's working days: a shop's own short week is no reason to wait."""
    if promise.missed_at is None:
        return None
    since, days = promise.missed_at, limits.grace_working_days
    if promise.waits_since and promise.waits_since >= since:
        since = promise.waits_since
        days = limits.patience_working_days
    day = since.astimezone(facts.shop_days.zone).date()
    for _ in range(days):
        day = facts.market_days.next_working_day(day)
    return awake(facts.market_days.end_of(day), facts.buyer_zone, limits)


def ends_at(promise: InForce, facts: Facts, limits: Limits) -> datetime | None:
    """When this promise's pieces are cancelled and refunded if nobody says or does
    anything; None while silence costs nothing."""
    return promise.answer_by_at or gives_up_at(promise, facts, limits)


def gives_up_without_a_yes(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R5: no yes by the deadline to a delay that needs one: cancelled, refunded."""
    for promise in facts.promises:
        if promise.answer_by_at:
            at = awake(promise.answer_by_at, facts.buyer_zone, limits)
            yield Due(at, Kind.CANCELLED, {"promise": promise.number, "rule": "R5"})


def gives_up_when_late(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R4: late, the buyer told, and no new date since. Words alone stop nothing."""
    for promise in facts.promises:
        at = gives_up_at(promise, facts, limits)
        if at and not promise.answer_by_at:
            yield Due(at, Kind.CANCELLED, {"promise": promise.number, "rule": "R4"})


def misses(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R4: the promised day has passed in silence: the buyer is told, and may cancel."""
    for promise in facts.promises:
        if promise.missed_at is None:
            at = misses_at(promise, facts, limits)
            yield Due(at, Kind.MISSED, {"promise": promise.number})


def loses(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R10: a parcel that the buyer does not have, and nobody made it right."""
    for parcel in facts.parcels:
        if parcel.missing_at:
            hours = limits.missing_refund_hours
            about = {"shipment": parcel.number}
            yield Due(_patient(parcel, hours), Kind.LOST, about)


def escalates_parcels(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R10: before that a person of the marketplace takes it on."""
    for parcel in facts.parcels:
        if parcel.missing_at and not parcel.was_escalated:
            hours = limits.missing_support_hours
            about = {"about": "missing", "shipment": parcel.number}
            yield Due(_patient(parcel, hours), Kind.ESCALATED, about)


def _patient(parcel: Parcel, hours: int) -> datetime:
    """So long after the buyer said that it is not here, or after their patience."""
    if parcel.missing_at is None:
        raise ValueError("Nobody misses this parcel.")
    if parcel.patient_until is None:
        return parcel.missing_at + timedelta(hours=hours)
    return parcel.patient_until


def asks_for_parcels(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R7: the day of arrival has passed without a sign: has it arrived? Asked twice."""
    for parcel in facts.parcels:
        if parcel.missing_at is None and parcel.asks < 2:
            days = limits.arrival_again_days if parcel.asks else limits.arrival_days
            day = parcel.arrives_by + days * ONE_DAY
            # The day is over by the clocks of where it goes, and nobody is asleep.
            over = datetime.combine(day, time(0), tzinfo=facts.arrival_zone)
            at = awake(over.astimezone(UTC), facts.buyer_zone, limits)
            if parcel.asked_at:
                apart = limits.arrival_again_days - limits.arrival_days
                at = max(at, parcel.asked_at + apart * ONE_DAY)
                at = awake(at, facts.buyer_zone, limits)
            about = {"shipment": parcel.number, "time": parcel.asks + 1}
            yield Due(at, Kind.ARRIVAL_ASKED, about)


def asks_if_well(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R8: it is there for some days: is all well?"""
    if facts.state != OrderState.DELIVERED or facts.was_asked_if_well:
        return
    if facts.delivered_at:
        at = facts.delivered_at + limits.well_days * ONE_DAY
        yield Due(awake(at, facts.buyer_zone, limits), Kind.ASKED_IF_WELL, {})


def chases(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R9: a question waits: the maker is chased, then the buyer hears of it, then a
    person of the marketplace takes it on. Told before the night, not after it.

    The gravest first: what is overdue for all three is taken on, and nobody chased."""
    if facts.question_at is None or facts.question_escalated:
        return
    at = facts.question_at + timedelta(hours=limits.support_hours)
    yield Due(at, Kind.ESCALATED, {"about": "question"})
    steps = [(limits.chase_hours, 1), (limits.tell_hours, 2)]
    for hours, level in reversed(steps[facts.chases :]):
        at = facts.question_at + timedelta(hours=hours)
        told = before_night(at, facts.buyer_zone, limits)
        yield Due(max(told, facts.question_at), Kind.CHASED, {"level": level})


def escalates_withdrawals(facts: Facts, limits: Limits) -> Iterator[Due]:
    """Withdrawn, sent back perhaps, and not refunded: the law's fourteen days."""
    if facts.withdrawals and not facts.withdrawal_escalated:
        at = min(facts.withdrawals) + limits.return_days * ONE_DAY
        yield Due(at, Kind.ESCALATED, {"about": "withdrawal"})


def warns_of_tomorrow(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R3: the maker's morning of the working day before the promised day."""
    for promise in facts.promises:
        if promise.was_announced or promise.missed_at or promise.answer_by_at:
            continue
        day = facts.shop_days.previous_working_day(promise.ship_by_on)
        at = morning(day, facts.shop_days.zone, limits)
        if at > promise.made_at:
            yield Due(at, Kind.DUE_TOMORROW, {"promise": promise.number})


def wants_a_hello(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R2: two days, and the maker has not written: she is asked to; then we do."""
    if not facts.is_open or facts.maker_wrote_at or facts.paid_at is None:
        return
    at = facts.paid_at + timedelta(hours=limits.hello_hours)
    if facts.hello_at is None:
        if not _was_late_by(facts, at):
            yield Due(at, Kind.HELLO_DUE, {})
    elif "R2" not in facts.reassured:
        at = facts.hello_at + timedelta(hours=limits.reassure_hours)
        if not _was_late_by(facts, at):
            at = awake(at, facts.buyer_zone, limits)
            yield Due(at, Kind.REASSURED, {"rule": "R2"})


def breaks_silence(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R13: days in which the buyer could see nothing: the maker is asked; then we
    write."""
    if not facts.is_open or facts.seen_at is None:
        return
    if facts.silence_at is not None:
        at = facts.silence_at + timedelta(hours=limits.silence_hours)
        at = awake(at, facts.buyer_zone, limits)
        if not _was_late_by(facts, at):
            yield Due(at, Kind.REASSURED, {"rule": "R13"})
        return
    day = facts.seen_at.astimezone(facts.shop_days.zone).date()
    for _ in range(limits.silence_working_days):
        day = facts.market_days.next_working_day(day)
    at = morning(day, facts.shop_days.zone, limits)
    if not _was_late_by(facts, at + timedelta(hours=limits.silence_hours)):
        yield Due(at, Kind.SILENCE_NOTICED, {})


def _was_late_by(facts: Facts, moment: datetime) -> bool:
    """By then a promise has passed, or has been told as missed: the buyer hears of
    that instead."""
    return any(one.missed_at or one.ship_by_at <= moment for one in facts.promises)


def closes(facts: Facts, limits: Limits) -> Iterator[Due]:
    """R8: long there, or long asked for and nobody said that it is not."""
    if facts.state == OrderState.DELIVERED and facts.delivered_at:
        at = facts.delivered_at + limits.close_days * ONE_DAY
        yield Due(at, Kind.CLOSED, {})
    quiet = facts.state == OrderState.SHIPPED and facts.last_arrival
    if quiet and facts.last_arrival and all(_is_quiet(one) for one in facts.parcels):
        day = facts.last_arrival + limits.close_days * ONE_DAY
        at = morning(day, facts.buyer_zone, limits)
        yield Due(max([at, *_heard_out(facts, limits)]), Kind.CLOSED, {})


def _heard_out(facts: Facts, limits: Limits) -> list[datetime]:
    """Until when the buyer may still say of each parcel that it is not here."""
    left = limits.close_days - limits.arrival_again_days
    asked = [one.asked_at for one in facts.parcels if one.asked_at]
    return [at + left * ONE_DAY for at in asked]


def _is_quiet(parcel: Parcel) -> bool:
    return parcel.missing_at is None and parcel.asks >= 2


#: The gravest first: of two that are due, the first is taken.
RULES = [
    Rule("R5", gives_up_without_a_yes),
    Rule("R4", gives_up_when_late),
    Rule("R4", misses),
    Rule("R10", loses),
    Rule("R10", escalates_parcels),
    Rule("R7", asks_for_parcels),
    Rule("R9", chases),
    Rule("R9", escalates_withdrawals),
    Rule("R8", closes),
    Rule("R8", asks_if_well),
    Rule("R3", warns_of_tomorrow),
    Rule("R2", wants_a_hello),
    Rule("R13", breaks_silence),
]


def all_due(facts: Facts, limits: Limits) -> Iterator[Due]:
    """Everything that time will ask for, in the order of the table."""
    if facts.state in (OrderState.AWAITING_PAYMENT, OrderState.EXPIRED):
        return
    for rule in RULES:
        yield from rule.asks(facts, limits)


def look_again_at(facts: Facts, limits: Limits) -> datetime | None:
    """The next moment at which time alone changes something; None: never."""
    return min((due.at for due in all_due(facts, limits)), default=None)


def due_now(facts: Facts, limits: Limits, now: datetime) -> Due | None:
    """The step that time asks for now, if any; the gravest first."""
    return next((due for due in all_due(facts, limits) if due.at <= now), None)
