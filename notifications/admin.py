"""Emails, for operators: what was sent to whom about what, and what did not go out."""

from django.contrib import admin

from accounts.models import User
from marketplace.admin import Data, RecordAdmin, Verb
from notifications import outbox
from notifications.models import Email


def post_again(by: User, email: Email, data: Data) -> str:
    """Put it back into the queue."""
    outbox.post_again(email)
    return "The email is due again and goes out in a moment."


@admin.register(Email)
class EmailAdmin(RecordAdmin):
    """The outbox, and the evidence of what was said."""

    list_display = (
        "email",
        "to",
        "state",
        "cause",
        "created_at",
        "sent_at",
        "attempts",
        "last_error",
    )
    list_filter = ("state", "email", "created_at")
    list_select_related = ("event__order", "event__checkout", "listing_event__listing")
    search_fields = (
        "to",
        "subject",
        "message_id",
        "event__order__number",
        "event__checkout__number",
        "listing_event__listing__title",
    )
    date_hierarchy = "created_at"
    verbs = [
        Verb(
            "post-again",
            "Post again",
            post_again,
            fits=lambda email: email.state == Email.State.PARKED,
        )
    ]
