"""What must be so whatever has happened to an order, asked of the database itself."""

from typing import Any

from django.core import mail
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from listings.models import Variant
from notifications.models import Email
from orders import rules
from orders.facts import facts_of
from orders.limits import limits
from orders.models import Order, OrderEvent, Promise
from orders.models.order import OPEN_STATES
from orders.steps import FACTS
from payments.models import Refund
from tests.orders.model import Model

#: Emails that speak of something that is still to be posted.
OF_WHAT_IS_OPEN = {
    "hello_due",
    "silence_noticed",
    "due_tomorrow",
    "delayed",
    "late_notice",
    "late_maker",
    "reassured",
    "from_the_workbench",
    "new_order",
}
OF_A_PROMISE = {"due_tomorrow", "delayed", "late_notice", "late_maker"}
OF_CALM = {"due_tomorrow", "reassured"}


def loaded(order: Order) -> Order:
    """With its facts, fresh."""
    rows = Order.objects.select_related("checkout__payment", "shop")
    return rows.prefetch_related(*FACTS).get(pk=order.pk)


def everything(order: Order) -> dict[str, Any]:
    """All that a refused step must leave as it was."""
    return {
        "order": Order.objects.filter(pk=order.pk).values().get(),
        "lines": list(order.lines.order_by("pk").values()),
        "promises": list(order.promises.order_by("pk").values()),
        "shipments": list(order.shipments.order_by("pk").values()),
        "events": order.events.count(),
        "withdrawals": list(order.withdrawals.order_by("pk").values()),
        "refunds": list(Refund.objects.order_by("pk").values()),
        "stock": list(Variant.objects.order_by("pk").values("stock", "held")),
        "mails": (Email.objects.count(), len(mail.outbox)),
    }


def guards_agree() -> None:
    """Postgres' own checks, made now and not at the end of the test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def one_promise_each(order: Order) -> None:
    """Every open line has its promise; the earliest is the order's."""
    lines = [line for line in order.lines.all() if line.left_to_ship]
    promises = {promise.number: promise for promise in order.promises.all()}
    of_them = [promises[line.promise_number or 0] for line in lines]
    assert sorted(promises) == list(range(1, order.promise_number + 1))
    assert bool(lines) == (order.state in OPEN_STATES)
    if of_them:
        assert order.ship_by_at == min(one.ship_by_at for one in of_them)
    for parcel in order.shipments.all():
        if parcel.is_under_way:
            assert parcel.shipped_at
            assert parcel.arrives_by > parcel.shipped_at.date()


def looks_again_in_time(order: Order) -> None:
    """What is stored is what the rules say of a fresh load."""
    expected = rules.look_again_at(facts_of(order), limits())
    assert order.look_again_at == expected, "look_again_at"
    if order.state in OPEN_STATES:
        assert expected is not None, "an open order that nobody looks at again"


def is_as_the_model(order: Order, model: Model, first_stock: dict[str, int]) -> None:
    """Pieces, parcels, money and shelves."""
    left = {line.code: line.left_to_ship for line in order.lines.all()}
    assert +model.left() == {code: n for code, n in left.items() if n}
    state = model.state()
    known = {"open": {"received", "in_the_making"}}.get(state, {state})
    assert order.state in known | {"closed"} - ({"closed"} if model.left() else set())
    assert order.refunded_cents == model.refunded() <= order.total_cents
    owed = Refund.objects.aggregate(cents=Sum("amount_cents"))["cents"] or 0
    payment = order.checkout.payment
    assert owed == payment.refunded_cents == order.refunded_cents
    for line in order.lines.all():
        stock = Variant.objects.get(pk=line.variant_id).stock
        expected = first_stock[line.code] + model.back_on_the_shelf[line.code]
        assert stock == expected


def speaks_the_truth(email: Email, order: Order) -> None:
    """An email that was posted now: nothing in it is over, or has changed since."""
    event = email.event
    assert event is not None
    name, now = email.email, timezone.now()
    later = [one.kind for one in order.events.all() if one.seq > event.seq]
    if name in OF_WHAT_IS_OPEN:
        assert order.state in OPEN_STATES, f"{name} of what is {order.state}"
    if name in OF_A_PROMISE:
        number = event.details["promise"]
        lines = [line for line in order.lines.all() if line.left_to_ship]
        assert number in {line.promise_number for line in lines}, name
    if name in OF_CALM:
        assert order.ship_by_at > now or name == "due_tomorrow", name
        assert OrderEvent.Kind.MISSED not in later, name
    if name == "due_tomorrow":
        promise = Promise.objects.get(order=order, number=event.details["promise"])
        assert promise.ship_by_at > now, "due tomorrow, after the day"
    _speaks_of_parcels(name, event, order)
    _speaks_of_the_end(name, event, order)


def _speaks_of_parcels(name: str, event: OrderEvent, order: Order) -> None:
    if name in ("has_it_arrived", "shipped", "missing"):
        parcel = order.shipments.get(number=event.details["shipment"])
        assert not parcel.delivered_at, f"{name} of what arrived"
        assert not parcel.lost_at, f"{name} of what was lost"
        assert name != "has_it_arrived" or not parcel.missing_at


def _speaks_of_the_end(name: str, event: OrderEvent, order: Order) -> None:
    if name in ("cancelled", "order_cancelled") and event.kind == "cancelled":
        assert order.state == Order.State.CANCELLED
    if name in ("chased", "chased_buyer", "question"):
        assert facts_of(order).question_at, f"{name} of what is answered"
    if name == "asked_if_well":
        assert order.state in (Order.State.DELIVERED, Order.State.CLOSED)
