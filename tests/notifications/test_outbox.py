"""Emails leave once, what fails waits or is parked, and nothing else is held up."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from devtools import purchases
from marketplace.errors import Refused
from notifications import outbox, posting
from notifications.models import Email
from orders import lifecycle
from orders.models import Checkout, Order
from orders.parcels import Parcel

pytestmark = pytest.mark.django_db


@pytest.fixture
def purchase(db: None) -> list[Checkout]:
    """Three purchases of a bowl: six emails to be posted."""
    return purchases.paid([purchases.piece("Bea", "Bea's Bowls", "Bowl")], 3)


class Moody(locmem.EmailBackend):
    """Takes all but what is to one address."""

    refuses = "buyer1@buyers.example"

    def send_messages(self, messages: Any) -> int:
        """As a post office that does not know somebody."""
        if messages[0].to == [self.refuses]:
            raise ConnectionResetError("Nobody of that name.")
        return super().send_messages(messages)


class Closed(locmem.EmailBackend):
    """Nobody answers."""

    def open(self) -> bool | None:
        """Not today."""
        raise ConnectionRefusedError("Closed.")


@pytest.fixture
def moody(settings: Any) -> None:
    """A post office that refuses one of the three buyers."""
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Moody"}}


def test_posted_once_and_kept_as_evidence(
    purchase: list[Checkout], mailoutbox: list[EmailMessage]
) -> None:
    outbox.deliver()
    outbox.deliver()
    assert len(mailoutbox) == 6
    assert len({m.extra_headers["Message-ID"] for m in mailoutbox}) == 6
    for email in Email.objects.all():
        assert email.state == Email.State.SENT
        assert email.attempts == 1
        assert email.subject
        assert email.text


def test_what_was_claimed_is_left_alone(
    purchase: list[Checkout], mailoutbox: list[EmailMessage]
) -> None:
    outbox.announce()
    Email.objects.update(due_at=timezone.now() + posting.LEASE)
    outbox.deliver()
    assert mailoutbox == []
    with time_machine.travel(timezone.now() + posting.LEASE + timedelta(seconds=1)):
        outbox.deliver()
    assert len(mailoutbox) == 6


def test_one_failure_waits_and_the_others_leave(
    purchase: list[Checkout], moody: None, mailoutbox: list[EmailMessage]
) -> None:
    outbox.deliver()
    assert len(mailoutbox) == 5
    failed = Email.objects.get(state=Email.State.DUE)
    assert failed.to == Moody.refuses
    assert "Nobody of that name." in failed.last_error
    assert failed.due_at > timezone.now() + timedelta(seconds=10)


def test_five_failures_park_it_until_an_operator_looks(
    purchase: list[Checkout], moody: None
) -> None:
    for _ in range(5):
        outbox.deliver()
        Email.objects.unsent().update(due_at=timezone.now())
    parked = Email.objects.parked().get()
    assert parked.attempts == 5
    assert outbox.health().parked == 1
    outbox.post_again(parked)
    assert Email.objects.due().get() == parked


def test_only_a_parked_email_is_posted_again(purchase: list[Checkout]) -> None:
    outbox.deliver()
    with pytest.raises(Refused):
        outbox.post_again(Email.objects.all()[0])
    assert not Email.objects.unsent().exists()


def test_a_closed_post_office_is_nobodys_failure(
    purchase: list[Checkout], settings: Any
) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Closed"}}
    outbox.deliver()
    assert Email.objects.due().count() == 6
    assert set(Email.objects.values_list("attempts", flat=True)) == {0}


def test_a_row_that_cannot_be_rendered_stops_nobody(
    purchase: list[Checkout], mailoutbox: list[EmailMessage]
) -> None:
    outbox.announce()
    bad = Email.objects.filter(event__checkout=purchase[0])
    for email in bad:
        Email.objects.filter(pk=email.pk).update(email=f"{email.email}_of_old")
    outbox.deliver()
    assert len(mailoutbox) == 4
    for failed in Email.objects.unsent():
        assert failed.step.checkout == purchase[0]
        assert "LookupError" in failed.last_error


@pytest.mark.parametrize("address", ["nobody", "a b@c\r\nBcc: d@e.f", "x" * 300])
def test_a_bad_address_stops_nobody(
    purchase: list[Checkout], mailoutbox: list[EmailMessage], address: str
) -> None:
    Checkout.objects.filter(pk=purchase[0].pk).update(email=address[:254])
    outbox.deliver()
    good = {m.to[0] for m in mailoutbox}
    assert {"buyer1@buyers.example", "buyer2@buyers.example"} <= good
    assert not any(to == "d@e.f" for to in good)


def test_what_kills_its_workers_is_parked(purchase: list[Checkout]) -> None:
    outbox.announce()
    deadly = Email.objects.all()[0]
    Email.objects.filter(pk=deadly.pk).update(attempts=posting.HOPELESS)
    outbox.deliver()
    deadly.refresh_from_db()
    assert deadly.state == Email.State.PARKED


def test_who_lost_the_lease_says_nothing(purchase: list[Checkout]) -> None:
    outbox.announce()
    email = Email.objects.all()[0]
    Email.objects.filter(pk=email.pk).update(attempts=2)
    email.attempts = 1
    posting._mark(email, state=Email.State.SENT, sent_at=timezone.now())
    email.refresh_from_db()
    assert email.state == Email.State.DUE


def test_one_persons_emails_leave_in_order(
    paid_order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    """“Shipped” does not overtake “received” while that is still with a worker."""
    outbox.announce()
    first = Email.objects.get(email="order_received")
    lease = timezone.now() + posting.LEASE
    Email.objects.filter(pk=first.pk).update(due_at=lease, attempts=1)
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    outbox.deliver()
    assert [m for m in mailoutbox if m.to == ["ada@example.com"]] == []
    Email.objects.filter(pk=first.pk).update(due_at=timezone.now())
    outbox.deliver()
    to_ada = [m.subject for m in mailoutbox if m.to == ["ada@example.com"]]
    assert to_ada == [
        "Order received: Bea's Bowls",
        "Bea's Bowls: your parcel is on its way",
    ]


def test_a_step_that_rolls_back_tells_nobody(paid_order: Order, bea: User) -> None:
    outbox.deliver()
    with transaction.atomic():
        lifecycle.acknowledge(paid_order, by=bea, note="Hello!")
        transaction.set_rollback(True)
    outbox.deliver()
    assert not Email.objects.filter(email="acknowledged").exists()


def test_health_counts_what_waits_too_long(purchase: list[Checkout]) -> None:
    assert outbox.health() == outbox.Health(late=0, parked=0)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert outbox.health().late == 6
        outbox.deliver()
        assert outbox.health().late == 0
