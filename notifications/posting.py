"""Emails that are due: claimed for a minute, written from the truth of now, posted,
marked. Who hears of what is written down in `outbox`."""

import logging
import secrets
import smtplib
from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from accounts import preferences
from notifications import bundles, schedule, wording
from notifications.announcements import Announcement, announcement
from notifications.facts import Facts, facts_about, with_facts
from notifications.models import Email
from notifications.piece_facts import PieceFacts

log = logging.getLogger(__name__)
_chance = secrets.SystemRandom()

#: A claimed email is nobody else's for so long; a dead worker's comes back by itself.
LEASE = timedelta(seconds=60)
#: What was read about a batch is believed for so long (seconds), then read again.
TRUTH_LASTS = 5
BATCH = 40
#: How long to wait after the first, second … failure; after the last one it is parked.
BACK_OFF = [
    timedelta(seconds=20),
    timedelta(minutes=2),
    timedelta(minutes=15),
    timedelta(hours=2),
]
#: Claimed so often without an outcome, it must be what kills its workers.
HOPELESS = 20

#: One email per person and purchase at a time, in the order of the events, so that
#: nobody reads “delivered” before “shipped”; one that has failed, or that waits for the
#: morning, lets later ones pass. Of a bundle only the first is claimed.
CLAIM = """
WITH due AS MATERIALIZED (
    SELECT email.id
    FROM notifications_email email
    LEFT JOIN orders_orderevent event ON event.id = email.event_id
    WHERE email.state = 'due' AND email.due_at <= %(now)s
    AND NOT EXISTS (
        SELECT FROM orders_orderevent cause
        JOIN notifications_email earlier ON earlier.event_id = cause.id
        WHERE cause.checkout_id = event.checkout_id AND cause.id < event.id
        AND earlier."to" = email."to" AND earlier.not_before <= %(now)s
        AND earlier.state = 'due' AND earlier.last_error = ''
    )
    AND NOT EXISTS (
        SELECT FROM orders_orderevent fresh
        WHERE fresh.checkout_id = event.checkout_id AND fresh.id < event.id
        AND fresh.announced_at IS NULL
    )
    AND (email.bundle = '' OR email.last_error <> '' OR NOT EXISTS (
        SELECT FROM notifications_email first
        WHERE first.bundle = email.bundle AND first.bundle <> ''
        AND first.id < email.id AND first.not_before <= %(now)s
        AND first.state = 'due' AND first.last_error = ''
    ))
    ORDER BY email.due_at, email.id
    LIMIT %(batch)s
    FOR UPDATE OF email SKIP LOCKED
)
UPDATE notifications_email email
SET due_at = %(until)s, attempts = email.attempts + 1
FROM due WHERE email.id = due.id
RETURNING email.id, email.attempts, email.bundle
"""


class Unreachable(Exception):
    """Nobody takes mail at the moment: no email's fault, and no reason to go on."""


Truth = tuple[Email, Facts | PieceFacts, Announcement]


@dataclass(frozen=True)
class Load:
    """One email to be posted, and what is told with it."""

    email: Email
    told: list[Email] = field(default_factory=list)
    #: Addresses in lower case, and which emails they do not want.
    turned_off: frozenset[tuple[str, str]] = frozenset()

    def truths(self) -> list[Truth]:
        """What of it is still true and wanted, the first thing first."""
        found = []
        for email in [self.email, *self.told]:
            facts, row = facts_about(email), announcement(email.cause, email.email)
            who = email.to.lower()
            is_unwanted = row.optional and (who, email.email) in self.turned_off
            if not is_unwanted and not row.unless(facts):
                found.append((email, facts, row))
        return found


def post_some(mailer: BaseEmailBackend) -> int:
    """Claim a few emails and post them; how many were claimed."""
    since = monotonic()
    attempts = _claim()
    left = loads(attempts) if attempts else []
    for load in left:
        load.email.attempts = attempts[load.email.pk]
    try:
        while left and monotonic() - since < TRUTH_LASTS:
            _post(left[0], mailer)
            del left[0]
    finally:
        for load in left:
            _put_off(load.email, timezone.now())
    return len(attempts)


def loads(pks: Collection[int]) -> list[Load]:
    """These emails, each with what it tells besides, in a fixed number of queries."""
    emails = with_facts(pks)
    told: dict[int | None, list[Email]] = defaultdict(list)
    for email in emails:
        told[email.carrier_id].append(email)
    off = frozenset(preferences.turned_off({email.to for email in emails}))
    return [Load(email, told[email.pk], off) for email in emails if email.pk in pks]


def park_the_hopeless() -> None:
    """What was claimed too often without an outcome waits for an operator."""
    why = f"Claimed {HOPELESS} times, and no worker lived to say what came of it."
    hopeless = Email.objects.due().filter(attempts__gte=HOPELESS)
    hopeless.update(state=Email.State.PARKED, last_error=why)


def _claim() -> dict[int, int]:
    """The keys of some due emails, now ours for a minute, with their attempts."""
    now = timezone.now()
    values: dict[str, datetime | int]
    values = {"now": now, "until": now + LEASE, "batch": BATCH}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        claimed = cursor.fetchall()
    if carriers := [pk for pk, _, bundle in claimed if bundle]:
        bundles.gather(carriers)
    return {pk: attempts for pk, attempts, _ in claimed}


def _post(load: Load, mailer: BaseEmailBackend) -> None:
    email = load.email
    try:
        truths = load.truths()
        if not truths:
            _mark(email, state=Email.State.DROPPED)
            bundles.drop(load.told)
            return
        if (by_day := _by_day(truths[0])) > timezone.now():
            _put_off(email, by_day, not_before=by_day)
            return
        letter = wording.write(email, truths)
    except wording.FAULTS as error:
        _fail(email, error)
        bundles.release(email)
        return
    if _hand_over(letter, email, mailer):
        true = [one for one, _, _ in truths]
        bundles.drop([one for one in load.told if one not in true])
        _mark(
            email,
            state=Email.State.SENT,
            sent_at=timezone.now(),
            subject=letter.subject,
            text=letter.evidence,
            last_error="",
        )


def _hand_over(letter: wording.Letter, email: Email, mailer: BaseEmailBackend) -> bool:
    """Whether the post office took it; what it refuses has failed once more."""
    try:
        envelope = letter.envelope(email.to)
        try:
            mailer.open()
        except OSError as error:
            raise Unreachable(str(error)) from error
        mailer.send_messages([envelope])
    except (*wording.FAULTS, smtplib.SMTPException, OSError) as error:
        _fail(email, error)
        with suppress(OSError):
            mailer.close()
        return False
    return True


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


def _by_day(truth: Truth) -> datetime:
    _, facts, row = truth
    return schedule.by_day(facts.event, row, timezone.now())


def _put_off(email: Email, moment: datetime, **changes: object) -> None:
    """Not tried, so not counted."""
    _mark(email, due_at=moment, attempts=email.attempts - 1, **changes)
