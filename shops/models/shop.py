"""A shop, the days it works and what it has to make; nothing about what it sells."""

from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Now, Upper
from django.urls import reverse
from django.utils import dates, timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.head import absolute
from shops.calendar import Break, WorkingWeek, ship_by
from shops.slugs import says

#: Monday is 0, as in Python.
WEEKDAYS = [(number, dates.WEEKDAYS[number]) for number in range(7)]
#: Letters in its address.
LONGEST_SLUG = 80
#: A break is told on the shop's pages so long before it begins.
BREAK_IS_TOLD = timedelta(days=60)
#: Working days; with a longer queue nothing more is made to order.
LONGEST_QUEUE = 250


def default_working_days() -> list[int]:
    """Monday to Friday."""
    return [0, 1, 2, 3, 4]


class ShopQuerySet(models.QuerySet["Shop"]):
    """Questions about shops."""

    def open(self) -> Self:
        """Those that buyers may see and buy from, today where each of them is."""
        here = Func(
            F("time_zone"),
            Value(timezone.now(), output_field=models.DateTimeField()),
            function="timezone",
            output_field=models.DateTimeField(),
        )
        today = Cast(here, models.DateField())
        waits = Q(paused_until__isnull=False, paused_until__gt=today)
        return self.filter(~waits, state=Shop.State.OPEN)

    def seen_by(self, user: User | None) -> Self:
        """Those that are open, and a maker's own, as a preview."""
        own = Q(owner=user) if user else Q(pk=None)
        return self.filter(Q(state=Shop.State.OPEN) | own)

    def run_by(self, user: User) -> Self:
        """Those this person looks after."""
        return self.filter(owner=user)


