"""Verbs of an order, briefly, for tests of what they do."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from orders import lifecycle, promising, withdrawing
from orders.models import Order, OrderEvent, Shipment
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.withdrawing import Statement

WHY = "The kiln has cracked; a new shelf comes on Thursday."


def fresh(order: Order) -> Order:
    """As it is now."""
    return Order.objects.select_related("shop", "checkout").get(pk=order.pk)


def later(order: Order, days: int) -> date:
    """The shop's first working day so long after the promise in force."""
    order = fresh(order)
    day = order.ship_by_at.astimezone(order.shop.zone).date() + timedelta(days=days - 1)
    return order.shop.working_week.next_working_day(day)


def move(order: Order, by: User, days: int = 7, **rest: Any) -> OrderEvent:
    """The maker needs so many days more."""
    new = NewDate(later(order, days), WHY, **rest)
    return promising.revise(order, by=by, new=new)


def post(order: Order, by: User, quantity: int | None = None) -> Shipment:
    """A parcel with so many of its only line, or with all that is left."""
    quantities = None
    if quantity is not None:
        quantities = {order.lines.get().code: quantity}
    lifecycle.ship(order, by=by, parcel=Parcel("DHL", quantities=quantities))
    return order.shipments.latest("number")


def withdraw(order: Order, by: User, quantity: int) -> OrderEvent:
    """The buyer withdraws from so many pieces of its only line."""
    code = order.lines.get().code
    statement = Statement("Ada Lovelace", "ada@example.com", {code: quantity})
    return withdrawing.withdraw(order, by=by, statement=statement)


def kinds(order: Order) -> list[str]:
    """What has happened to it."""
    return list(order.events.order_by("seq").values_list("kind", flat=True))
