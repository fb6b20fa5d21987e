"""The steps of a promise: a new date, a missed one, and the buyer's patience."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.errors import Refused
from orders import apologies, promise
from orders.facts import in_force
from orders.lifecycle import answer
from orders.limits import limits
from orders.models import Order, OrderEvent, OrderLine, Promise, Shipment
from orders.steps import Kind, Role, lock, refuse_unless, role_of, take_step

Answer = Promise.Answer


@dataclass(frozen=True)
class NewDate:
    """Until when, and why. Without a date, `ship_by_on` is when one will be given.

    `lines`: their codes, None for all that is left; `bulk`: one of many at once."""

    ship_by_on: date
    reason: str
    lines: list[str] | None = None
    has_date: bool = True
    bulk: bool = False


@transaction.atomic
def revise(order: Order, *, by: User, new: NewDate) -> OrderEvent:
    """The maker needs until another day, and says why; the buyer may wait or cancel.

    Raises Refused when the day cannot be, or the words are worse than none (R16)."""
    order = lock(order)
    refuse_unless(order, Kind.REVISED, role_of(order, by))
    old = promise.open_promises(order, new.lines)
    now, week = timezone.now(), order.shop.working_week
    why_not = promise.why_not(old, week, new.ship_by_on, now)
    reason = new.reason.strip()
    if why_not or not reason:
        raise Refused(why_not or _("Say why, in your own words: the buyer reads it."))
    apologies.refuse_empty_words(order, reason)
    made = _make(order, new, old, by)
    numbers = {one.number for one in old}
    lines = [line for line in _open_lines(order, new) if line.promise_number in numbers]
    for line in lines:
        line.promise_number = made.number
        line.save(update_fields=["promise_number"])
    others = [one for one in in_force(order) if one.number != made.number]
    changes = {
        "ship_by_at": min([made.ship_by_at, *(one.ship_by_at for one in others)]),
        "promise_number": made.number,
        "acknowledged_at": order.acknowledged_at or now,
    }
    return take_step(
        order,
        Kind.REVISED,
        by=by,
        changes=changes,
        promise=made.number,
        before=min(old, key=lambda one: one.ship_by_at).number,
        reason=reason,
        lines=[line.code for line in lines],
        bulk=new.bulk,
    )


def _make(order: Order, new: NewDate, old: list[Promise], by: User) -> Promise:
    now = timezone.now()
    terms = promise.terms_together(
        old, new.ship_by_on, has_date=new.has_date, now=now, numbers=limits()
    )
    return Promise.objects.create(
        order=order,
        number=order.promise_number + 1,
        ship_by_at=order.shop.working_week.end_of(new.ship_by_on),
        ship_by_on=new.ship_by_on,
        has_date=new.has_date,
        needs_yes=terms.needs_yes,
        answer_by_at=terms.answer_by_at,
        made_at=now,
        by=by,
        reason=new.reason.strip(),
    )


def _open_lines(order: Order, new: NewDate) -> list[OrderLine]:
    lines = [line for line in order.lines.all() if line.left_to_ship]
    return [line for line in lines if new.lines is None or line.code in new.lines]


@transaction.atomic
def miss(order: Order) -> OrderEvent:
    """The promised day has passed in silence: the marketplace says so itself."""
    order = lock(order)
    now = timezone.now()
    passed = [one for one in in_force(order) if one.ship_by_at < now]
    untold = [one for one in passed if one.missed_at is None]
    if not untold:
        raise Refused(_("This promise has not been missed."))
    order.promises.filter(pk=untold[0].pk).update(missed_at=now)
    return take_step(order, Kind.MISSED, by=None, promise=untold[0].number)


@transaction.atomic
def wait(
    order: Order, *, by: User | None, shipment: Shipment | None = None
) -> OrderEvent:
    """The buyer has read of the delay and will wait: for what is late or moved, or a
    week more for a parcel that is not here."""
    order = lock(order)
    refuse_unless(order, Kind.WAITING, Role.BUYER)
    if shipment is not None:
        return _wait_for_parcel(order, by, shipment)
    waiting = [one for one in in_force(order) if can_be_waited_for(one)]
    if not waiting:
        raise Refused(_("You have already said that you will wait. Thank you."))
    answer(order, Answer.WAITING, {one.number for one in waiting})
    return take_step(
        order, Kind.WAITING, by=by, role=Role.BUYER, promise=waiting[-1].number
    )


def can_be_waited_for(one: Promise) -> bool:
    """Moved and not yet answered, or missed since the answer."""
    if one.answer == Answer.NONE or one.answered_at is None:
        return one.number > 1 or one.ship_by_at < timezone.now()
    return one.missed_at is not None and one.missed_at > one.answered_at


def _wait_for_parcel(order: Order, by: User | None, shipment: Shipment) -> OrderEvent:
    until = timezone.now() + limits().patient_days * promise.ONE_DAY
    missing = order.shipments.filter(
        pk=shipment.pk, missing_at__isnull=False, delivered_at=None, lost_at=None
    )
    if not missing.update(patient_until=until):
        raise Refused(_("Nobody is looking for this parcel."))
    return take_step(
        order, Kind.WAITING, by=by, role=Role.BUYER, shipment=shipment.number
    )
