"""What one piece is promised for, if it is paid for now: posted by, there by, at what
price, to one country. The basket and the checkout ask the same functions: `ships_by` of
the shop, `arrives` of the way it is posted, `fit` of the calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts import countries
from listings.models import Listing
from marketplace.money import format_money
from marketplace.templatetags.show import day
from shops import shipping
from shops.calendar import Fit, fit
from shops.shipping import ShippingOption

#: How a piece stands to the day it is needed by, in a sentence.
FIT_WORDS = {
    Fit.LIKELY: "Likely in time for {day}, with at least two days to spare.",
    Fit.TIGHT: "Tight for {day}: it comes between {first} and {last}.",
    Fit.NO: "Not in time for {day}: the earliest it can be with you is {first}.",
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
        return f"{words} With {faster} it is likely in time." if faster else words

    @property
    def words(self) -> str:
        """`With you in Germany by Tuesday 2 December. Standard post €4.90.`"""
        where = countries.named(self.country)
        if self.cheapest is None or self.arrives_on is None:
            return f"This shop does not post to {where}. Another country may work."
        cents = self.cheapest.price_cents
        price = format_money(cents, self.currency) if cents else "free"
        by = day(self.arrives_on[1])
        return f"With you in {where} by {by}. {self.cheapest.name}: {price}."

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
    first, last = day(window[0]), day(window[1])
    return FIT_WORDS[answer].format(day=day(needed_by), first=first, last=last)


def why_not_now(listing: Listing) -> str:
    """Why nobody can buy it today though it is for sale; empty when they can."""
    shop = listing.shop
    if again_on := shop.orders_again_on:
        return f"{shop.name} takes orders again on {day(again_on)}."
    if listing.is_made_to_order and shop.queue_is_full:
        return (
            f"{shop.name} has as much to make as fits into a year, and promises"
            " nothing more to order for now."
        )
    return ""
