"""What one piece is promised for, if it is paid for now: posted by, there by, at what
price, to one country. The basket and the checkout ask the same functions: `ships_by` of
the shop, `arrives` of the way it is posted, `fit` of the calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import countries
from listings.models import Listing
from marketplace.money import format_money
from marketplace.templatetags.show import day
from shops import shipping
from shops.calendar import Fit, fit
from shops.models import Shop
from shops.shipping import ShippingOption

#: How a piece stands to the day it is needed by, in a sentence.
FIT_WORDS = {
    Fit.LIKELY: gettext_lazy(
        "Likely in time for %(day)s, with at least two days to spare."
    ),
    Fit.TIGHT: gettext_lazy(
        "Tight for %(day)s: it comes between %(first)s and %(last)s."
    ),
    Fit.NO: gettext_lazy(
        "Not in time for %(day)s: the earliest it can be with you is %(first)s."
    ),
}


@dataclass(frozen=True)
class Delivery:
    """The promise to one country; without options the shop does not post there."""

    country: str
    currency: str
    ships_by: datetime
    options: list[ShippingOption]
    needed_by: date | None = None

    @property
    def cheapest(self) -> ShippingOption | None:
        """The way that is shown first."""
        return self.options[0] if self.options else None

    @property
    def arrives_on(self) -> tuple[date, date] | None:
        """The earliest and the latest day, if it is posted on the last day promised."""
        way = self.cheapest
        return way.arrives(self.ships_by.date()) if way else None

    @property
    def fit(self) -> Fit | None:
        """Whether it is there by the day it is needed, if one was said."""
        return fit_of(self.needed_by, self.arrives_on)

    @property
    def fit_words(self) -> str:
        """The same in a sentence, with another way to post it if that one is sooner."""
        words = in_words(self.needed_by, self.arrives_on)
        if self.fit in (None, Fit.LIKELY):
            return words
        better = (way.name for way in self.options[1:] if self._is_likely(way))
        faster = next(better, "")
        if not faster:
            return words
        likely = _("With %(way)s it is likely in time.") % {"way": faster}
        return f"{words} {likely}"

    @property
    def words(self) -> str:
        """`With you in Germany by Tuesday 2 December. Standard post €4.90.`"""
        where = countries.named(self.country)
        if self.cheapest is None or self.arrives_on is None:
            sentence = _(
                "This shop does not post to %(country)s. Another country may work."
            )
            return sentence % {"country": where}
        cents = self.cheapest.price_cents
        return _("With you in %(country)s by %(day)s. %(way)s: %(price)s.") % {
            "country": where,
            "day": day(self.arrives_on[1]),
            "way": self.cheapest.name,
            "price": format_money(cents, self.currency) if cents else _("free"),
        }

    def _is_likely(self, way: ShippingOption) -> bool:
        window = way.arrives(self.ships_by.date())
        return fit_of(self.needed_by, window) == Fit.LIKELY


def delivery(listing: Listing, country: str, needed_by: date | None = None) -> Delivery:
    """Of one piece; the listing comes with its shop and its profile's rates."""
    ways = shipping.options([(listing.shipping_profile, 1)], country)
    return Delivery(country, listing.shop.currency, listing.ships_by, ways, needed_by)


def fit_of(needed_by: date | None, window: tuple[date, date] | None) -> Fit | None:
    """How a window of arrival stands to the day it is needed; None: nobody asked."""
    if needed_by is None or window is None:
        return None
    return fit(needed_by, arrives_from=window[0], arrives_by=window[1])


def in_words(needed_by: date | None, window: tuple[date, date] | None) -> str:
    """The answer in a sentence; empty when nobody asked."""
    answer = fit_of(needed_by, window)
    if answer is None or window is None:
        return ""
    days = {"day": day(needed_by), "first": day(window[0]), "last": day(window[1])}
    return str(FIT_WORDS[answer]) % days


@dataclass(frozen=True)
class CutOff:
    """From which day a payment made now counts, and until when that is so."""

    counts_from: date
    #: The moment of today's cut-off; None: today counts no more.
    until: datetime | None


def cut_off(shop: Shop) -> CutOff:
    """Of this moment, on the shop's own calendar."""
    week, now = shop.working_week, timezone.now()
    first, today = week.first_day(now), now.astimezone(shop.zone).date()
    return CutOff(first, week.closes_at(today) if first == today else None)


def why_not_now(listing: Listing) -> str:
    """Why nobody can buy it today though it is for sale; empty when they can."""
    shop = listing.shop
    if again_on := shop.orders_again_on:
        words = _("%(shop)s takes orders again on %(day)s.")
        return words % {"shop": shop.name, "day": day(again_on)}
    if listing.is_made_to_order and shop.queue_is_full:
        words = _(
            "%(shop)s has as much to make as fits into a year, and promises nothing"
            " more to order for now."
        )
        return words % {"shop": shop.name}
    return ""
