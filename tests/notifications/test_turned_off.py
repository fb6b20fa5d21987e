"""What its reader turned off does not leave; what an order owes always does."""

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts import preferences
from accounts.models import User
from notifications import outbox
from notifications.announcements import ANNOUNCEMENTS
from notifications.envelope import Envelope
from notifications.models import Email
from notifications.wording import Letter
from orders import talking
from orders.models import Order
from orders.steps import Kind
from orders.talking import Progress
from tests.notifications import scenes
from tests.notifications.conftest import Letters

pytestmark = pytest.mark.django_db
#: To whoever waits for a piece: they leave the line, and hear no more.
LINE = {"confirm_wait", "back_in_stock", "restock_moved", "restock_late"}
OPTIONAL = {
    row.email for rows in ANNOUNCEMENTS.values() for row in rows if row.optional
}


def test_turned_off_it_is_dropped_and_the_rest_leaves(
    paid_order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    preferences.turn_off("ADA@example.com", "from_the_workbench")
    talking.progress(paid_order, by=bea, shown=Progress(step="Turned"))
    talking.write(paid_order, by=bea, note="Hello!")
    outbox.announce()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        outbox.deliver()
    left = [str(one.extra_headers["Message-ID"]) for one in mailoutbox]
    assert any(name.startswith("<message.") for name in left)
    assert not any(name.startswith("<from_the_workbench.") for name in left)
    dropped = Email.objects.get(email="from_the_workbench")
    assert dropped.state == Email.State.DROPPED


def test_only_what_may_be_turned_off_says_how(
    everything: list[tuple[Email, Letter]],
) -> None:
    """RFC 8058, and a link at the foot of the email."""
    assert {row.email for row, one in everything if one.headers} == OPTIONAL | LINE
    assert all("/waiting/" in one.text for row, one in everything if row.email in LINE)
    for row, letter in everything:
        assert ("/account/emails/" in letter.text) == (row.email in OPTIONAL)
        assert ("/account/emails/" in letter.html) == (row.email in OPTIONAL)
        if row.email in OPTIONAL:
            link = letter.headers["List-Unsubscribe"].strip("<>")
            assert link in letter.text
            given = link.rstrip("/").rsplit("/", 1)[1]
            known = preferences.read_token(given)
            assert known is not None
            assert (known[0], known[1].email) == (row.to, row.email)


def test_the_headers_go_over_the_wire_whole(
    paid_order: Order, letters: Letters, client: Client
) -> None:
    scenes.happens(paid_order, Kind.HELLO_DUE)
    letter = letters()["hello_due"]
    envelope: Envelope = letter.envelope("bea@example.com")
    message = envelope.message()
    given = "".join(str(message["List-Unsubscribe"]).split())
    assert given == letter.headers["List-Unsubscribe"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = given.strip("<>").removeprefix("http://localhost:8000")
    client.post(path, {"List-Unsubscribe": "One-Click"})
    off = preferences.turned_off(["bea@example.com"])
    assert off == {("bea@example.com", "hello_due")}