class Shop(models.Model):
    """A maker's place in the marketplace."""

    class State(models.TextChoices):
        OPEN = "open"
        PAUSED = "paused", "Paused by its maker"
        SUSPENDED = "suspended", "Suspended by the marketplace"

    class ReturnPostage(models.TextChoices):
        BUYER = "buyer"
        MAKER = "maker"

    owner = models.OneToOneField(User, on_delete=models.PROTECT, related_name="shop")
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=LONGEST_SLUG, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    maker_name = models.CharField("your name, as buyers see it", max_length=80)
    face = models.ImageField("your face", upload_to="faces", blank=True)
    #: Leads its page, as a strip as wide as the page.
    banner = models.ImageField(
        upload_to="banners", blank=True, default="", db_default=""
    )
    tagline = models.CharField(max_length=120, blank=True)
    #: News, a market, a holiday: shown above the pieces.
    announcement = models.CharField(
        max_length=300, blank=True, default="", db_default=""
    )
    story = models.TextField(max_length=5000, blank=True)
    place = models.CharField("town", max_length=80)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=63, default="UTC")
    working_days = ArrayField(
        models.PositiveSmallIntegerField(choices=WEEKDAYS),
        default=default_working_days,
    )
    cut_off = models.TimeField(
        "daily cut-off",
        default=time(14, 0),
        help_text="What is paid after this hour counts from the next working day.",
    )
    region = models.CharField(
        max_length=32,
        blank=True,
        help_text="The part of the country, for its holidays.",
    )
    keeps_holidays = models.BooleanField("keeps public holidays", default=True)
    #: Only `shops.breaks` writes them: in order, apart, none longer than 180 days.
    breaks = ArrayField(DateRangeField(), default=list, blank=True, editable=False)
    paused_until = models.DateField(
        null=True, blank=True, help_text="Takes no new orders before this day."
    )
    pieces_per_week = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Pieces made to order that she can make."
    )
    #: Made to order, paid for and not yet posted; only `shops.queue` writes it.
    pieces_waiting = models.PositiveIntegerField(default=0, editable=False)
    making_steps = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, size=12
    )
    #: What it offers besides the law: who changes their mind may send a piece back.
    takes_returns = models.BooleanField(default=False, db_default=False)
    return_days = models.PositiveSmallIntegerField(default=14, db_default=14)
    return_postage = models.CharField(
        max_length=5,
        choices=ReturnPostage,
        default=ReturnPostage.BUYER,
        db_default=ReturnPostage.BUYER,
    )
    return_words = models.CharField(max_length=400, blank=True, db_default="")
    opened_at = models.DateTimeField(auto_now_add=True)
    #: When what its page says changed last; the database writes it (migration 0004).
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ShopQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="shop_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "paused", "suspended"]),
                name="shop_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(country__regex="^[A-Z]{2}$"), name="shop_country_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="shop_currency_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(
                    working_days__len__gt=0, working_days__contained_by=[*range(7)]
                ),
                name="shop_works_some_day",
            ),
            models.CheckConstraint(
                condition=Q(pieces_per_week=None)
                | Q(pieces_per_week__gte=1, pieces_per_week__lte=999),
                name="shop_pieces_per_week_sane",
            ),
            models.CheckConstraint(
                condition=Q(making_steps__len__lte=12), name="shop_making_steps_few"
            ),
            models.CheckConstraint(
                condition=Q(breaks__len__lte=60), name="shop_breaks_few"
            ),
            models.CheckConstraint(
                condition=Q(return_days__gte=1, return_days__lte=365),
                name="shop_return_days_sane",
            ),
            models.CheckConstraint(
                condition=Q(return_postage__in=["buyer", "maker"]),
                name="shop_return_postage_is_known",
            ),
            models.UniqueConstraint(Upper("name"), name="shop_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page, for buyers."""
        return reverse("listings:shop", args=[self.slug])

    @property
    def full_address(self) -> str:
        """Its page's address as one writes it on a card."""
        return absolute(self.get_absolute_url())

    @property
    def slug_says_name(self) -> bool:
        """Whether its address is of the name it has now."""
        return says(self.slug, self.name, longest=LONGEST_SLUG)

    @property
    def zone(self) -> ZoneInfo:
        """The zone its days and its cut-off are counted in."""
        return ZoneInfo(self.time_zone)

    @property
    def working_week(self) -> WorkingWeek:
        """The days and hours that its promises are counted in."""
        return WorkingWeek(
            zone=self.zone,
            weekdays=frozenset(self.working_days),
            cut_off=self.cut_off,
            country=self.country,
            region=self.region,
            keeps_holidays=self.keeps_holidays,
            breaks=self.days_away,
        )

    @property
    def today(self) -> date:
        """The day it is where the shop is."""
        return timezone.now().astimezone(self.zone).date()

    @property
    def days_away(self) -> tuple[Break, ...]:
        """Its breaks, each by its first and its last day."""
        return tuple((one.lower, one.upper - timedelta(1)) for one in self.breaks)

    @property
    def next_break(self) -> Break | None:
        """The break it is on, or the next one if that is soon enough to be told of."""
        soon = self.today + BREAK_IS_TOLD
        ahead = (one for one in self.days_away if self.today <= one[1])
        return next((one for one in ahead if one[0] <= soon), None)

    def ships_by(self, days: int, *, paid_at: datetime | None = None) -> datetime:
        """The promise for what takes so many days to make, paid then or this moment:
        the one function that listing, basket, checkout and order ask."""
        moment = paid_at or timezone.now()
        return ship_by(moment, days=days, shop_days=self.working_week)

    @property
    def queue_days(self) -> int:
        """Working days until a place is free for one more piece made to order."""
        if not self.pieces_per_week:
            return 0
        days_a_week = len(set(self.working_days))
        return ceil(self.pieces_waiting * days_a_week / self.pieces_per_week)

    @property
    def queue_is_full(self) -> bool:
        """More is owed than can be made in about a year: no more can be promised."""
        return self.queue_days > LONGEST_QUEUE

    @property
    def face_url(self) -> str:
        """The address of the maker's picture, if there is one."""
        return self.face.url if self.face else ""

    @property
    def banner_url(self) -> str:
        """The address of the wide picture, if there is one."""
        return self.banner.url if self.banner else ""

    @property
    def days_in_words(self) -> str:
        """`Monday to Friday`, or the days one by one where there are gaps."""
        names = dict(WEEKDAYS)
        days = sorted(self.working_days)
        if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
            words = {"first": names[days[0]], "last": names[days[-1]]}
            return _("%(first)s to %(last)s") % words
        return get_text_list([str(names[day]) for day in days], _("and"))

    @property
    def is_open(self) -> bool:
        """Whether buyers may order here now."""
        return self.is_shown and self.orders_again_on is None

    @property
    def is_shown(self) -> bool:
        """Whether anybody may look at it."""
        return self.state == self.State.OPEN

    @property
    def orders_again_on(self) -> date | None:
        """The day it takes orders again, if it takes none today."""
        until = self.paused_until
        return until if until and until > self.today else None


def currency_of_the_marketplace() -> str:
    """What a new shop sells in: one currency, so that one payment fits any basket."""
    return str(settings.MARKETPLACE_CURRENCY)
