"""Emails on their way out: who hears of an event is written down as rows, in the order
of events; `posting` posts what is due until nothing is.

Postgres is the queue. A nudge only makes it immediate; the sweep makes it certain.
"""

import logging
from collections.abc import Iterator, Sequence
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
from django.utils.translation import gettext as _

from listings.models import ListingEvent
from marketplace.errors import Refused
from marketplace.events import wake
from notifications import posting, schedule
from notifications.announcements import Announcement, caused_by
from notifications.models import Cause, Email
from orders.models import OrderEvent

log = logging.getLogger(__name__)

TASK = "notifications.deliver"
#: One run of the task ends after so long (seconds) and asks for the next one; shorter
#: than a worker that is told to stop may take (CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT).
ONE_RUN = 8
EVENTS_AT_ONCE = 100
LATE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Health:
    """What an operator should know; both should be nought."""

    late: int
    parked: int


def deliver() -> None:
    """Write the emails of fresh events and post all that is due, until nothing is."""
    until = monotonic() + ONE_RUN
    posting.park_the_hopeless()
    with _mailer() as mailer, _unhurried_commits():
        try:
            while announce() or posting.post_some(mailer):
                if monotonic() > until:
                    wake(TASK)
                    return
        except posting.Unreachable as error:
            log.warning("Emails wait for the next sweep: %s", error)


def announce() -> int:
    """Write down who hears of the events nobody has heard of; how many there were."""
    told = 0
    # Most runs find nothing: they need no locks and no joins to learn it.
    if OrderEvent.objects.filter(announced_at=None).exists():
        told += _announce_orders()
    if ListingEvent.objects.filter(announced_at=None).exists():
        told += _announce_pieces()
    return told


@transaction.atomic
def _announce_orders() -> int:
    fresh = list(
        OrderEvent.objects.filter(announced_at=None)
        .select_related("checkout", "order__shop__owner")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:EVENTS_AT_ONCE]
    )
    if not fresh:
        return 0
    _write_down(fresh, schedule.weeks_over(fresh))
    done = OrderEvent.objects.filter(pk__in=[event.pk for event in fresh])
    return done.update(announced_at=timezone.now())


@transaction.atomic
def _announce_pieces() -> int:
    fresh = list(
        ListingEvent.objects.filter(announced_at=None)
        .select_related("listing__shop__owner", "place", "question")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:EVENTS_AT_ONCE]
    )
    if not fresh:
        return 0
    _write_down(fresh, {})
    done = ListingEvent.objects.filter(pk__in=[event.pk for event in fresh])
    return done.update(announced_at=timezone.now())


def _write_down(fresh: Sequence[Cause], weeks: dict[int | None, datetime]) -> None:
    Email.objects.bulk_create(
        [
            _new_email(event, row, to, schedule.not_before(event, row, weeks))
            for event in fresh
            for row, to in caused_by(event)
        ],
        ignore_conflicts=True,
    )


def post_again(email: Email) -> None:
    """An operator has mended what was wrong: a parked email is tried afresh."""
    parked = Email.objects.parked().filter(pk=email.pk)
    if not parked.update(
        state=Email.State.DUE, due_at=timezone.now(), attempts=0, last_error=""
    ):
        raise Refused(_("Only an email that failed too often can be posted again."))
    wake(TASK)


def health() -> Health:
    """How many emails wait too long, and how many need an operator."""
    long_ago = timezone.now() - LATE_AFTER
    late = Email.objects.unsent().filter(not_before__lt=long_ago).count()
    fresh = {"announced_at": None, "at__lt": long_ago}
    unheard = OrderEvent.objects.filter(**fresh).count()
    unheard += ListingEvent.objects.filter(**fresh).count()
    return Health(late=late + unheard, parked=Email.objects.parked().count())


def _new_email(event: Cause, row: Announcement, to: str, not_before: datetime) -> Email:
    # Whatever a checkout calls an address, it is one line here; a bad one fails alone.
    to = "".join(to.split())[:254]
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    # A piece's event may have the number of an order's.
    of_piece = isinstance(event, ListingEvent)
    about = f"{'piece ' if of_piece else ''}{event.pk} {row.email} {to}"
    print_ = salted_hmac("notifications.email", about, algorithm="sha256").hexdigest()
    return Email(
        **{"listing_event" if of_piece else "event": event},
        email=row.email,
        to=to,
        message_id=f"<{row.email}.{print_[:24]}@{sender.partition('@')[2]}>",
        not_before=not_before,
        due_at=not_before,
        bundle=schedule.bundle_of(event, row, to),
    )


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
