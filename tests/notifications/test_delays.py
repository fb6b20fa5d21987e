"""What a delay email must say: the date, what silence means, by when, how much."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from notifications.models import Email
from notifications.wording import Letter
from orders import arriving, lifecycle, promising, talking, withdrawing
from orders.attention import attention
from orders.lifecycle import Cancelling
from orders.models import Order, OrderLine
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.steps import Kind
from orders.talking import Progress
from orders.withdrawing import Statement
from tests import cast
from tests.notifications import scenes
from tests.notifications.conftest import Letters

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
DAY = r"\w+day \d+ \w+( \d{4})?"


def first(letter: Letter) -> str:
    return letter.text.partition("\n\n")[0]


def says(letter: Letter, pattern: str) -> bool:
    return bool(re.search(pattern, first(letter)))


@pytest.fixture
def two_pieces(stripe: Running, bowl: Variant, mugs: Variant, ada: User) -> Order:
    """A bowl and two mugs, from Bea, in one order."""
    return cast.order_of(cast.buy(stripe, bowl, mugs, buyer=ada))


def test_a_first_short_delay_takes_silence_for_a_yes(
    paid_order: Order, bea: User, letters: Letters
) -> None:
    scenes.delay(paid_order, 20, by=bea)
    letter = letters()["delayed"]
    assert says(letter, f"it now ships by {DAY}, and arrives by {DAY}\\.")
    assert "If you say nothing, it is made and sent by then." in first(letter)
    assert "need your yes" not in letter.text


def test_a_long_delay_needs_a_yes_by_a_deadline(
    paid_order: Order, bea: User, letters: Letters
) -> None:
    scenes.delay(paid_order, 60, by=bea)
    letter = letters()["delayed"]
    assert says(letter, f"We need your yes by {DAY}, \\d\\d:\\d\\d: without it")
    assert "your order is cancelled, and €47.00 goes back to you." in first(letter)
    assert "Yes, I’ll wait:\n" in letter.text


def test_a_second_delay_needs_a_yes(
    paid_order: Order, bea: User, letters: Letters
) -> None:
    scenes.delay(paid_order, 10, by=bea)
    scenes.delay(paid_order, 20, by=bea)
    assert "We need your yes by " in first(letters()["delayed"])


def test_without_a_date_it_says_when_one_comes(
    paid_order: Order, bea: User, letters: Letters
) -> None:
    scenes.delay(paid_order, 20, by=bea, has_date=False)
    letter = letters()["delayed"]
    assert letter.subject == "Bea's Bowls: later, and no date yet"
    assert says(letter, f"cannot say yet when it ships\\. You hear a day by {DAY}")
    assert "We need your yes by " in first(letter)
    assert "arrives by" not in first(letter)


def test_some_pieces_only_says_which(
    two_pieces: Order, bea: User, letters: Letters
) -> None:
    code = two_pieces.lines.get(title="Ash bowl").code
    scenes.delay(two_pieces, 60, by=bea, lines=[code])
    letter = letters()["delayed"]
    assert "part of your order" in first(letter)
    assert "€42.00 goes back to you" in first(letter)
    assert "Ash bowl" in letter.text
    assert "mug" not in letter.text


def test_past_the_day_it_is_needed_says_so_first(
    paid_order: Order, bea: User, letters: Letters
) -> None:
    needed = scenes.later(paid_order, 9)
    OrderLine.objects.update(needed_by=needed)
    scenes.delay(paid_order, 20, by=bea)
    letter = letters()["delayed"]
    assert letter.text.startswith("This comes after ")
    assert "the day you need it by. You may end the contract now" in first(letter)


def test_in_time_for_the_day_it_is_needed_says_nothing_of_it(
    paid_order: Order, bea: User, letters: Letters
) -> None:
    OrderLine.objects.update(needed_by=scenes.later(paid_order, 90))
    scenes.delay(paid_order, 20, by=bea)
    assert "need it by" not in letters()["delayed"].text


def test_one_of_many_reads_like_one_of_one(
    paid_order: Order, mug_order: Order, bea: User, letters: Letters
) -> None:
    scenes.delay(paid_order, 20, by=bea)
    alone = letters()["delayed"]
    scenes.delay(mug_order, 20, by=bea, bulk=True)
    assert first(letters()["delayed"]) == first(alone)


def test_late_says_when_it_is_cancelled_unasked(
    paid_order: Order, letters: Letters
) -> None:
    with time_machine.travel(paid_order.ship_by_at + timedelta(hours=9)):
        promising.miss(paid_order)
        letter = letters()["late_notice"]
    assert "We are sorry" in first(letter)
    assert says(letter, f"If nothing comes, it is cancelled on {DAY} without your")
    assert "€47.00 goes back to you." in first(letter)


def test_sorry_is_said_once(paid_order: Order, bea: User, letters: Letters) -> None:
    with time_machine.travel(paid_order.ship_by_at + A_DAY):
        promising.miss(paid_order)
        assert "sorry" in letters()["late_notice"].text
        scenes.delay(paid_order, 5, by=bea)
    paid_order.refresh_from_db()
    with time_machine.travel(paid_order.ship_by_at + A_DAY):
        promising.miss(paid_order)
        assert "sorry" not in letters()["late_notice"].text


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("R4", "is cancelled: its day had passed, and no new one came from Bea Wood."),
        ("R5", "is cancelled: it needed your yes to the later day, and none came"),
    ],
)
def test_cancelled_unasked_says_why_and_what_goes_back(
    paid_order: Order, letters: Letters, rule: str, why: str
) -> None:
    ended = Cancelling(rule=rule, restock=False)
    lifecycle.cancel(paid_order, by=None, reason="Late.", cancelling=ended)
    written = letters()
    assert why in written["cancelled"].text
    assert "€47.00 goes back to the card you paid with" in written["cancelled"].text
    assert "You need do nothing." in written["cancelled"].text
    assert "Handloop has cancelled order" in written["order_cancelled"].text


def test_a_part_cancelled_says_what_still_comes(
    two_pieces: Order, bea: User, letters: Letters
) -> None:
    code = two_pieces.lines.get(title="Ash bowl").code
    lifecycle.cancel(
        two_pieces, by=bea, reason="It cracked.", cancelling=Cancelling([code])
    )
    letter = letters()["cancelled"]
    gone, _, coming = letter.text.partition("Still to come, ships by ")
    assert "A part of your order" in gone
    assert "1 × Ash bowl" in gone
    assert "mug" not in gone
    assert "1 × Speckled mug" in coming


def test_no_delay_email_after_it_shipped(
    two_pieces: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    """Of what is late, all has left; the other piece is on time and still here."""
    bowl = two_pieces.lines.get(title="Ash bowl")
    scenes.delay(two_pieces, 20, by=bea, lines=[bowl.code])
    outbox.announce()
    parcel = Parcel("DHL", quantities={bowl.code: 1})
    lifecycle.ship(two_pieces, by=bea, parcel=parcel)
    outbox.deliver()
    subjects = [mail.subject for mail in mailoutbox if mail.to == ["ada@example.com"]]
    assert not any("new date" in subject for subject in subjects)
    assert any("on its way" in subject for subject in subjects)


def test_control_a_delay_email_before_it_shipped(
    two_pieces: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    bowl = two_pieces.lines.get(title="Ash bowl")
    scenes.delay(two_pieces, 20, by=bea, lines=[bowl.code])
    outbox.deliver()
    assert any("new date" in mail.subject for mail in mailoutbox)


def test_a_part_that_the_buyer_cancels_answers_no_question(
    two_pieces: Order, ada: User, bea: User
) -> None:
    """What was asked about the rest is still asked, of the maker and on her page."""
    code = two_pieces.lines.order_by("pk")[0].code
    day = cast.working_day(two_pieces, 20)
    promising.revise(two_pieces, by=bea, new=NewDate(day, "The kiln broke.", [code]))
    talking.ask(two_pieces, by=ada, note="And the rest?")
    part = Cancelling([code])
    lifecycle.cancel(two_pieces, by=ada, reason="", cancelling=part)
    outbox.deliver()
    assert Email.objects.get(email="question").state == Email.State.SENT
    waits = attention(cast.order_of(two_pieces.checkout)).question
    assert waits is not None
    assert waits.words == ["And the rest?"]


def test_what_was_withdrawn_before_is_not_cancelled_once_more(
    mug_order: Order, ada: User, bea: User, letters: Letters
) -> None:
    """Of three mugs, one was withdrawn from; the maker cancels the other two."""
    code = mug_order.lines.get().code
    statement = Statement("Ada Lovelace", "ada@example.com", {code: 1})
    withdrawing.withdraw(mug_order, by=ada, statement=statement)
    lifecycle.cancel(mug_order, by=bea, reason="The kiln broke.")
    assert "2 × Speckled mug" in letters()["cancelled"].text


def test_what_goes_back_counts_what_was_lost(
    mug_order: Order, bea: User, letters: Letters
) -> None:
    """All that was posted is lost and refunded: with the last mug goes the postage."""
    code = mug_order.lines.get().code
    parcel = Parcel("DHL", "1", quantities={code: 2})
    lifecycle.ship(mug_order, by=bea, parcel=parcel)
    with time_machine.travel(timezone.now() + 20 * A_DAY):
        shipment = mug_order.shipments.get()
        arriving.report_missing(mug_order, by=None, shipment=shipment, note="")
        arriving.lose(mug_order, by=None, shipment=shipment)
        scenes.delay(cast.order_of(mug_order.checkout), 60, by=bea)
    left = mug_order.total_cents - 2 * 1800
    cents = f"€{left / 100:.2f}"
    assert left > 1800
    assert f"is cancelled, and {cents} goes back" in letters()["delayed"].text


def test_of_a_lost_parcel_nobody_hears_that_it_is_on_its_way(
    paid_order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL", "1"))
    outbox.announce()
    with time_machine.travel(timezone.now() + 20 * A_DAY):
        shipment = paid_order.shipments.get()
        arriving.report_missing(paid_order, by=None, shipment=shipment, note="")
        arriving.lose(paid_order, by=None, shipment=shipment)
        outbox.deliver()
    assert Email.objects.get(email="shipped").state == Email.State.DROPPED
    assert not any("on its way" in mail.subject for mail in mailoutbox)


def test_control_a_parcel_that_is_not_lost_is_told(
    paid_order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL", "1"))
    outbox.deliver()
    assert any("on its way" in mail.subject for mail in mailoutbox)


def test_a_quiet_week_says_what_was_seen_last_and_how_long_it_is(
    paid_order: Order, bea: User, letters: Letters
) -> None:
    """R13: no two of them read the same."""
    said = []
    scenes.delay(paid_order, 40, by=bea)
    lifecycle.start(paid_order, by=bea, note="The wood is cut.")
    for days, step in ((1, ""), (8, "Turned"), (15, "")):
        with time_machine.travel(timezone.now() + days * A_DAY):
            if step:
                talking.progress(paid_order, by=bea, shown=Progress(step))
            scenes.happens(paid_order, Kind.REASSURED, rule="R13")
            said.append(letters()["reassured"].text)
    assert "Bea Wood began to make it on " in said[0]
    assert "The last you saw of it was “Turned”, on " in said[1]
    assert "for a word once more" not in said[0]
    assert "for a word once more" in said[1]
    assert len(set(said)) == 3
    days_left = [int(re.findall(r"it is (\d+) days", one)[0]) for one in said]
    assert days_left == sorted(days_left, reverse=True)
    assert len(set(days_left)) == 3
