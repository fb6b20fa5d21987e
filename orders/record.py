"""How a shop has kept its word, counted from the facts. The *first* promise counts: a
date that was moved in time is told of, and is still not kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from orders.facts import ANSWERS
from orders.models import Order, OrderEvent, OrderLine, Promise, Shipment
from orders.models.order import OPEN_STATES
from shops.models import Shop

Kind = OrderEvent.Kind
RECENTLY = timedelta(days=90)


@dataclass(frozen=True)
class Span:
    """What was due in a stretch of time, and what became of it."""

    due: int
    on_time: int
    #: Of those that were late: the buyer knew before the first day had passed.
    told: int
    questions: int
    first_answer: timedelta | None

    @property
    def late(self) -> int:
        """Not posted whole by the first day promised."""
        return self.due - self.on_time

    @property
    def percent(self) -> int | None:
        """On time, in percent, never rounded up to a hundred; None: nothing was due."""
        return self.on_time * 100 // self.due if self.due else None


@dataclass(frozen=True)
class Record:
    """Lately, and ever since the shop opened."""

    recent: Span
    ever: Span


def record(shop: Shop) -> Record:
    """The shop's record as of now, in two queries."""
    since = timezone.now() - RECENTLY
    counted = _due(shop).aggregate(
        **_counts("ever", Q()), **_counts("recent", _in(since))
    )
    answers = list(_answers(shop))
    recent = [one for one in answers if one[0] >= since]
    return Record(
        recent=_span(counted, "recent", recent), ever=_span(counted, "ever", answers)
    )


def _in(since: datetime) -> Q:
    return Q(ship_by_at__gte=since)


def _span(
    counted: dict[str, int], name: str, answers: list[tuple[datetime, datetime | None]]
) -> Span:
    taken = [(end - asked).total_seconds() for asked, end in answers if end]
    return Span(
        due=counted[f"{name}_due"],
        on_time=counted[f"{name}_on_time"],
        told=counted[f"{name}_told"],
        questions=len(answers),
        first_answer=timedelta(seconds=median(taken)) if taken else None,
    )


def _counts(name: str, when: Q) -> dict[str, Count]:
    return {
        f"{name}_due": Count("pk", filter=when),
        f"{name}_on_time": Count("pk", filter=when & Q(was_late=False)),
        f"{name}_told": Count("pk", filter=when & Q(was_late=True, was_told=True)),
    }


def _due(shop: Shop) -> QuerySet[Promise]:
    """The first promises whose day has passed, but for orders cancelled before it: they
    kept nobody waiting."""
    this_order = {"order": OuterRef("order")}
    posted_late = Shipment.objects.filter(
        **this_order, shipped_at__gt=OuterRef("ship_by_at")
    )
    left = OrderLine.objects.filter(
        **this_order,
        quantity__gt=F("shipped_quantity") + F("cancelled_quantity"),
    )
    ended_late = OrderEvent.objects.filter(
        **this_order,
        kind__in=[Kind.CANCELLED, Kind.REST_CANCELLED],
        at__gt=OuterRef("ship_by_at"),
    )
    withdrawn_late = OrderEvent.objects.filter(
        **this_order, kind=Kind.WITHDRAWN, at__gt=OuterRef("ship_by_at")
    )
    never_posted = OrderLine.objects.filter(**this_order, cancelled_quantity__gt=0)
    moved_before = Promise.objects.filter(
        **this_order, number__gt=1, made_at__lte=OuterRef("ship_by_at")
    )
    return (
        Promise.objects.filter(
            number=1, order__shop=shop, ship_by_at__lt=timezone.now()
        )
        .exclude(
            order__state=Order.State.CANCELLED, order__cancelled_at__lte=F("ship_by_at")
        )
        .annotate(
            was_late=Q(missed_at__isnull=False)
            | Exists(posted_late)
            | (Q(order__state__in=OPEN_STATES) & Exists(left))
            | Exists(ended_late)
            | (Exists(withdrawn_late) & Exists(never_posted)),
            was_told=Q(missed_at=None) & Exists(moved_before),
        )
    )


def _answers(shop: Shop) -> Iterable[tuple[datetime, datetime | None]]:
    """When each question was asked, and answered by the maker herself. Asked three
    times before the answer it is one question; so it counts from the first time."""
    later = OrderEvent.objects.filter(
        order=OuterRef("order"),
        seq__gt=OuterRef("seq"),
        kind__in=ANSWERS,
        details__role="maker",
    )
    asked = OrderEvent.objects.filter(order__shop=shop, kind=Kind.ASKED)
    answered = asked.annotate(
        answered_at=Subquery(later.order_by("seq").values("at")[:1])
    )
    runs = answered.order_by().values("order", "answered_at")
    return runs.annotate(asked_at=Min("at")).values_list("asked_at", "answered_at")
