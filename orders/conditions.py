"""What must hold for a step besides its state and its role; pure questions of an order
whose facts are prefetched. An empty answer means that nothing stands against it."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.countries import WITHDRAWAL
from marketplace import dates
from orders.facts import in_force, zone_of_arrival
from orders.limits import limits
from orders.models import (
    Order,
    OrderEvent,
    OrderLine,
    Promise,
    Shipment,
    Withdrawal,
)
from orders.models.order import OPEN_STATES, OrderState
from shops import calendar

Kind = OrderEvent.Kind
#: A parcel that somebody else said has arrived can be missed for so long.
DISPUTED_FOR = timedelta(days=60)
#: One that nobody ever spoke of, for so long after its day: as long as a card's own
#: dispute. Later there is a person to write to, and no refund by itself.
MISSED_FOR = timedelta(days=120)


def was_delayed(order: Order) -> bool:
    """A date was moved or missed."""
    return order.promise_number > 1 or order.is_late


def misses_the_day(order: Order) -> date | None:
    """The first day on which something is needed and is not there, by the plan of now,
    because its day was moved or missed (R14). What has left has its parcel's own."""
    if order.state not in OPEN_STATES:
        return None
    promises = {one.number: one for one in in_force(order)}
    days = [
        line.needed_by
        for line in order.lines.all()
        if line.needed_by
        and line.left_to_ship
        and _is_moved_beyond(
            order, promises.get(line.promise_number or 0), line.needed_by
        )
    ]
    return min(days, default=None)


def _is_moved_beyond(order: Order, promise: Promise | None, day: date) -> bool:
    if promise is None:
        return False
    if promise.number == 1 and promise.ship_by_at >= timezone.now():
        return False
    _, by = calendar.arrives(
        promise.ship_by_on, order.transit_days_min, order.transit_days_max
    )
    return by > day or not promise.has_date


def buyer_may_cancel(order: Order) -> str:
    """Until the maker starts; and whenever a date was moved or missed, until it ships
    (16 CFR 435.2(b): a delay gives the right to cancel for a full refund)."""
    if order.state == OrderState.RECEIVED or was_delayed(order):
        return ""
    return _(
        "%(maker)s is already making this. Write to %(maker)s if you have changed your"
        " mind."
    ) % {"maker": order.shop.maker_name}


def not_seen_before(order: Order) -> str:
    """A maker says hello once."""
    said = _("You have already said that you have seen this order.")
    return said if order.acknowledged_at else ""


def there_is_something_to_wait_for(order: Order) -> str:
    """A date that was moved or missed, or a parcel that is not here."""
    if order.state in OPEN_STATES and was_delayed(order):
        return ""
    if any(one.missing_at and one.is_under_way for one in order.shipments.all()):
        return ""
    return _("This order is on time: there is nothing to wait for longer.")


def can_be_missed(order: Order, parcel: Shipment) -> bool:
    """Its day has passed, or somebody else said that it is there."""
    if not parcel.shipped_at or parcel.lost_at or parcel.missing_at:
        return False
    if not order.refundable_cents:
        return False
    if parcel.delivered_at is None:
        today = timezone.now().astimezone(zone_of_arrival(order)).date()
        return parcel.arrives_by < today <= parcel.arrives_by + MISSED_FOR
    recent = timezone.now() - parcel.delivered_at < DISPUTED_FOR
    return recent and not _buyer_has_it(order, parcel)


def _buyer_has_it(order: Order, parcel: Shipment) -> bool:
    said = [event for event in order.events.all() if event.kind == Kind.DELIVERED]
    of_it = [one for one in said if one.details.get("shipment") == parcel.number]
    return any(one.details.get("role") == "buyer" for one in of_it)


def some_parcel_can_be_missed(order: Order) -> str:
    """There is one that should be there."""
    if any(can_be_missed(order, parcel) for parcel in order.shipments.all()):
        return ""
    return _(
        "Each parcel is there, still has time to arrive, or was due long ago. If"
        " something is wrong, write to the maker."
    )


def some_parcel_is_under_way(order: Order) -> str:
    """There is one that has not arrived."""
    if any(parcel.is_under_way for parcel in order.shipments.all()):
        return ""
    return _("No parcel of this order is under way.")


