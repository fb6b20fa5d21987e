"""Emails on their way out: written as rows, claimed for a minute, posted, marked.

Postgres is the queue. A nudge only makes it immediate; the sweep makes it certain.
"""

import logging
import secrets
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from time import monotonic

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from marketplace.errors import Refused
from marketplace.events import wake
from notifications import wording
from notifications.announcements import announcement, caused_by
from notifications.facts import Facts, with_facts
from notifications.models import Email
from orders.models import OrderEvent

log = logging.getLogger(__name__)
_chance = secrets.SystemRandom()

TASK = "notifications.deliver"
#: A claimed email is nobody else's for so long; a dead worker's comes back by itself.
LEASE = timedelta(seconds=60)
#: What was read about a batch is believed for so long (seconds), then read again.
TRUTH_LASTS = 5
#: One run of the task ends after so long (seconds) and asks for the next one; shorter
#: than a worker that is told to stop may take (CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT).
ONE_RUN = 8
BATCH = 40
EVENTS_AT_ONCE = 100
#: How long to wait after the first, second … failure; after the last one it is parked.
BACK_OFF = [
    timedelta(seconds=20),
    timedelta(minutes=2),
    timedelta(minutes=15),
    timedelta(hours=2),
]
#: Claimed so often without an outcome, it must be what kills its workers.
HOPELESS = 20
LATE_AFTER = timedelta(minutes=5)

#: One email per person and purchase at a time, in the order of the events, so that
#: nobody reads “delivered” before “shipped”; one that has failed lets later ones pass.
CLAIM = """
WITH due AS MATERIALIZED (
    SELECT email.id
    FROM notifications_email email
    JOIN orders_orderevent event ON event.id = email.event_id
    WHERE email.state = 'due' AND email.due_at <= %(now)s
    AND NOT EXISTS (
        SELECT FROM orders_orderevent cause
        JOIN notifications_email earlier ON earlier.event_id = cause.id
        WHERE cause.checkout_id = event.checkout_id AND cause.id < event.id
        AND earlier."to" = email."to"
        AND earlier.state = 'due' AND earlier.last_error = ''
    )
    AND NOT EXISTS (
        SELECT FROM orders_orderevent fresh
        WHERE fresh.checkout_id = event.checkout_id AND fresh.id < event.id
        AND fresh.announced_at IS NULL
    )
    ORDER BY email.due_at, email.id
    LIMIT %(batch)s
    FOR UPDATE OF email SKIP LOCKED
)
UPDATE notifications_email email
SET due_at = %(until)s, attempts = email.attempts + 1
FROM due WHERE email.id = due.id
RETURNING email.id, email.attempts
"""


class Unreachable(Exception):
    """Nobody takes mail at the moment: no email's fault, and no reason to go on."""


@dataclass(frozen=True)
class Health:
    """What an operator should know; both should be nought."""

    late: int
    parked: int


def deliver() -> None:
    """Write the emails of fresh events and post all that is due, until nothing is."""
    until = monotonic() + ONE_RUN
    _park_the_hopeless()
    with _mailer() as mailer, _unhurried_commits():
        try:
            while announce() or _post_some(mailer):
                if monotonic() > until:
                    wake(TASK)
                    return
        except Unreachable as error:
            log.warning("Emails wait for the next sweep: %s", error)


@transaction.atomic
def announce() -> int:
    """Write down who hears of the events nobody has heard of; how many there were."""
    fresh = list(
        OrderEvent.objects.filter(announced_at=None)
        .select_related("checkout", "order__shop__owner")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:EVENTS_AT_ONCE]
    )
    if not fresh:
        return 0
    Email.objects.bulk_create(
        [
            _new_email(event, row.email, to)
            for event in fresh
            for row, to in caused_by(event)
        ],
        ignore_conflicts=True,
    )
    done = OrderEvent.objects.filter(pk__in=[event.pk for event in fresh])
    return done.update(announced_at=timezone.now())


def post_again(email: Email) -> None:
    """An operator has mended what was wrong: a parked email is tried afresh."""
    parked = Email.objects.parked().filter(pk=email.pk)
    if not parked.update(
        state=Email.State.DUE, due_at=timezone.now(), attempts=0, last_error=""
    ):
        raise Refused("Only an email that failed too often can be posted again.")
    wake(TASK)


