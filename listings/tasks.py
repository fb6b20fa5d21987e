"""What workers do about pieces. Postgres says what waits; these only wake up."""

from celery import shared_task

from listings import ladder, photos, questions, restocking, waitlist
from marketplace.events import begun


@shared_task(name="listings.look_again")
def look_again() -> None:
    """Each minute: who waits for a piece, and whose question nobody has answered."""
    restocking.sweep()
    questions.chase()
    waitlist.forget()


@shared_task(name=photos.TASK)
def develop_photos() -> None:
    """The ladders of photos that have only their JPEGs so far."""
    begun(photos.TASK)
    ladder.develop_due()
