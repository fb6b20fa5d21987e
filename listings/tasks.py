"""What workers do about pieces. Postgres says who waits; these only wake up."""

from celery import shared_task

from listings import questions, restocking, waitlist


@shared_task(name="listings.look_again")
def look_again() -> None:
    """Each minute: who waits for a piece, and whose question nobody has answered."""
    restocking.sweep()
    questions.chase()
    waitlist.forget()
