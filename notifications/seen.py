"""What a buyer who waits has seen last of an order, and how often we wrote instead."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from notifications.facts import Facts
from orders.models import OrderEvent

Kind = OrderEvent.Kind
#: What the maker did that can be told in a sentence.
TOLD = {Kind.ACKNOWLEDGED, Kind.STARTED, Kind.PROGRESS}
TOLD |= {Kind.WROTE, Kind.REVISED, Kind.SHIPPED}


@dataclass(frozen=True)
class Seen:
    """One thing the maker did, its day, and what she called it."""

    kind: str
    on: date
    step: str


def last_seen(facts: Facts) -> Seen | None:
    """The last that the maker did before this event; nothing, if she is silent."""
    done = [one for one in _until(facts) if one.kind in TOLD]
    if not done:
        return None
    last = max(done, key=lambda event: event.seq)
    step = str(last.details.get("step", ""))
    return Seen(last.kind, timezone.localdate(last.at), step)


def times_reassured(facts: Facts) -> int:
    """How often we wrote for this reason, this time included."""
    rule = facts.event.details.get("rule")
    wrote = [one for one in _until(facts) if one.kind == Kind.REASSURED]
    return sum(one.details.get("rule") == rule for one in wrote)


def _until(facts: Facts) -> list[OrderEvent]:
    events = facts.order.events.all()
    return [one for one in events if one.seq <= facts.event.seq]
