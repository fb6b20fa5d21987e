"""What emails are measured against: a Celery task that calls `send_mail`, no more."""

from celery import shared_task
from django.core.mail import send_mail

TEXT = "A line of text that takes a line of text. " * 40


@shared_task(name="devtools.bare_mail")
def bare_mail(number: int) -> None:
    """Post a mail: nothing is rendered, nothing is written down, nothing is retried."""
    send_mail(f"Mail {number}", TEXT, None, [f"bare{number}@buyers.example"])
