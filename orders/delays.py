"""“Life happened”: many orders moved at once, each told in the maker's words.

First a plan, which changes nothing and is what the maker sees; then the same plan is
carried out, order by order, so that one refusal stops no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from marketplace.errors import Refused
from orders import apologies, promise, promising
from orders.facts import in_force, zone_of_buyer
from orders.limits import limits
from orders.models import Order, OrderLine, Promise
from orders.models.order import OrderState
from orders.plan import owed_for
from orders.promise import Terms
from orders.promising import NewDate
from orders.steps import lock
from shops import calendar

CHANGED = gettext_lazy(
    "This order has changed since you looked at it, so it was left out."
)
TOLD_BEFORE = gettext_lazy("This buyer has been told already.")
NOTHING_TO_MOVE = gettext_lazy("It ships later than that anyway: nothing to tell.")


@dataclass(frozen=True)
class Delay:
    """By so many working days, or until a day; and why."""

    reason: str
    days: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Move:
    """Pieces of an order that get a new day together."""

    codes: list[str]
    new_on: date
    has_date: bool = True


@dataclass(frozen=True)
class Shown:
    """A move as the maker sees it before anybody is told."""

    move: Move
    old_on: date
    lines: list[OrderLine]
    terms: Terms
    #: What goes back if the buyer says no.
    refund_cents: int
    arrives_by: date
    #: How the email calls these pieces.
    #: How much of the order it is: all, part, or what is left (rest).
    what: str = "all"

    @property
    def needed_by(self) -> date | None:
        """The day that can no longer be kept (R14)."""
        days = [line.needed_by for line in self.lines if line.needed_by]
        is_open_end = not self.move.has_date
        missed = [day for day in days if is_open_end or day < self.arrives_by]
        return min(missed, default=None)


@dataclass(frozen=True)
class Planned:
    """One order of the plan: how it moves, or why it does not."""

    order: Order
    shown: list[Shown]
    objection: str = ""

    @property
    def buyer_zone(self) -> str:
        """By whose clock the email tells its moments."""
        return str(zone_of_buyer(self.order))

    @property
    def moves(self) -> list[Move]:
        """The bare moves, as they are kept until they are carried out."""
        return [one.move for one in self.shown]


@dataclass(frozen=True)
class Outcome:
    """What became of one order of the plan."""

    order: Order
    words: str = ""
    moves: tuple[Move, ...] = ()

    @property
    def was_told(self) -> bool:
        """The buyer hears of it now."""
        return not self.words


def terms_for(
    order: Order, codes: list[str] | None, day: date, *, has_date: bool = True
) -> Terms:
    """What this day asks of the buyer: the strictest of what its pieces ask.

    Have `lines` and `promises` prefetched. Raises Refused for pieces that are gone."""
    return promise.terms_together(
        promise.open_promises(order, codes),
        day,
        has_date=has_date,
        now=timezone.now(),
        numbers=limits(),
    )


def refund_of(order: Order, codes: list[str] | None) -> int:
    """In cents: what goes back if these pieces are cancelled instead."""
    left = [line for line in order.lines.all() if line.left_to_ship]
    chosen = [line for line in left if codes is None or line.code in codes]
    if len(chosen) == len(left) and order.state != OrderState.PART_SHIPPED:
        return order.refundable_cents
    return owed_for(order, [(line, line.left_to_ship) for line in chosen])


def plan(orders: Iterable[Order], delay: Delay) -> list[Planned]:
    """What a delay would do to each of these.

    Have `lines` and `promises` prefetched."""
    now = timezone.now()
    return [_plan(order, delay, now) for order in orders]


def _plan(order: Order, delay: Delay, now: datetime) -> Planned:
    week = order.shop.working_week
    said = [one.reason for one in order.promises.all()]
    objection = apologies.why_not(delay.reason, said)
    by_move: dict[tuple[date, bool], list[Promise]] = {}
    for old in in_force(order):
        new = _new_day(old, delay, order, now)
        if new is None:
            continue
        by_move.setdefault(new, []).append(old)
        objection = objection or promise.why_not([old], week, new[0], now)
    if objection or not by_move:
        return Planned(order, [], objection or str(NOTHING_TO_MOVE))
    shown = [_show(order, olds, *new) for new, olds in by_move.items()]
    return Planned(order, shown)


def _new_day(
    old: Promise, delay: Delay, order: Order, now: datetime
) -> tuple[date, bool] | None:
    """The new day, and whether it is one to ship by; None when nothing moves."""
    if delay.until is not None:
        return (delay.until, True) if delay.until > old.ship_by_on else None
    today = now.astimezone(order.shop.zone).date()
    week = order.shop.working_week
    begins = max(old.ship_by_on, today)
    return week.working_days_after(begins, delay.days or 0), old.has_date


def _show(order: Order, olds: list[Promise], new_on: date, has_date: bool) -> Shown:
    numbers = {one.number for one in olds}
    left = [line for line in order.lines.all() if line.left_to_ship]
    lines = [line for line in left if line.promise_number in numbers]
    codes = [line.code for line in lines]
    _, by = calendar.arrives(new_on, order.transit_days_min, order.transit_days_max)
    return Shown(
        move=Move(codes, new_on, has_date),
        old_on=min(one.ship_by_on for one in olds),
        lines=lines,
        terms=terms_for(order, codes, new_on, has_date=has_date),
        refund_cents=refund_of(order, codes),
        arrives_by=by,
        what=_what(order, lines, left),
    )


def _what(order: Order, lines: list[OrderLine], left: list[OrderLine]) -> str:
    if len(lines) < len(left):
        return "part"
    return "rest" if order.state == Order.State.PART_SHIPPED else "all"


def carry_out(
    order: Order, *, by: User, version: int, moves: list[Move], reason: str
) -> Outcome:
    """Tell one buyer; an order that has changed since the plan is left alone."""
    try:
        _carry_out(order, by=by, version=version, moves=moves, reason=reason)
    except Refused as refusal:
        return Outcome(order, str(refusal))
    return Outcome(order, moves=tuple(moves))


@transaction.atomic
def _carry_out(
    order: Order, *, by: User, version: int, moves: list[Move], reason: str
) -> None:
    order = lock(order)
    if order.version != version:
        told = all(_was_told(order, move, reason) for move in moves)
        raise Refused(str(TOLD_BEFORE if told else CHANGED))
    for move in moves:
        new = NewDate(move.new_on, reason, move.codes, move.has_date, bulk=True)
        promising.revise(order, by=by, new=new)


def _was_told(order: Order, move: Move, reason: str) -> bool:
    """This very move was made, perhaps by a second click."""
    return any(
        one.ship_by_on == move.new_on and one.reason == reason.strip()
        for one in order.promises.all()
    )
