"""The steps of a parcel under way, as verbs."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from marketplace.errors import Refused
from orders import arriving, promising, sweep
from orders.models import Order
from tests.orders.verbs import fresh, kinds, post

DAY = timedelta(days=1)


def test_asked_for_twice_and_days_apart_also_after_an_outage(
    mug_order: Order, bea: User, time_machine: Any
) -> None:
    post(mug_order, bea)
    time_machine.move_to(timezone.now() + 25 * DAY, tick=False)
    assert sweep.sweep() == 1
    time_machine.move_to(timezone.now() + 3 * DAY, tick=False)
    assert sweep.sweep() == 0
    time_machine.move_to(timezone.now() + 2 * DAY, tick=False)
    assert sweep.sweep() == 1
    assert kinds(mug_order).count("arrival_asked") == 2


def test_a_parcel_that_is_not_here_is_refunded_unasked(
    mug_order: Order, bea: User, olga: User, time_machine: Any
) -> None:
    parcel = post(mug_order, bea)
    time_machine.move_to(timezone.now() + 10 * DAY, tick=False)
    arriving.report_missing(mug_order, by=None, shipment=parcel)
    time_machine.move_to(timezone.now() + 2 * DAY, tick=False)
    sweep.sweep()
    assert fresh(mug_order).support_owner == olga
    time_machine.move_to(timezone.now() + 2 * DAY, tick=False)
    sweep.sweep()
    order = fresh(mug_order)
    assert (order.state, order.refundable_cents) == (Order.State.CANCELLED, 0)


def test_a_patient_buyer_puts_that_off(
    mug_order: Order, bea: User, time_machine: Any
) -> None:
    parcel = post(mug_order, bea)
    time_machine.move_to(timezone.now() + 10 * DAY, tick=False)
    arriving.report_missing(mug_order, by=None, shipment=parcel)
    promising.wait(mug_order, by=None, shipment=parcel)
    time_machine.move_to(timezone.now() + 6 * DAY, tick=False)
    sweep.sweep()
    assert fresh(mug_order).state == Order.State.SHIPPED
    time_machine.move_to(timezone.now() + 2 * DAY, tick=False)
    sweep.sweep()
    assert fresh(mug_order).refundable_cents == 0


def test_what_is_lost_is_not_waited_for(
    mug_order: Order, bea: User, time_machine: Any
) -> None:
    first, _ = post(mug_order, bea, 1), post(mug_order, bea)
    time_machine.move_to(timezone.now() + 10 * DAY, tick=False)
    arriving.report_missing(mug_order, by=None, shipment=first)
    arriving.lose(mug_order, by=bea, shipment=first)
    with pytest.raises(Refused):
        promising.wait(mug_order, by=None, shipment=first)
    assert fresh(mug_order).refunded_cents == 1800


def test_the_maker_does_not_say_that_a_missing_parcel_is_here(
    mug_order: Order, ada: User, bea: User, time_machine: Any
) -> None:
    parcel = post(mug_order, bea)
    time_machine.move_to(timezone.now() + 10 * DAY, tick=False)
    arriving.deliver(mug_order, by=bea, shipment=parcel)
    arriving.report_missing(mug_order, by=ada, shipment=parcel)
    assert fresh(mug_order).state == Order.State.SHIPPED
    with pytest.raises(Refused, match="only they"):
        arriving.deliver(mug_order, by=bea, shipment=parcel)
    arriving.deliver(mug_order, by=ada, shipment=parcel)
    with pytest.raises(Refused):
        arriving.report_missing(mug_order, by=ada, shipment=parcel)


def test_a_parcel_with_time_is_not_missed(mug_order: Order, bea: User) -> None:
    parcel = post(mug_order, bea)
    with pytest.raises(Refused, match="still has time"):
        arriving.report_missing(mug_order, by=None, shipment=parcel)


def test_another_orders_parcel(
    mug_order: Order, paid_order: Order, ada: User, bea: User
) -> None:
    post(mug_order, bea)
    parcel = post(paid_order, bea)
    with pytest.raises(Refused, match="another order"):
        arriving.deliver(mug_order, by=ada, shipment=parcel)
