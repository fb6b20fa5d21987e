"""Emails that go as one. The first takes the others with it before it is posted, so
that a worker that dies in between repeats the same email and none is left behind."""

from collections.abc import Collection

from django.db import connection, transaction
from django.utils import timezone

from notifications.models import Email

#: Only the first of a bundle is ever claimed (see `posting`): nobody holds the others.
GATHER = """
UPDATE notifications_email told SET state = 'bundled', carrier_id = carrier.id
FROM notifications_email carrier
WHERE carrier.id = ANY(%(carriers)s) AND carrier.state = 'due'
AND carrier.bundle <> '' AND carrier.last_error = ''
AND told.bundle = carrier.bundle AND told.id <> carrier.id
AND told.state = 'due' AND told.last_error = '' AND told.due_at <= %(now)s
"""


def gather(carriers: Collection[int]) -> None:
    """These emails, claimed a moment ago, take along what is due with them."""
    with connection.cursor() as cursor:
        cursor.execute(GATHER, {"carriers": list(carriers), "now": timezone.now()})


@transaction.atomic
def release(carrier: Email) -> None:
    """It could not be written: each goes its own way, so that one stops no other."""
    told = Email.objects.filter(carrier=carrier, state=Email.State.BUNDLED)
    told.update(state=Email.State.DUE, carrier=None, due_at=timezone.now())


def drop(told: Collection[Email]) -> None:
    """These were no longer true when their turn came, so they were left out."""
    kept = Email.objects.filter(pk__in=[one.pk for one in told])
    kept.filter(state=Email.State.BUNDLED).update(
        state=Email.State.DROPPED, carrier=None
    )