def health() -> Health:
    """How many emails wait too long, and how many need an operator."""
    long_ago = timezone.now() - LATE_AFTER
    late = Email.objects.unsent().filter(created_at__lt=long_ago).count()
    unheard = OrderEvent.objects.filter(announced_at=None, at__lt=long_ago).count()
    return Health(late=late + unheard, parked=Email.objects.parked().count())


def _new_email(event: OrderEvent, name: str, to: str) -> Email:
    # Whatever a checkout calls an address, it is one line here; a bad one fails alone.
    to = "".join(to.split())[:254]
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    print_ = salted_hmac(
        "notifications.email", f"{event.pk} {name} {to}", algorithm="sha256"
    ).hexdigest()
    message_id = f"<{name}.{print_[:24]}@{sender.partition('@')[2]}>"
    return Email(event=event, email=name, to=to, message_id=message_id)


def _post_some(mailer: BaseEmailBackend) -> int:
    """Claim a few emails and post them; how many were claimed."""
    since = monotonic()
    attempts = _claim()
    left = with_facts(attempts) if attempts else []
    for email in left:
        email.attempts = attempts[email.pk]
    try:
        while left and monotonic() - since < TRUTH_LASTS:
            _post(left[0], mailer)
            del left[0]
    finally:
        for email in left:
            _give_back(email)
    return len(attempts)


def _claim() -> dict[int, int]:
    """The keys of some due emails, now ours for a minute, with their attempts."""
    now = timezone.now()
    values: dict[str, datetime | int]
    values = {"now": now, "until": now + LEASE, "batch": BATCH}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        return dict(cursor.fetchall())


def _post(email: Email, mailer: BaseEmailBackend) -> None:
    facts = Facts(email.event)
    try:
        row = announcement(email.event, email.email)
        if row.unless(facts):
            _mark(email, state=Email.State.DROPPED)
            return
        letter = wording.write(email, facts, row)
        _hand_over(letter, email, mailer)
    except (*wording.FAULTS, smtplib.SMTPException, OSError) as error:
        _fail(email, error)
        with suppress(OSError):
            mailer.close()
        return
    _mark(
        email,
        state=Email.State.SENT,
        sent_at=timezone.now(),
        subject=letter.subject,
        text=letter.evidence,
        last_error="",
    )


def _hand_over(letter: wording.Letter, email: Email, mailer: BaseEmailBackend) -> None:
    envelope = letter.envelope(email.to)
    try:
        mailer.open()
    except OSError as error:
        raise Unreachable(str(error)) from error
    mailer.send_messages([envelope])


def _mark(email: Email, **changes: object) -> None:
    # By attempt too: whoever lost their lease says nothing about a later attempt.
    mine = Email.objects.unsent().filter(pk=email.pk, attempts=email.attempts)
    if not mine.update(**changes):
        log.warning("%s was taken over by another worker.", email)


def _fail(email: Email, error: Exception) -> None:
    log.warning("%s failed: %r", email, error)
    changes: dict[str, object] = {"last_error": repr(error)[:2000]}
    if email.attempts > len(BACK_OFF):
        changes["state"] = Email.State.PARKED
    else:
        wait = BACK_OFF[email.attempts - 1] * _chance.uniform(0.8, 1.2)
        changes["due_at"] = timezone.now() + wait
    _mark(email, **changes)


def _give_back(email: Email) -> None:
    """Not tried, so not counted."""
    _mark(email, due_at=timezone.now(), attempts=email.attempts - 1)


def _park_the_hopeless() -> None:
    why = f"Claimed {HOPELESS} times, and no worker lived to say what came of it."
    hopeless = Email.objects.due().filter(attempts__gte=HOPELESS)
    hopeless.update(state=Email.State.PARKED, last_error=why)


@contextmanager
def _unhurried_commits() -> Iterator[None]:
    """Posting does not wait for the disk: should Postgres itself crash, the marks of
    the last moment are lost and those emails go once more, under the same Message-ID,
    exactly as when a worker dies between posting and marking."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


@contextmanager
def _mailer() -> Iterator[BaseEmailBackend]:
    """One connection for a whole run, opened with the first email."""
    mailer = mailers["default"]
    try:
        yield mailer
    finally:
        with suppress(OSError):
            mailer.close()
