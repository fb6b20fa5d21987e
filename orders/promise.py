"""What a maker may promise anew, and what the buyer's silence then means (R5)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace import dates
from marketplace.errors import Refused
from orders import facts, rules
from orders.facts import facts_of
from orders.limits import Limits, limits
from orders.models import Order, Promise
from shops.calendar import WorkingWeek

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """What a new date asks of the buyer: silence is consent, or a yes by a moment."""

    needs_yes: bool
    answer_by_at: datetime | None


def why_not(
    promises: list[Promise], week: WorkingWeek, ship_by_on: date, now: datetime
) -> str:
    """Why this cannot be the new day of these promises; empty when it can (R5)."""
    today = now.astimezone(week.zone).date()
    latest = limits().latest_days
    if any(ship_by_on <= promise.ship_by_on for promise in promises):
        return _("The new date must be later than the one you gave before.")
    if ship_by_on < today:
        return _("The new date must not be in the past.")
    if ship_by_on > today + latest * ONE_DAY:
        return ngettext(
            "The new date can be at most %(count)s day from today.",
            "The new date can be at most %(count)s days from today.",
            latest,
        ) % {"count": latest}
    if not week.works_on(ship_by_on):
        following = week.next_working_day(ship_by_on)
        other = _("You do not work on that day. %(day)s would do.")
        return other % {"day": dates.month_day(following)}
    return ""


def terms(
    old: Promise, ship_by_on: date, *, has_date: bool, now: datetime, numbers: Limits
) -> Terms:
    """Whether silence is consent: only to a first delay, with a date, that is short.

    The US mail-order rule, 16 CFR 435.2(b)(1): the deadline of the yes is the last day
    that the buyer agreed to, and never sooner than they can be expected to answer. A
    date that still waits for its yes was not agreed to: its deadline stays, or another
    date a day before it would put it off for ever."""
    length = (ship_by_on - old.ship_by_on).days
    is_silent = old.number == 1 and has_date and length <= numbers.silent_days
    if is_silent:
        return Terms(needs_yes=False, answer_by_at=None)
    if waits_for_a_yes(old):
        return Terms(needs_yes=True, answer_by_at=old.answer_by_at)
    soonest = now + timedelta(hours=numbers.answer_hours)
    return Terms(needs_yes=True, answer_by_at=max(old.ship_by_at, soonest))


def terms_together(
    olds: list[Promise],
    ship_by_on: date,
    *,
    has_date: bool,
    now: datetime,
    numbers: Limits,
) -> Terms:
    """The strictest of what these ask, when all of them get this one day: but nobody
    has less time to answer for pieces that they have not been asked about before."""
    each = [
        terms(one, ship_by_on, has_date=has_date, now=now, numbers=numbers)
        for one in olds
    ]
    deadlines = [one.answer_by_at for one in each if one.answer_by_at]
    if deadlines and not all(waits_for_a_yes(one) for one in olds):
        soonest = now + timedelta(hours=numbers.answer_hours)
        return Terms(needs_yes=True, answer_by_at=max(min(deadlines), soonest))
    return Terms(bool(deadlines), min(deadlines, default=None))


def waits_for_a_yes(one: Promise) -> bool:
    """Without the buyer's yes it is cancelled, and there is none yet."""
    return one.answer_by_at is not None and one.answer == Promise.Answer.NONE


def open_promises(order: Order, codes: list[str] | None) -> list[Promise]:
    """The promises in force of these lines, of all that is left without any.

    Raises Refused for lines that are not there or not open."""
    lines = [line for line in order.lines.all() if line.left_to_ship]
    if codes is not None:
        unknown = set(codes) - {line.code for line in lines}
        lines = [line for line in lines if line.code in codes]
        if unknown or not lines:
            raise Refused(
                _("Say which pieces need more time: those you chose have left.")
            )
    numbers = {line.promise_number for line in lines}
    return [one for one in facts.in_force(order) if one.number in numbers]


def ends_at(order: Order) -> datetime | None:
    """When something of this order is cancelled and refunded if nobody does anything;
    None while silence costs nothing. Have the facts' rows prefetched."""
    known = facts_of(order)
    ends = [rules.ends_at(one, known, limits()) for one in known.promises]
    return min((at for at in ends if at), default=None)


def told_late_at(order: Order) -> datetime | None:
    """When the buyer was, or will be, told that the earliest promise has passed."""
    known = facts_of(order)
    found = min(known.promises, key=lambda one: one.ship_by_at, default=None)
    if found is None:
        return None
    return found.missed_at or rules.misses_at(found, known, limits())


def is_late_and_told(order: Order) -> bool:
    """Late, and the buyer knows. Have `lines` and `promises` prefetched."""
    now = timezone.now()
    passed = [one for one in facts.in_force(order) if one.ship_by_at < now]
    return bool(passed) and all(one.missed_at for one in passed)
