"""Figures about the promise: who is late and does not know, what was not looked at
when it should have been, and whose question nobody has answered."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from notifications.figures import Figure, listed, named
from orders.facts import ANSWERS
from orders.limits import limits
from orders.models import Order, OrderEvent, Promise
from orders.models.order import OPEN_STATES, UNPAID_STATES

Kind = OrderEvent.Kind
#: The longest night is shorter: by then everybody has been told.
TELLING_TAKES = timedelta(hours=12)
#: The sweep runs every half minute; this much later it has failed.
LOOKING_TAKES = timedelta(minutes=5)
#: What ends a question's wait for a person, besides an answer.
TAKEN_ON = [*ANSWERS, Kind.ESCALATED]
ORDERS = "orders_order"


def promised(now: datetime) -> list[Figure]:
    """How the promises in force stand."""
    return [*_late(now), _not_looked_at(now), _unanswered(now)]


def _late(now: datetime) -> list[Figure]:
    found = _untold(now).aggregate(
        overdue=_orders(Q(ship_by_at__lt=now - TELLING_TAKES)),
        asleep=_orders(Q(ship_by_at__gte=now - TELLING_TAKES)),
    )
    untold = _untold(now).values("order")
    told = Order.objects.late().exclude(pk__in=untold).count()
    return [
        Figure(
            _("Late, and the buyer does not know"),
            found["overdue"],
            listed(ORDERS, promise="untold"),
            _("The marketplace should have told them. Is a worker running, and beat?"),
        ),
        Figure(
            _("Late, told in their morning"),
            found["asleep"],
            listed(ORDERS, promise="untold"),
            _("It is night where the buyer is."),
            should_be_zero=False,
        ),
        Figure(
            _("Late, and the buyer knows"),
            told,
            listed(ORDERS, promise="told"),
            _("They may wait or cancel. A word with the maker may help."),
            should_be_zero=False,
        ),
    ]


def _untold(now: datetime) -> QuerySet[Promise]:
    """Promises in force that have passed, of which the buyer has not heard."""
    left = Q(
        order__lines__promise_number=F("number"),
        order__lines__quantity__gt=F("order__lines__shipped_quantity")
        + F("order__lines__cancelled_quantity"),
    )
    late = Promise.objects.filter(
        # The earliest of an order's promises: by it the late are found.
        order__state__in=OPEN_STATES,
        order__ship_by_at__lt=now,
        ship_by_at__lt=now,
        missed_at=None,
    )
    return late.filter(left)


def _orders(which: Q) -> Count:
    return Count("order", distinct=True, filter=which)


def _not_looked_at(now: datetime) -> Figure:
    waiting = Order.objects.filter(look_again_at__lt=now - LOOKING_TAKES)
    return named(
        _("Orders that nobody looked at in time"),
        waiting.values_list("pk", flat=True),
        ORDERS,
        _("Time asks for a step and none was taken. Does the sweep run?"),
    )


def _unanswered(now: datetime) -> Figure:
    """The rules take such an order to a person (R9): this shows when they did not."""
    asked = OrderEvent.objects.filter(
        order=OuterRef("pk"),
        kind=Kind.ASKED,
        at__lt=now - timedelta(hours=limits().support_hours) - LOOKING_TAKES,
    )
    later = OrderEvent.objects.filter(
        order=OuterRef("order"), kind__in=TAKEN_ON, seq__gt=OuterRef("seq")
    )
    alone = Order.objects.filter(support_at=None).exclude(state__in=UNPAID_STATES)
    forgotten = alone.filter(Exists(asked.exclude(Exists(later))))
    return named(
        _("Questions without an answer or a person"),
        forgotten.values_list("pk", flat=True),
        ORDERS,
        _("The maker is silent, and nobody of the marketplace has it."),
    )
