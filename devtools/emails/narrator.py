"""Tells what happens to an order, and keeps every letter that it causes."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.db.models import Max
from django.utils import timezone

from listings.models import ListingEvent
from notifications import gifts, posting, wording
from notifications.announcements import (
    Announcement,
    Bundle,
    announcement,
    caused_by,
)
from notifications.facts import facts_about
from notifications.models import Cause, Email
from notifications.people import buyers_zone
from notifications.posting import Truth
from orders.models import Order, OrderEvent

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: Who is in the story.
OURS = "@sample.example"


@dataclass(frozen=True)
class Sample:
    """One email, as somebody would get it."""

    key: str
    email: str
    reader: str
    language: str
    subject: str
    text: str
    html: str


class Narrator:
    """Goes from moment to moment, and writes the letters of each."""

    def __init__(self, language: str) -> None:
        """Nothing has happened so far."""
        self.language = language
        self.told: list[Sample] = []
        self.heard = self._last()

    def numbered(self) -> list[Sample]:
        """All that was told, each with a name of its own."""
        found, seen = [], Counter[str]()
        for one in self.told:
            seen[one.key] += 1
            count = seen[one.key]
            key = one.key if count == 1 else f"{one.key}-{count}"
            found.append(replace(one, key=key))
        return found

    def at(self, moment: datetime, act: Callable[[], object]) -> Any:
        """Something happens at this moment, and is told."""
        with time_machine.travel(moment, tick=False):
            done = act()
            self._tell()
        return done

    def after(self, order: Order, days: float, act: Callable[[], object]) -> Any:
        """So many days after it was paid."""
        paid_at = Order.objects.get(pk=order.pk).paid_at or timezone.now()
        return self.at(paid_at + days * DAY, act)

    def together(self, *names: str) -> None:
        """What of these was told so far, as one email."""
        ours = Email.objects.filter(to__endswith=OURS, email__in=names)
        pks = list(ours.values_list("pk", flat=True))
        self._write([_truth(load.email) for load in posting.loads(pks)])

    def _tell(self) -> None:
        """What the story's own events cause; the marketplace around it goes on."""
        steps = OrderEvent.objects.filter(checkout__email__endswith=OURS)
        pieces = ListingEvent.objects.filter(listing__shop__owner__email__endswith=OURS)
        fresh: list[Cause] = list(steps.filter(pk__gt=self.heard[0]).order_by("pk"))
        fresh += pieces.filter(pk__gt=self.heard[1]).order_by("pk")
        self.heard = self._last()
        pks = []
        for event in fresh:
            pks += [self._row(event, row.email, to) for row, to in caused_by(event)]
        for load in posting.loads(pks):
            self._write([_truth(load.email)])

    def _last(self) -> tuple[int, int]:
        steps = OrderEvent.objects.aggregate(last=Max("pk"))["last"]
        pieces = ListingEvent.objects.aggregate(last=Max("pk"))["last"]
        return steps or 0, pieces or 0

    def _row(self, event: Cause, email: str, to: str) -> int:
        is_step = isinstance(event, OrderEvent)
        made = Email.objects.create(
            event=event if isinstance(event, OrderEvent) else None,
            listing_event=event if isinstance(event, ListingEvent) else None,
            email=email,
            to=to,
            message_id=f"<{email}.{is_step}.{event.pk}{OURS}>",
        )
        return int(made.pk)

    def _write(self, truths: list[Truth]) -> None:
        email, facts, row = truths[0]
        name = email.email
        if len(truths) > 1 and row.bundle == Bundle.NUDGES:
            name = "nudges"
        letter = wording.write(email, truths)
        is_secret = gifts.is_secret(facts, row)
        name = f"secret-{name}" if is_secret else name
        self.told.append(
            Sample(
                key=name.replace("_", "-"),
                email=email.email if name != "nudges" else name,
                reader="The buyer of a surprise" if is_secret else _reader(row),
                language=letter.language,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
            )
        )


def _truth(email: Email) -> Truth:
    return email, facts_about(email), announcement(email.cause, email.email)


def _reader(row: Announcement) -> str:
    if row.to.zone is buyers_zone:
        return "The buyer"
    is_maker = row.to.words.startswith("maker")
    return "The maker" if is_maker else "Whoever asks or waits"
