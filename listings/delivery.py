"""What one piece is promised for, if it is paid for now: posted by, there by, at what
price, to one country. The basket and the checkout count the same way, from the shop's
own calendar and rates."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts import countries
from listings.models import Listing
from marketplace.money import format_money
from marketplace.templatetags.show import day
from shops import shipping
from shops.calendar import arrives
from shops.shipping import ShippingOption


@dataclass(frozen=True)
class Delivery:
    """The promise to one country; without options the shop does not post there."""

    country: str
    currency: str
    ships_by: datetime
    options: list[ShippingOption]

    @property
    def cheapest(self) -> ShippingOption | None:
        """The way that is shown first."""
        return self.options[0] if self.options else None

    @property
    def arrives_on(self) -> tuple[date, date] | None:
        """The earliest and the latest day, if it is posted on the last day promised."""
        if (way := self.cheapest) is None:
            return None
        return arrives(self.ships_by.date(), way.transit_days_min, way.transit_days_max)

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


def delivery(listing: Listing, country: str) -> Delivery:
    """Of one piece; the listing comes with its shop and its profile's rates."""
    ways = shipping.options([(listing.shipping_profile, 1)], country)
    return Delivery(country, listing.shop.currency, listing.ships_by, ways)
