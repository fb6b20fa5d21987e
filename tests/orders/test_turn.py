"""Whose turn it is, and what follows if they do not take it: said as it happens."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from marketplace.templatetags.show import day, moment
from orders import arriving, lifecycle, promising, sweep, talking, withdrawing
from orders.facts import facts_of
from orders.limits import limits
from orders.models import Order
from orders.parcels import Parcel
from orders.plan import plan_of
from orders.promising import NewDate
from orders.rules import gives_up_at
from orders.steps import Role
from orders.turn import turns
from orders.withdrawing import Statement
from tests import cast
from tests.orders.buyer import overdue, read

pytestmark = pytest.mark.django_db
ZONE = "Europe/Berlin"


@pytest.fixture
def ada_reads(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_the_maker_must_post_it(ada_reads: Client, paid_order: Order) -> None:
    by = paid_order.promises.get().ship_by_on
    text = read(ada_reads, paid_order)
    assert f"Bea Wood’s turn Bea Wood posts it by {day(by)}." in text
    assert "You hear something by " in text
    assert "€47.00 goes back to your card, unasked." in text


def test_what_is_said_of_the_end_is_what_happens(
    ada_reads: Client, paid_order: Order
) -> None:
    """The day that the page names on the first day, told at the promise's end, is the
    day on which it is cancelled; and not a moment before."""
    said = turns(plan_of(fresh(paid_order)))[0].then
    with time_machine.travel(paid_order.ship_by_at + timedelta(days=1), tick=False):
        sweep.sweep()
        order = fresh(paid_order)
        known = facts_of(order)
        ends = gives_up_at(known.promises[0], known, limits())
    assert ends is not None
    assert f"cancelled on {day(ends, ZONE)}" in said
    with time_machine.travel(ends - timedelta(minutes=1), tick=False):
        sweep.sweep()
        assert fresh(paid_order).state == "received"
    with time_machine.travel(ends + timedelta(minutes=1), tick=False):
        sweep.sweep()
        assert fresh(paid_order).state == "cancelled"


def test_a_yes_that_is_needed_comes_first(
    ada_reads: Client, paid_order: Order, bea: User
) -> None:
    cast.delay(paid_order, bea, days=50)
    by = paid_order.promises.get(number=2).answer_by_at
    text = read(ada_reads, paid_order)
    assert "It needs your yes" in text
    assert "Your turn Is the new date all right?" in text
    assert f"Please answer by {moment(by, ZONE)}." in text
    assert "Yes, I’ll wait" in text
    assert "posts it by" not in text


def test_without_a_date_it_says_when_one_comes(
    ada_reads: Client, paid_order: Order, ada: User, bea: User
) -> None:
    until = cast.working_day(paid_order, 20)
    new = NewDate(until, "The kiln is away for repair.", has_date=False)
    promising.revise(paid_order, by=bea, new=new)
    text = read(ada_reads, paid_order)
    assert "There is no date yet" in text
    assert f"You hear a date by {day(until)}" in text
    promising.wait(paid_order, by=ada)
    text = read(ada_reads, paid_order)
    assert f"Bea Wood gives you a date for it by {day(until)}." in text


def test_each_part_has_its_own_line_and_date(
    ada_reads: Client, mug_order: Order, bea: User
) -> None:
    code = mug_order.lines.get().code
    lifecycle.ship(mug_order, by=bea, parcel=Parcel("DHL", quantities={code: 1}))
    parcel = mug_order.shipments.get()
    by = mug_order.promises.get().ship_by_on
    text = read(ada_reads, mug_order)
    assert "Part by part" in text
    assert (
        f"1 × Speckled mug On its way in parcel 1, with you by {day(parcel.arrives_by)}"
    ) in text
    assert f"2 × Speckled mug Ships by {day(by)}, with you by" in text
    assert f"Bea Wood posts 2 × Speckled mug by {day(by)}." in text


def test_packed_is_not_posted(ada_reads: Client, paid_order: Order, bea: User) -> None:
    lifecycle.pack(paid_order, by=bea, parcel=Parcel("DHL"))
    text = read(ada_reads, paid_order)
    assert "It is packed It has not been posted yet, so its date stands." in text
    assert "Bea Wood has packed it and posts it by" in text


def test_a_question_has_its_clock(
    ada_reads: Client, paid_order: Order, ada: User, bea: User
) -> None:
    talking.ask(paid_order, by=ada, note="Is it food safe?")
    text = read(ada_reads, paid_order)
    assert "Bea Wood has your question since" in text
    assert "A person at Handloop takes it on" in text
    talking.write(paid_order, by=bea, note="It is.")
    text = read(ada_reads, paid_order)
    assert "has your question" not in text
    assert "“It is.”" in text


def test_a_parcel_that_is_missed_has_its_moment(
    ada_reads: Client, paid_order: Order, ada: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    order = overdue(paid_order)
    text = read(ada_reads, order)
    assert "Your turn Is it with you?" in text
    assert "If it is not, say so, and it is looked for." in text
    parcel = order.shipments.get()
    arriving.report_missing(order, by=ada, shipment=parcel, note="Not at the door.")
    parcel.refresh_from_db()
    assert parcel.missing_at is not None
    ends = parcel.missing_at + timedelta(hours=limits().missing_refund_hours)
    text = read(ada_reads, order)
    assert "Bea Wood is looking for it" in text
    assert f"If it is not with you by {moment(ends, ZONE)}, €47.00 goes back" in text
    assert "Wait another week for it" in text


def test_who_looks_after_it_has_a_name(
    ada_reads: Client, paid_order: Order, olga: User
) -> None:
    talking.escalate(paid_order, about="question")
    text = read(ada_reads, paid_order)
    name = olga.get_short_name()
    assert f"{name} at Handloop looks after it" in text
    assert f"{name}’s turn" in text


def test_there_and_well(
    ada_reads: Client, paid_order: Order, ada: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    shipment = paid_order.shipments.get()
    arriving.deliver(paid_order, by=ada, shipment=shipment, role=Role.BUYER)
    text = read(ada_reads, paid_order)
    assert "Nobody’s turn It is with you. If something is wrong, say so." in text
    assert "whether all is well" in text
    arriving.all_good(paid_order, by=ada)
    assert "All is done." in read(ada_reads, paid_order)


def test_what_goes_back_is_posted_by_a_day(
    ada_reads: Client, paid_order: Order, ada: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    shipment = paid_order.shipments.get()
    arriving.deliver(paid_order, by=ada, shipment=shipment, role=Role.BUYER)
    codes = {paid_order.lines.get().code: 1}
    statement = Statement("Ada Lovelace", "ada@example.com", codes)
    withdrawing.withdraw(paid_order, by=ada, statement=statement)
    text = read(ada_reads, paid_order)
    assert "Post what you withdrew from to Bea Wood by" in text
    assert "It goes back to Bea Wood €42.00" in text or "€47.00 comes back" in text
    withdrawing.take_back(paid_order, by=bea, withdrawal=paid_order.withdrawals.get())
    assert "It is back with Bea Wood" in read(ada_reads, paid_order)


def test_cancelled_is_nobodys_turn(
    ada_reads: Client, paid_order: Order, ada: User
) -> None:
    lifecycle.cancel(paid_order, by=ada, reason="")
    text = read(ada_reads, paid_order)
    assert "Nobody’s turn €47.00 goes back to the card that paid." in text


def test_packed_in_part_is_not_packed(
    ada_reads: Client, mug_order: Order, bea: User
) -> None:
    code = mug_order.lines.get().code
    lifecycle.pack(mug_order, by=bea, parcel=Parcel("DHL", quantities={code: 1}))
    assert "Bea Wood posts it by" in read(ada_reads, mug_order)
    lifecycle.pack(mug_order, by=bea, parcel=Parcel("DHL", quantities={code: 2}))
    assert "Bea Wood has packed it" in read(ada_reads, mug_order)
