"""What workers do about pieces. Postgres says what waits; these only wake up."""

from celery import shared_task

from listings import ladder, photos, questions, restocking, waitlist
from listings.finding import paces, tallying
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


@shared_task(name="listings.count_paces")
def count_paces() -> None:
    """The days on which pieces would be posted, where an hour has passed."""
    paces.count_stale(paces.IN_ONE_SWEEP)


@shared_task(name="listings.count_pieces")
def count_pieces() -> None:
    """How much is on each shelf, and which words it is described by."""
    tallying.count_shelves()
    tallying.gather_words()
