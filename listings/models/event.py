"""What happened to a piece that somebody hears of: questions, and waiting for it."""

from django.db import models
from django.db.models import Q

from listings.models.listing import Listing
from listings.models.question import Question
from listings.models.waitlist import Place
from marketplace.events import Event


class ListingEvent(Event):
    """One thing that happened to a question, to a place in line, or to the piece."""

    class Kind(models.TextChoices):
        PIECE_ASKED = "piece_asked", "A question about a piece"
        PIECE_ANSWERED = "piece_answered", "The maker answered"
        PIECE_CHASED = "piece_chased", "A question waits for an answer"
        WAIT_ASKED = "wait_asked", "Wants to wait"
        WAIT_BEGUN = "wait_begun", "In line"
        WAIT_LEFT = "wait_left", "Left the line"
        BACK_IN_STOCK = "back_in_stock", "It is back"
        RESTOCK_MOVED = "restock_moved", "The day of its return moved"
        RESTOCK_LATE = "restock_late", "The day of its return has passed"
        RESTOCK_PASSED = "restock_passed", "Its maker named a day that has passed"
        PIECE_GONE = "piece_gone", "It will not come back"

    listing = models.ForeignKey(
        Listing, on_delete=models.PROTECT, related_name="events"
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    #: Which step of its place, or which reminder about its question this is.
    turn = models.PositiveIntegerField(default=0)
    #: The day it speaks of, where it speaks of one.
    day = models.DateField(null=True, blank=True)

    class Meta(Event.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["place", "turn"], name="place_step_once"),
            models.UniqueConstraint(
                fields=["question", "kind", "turn"], name="question_step_once"
            ),
            models.UniqueConstraint(
                fields=["listing", "day"],
                condition=Q(kind="restock_passed"),
                name="restock_passed_once",
            ),
            models.CheckConstraint(
                condition=Q(place=None) | Q(question=None),
                name="listing_event_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} {self.kind}"
