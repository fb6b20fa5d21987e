"""Who waits for a piece that is sold out, in the order in which they came."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from listings.models.keyed import Keyed
from listings.models.listing import Listing, ListingQuerySet, Variant

#: Whoever is told first has so long before the next in line hears.
HEAD_START = timedelta(hours=24)


class PlaceQuerySet(models.QuerySet["Place"]):
    """Questions about places in a line."""

    def live(self) -> Self:
        """Those that are still in line, confirmed or not."""
        return self.filter(state__in=Place.LIVE)

    def waiting(self) -> Self:
        """Those that wait to be told, the first one first."""
        return self.filter(state=Place.State.WAITING).order_by("since", "pk")

    def on_turn(self) -> Self:
        """Those that were told, and whose head start is not over."""
        begun = timezone.now() - HEAD_START
        return self.filter(state=Place.State.TOLD, told_at__gt=begun)

    def in_line(self) -> Self:
        """Those whom somebody who comes now would stand behind."""
        begun = timezone.now() - HEAD_START
        on_turn = Q(state=Place.State.TOLD, told_at__gt=begun)
        return self.filter(Q(state=Place.State.WAITING) | on_turn)

    def numbered(self) -> Self:
        """With how many stand before each."""
        listing, since, pk = OuterRef("listing"), OuterRef("since"), OuterRef("pk")
        ahead = Q(since__lt=since) | Q(since=since, pk__lt=pk)
        others = Place.objects.in_line().filter(ahead, listing=listing).order_by()
        counted = others.values("listing").annotate(n=Count("pk")).values("n")
        return self.annotate(ahead=Coalesce(Subquery(counted), 0))

    def of(self, user: User) -> Self:
        """Those of this member, whichever way they joined."""
        return self.filter(Q(user=user) | Q(user=None, email=user.email.lower()))


def with_line(listings: ListingQuerySet) -> ListingQuerySet:
    """With how many wait for each, as `in_line`."""
    line = Place.objects.in_line().filter(listing=OuterRef("pk")).order_by()
    counted = line.values("listing").annotate(n=Count("pk")).values("n")
    # By its name in words: the row says itself that it has such a number.
    in_line = {"in_line": Coalesce(Subquery(counted), 0)}
    return listings.annotate(**in_line)


class Place(Keyed):
    """One person's place in the line for one piece, or for one option of it."""

    class State(models.TextChoices):
        ASKED = "asked", "The address is not confirmed yet"
        WAITING = "waiting", "In line"
        TOLD = "told", "Told that it is back"
        PASSED = "passed", "Told, and sold to somebody else since"
        SERVED = "served", "Has bought it"
        LEFT = "left", "Left the line"
        GONE = "gone", "It will not come back"

    LIVE = ("asked", "waiting", "told")

    listing = models.ForeignKey(
        Listing, on_delete=models.PROTECT, related_name="places"
    )
    #: Only this option will do; empty: any of them.
    variant = models.ForeignKey(
        Variant, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="places"
    )
    email = models.EmailField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    #: From when the place counts: the moment the address was known to be theirs.
    since = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    #: How often something about it was written down; counts its events.
    steps = models.PositiveIntegerField(default=0)
    #: The date of its return that they know of, and whether they know that it passed.
    knows_back_on = models.DateField(null=True, blank=True)
    knows_it_is_late = models.BooleanField(default=False)

    objects = PlaceQuerySet.as_manager()

    #: Set by `numbered`.
    ahead: int | None = None

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "email"],
                condition=Q(state__in=["asked", "waiting", "told"]),
                name="one_place_per_person_and_piece",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "asked",
                        "waiting",
                        "told",
                        "passed",
                        "served",
                        "left",
                        "gone",
                    ]
                ),
                name="place_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["told", "passed"]) | Q(told_at__isnull=False),
                name="place_told_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["listing", "since"],
                condition=Q(state="waiting"),
                name="place_in_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} waits for {self.listing}"

    @property
    def number(self) -> int:
        """Which one in line this is, 1 being the next; asked of rows from `numbered`,
        or else of the database."""
        if self.ahead is None:
            self.ahead = Place.objects.numbered().get(pk=self.pk).ahead or 0
        return self.ahead + 1

    @property
    def head_start_ends_at(self) -> datetime | None:
        """Until when nobody behind them hears; None: it is not their turn."""
        return None if self.told_at is None else self.told_at + HEAD_START

    @property
    def is_live(self) -> bool:
        """Whether they are still in line."""
        return self.state in self.LIVE
