"""What one maker should do comes as one email, whatever dies on the way (R15)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem
from django.utils import timezone
from pytest_django import Settings

from accounts import preferences
from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import bundles, outbox, posting, wording
from notifications.models import Email
from orders import lifecycle, talking
from orders.models import Order
from orders.parcels import Parcel
from orders.steps import Kind
from orders.talking import Progress
from orders.talking_forms import hello
from tests import cast
from tests.notifications import scenes

pytestmark = pytest.mark.django_db
State = Email.State
A_DAY = timedelta(days=1)
SOON = timedelta(minutes=11)
A_LEASE = posting.LEASE + timedelta(seconds=1)


class Killed(BaseException):
    """As a worker ends when memory runs out: no handler of ours sees it."""


class Deadly(locmem.EmailBackend):
    """Takes the email, or not, and then its worker is killed."""

    takes = True
    kills = 1

    def send_messages(self, messages: Any) -> int:
        """The first so many cost a worker."""
        if type(self).kills:
            type(self).kills -= 1
            if self.takes:
                super().send_messages(messages)
            raise Killed
        return super().send_messages(messages)


@pytest.fixture
def orders(stripe: Running, mugs: Variant, ada: User) -> list[Order]:
    """Three orders of Bea's, told of; mails are counted from here."""
    made = [cast.order_of(cast.buy(stripe, mugs, buyer=ada)) for _ in range(3)]
    outbox.deliver()
    return made


@pytest.fixture
def nudged(orders: list[Order]) -> list[Order]:
    """All three would like a word."""
    for order, kind in zip(
        orders, (Kind.HELLO_DUE, Kind.SILENCE_NOTICED, Kind.HELLO_DUE), strict=True
    ):
        scenes.happens(order, kind)
    outbox.announce()
    return orders


@contextmanager
def after(passed: timedelta) -> Iterator[None]:
    """So much later."""
    with time_machine.travel(timezone.now() + passed):
        yield


def to_bea(mailoutbox: list[EmailMessage], since: int = 0) -> list[EmailMessage]:
    return [mail for mail in mailoutbox[since:] if mail.to == ["bea@example.com"]]


def states() -> list[tuple[str, str]]:
    nudges = Email.objects.exclude(bundle="").order_by("pk")
    return list(nudges.values_list("email", "state"))


