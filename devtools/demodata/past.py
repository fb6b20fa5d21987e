"""The past, lived through again: each story goes on at its own moments, time does its
part in between, and every email leaves when it would have left."""

import heapq
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Min
from django.test import override_settings

from devtools import stripe
from devtools.mail import mailbox
from devtools.stripe.store import Store
from marketplace.celery import app
from notifications import outbox
from notifications.models import Email
from orders import sweep
from orders.models import Order
from payments import refunds

A_WHILE = timedelta(minutes=9)
#: What happens to somebody: it gives the moment at which it wants to go on.
Story = Iterator[datetime]


@dataclass(frozen=True)
class Posted:
    """A mail of the past, on its way into the demo's inbox."""

    at: datetime
    sender: str
    recipients: list[str]
    content: bytes


class PastMail(BaseEmailBackend):
    """Takes every mail and remembers when; `file_mails` puts them into the inbox."""

    posted: list[Posted] = []

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        """Accepted, all of them."""
        now = datetime.now(UTC)
        for mail in email_messages:
            content = mail.message(policy=policy.SMTP).as_bytes()
            self.posted.append(Posted(now, mail.from_email, mail.recipients(), content))
        return len(self.posted)


def file_mails() -> None:
    """Into the inbox, each at its own moment."""
    mailbox.directory().mkdir(parents=True, exist_ok=True)
    for mail in PastMail.posted:
        with time_machine.travel(mail.at):
            mailbox.store(mail.content, sender=mail.sender, recipients=mail.recipients)
    PastMail.posted.clear()


@dataclass
class PastStripe:
    """A Stripe sandbox of our own, whose clock travels with us."""

    running: stripe.Running
    #: Where the demo's own sandbox will be: what pay pages are called by.
    public_url: str = ""
    url: str = field(init=False)

    def __post_init__(self) -> None:
        self.url = self.running.url
        self.running.server.sandbox.base_url = self.public_url or self.url

    def pay(self, session_id: str, name: str, email: str) -> None:
        """With 4242…; anything but paid is a mistake in a story."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        given = json.dumps({"name": name, "email": email})
        try:
            connection.request("POST", f"/pay/{session_id}", given)
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        if answer.get("state") != "paid":
            raise ValueError(f"{name} could not pay: {answer}")


@contextmanager
def stripe_of_the_past(state: Path | None, public_url: str) -> Iterator[PastStripe]:
    """A sandbox in this process; in the end the demo's own knows all it knew.

    Its own file meanwhile: the demo's sandbox would end every page of the past."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "past.state"
        running = stripe.start(state=file)
        past = PastStripe(running, public_url)
        try:
            with override_settings(
                STRIPE_API_BASE=past.url, STRIPE_SECRET_KEY="sk_test_demo"
            ):
                yield past
        finally:
            running.stop()
        if state is not None:
            _hand_over(file, state)


def _hand_over(file: Path, state: Path) -> None:
    Store(state).close()
    known = sqlite3.connect(state, timeout=30)
    with known:
        known.execute("ATTACH ? AS past", [str(file)])
        known.execute(
            "INSERT INTO objects (id, kind, created, body)"
            " SELECT id, kind, created, body FROM past.objects ORDER BY seq"
        )
        known.execute("INSERT INTO answers SELECT * FROM past.answers")
    known.close()


@contextmanager
def nobody_woken() -> Iterator[None]:
    """No worker is told of the past: everything due is done here, in its moment."""
    broker = app.conf["broker_url"]
    app.conf["broker_url"] = "memory://localhost/"
    try:
        with override_settings(
            MAILERS={"default": {"BACKEND": f"{__name__}.{PastMail.__name__}"}},
            QUIET_HOURS=True,
        ):
            yield
    finally:
        app.conf["broker_url"] = broker


def tell(stories: Iterable[Story], *, until: datetime) -> None:
    """All stories at once, in the order of their moments."""
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(waiting)
    last = datetime(1, 1, 2, tzinfo=UTC)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        last = let_time_pass(last, until=moment)
        last = moment = max(moment, last + timedelta(seconds=1))
        with time_machine.travel(moment.astimezone(UTC)):
            following = next(story, None)
            post()
        if following is not None:
            # Days differ in length and workshops in their week: never back in time.
            following = min(max(following, moment + A_WHILE), until)
            heapq.heappush(waiting, (following, number, story))
    let_time_pass(last, until=until)


def let_time_pass(since: datetime, *, until: datetime) -> datetime:
    """What time alone changes: dates missed in silence, orders closed, and emails that
    waited for the morning. Gives the last moment at which anything did."""
    while (moment := _next_moment(since, until)) is not None:
        # Due for two things at once: one after the other.
        moment = max(moment, since + timedelta(seconds=1))
        with time_machine.travel(moment.astimezone(UTC)):
            for order in list(Order.objects.look_again()):
                sweep.look_again(order.pk)
            post()
        since = moment
    return since


def _next_moment(since: datetime, until: datetime) -> datetime | None:
    orders = Order.objects.filter(look_again_at__lte=until)
    emails = Email.objects.unsent().filter(due_at__gt=since, due_at__lte=until)
    moments = [
        orders.aggregate(first=Min("look_again_at"))["first"],
        emails.aggregate(first=Min("due_at"))["first"],
    ]
    return min((one for one in moments if one is not None), default=None)


def post() -> None:
    """Emails leave, and so does money that is owed."""
    outbox.deliver()
    refunds.send_due()
