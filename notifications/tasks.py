"""What Celery wakes: nothing is carried but the name of the task."""

from celery import shared_task

from marketplace.events import begun
from notifications import outbox


@shared_task(name=outbox.TASK)
def deliver() -> None:
    """Post what is due."""
    begun(outbox.TASK)
    outbox.deliver()
