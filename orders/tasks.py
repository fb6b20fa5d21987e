"""What workers do about orders. Postgres says what is due; these only wake up."""

from celery import shared_task
from django.core.management import call_command

from marketplace.events import begun
from orders import basket as baskets
from orders import making, queue, settling, sweep, webhook


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
    """The sweep of time: every order whose moment has come."""
    sweep.sweep()


@shared_task(name="orders.count_queues")
def count_queues() -> None:
    """Each minute: how many pieces every shop with a queue still owes."""
    queue.count()


@shared_task(name="orders.forget")
def forget() -> None:
    """Daily: what guests left behind long ago, and sessions that have ended."""
    baskets.forget_abandoned()
    call_command("clearsessions")


@shared_task(name="orders.clear_offcuts")
def clear_offcuts() -> None:
    """Hourly: files of pictures that nothing shows any more."""
    making.clear_offcuts()
