"""What somebody asks the maker of a piece before buying it."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from listings.models.keyed import Keyed
from listings.models.listing import Listing

LONGEST_QUESTION = 1000
LONGEST_ANSWER = 3000
A_DAY = timedelta(days=1)


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions about questions."""

    def unanswered(self) -> Self:
        """Those somebody waits for, the oldest first."""
        return self.filter(answered_at=None).order_by("asked_at", "pk")

    def to_maker(self, user: User) -> Self:
        """Those about the pieces of this maker's shop."""
        return self.filter(listing__shop__owner=user)


class Question(Keyed):
    """One question about one piece, and its answer once there is one."""

    listing = models.ForeignKey(
        Listing, on_delete=models.PROTECT, related_name="questions"
    )
    code = models.CharField(max_length=8, unique=True)
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=80)
    email = models.EmailField()
    words = models.TextField(max_length=LONGEST_QUESTION)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: How often its maker was reminded.
    chases = models.PositiveSmallIntegerField(default=0)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="question_answer_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="question_has_words"),
            models.CheckConstraint(
                condition=Q(chases__lte=2), name="question_chased_twice_at_most"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(answered_at=None),
                name="question_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} about {self.listing}"

    @property
    def is_answered(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.answered_at is not None

    @property
    def has_waited_a_day(self) -> bool:
        """Whether its asker has waited longer than a day."""
        return not self.is_answered and self.asked_at < timezone.now() - A_DAY
