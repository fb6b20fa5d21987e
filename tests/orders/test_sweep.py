"""The sweep of time: only what is due, each in its turn, whoever else fails."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from notifications.models import Email
from orders import arriving, delays, lifecycle, notices, sale, sweep
from orders.lifecycle import Cancelling
from orders.models import Order, OrderEvent
from orders.rules import Due
from shops.models import Shop
from tests import cast
from tests.orders.verbs import fresh, kinds, move, post


def test_before_its_moment_an_order_is_left_alone(
    paid_order: Order, time_machine: Any
) -> None:
    at = fresh(paid_order).look_again_at
    assert at
    time_machine.move_to(at - timedelta(seconds=1), tick=False)
    before = Order.objects.values().get()
    assert sweep.sweep() == 0
    assert Order.objects.values().get() == before
    time_machine.move_to(at, tick=False)
    assert sweep.sweep() == 1


def test_a_month_of_silence_tells_the_buyer_first(
    paid_order: Order, bea: User, time_machine: Any
) -> None:
    """The sweep was dead: late is told before anything is cancelled, and nobody is
    asked for a hello or told of a tomorrow that is over."""
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
    assert sweep.sweep() == 1
    assert kinds(paid_order)[-1] == "missed"
    assert sweep.sweep() == 0


def test_late_and_silent_it_ends_by_itself(
    paid_order: Order, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
    sweep.sweep()
    time_machine.move_to(timezone.now() + timedelta(days=10), tick=False)
    sweep.sweep()
    order = fresh(paid_order)
    assert (order.state, order.refundable_cents) == (Order.State.CANCELLED, 0)
    assert paid_order.events.latest("seq").details["rule"] == "R4"


def test_a_lost_parcel_and_a_rest_that_never_left_give_all_back(
    mug_order: Order, bea: User, time_machine: Any
) -> None:
    """Nothing arrived and nothing will: the postage goes back with the last of it."""
    parcel = post(mug_order, bea, 1)
    arriving.lose(mug_order, by=bea, shipment=parcel)
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
    sweep.sweep()
    time_machine.move_to(timezone.now() + timedelta(days=10), tick=False)
    sweep.sweep()
    order = fresh(mug_order)
    assert kinds(order)[-1] == "rest_cancelled"
    assert (order.state, order.refundable_cents) == (Order.State.CANCELLED, 0)


def test_the_maker_is_shown_what_would_go_back_then(
    mug_order: Order, bea: User
) -> None:
    """All parcels lost, a rest to post: the postage is in what she would give back."""
    parcel = post(mug_order, bea, 1)
    arriving.lose(mug_order, by=bea, shipment=parcel)
    order = sale.with_all(Order.objects.filter(pk=mug_order.pk)).get()
    assert order.state == Order.State.PART_SHIPPED
    shown = (sale.Sale(order).refund_cents, delays.refund_of(order, None))
    lifecycle.cancel(order, by=bea, reason="The kiln broke.")
    assert shown == (order.events.latest("seq").details["refund_cents"],) * 2


def test_a_part_that_the_buyer_cancels_answers_nothing_for_the_rest(
    stripe: Running, mugs: Variant, bea_shop: Shop, ada: User, bea: User
) -> None:
    """A date that needs a yes still needs it for what is left."""
    plates = cast.piece(bea_shop, "Plate", stock=2)
    order = cast.order_of(cast.buy(stripe, mugs, plates, buyer=ada))
    move(order, bea, 60)
    first = order.lines.first()
    assert first
    lifecycle.cancel(order, by=ada, reason="", cancelling=Cancelling([first.code]))
    assert order.promises.get(number=2).answer == ""
    lifecycle.cancel(order, by=ada, reason="")
    assert order.promises.get(number=2).answer == "cancelled"


def test_a_date_that_nobody_agreed_to_moves_no_deadline(
    paid_order: Order, bea: User
) -> None:
    move(paid_order, bea, 60)
    first = paid_order.promises.get(number=2).answer_by_at
    move(paid_order, bea, 10)
    second = paid_order.promises.get(number=3).answer_by_at
    assert first
    assert second
    assert second - first < timedelta(minutes=1)


def test_no_yes_by_the_deadline(
    paid_order: Order, bea: User, time_machine: Any
) -> None:
    move(paid_order, bea, 60)
    promise = paid_order.promises.latest("number")
    assert promise.needs_yes
    assert promise.answer_by_at
    time_machine.move_to(promise.answer_by_at + timedelta(days=9), tick=False)
    sweep.sweep()
    assert fresh(paid_order).state == Order.State.CANCELLED
    assert paid_order.events.latest("seq").details["rule"] == "R5"


def test_one_that_fails_keeps_nobody_waiting(
    paid_order: Order,
    mug_order: Order,
    time_machine: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give = notices.give

    def fails(given: list[tuple[Order, Due]]) -> list[OrderEvent]:
        if any(order.pk == paid_order.pk for order, _ in given):
            raise DatabaseError("This one cannot be written.")
        return give(given)

    monkeypatch.setattr(notices, "give", fails)
    time_machine.move_to(timezone.now() + timedelta(days=30), tick=False)
    assert sweep.sweep() == 1
    assert kinds(mug_order)[-1] == "missed"
    assert kinds(paid_order)[-1] == "paid"


@pytest.mark.parametrize(("hours", "posted"), [(-1, True), (1, False)])
def test_nobody_reads_of_a_tomorrow_that_is_over(
    paid_order: Order, bea: User, time_machine: Any, hours: int, posted: bool
) -> None:
    """A sweep that was dead wakes in the night after the day: the buyer sleeps and is
    told in the morning; what was due before it is not posted any more."""
    lifecycle.acknowledge(paid_order, by=bea)
    moment = fresh(paid_order).ship_by_at + timedelta(hours=hours)
    time_machine.move_to(moment, tick=False)
    sweep.sweep()
    assert kinds(paid_order)[-1] == "due_tomorrow"
    outbox.announce()
    time_machine.move_to(moment + timedelta(minutes=11), tick=False)
    outbox.deliver()
    email = Email.objects.get(email="due_tomorrow")
    assert (email.state == Email.State.SENT) == posted


def test_of_a_thousand_only_the_due_are_touched(db: None) -> None:
    """The benchmark in small, with its own checks: ./run bench-sweep."""
    out = StringIO()
    sizes = ["--orders", "1000", "--due", "60", "--lives", "4"]
    call_command("measure_sweep", *sizes, stdout=out)
    said = out.getvalue()
    assert "0 broken" in said
    assert "due 60, touched 60 (by xmin), told of 60" in said
