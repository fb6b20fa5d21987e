"""When an email may leave, at the earliest: by day, with others, once a week."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from notifications.announcements import Announcement, Bundle
from notifications.models import Cause, Email
from notifications.night import morning
from orders.limits import limits
from orders.models import OrderEvent

#: They wait for each other so long: one sweep finds many orders, one by one.
GATHERING = timedelta(minutes=10)
WORKBENCH = "from_the_workbench"
State = Email.State


def bundle_of(event: Cause, row: Announcement, to: str) -> str:
    """The words that emails share which are told together; none: it goes alone."""
    if row.bundle is None:
        return ""
    about = ""
    if row.bundle == Bundle.WORKBENCH and isinstance(event, OrderEvent):
        about = str(event.order_id)
    return " ".join(filter(None, [row.bundle, about, to.lower()]))


def not_before(
    event: Cause, row: Announcement, weeks: dict[int | None, datetime]
) -> datetime:
    """The earliest moment for an email written now."""
    moment = timezone.now()
    if row.bundle:
        moment += GATHERING
    if row.bundle == Bundle.WORKBENCH and isinstance(event, OrderEvent):
        moment = max(moment, weeks.get(event.order_id, moment))
    return by_day(event, row, moment)


def by_day(event: Cause, row: Announcement, moment: datetime) -> datetime:
    """This moment, or the end of its reader's night unless the email may come then."""
    return moment if row.at_night else morning(moment, row.to.zone(event))


def weeks_over(events: Iterable[OrderEvent]) -> dict[int | None, datetime]:
    """For orders that show their making: when their buyers may hear of it again."""
    kind = OrderEvent.Kind.PROGRESS
    orders = [event.order_id for event in events if event.kind == kind]
    if not orders:
        return {}
    told = Email.objects.filter(
        email=WORKBENCH, event__order__in=orders, state__in=[State.SENT, State.DUE]
    )
    week = timedelta(days=limits().workbench_days)
    weeks: dict[int | None, datetime] = {}
    for order, sent_at, waits in told.order_by("pk").values_list(
        "event__order", "sent_at", "not_before"
    ):
        weeks[order] = sent_at + week if sent_at else waits
    return weeks