def withdraw_until(order: Order) -> datetime | None:
    """The end of the time for withdrawing (2011/83/EU, art. 9): counted from the last
    parcel in the buyer's hands; None while that has not come."""
    waiting = order.state in (*OPEN_STATES, OrderState.SHIPPED)
    if waiting or order.delivered_at is None:
        return None
    return order.delivered_at + timedelta(days=limits().withdraw_days)


def paid_for(order: Order) -> dict[OrderLine, int]:
    """The pieces whose price has not gone back, line by line: neither cancelled, nor
    lost, nor withdrawn from and returned."""
    back = [one for one in order.withdrawals.all() if one.returned_at]
    gone = _lost(order) + _coming_back(back)
    left = {}
    for line in order.lines.all():
        kept = line.quantity - line.cancelled_quantity - gone[line.code]
        if kept > 0:
            left[line] = kept
    return left


def withdrawable(order: Order) -> dict[OrderLine, int]:
    """What can still be withdrawn from, line by line: not what was made to the buyer's
    own wishes, nor what was cancelled, lost or withdrawn already."""
    waiting = [one for one in order.withdrawals.all() if one.returned_at is None]
    withdrawn = _coming_back(waiting)
    kept = {line: n - withdrawn[line.code] for line, n in paid_for(order).items()}
    return {line: n for line, n in kept.items() if line.withdrawable and n > 0}


def _lost(order: Order) -> Counter[str]:
    codes = {line.pk: line.code for line in order.lines.all()}
    lost: Counter[str] = Counter()
    for parcel in order.shipments.all():
        for one in parcel.lines.all() if parcel.lost_at else ():
            lost[codes[one.line_id]] += one.quantity
    return lost


def _coming_back(withdrawals: Iterable[Withdrawal]) -> Counter[str]:
    """What was withdrawn before it was posted is cancelled, and not among these."""
    pieces: Counter[str] = Counter()
    for withdrawal in withdrawals:
        pieces.update(withdrawal.coming_back)
    return pieces


def may_withdraw(order: Order) -> str:
    """An EU buyer, in time, and something that can be withdrawn from."""
    if order.checkout.country not in WITHDRAWAL:
        return _("The right to withdraw is for buyers in the European Union.")
    until = withdraw_until(order)
    if until is not None and timezone.now() > until:
        ended = _("The time for withdrawing ended on %(day)s.")
        return ended % {"day": dates.month_day(until.date())}
    if order.state == OrderState.CLOSED and until is None:
        return _("This order is closed. Write to the maker.")
    if not withdrawable(order):
        return _("Nothing of this order can be withdrawn from.")
    return ""


def something_comes_back(order: Order) -> str:
    """A withdrawal whose pieces are awaited."""
    if any(one.returned_at is None for one in order.withdrawals.all()):
        return ""
    return _("Nothing of this order is on its way back.")


def support_has_it(order: Order) -> str:
    """A person of the marketplace looks after it."""
    return "" if order.support_at else _("Nobody has taken this order on.")


def is_a_gift(order: Order) -> str:
    """It was bought to be given."""
    return "" if order.checkout.is_gift else _("This order is not a gift.")


Condition = Callable[[Order], str]
#: Step → what must hold, whoever takes it.
FOR_ALL: dict[Kind, Condition] = {
    Kind.ACKNOWLEDGED: not_seen_before,
    Kind.WAITING: there_is_something_to_wait_for,
    Kind.MISSING: some_parcel_can_be_missed,
    Kind.LOST: some_parcel_is_under_way,
    Kind.DELIVERED: some_parcel_is_under_way,
    Kind.WITHDRAWN: may_withdraw,
    Kind.RETURNED: something_comes_back,
    Kind.SETTLED: support_has_it,
    Kind.GIFT_CHANGED: is_a_gift,
}
#: Step → what must hold besides when the buyer takes it.
FOR_BUYERS: dict[Kind, Condition] = {
    Kind.CANCELLED: buyer_may_cancel,
    Kind.REST_CANCELLED: buyer_may_cancel,
}
