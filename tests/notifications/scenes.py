"""Orders to which everything happens that an email tells of, once or more."""

from datetime import date, timedelta
from typing import Any

import time_machine
from django.utils import timezone

from accounts.models import User
from listings import catalogue, questions, restocking, waitlist
from listings.models import Listing, Variant
from listings.reader import Reader
from notifications import outbox, posting, wording
from notifications.announcements import announcement
from notifications.facts import facts_about
from notifications.models import Email
from notifications.wording import Letter
from orders import arriving, lifecycle, promising, talking, withdrawing
from orders.lifecycle import Cancelling
from orders.models import Order, OrderEvent
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.steps import Kind, Role, lock, take_step
from orders.talking import Progress
from orders.withdrawing import Statement

A_DAY = timedelta(days=1)


def later(order: Order, days: int) -> date:
    """A working day of the shop at least so many days from today."""
    week = order.shop.working_week
    today = timezone.now().astimezone(week.zone).date()
    return week.next_working_day(today + (days - 1) * A_DAY)


def happens(order: Order, kind: Kind, **details: Any) -> OrderEvent:
    """Time takes a step that is only said, not done."""
    return take_step(lock(order), kind, by=None, role=Role.SYSTEM, **details)


def delay(order: Order, days: int, *, by: User, **more: Any) -> OrderEvent:
    """The maker needs more time."""
    new = NewDate(later(order, days), "The kiln broke.\nI fire again on Friday.")
    return promising.revise(order, by=by, new=NewDate(**vars(new) | more))


def of_an_open_order(order: Order, bea: User) -> None:
    """What happens while it is made; the buyer's question is passed up and settled."""
    happens(order, Kind.HELLO_DUE)
    happens(order, Kind.REASSURED, rule="R2")
    lifecycle.acknowledge(order, by=bea, note="Hello! I begin tomorrow.")
    lifecycle.start(order, by=bea, note="The clay is on the wheel.")
    talking.progress(order, by=bea, shown=Progress("Thrown", "", "Two of three."))
    talking.progress(
        order, by=bea, shown=Progress("Glazed", "/media/p.jpg", "A blue one.")
    )
    happens(order, Kind.SILENCE_NOTICED)
    happens(order, Kind.REASSURED, rule="R13")
    happens(order, Kind.DUE_TOMORROW, promise=1)
    talking.ask(order, by=None, note="Does it go into the oven?\nI hope so.")
    happens(order, Kind.CHASED, level=1)
    happens(order, Kind.CHASED, level=2)
    happens(order, Kind.ESCALATED, about="question", owner="Olga")
    talking.write(order, by=bea, note="Yes, up to 180 degrees.")


def of_a_late_order(order: Order, bea: User) -> None:
    """Missed in silence, moved, missed again, and given up."""
    with time_machine.travel(order.ship_by_at + A_DAY):
        promising.miss(order)
        delay(order, 12, by=bea)
        promising.wait(order, by=None)
    order.refresh_from_db()
    with time_machine.travel(order.ship_by_at + A_DAY):
        promising.miss(order)
        ended = Cancelling(rule="R4", restock=False)
        lifecycle.cancel(order, by=None, reason="It was late.", cancelling=ended)


def of_parcels(order: Order, bea: User) -> None:
    """Three mugs: one never comes, one is sent back, one will be."""
    line = order.lines.get()
    for _ in range(3):
        parcel = Parcel(
            "DHL", "00340434", "https://t.example/1", quantities={line.code: 1}
        )
        lifecycle.ship(order, by=bea, parcel=parcel)
    first, second, third = order.shipments.all()
    with time_machine.travel(timezone.now() + 20 * A_DAY):
        arriving.ask_arrival(order, shipment=first)
        arriving.report_missing(order, by=None, shipment=first, note="Not at all.")
        happens(order, Kind.ESCALATED, about="missing", owner="", shipment=1)
        arriving.lose(order, by=None, shipment=first)
        arriving.deliver(order, by=None, shipment=second)
        arriving.deliver(order, by=None, shipment=third, role=Role.BUYER)
        statement = Statement("Ada Lovelace", "ada@work.example", {line.code: 1})
        for _ in range(2):
            withdrawing.withdraw(order, by=None, statement=statement)
        back = order.withdrawals.get(number=1)
        withdrawing.take_back(order, by=bea, withdrawal=back)


def of_a_quiet_end(order: Order, bea: User, olga: User) -> None:
    """On time, there, and all well, with a word of the marketplace."""
    happens(order, Kind.POSTAGE_REFUNDED, refund_cents=500)
    talking.take_on(order, by=olga)
    talking.settle(order, by=olga, note="A mistake of ours: the postage is yours.")
    lifecycle.ship(order, by=bea, parcel=Parcel("An Post", note="Washed and wrapped."))
    arriving.deliver(order, by=None, shipment=order.shipments.get())
    arriving.ask_if_well(order)
    arriving.all_good(order, by=None)


def of_a_piece(bowl: Listing, scarf: Listing, bea: User) -> None:
    """What is asked of its maker before anybody buys, and what those hear who wait."""
    guest = Reader.guest("guest@example.com", "Gus")
    first = questions.ask(bowl, guest, words="Does it take hot soup?\nI hope so.")
    questions.ask(scarf, guest, words="How long is it?")
    with time_machine.travel(timezone.now() + 2 * A_DAY):
        questions.chase()
        questions.chase()
        questions.answer(first, by=bea, words="Yes, and salad.")
    Variant.objects.filter(listing=bowl).update(stock=0, held=0)
    place = waitlist.join(bowl, guest)
    waitlist.confirm(place)
    waitlist.expect(bowl, bowl.shop.today + 3 * A_DAY)
    restocking.sweep()
    with time_machine.travel(timezone.now() + 5 * A_DAY):
        restocking.sweep()
    Variant.objects.filter(listing=bowl).update(stock=1)
    restocking.sweep()
    catalogue.remove(bowl)
    restocking.sweep()


def letters_with_rows() -> list[tuple[Email, Letter]]:
    """Every email there is, written now as if nothing had made it moot."""
    while outbox.announce():
        pass
    found = []
    for load in posting.loads(list(Email.objects.values_list("pk", flat=True))):
        email = load.email
        row = announcement(email.cause, email.email)
        truth = (email, facts_about(email), row)
        found.append((email, wording.write(email, [truth])))
    return found
