"""Orders as plain facts, for the rules: one from Leipzig, calm, on its way to nobody.

Paid on Monday 2 March 2026 at noon, to be posted by Friday the 6th, German time."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from orders import rules
from orders.facts import Facts, InForce, Parcel
from orders.limits import Limits
from orders.models.order import OrderState
from orders.rules import Due
from shops.calendar import WorkingWeek

BERLIN = ZoneInfo("Europe/Berlin")
AUCKLAND = ZoneInfo("Pacific/Auckland")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
LIMITS = Limits()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def at(
    month: int, day: int, hour: int = 0, minute: int = 0, zone: ZoneInfo = BERLIN
) -> datetime:
    """A wall clock's moment in 2026, in Leipzig unless another place is named."""
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


PAID = at(3, 2, 12)
SPOKEN: dict[str, Any] = {"maker_wrote_at": at(3, 2, 14), "seen_at": at(3, 2, 14)}


def week(zone: ZoneInfo = BERLIN, **rest: Any) -> WorkingWeek:
    """Monday to Friday until two, without holidays of any country."""
    days = frozenset(range(5))
    return WorkingWeek(**{"zone": zone, "weekdays": days, "cut_off": time(14), **rest})


def promise(
    ship_by_on: date = date(2026, 3, 6), zone: ZoneInfo = BERLIN, **rest: Any
) -> InForce:
    """In force, by the last second of that day."""
    values: dict[str, Any] = {
        "number": 1,
        "ship_by_at": week(zone).end_of(ship_by_on),
        "ship_by_on": ship_by_on,
        "made_at": PAID,
        "missed_at": None,
        "answer_by_at": None,
        "waits_since": None,
        "was_announced": False,
    }
    return InForce(**(values | rest))


def parcel(arrives_by: date = date(2026, 3, 10), **rest: Any) -> Parcel:
    """Under way."""
    values: dict[str, Any] = {
        "number": 1,
        "arrives_by": arrives_by,
        "asks": 0,
        "asked_at": None,
        "missing_at": None,
        "patient_until": None,
        "was_escalated": False,
    }
    return Parcel(**(values | rest))


def facts(**rest: Any) -> Facts:
    """Received, paid, and nobody has said a word."""
    values: dict[str, Any] = {
        "state": OrderState.RECEIVED,
        "paid_at": PAID,
        "delivered_at": None,
        "shop_days": week(),
        "buyer_zone": BERLIN,
        "arrival_zone": BERLIN,
        "promises": (promise(),),
        "parcels": (),
        "last_arrival": None,
        "maker_wrote_at": None,
        "seen_at": PAID,
        "hello_at": None,
        "silence_at": None,
        "reassured": frozenset(),
        "question_at": None,
        "chases": 0,
        "question_escalated": False,
        "was_asked_if_well": False,
        "withdrawals": (),
        "withdrawal_escalated": False,
    }
    return Facts(**(values | rest))


def shipped(*parcels: Parcel, **rest: Any) -> Facts:
    """All of it has left."""
    values: dict[str, Any] = {"state": OrderState.SHIPPED, "promises": ()}
    by = max(one.arrives_by for one in parcels)
    return facts(**(values | {"parcels": parcels, "last_arrival": by} | rest))


def missed(day: int, hour: int, **rest: Any) -> Facts:
    """Friday has passed, the buyer was told, and the maker has spoken before."""
    late = promise(missed_at=at(3, day, hour), **rest)
    return facts(promises=(late,), **SPOKEN)


def asked(**rest: Any) -> Facts:
    """On Tuesday 3 March at ten."""
    return facts(question_at=at(3, 3, 10), **SPOKEN, **rest)


def delivered(**rest: Any) -> Facts:
    """It was there on 10 March at seven in the evening."""
    there = {"state": OrderState.DELIVERED, "delivered_at": at(3, 10, 19)}
    return facts(promises=(), **there, **rest)


def dues(known: Facts, kind: str, limits: Limits = LIMITS) -> list[Due]:
    """All that time will ask for, of one kind."""
    return [due for due in rules.all_due(known, limits) if due.kind == kind]


def when(known: Facts, kind: str, limits: Limits = LIMITS) -> datetime | None:
    """When time asks for this, the first time; None: never."""
    return min((due.at for due in dues(known, kind, limits)), default=None)


def taken(known: Facts, now: datetime) -> str:
    """What a sweep at this moment takes first; empty: nothing."""
    due = rules.due_now(known, LIMITS, now)
    return due.kind.value if due else ""


def changed(limits: Limits = LIMITS, **rest: int) -> Limits:
    """The numbers, but for these."""
    return replace(limits, **rest)