def test_due_together_they_go_as_one(
    nudged: list[Order], mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    with after(SOON):
        outbox.deliver()
    (mail,) = to_bea(mailoutbox)
    assert mail.subject == "3 things your buyers wait for"
    for order in nudged:
        assert order.number in mail.body
    carrier = Email.objects.get(email="hello_due", state=State.SENT)
    assert states() == [
        ("hello_due", "sent"),
        ("silence_noticed", "bundled"),
        ("hello_due", "bundled"),
    ]
    told = Email.objects.filter(state=State.BUNDLED)
    assert {email.carrier for email in told} == {carrier}
    assert all(order.number in carrier.text for order in nudged)
    assert mail.extra_headers["Message-ID"] == carrier.message_id


def test_before_their_time_none_goes(
    nudged: list[Order], mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    outbox.deliver()
    assert mailoutbox == []


def test_one_alone_keeps_its_own_words(
    orders: list[Order], mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    scenes.happens(orders[0], Kind.HELLO_DUE)
    outbox.announce()
    with after(SOON):
        outbox.deliver()
    (mail,) = to_bea(mailoutbox)
    assert mail.subject == f"Say hello to Ada Lovelace: order {orders[0].number}"
    assert "?do=hello#hello" in mail.body
    assert f"> {hello(orders[0])}" in mail.body  # what the form is filled with


def test_what_is_no_longer_true_is_left_out(
    nudged: list[Order], bea: User, mailoutbox: list[EmailMessage]
) -> None:
    lifecycle.ship(nudged[0], by=bea, parcel=Parcel("DHL"))
    talking.write(nudged[1], by=bea, note="Hello!")
    mailoutbox.clear()
    with after(SOON):
        outbox.deliver()
    (mail,) = to_bea(mailoutbox)
    assert nudged[2].number in mail.subject
    assert sorted(states()) == [
        ("hello_due", "bundled"),
        ("hello_due", "sent"),
        ("silence_noticed", "dropped"),
    ]


def test_when_nothing_of_it_is_true_nothing_goes(
    nudged: list[Order], bea: User, mailoutbox: list[EmailMessage]
) -> None:
    for order in nudged:
        talking.write(order, by=bea, note="Hello!")
    mailoutbox.clear()
    with after(SOON):
        outbox.deliver()
    assert to_bea(mailoutbox) == []
    assert {state for _, state in states()} == {"dropped"}


def test_two_makers_get_one_each(
    nudged: list[Order], scarf_order: Order, mailoutbox: list[EmailMessage]
) -> None:
    scenes.happens(scarf_order, Kind.HELLO_DUE)
    outbox.deliver()
    mailoutbox.clear()
    with after(SOON):
        outbox.deliver()
    assert sorted(mail.to[0] for mail in mailoutbox) == [
        "bea@example.com",
        "carl@example.com",
    ]


@pytest.mark.parametrize("takes", [True, False])
def test_a_killed_worker_costs_at_most_the_same_email_again(
    nudged: list[Order],
    settings: Settings,
    mailoutbox: list[EmailMessage],
    takes: bool,
) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Deadly"}}
    Deadly.takes, Deadly.kills = takes, 1
    mailoutbox.clear()
    _through_a_kill()
    mails = to_bea(mailoutbox)
    assert len(mails) == (2 if takes else 1)
    assert len({mail.extra_headers["Message-ID"] for mail in mails}) == 1
    for order in nudged:
        assert all(order.number in mail.body for mail in mails)
    assert [state for _, state in states()] == ["sent", "bundled", "bundled"]


def test_control_bundled_without_a_carrier_to_hold_on_to_they_are_lost(
    nudged: list[Order], settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    """The same kill; the first only remembers in memory what it takes along."""
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Deadly"}}
    Deadly.takes, Deadly.kills = False, 1
    mailoutbox.clear()

    def forgetful(carriers: list[int]) -> None:
        others = Email.objects.unsent().exclude(bundle="").exclude(pk__in=carriers)
        others.update(state=State.DROPPED)

    with mock.patch.object(bundles, "gather", forgetful):
        _through_a_kill()
    told = " ".join(str(mail.body) for mail in to_bea(mailoutbox))
    assert [order.number in told for order in nudged] == [True, False, False]


def _through_a_kill() -> None:
    with after(SOON):
        with suppress(Killed):
            outbox.deliver()
        with after(A_LEASE):
            outbox.deliver()


def test_one_that_cannot_be_written_stops_no_other(
    nudged: list[Order], mailoutbox: list[EmailMessage]
) -> None:
    bad = Email.objects.filter(event__order=nudged[1]).exclude(bundle="").get()
    Email.objects.filter(pk=bad.pk).update(email="of_old")
    mailoutbox.clear()
    with after(SOON):
        outbox.deliver()
        told = " ".join(str(mail.body) for mail in to_bea(mailoutbox))
        assert nudged[0].number not in told
        with after(timedelta(minutes=1)):
            outbox.deliver()
    told = " ".join(str(mail.body) for mail in to_bea(mailoutbox))
    assert nudged[0].number in told
    assert nudged[2].number in told
    assert "LookupError" in Email.objects.get(email="of_old").last_error


def test_a_parked_bundle_goes_whole_when_it_is_posted_again(
    nudged: list[Order], mailoutbox: list[EmailMessage]
) -> None:
    with after(SOON):
        posting._claim()
        carrier = Email.objects.unsent().exclude(bundle="").get()
        Email.objects.filter(pk=carrier.pk).update(state=State.PARKED)
        carrier.refresh_from_db()
        mailoutbox.clear()
        outbox.post_again(carrier)
        outbox.deliver()
    (mail,) = to_bea(mailoutbox)
    assert all(order.number in mail.body for order in nudged)


def test_what_its_reader_turned_off_is_left_out(
    nudged: list[Order], mailoutbox: list[EmailMessage]
) -> None:
    preferences.turn_off("bea@example.com", "hello_due")
    mailoutbox.clear()
    with after(SOON):
        outbox.deliver()
    (mail,) = to_bea(mailoutbox)
    assert mail.subject == f"Still on it? Order {nudged[1].number}"


# From the workbench, once a week


def show(order: Order, bea: User, step: str) -> None:
    talking.progress(order, by=bea, shown=Progress(step, "", f"{step} today."))
    outbox.deliver()


def workbench(mailoutbox: list[EmailMessage]) -> list[str]:
    return [str(m.body) for m in mailoutbox if "from the workbench" in m.subject]


def test_from_the_workbench_comes_once_a_week(
    scarf_order: Order, carl: User, mailoutbox: list[EmailMessage]
) -> None:
    start: datetime = timezone.now()
    for days, step in ((0, "Warped"), (0.001, "Tied")):
        with time_machine.travel(start + days * A_DAY):
            show(scarf_order, carl, step)
    for days, step in ((1, "Woven"), (3, "Washed")):
        with time_machine.travel(start + days * A_DAY - SOON):
            outbox.deliver()
        with time_machine.travel(start + days * A_DAY):
            show(scarf_order, carl, step)
    (first,) = workbench(mailoutbox)
    assert "Warped today." in first
    assert "Tied today." in first
    for days in (6, 9):
        with time_machine.travel(start + days * A_DAY):
            outbox.deliver()
    _, second = workbench(mailoutbox)
    assert "Woven today." in second
    assert "Washed today." in second
    assert "Warped" not in second


def test_nothing_from_the_workbench_once_it_left(
    scarf_order: Order, carl: User, mailoutbox: list[EmailMessage]
) -> None:
    show(scarf_order, carl, "Woven")
    lifecycle.ship(scarf_order, by=carl, parcel=Parcel("DHL"))
    with after(SOON):
        outbox.deliver()
    assert workbench(mailoutbox) == []


def test_bundles_are_written_in_a_fixed_number_of_queries(
    nudged: list[Order], django_assert_max_num_queries: Any
) -> None:
    with after(SOON):
        claimed = posting._claim()
        with django_assert_max_num_queries(9):
            (load,) = posting.loads(claimed)
            wording.write(load.email, load.truths())
