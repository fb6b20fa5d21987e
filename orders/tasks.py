"""What workers do about orders. Postgres says what is due; these only wake up."""

import logging

from celery import shared_task
from django.core.management import call_command
from django.db import DatabaseError

from marketplace.errors import Refused
from marketplace.events import begun
from orders import basket as baskets
from orders import lifecycle, settling, webhook
from orders.models import Order

log = logging.getLogger(__name__)


@shared_task(name="orders.settle_due_checkouts")
def settle_due_checkouts() -> None:
    """The poller for payments whose webhook never came, and for pages left open."""
    settling.settle_due()


@shared_task(name="orders.read_stripe_events")
def read_stripe_events() -> None:
    """Webhooks that were kept and not yet acted on."""
    begun("orders.read_stripe_events")
    webhook.read_all()


@shared_task(name="orders.look_again")
def look_again() -> None:
    """The sweep of time: every order whose moment has come, in small bites."""
    after = 0
    waiting = Order.objects.look_again().order_by("pk").values_list("pk", flat=True)
    while due := list(waiting.filter(pk__gt=after)[:200]):
        for pk in due:
            _look_again(pk)
        after = due[-1]


@shared_task(name="orders.forget")
def forget() -> None:
    """Daily: what guests left behind long ago, and sessions that have ended."""
    baskets.forget_abandoned()
    call_command("clearsessions")


def _look_again(pk: int) -> None:
    """One order that cannot go on never keeps the others waiting."""
    try:
        lifecycle.look_again(pk)
    except (Refused, DatabaseError):
        log.exception("Order with key %s could not be looked at.", pk)
