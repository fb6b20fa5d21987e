"""The three answers, where a day is not the same day everywhere."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import lifecycle, steps, sweep, withdrawing
from orders.answers import answers, is_overdue
from orders.models import Checkout, Order
from orders.parcels import Parcel
from orders.plan import owed_for, plan_of
from orders.withdrawing import Statement
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("day", "hour", "is_late"), [(11, 3, False), (11, 9, True)])
def test_a_parcel_is_overdue_when_the_buyers_day_is_over(
    paid_order: Order,
    bea: User,
    monkeypatch: pytest.MonkeyPatch,
    day: int,
    hour: int,
    is_late: bool,
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    paid_order.shipments.update(
        arrives_from=date(2030, 1, 8), arrives_by=date(2030, 1, 10)
    )
    Checkout.objects.update(time_zone="America/Los_Angeles")
    order = cast.order_of(paid_order.checkout)
    moment = datetime(2030, 1, day, hour, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert is_overdue(order) == is_late


def test_an_order_closed_in_silence_is_not_said_to_have_arrived(
    paid_order: Order, bea: User, time_machine: Any
) -> None:
    """Asked for twice, and nobody said anything: nobody knows."""
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    time_machine.move_to(timezone.now() + timedelta(days=70))
    paid_order.shipments.update(arrival_asks=2)
    order = cast.order_of(paid_order.checkout)
    steps.remember_to_look(order)
    event = sweep.look_again(order.pk)
    assert event is not None
    assert event.kind == "closed"
    said = answers(plan_of(cast.order_of(paid_order.checkout)))
    assert said[1].answer == "The order is closed"
    assert said[2].answer == "It should be here"
    assert re.search(
        r"due by \w+day \d.*If it is not here, write to Bea Wood\.", said[2].more
    )


def test_what_went_back_is_not_promised_again(
    stripe: Running, bowl: Variant, mugs: Variant, ada: User, bea: User
) -> None:
    """A bowl and a mug in one parcel; the mug was withdrawn from and came back."""
    order = cast.order_of(cast.buy(stripe, bowl, mugs, buyer=ada))
    mug = order.lines.get(variant=mugs)
    lifecycle.ship(order, by=bea, parcel=Parcel("DHL"))
    statement = Statement("Ada Lovelace", "ada@example.com", {mug.code: mug.quantity})
    withdrawing.withdraw(order, by=ada, statement=statement)
    withdrawing.take_back(order, by=bea, withdrawal=order.withdrawals.get())
    after = cast.order_of(order.checkout)
    assert after.refunded_cents == mug.total_cents
    assert owed_for(after, [(mug, mug.quantity)]) == 0
    every = [(line, line.quantity) for line in after.lines.all()]
    assert owed_for(after, every) == after.refundable_cents
