"""Withdrawal as a verb: what comes out of the order at once, what comes back first, and
what goes back to the card. Germany's postage is €5 and €1 for each further piece."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from listings.models import Variant
from marketplace.errors import Refused
from orders import arriving, lifecycle, sweep, talking, withdrawing
from orders.facts import facts_of
from orders.models import Checkout, Order, OrderLine, Withdrawal
from orders.steps import FACTS
from orders.withdrawing import Statement
from tests.orders.verbs import post, withdraw

State = Order.State


def arrive(order: Order, by: User) -> None:
    """Every parcel of it is here."""
    for parcel in order.shipments.filter(delivered_at=None):
        arriving.deliver(order, by=by, shipment=parcel)


def left(order: Order) -> int:
    """What is left of its money, in cents."""
    return Order.objects.get(pk=order.pk).refundable_cents


def test_what_was_not_posted_is_refunded_at_once(
    mug_order: Order, mugs: Variant, ada: User
) -> None:
    withdraw(mug_order, ada, 2)
    mug_order.refresh_from_db()
    assert (mug_order.state, mug_order.refunded_cents) == (State.RECEIVED, 3600)
    assert Variant.objects.get(pk=mugs.pk).stock == 4


def test_all_of_it_goes_back_with_the_postage(mug_order: Order, ada: User) -> None:
    withdraw(mug_order, ada, 3)
    mug_order.refresh_from_db()
    assert (mug_order.state, left(mug_order)) == (State.CANCELLED, 0)


def test_what_was_posted_comes_back_first(
    mug_order: Order, ada: User, bea: User
) -> None:
    post(mug_order, bea)
    arrive(mug_order, ada)
    withdraw(mug_order, ada, 3)
    assert left(mug_order) == mug_order.total_cents
    withdrawing.take_back(mug_order, by=bea, withdrawal=Withdrawal.objects.get())
    assert left(mug_order) == 0
    with pytest.raises(Refused):
        withdrawing.take_back(mug_order, by=bea, withdrawal=Withdrawal.objects.get())


def test_a_part_is_here_and_a_part_was_never_posted(
    mug_order: Order, ada: User, bea: User
) -> None:
    post(mug_order, bea, 1)
    arrive(mug_order, ada)
    withdraw(mug_order, ada, 3)
    mug_order.refresh_from_db()
    assert mug_order.state == State.DELIVERED
    assert mug_order.refunded_cents == 3600
    made = Withdrawal.objects.get()
    assert made.coming_back == {mug_order.lines.get().code: 1}
    withdrawing.take_back(mug_order, by=bea, withdrawal=made)
    assert left(mug_order) == 0


def test_what_the_maker_cancelled_cannot_be_withdrawn_from(
    mug_order: Order, ada: User, bea: User
) -> None:
    """One was cancelled, one is withdrawn from: of three, one more can be."""
    post(mug_order, bea, 2)
    lifecycle.cancel(mug_order, by=bea, reason="The last one cracked.")
    arrive(mug_order, ada)
    withdraw(mug_order, ada, 1)
    with pytest.raises(Refused):
        withdraw(mug_order, ada, 2)
    withdraw(mug_order, ada, 1)


def test_the_last_of_it_back_brings_the_postage(
    mug_order: Order, ada: User, bea: User
) -> None:
    """What the maker cancelled is no reason to keep the postage of the rest."""
    post(mug_order, bea, 2)
    lifecycle.cancel(mug_order, by=bea, reason="The last one cracked.")
    arrive(mug_order, ada)
    withdraw(mug_order, ada, 2)
    withdrawing.take_back(mug_order, by=bea, withdrawal=Withdrawal.objects.get())
    assert left(mug_order) == 0


def test_what_was_lost_on_its_way_is_not_paid_for_twice(
    mug_order: Order, ada: User, bea: User
) -> None:
    post(mug_order, bea, 2)
    withdraw(mug_order, ada, 1)
    made = Withdrawal.objects.get()
    assert made.coming_back == {}
    withdraw(mug_order, ada, 2)
    parcel = mug_order.shipments.get()
    arriving.lose(mug_order, by=bea, shipment=parcel)
    assert left(mug_order) == 0
    payment = Checkout.objects.get().payment
    assert payment.refunded_cents == payment.amount_cents
    mug_order.refresh_from_db()
    assert mug_order.state == State.CANCELLED


def test_of_two_parcels_the_lost_one_is_not_withdrawn_from(
    mug_order: Order, ada: User, bea: User
) -> None:
    post(mug_order, bea, 1)
    post(mug_order, bea, 2)
    first, second = mug_order.shipments.all()
    arriving.deliver(mug_order, by=ada, shipment=first)
    withdraw(mug_order, ada, 2)
    arriving.lose(mug_order, by=bea, shipment=second)
    assert left(mug_order) == mug_order.total_cents - 3600
    # Two of three are refunded; the withdrawal of two can pay for one more at most.
    withdrawing.take_back(mug_order, by=bea, withdrawal=Withdrawal.objects.get())
    assert left(mug_order) == 0
    with pytest.raises(Refused):
        withdraw(mug_order, ada, 1)


@pytest.mark.parametrize(
    "statement",
    [
        Statement("", "ada@example.com", {"line": 1}),
        Statement("Ada", "ada@example.com", {}),
        Statement("Ada", "ada@example.com", {"line": 0}),
        Statement("Ada", "ada@example.com", {"line": -1}),
        Statement("Ada", "ada@example.com", {"line": 4}),
        Statement("Ada", "ada@example.com", {"line": 1, "NOWHERE1": 1}),
    ],
)
def test_what_cannot_be_stated(
    mug_order: Order, ada: User, statement: Statement
) -> None:
    code = mug_order.lines.get().code
    quantities = {
        code if k == "line" else k: n for k, n in statement.quantities.items()
    }
    stated = Statement(statement.name, statement.email, quantities)
    with pytest.raises(Refused):
        withdrawing.withdraw(mug_order, by=ada, statement=stated)
    assert not Withdrawal.objects.exists()


def test_what_was_made_to_a_wish_stays(mug_order: Order, ada: User) -> None:
    OrderLine.objects.update(withdrawable=False)
    with pytest.raises(Refused, match="Nothing of this order"):
        withdraw(mug_order, ada, 1)


def test_only_in_the_european_union(mug_order: Order, ada: User) -> None:
    Checkout.objects.update(country="GB")
    with pytest.raises(Refused, match="European Union"):
        withdraw(mug_order, ada, 1)


@pytest.mark.parametrize(("more", "in_time"), [(-1, True), (1, False)])
def test_fourteen_days_from_the_last_parcel(
    mug_order: Order,
    ada: User,
    bea: User,
    time_machine: Any,
    more: int,
    in_time: bool,
) -> None:
    post(mug_order, bea)
    arrive(mug_order, ada)
    mug_order.refresh_from_db()
    assert mug_order.delivered_at
    moment = mug_order.delivered_at + timedelta(days=14, seconds=more)
    time_machine.move_to(moment, tick=False)
    assert timezone.now() == moment
    if in_time:
        withdraw(mug_order, ada, 1)
    else:
        with pytest.raises(Refused, match="ended on"):
            withdraw(mug_order, ada, 1)


def test_what_came_back_is_not_asked_for(
    mug_order: Order, ada: User, bea: User
) -> None:
    """Never marked as arrived, but withdrawn from and returned in part."""
    post(mug_order, bea, 1)
    post(mug_order, bea, 2)
    withdraw(mug_order, ada, 3)
    withdrawing.take_back(mug_order, by=bea, withdrawal=Withdrawal.objects.get())
    fresh = Order.objects.prefetch_related(*FACTS).get(pk=mug_order.pk)
    assert facts_of(fresh).parcels == ()


def test_settled_without_the_money_it_waits_anew(
    mug_order: Order, ada: User, bea: User, olga: User
) -> None:
    post(mug_order, bea)
    withdraw(mug_order, ada, 3)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        sweep.sweep()
        assert Order.objects.get(pk=mug_order.pk).support_at
        talking.settle(mug_order, by=olga, note="Bea waits for the parcel.")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        sweep.sweep()
        assert Order.objects.get(pk=mug_order.pk).support_at
