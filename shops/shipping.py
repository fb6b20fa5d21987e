"""What posting some pieces to a country costs and how long it travels.

Pure: the profiles come with their rates prefetched, nothing is asked of the database.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shops.calendar import arrives
from shops.models import ANYWHERE, ShippingProfile, ShippingRate

Line = tuple[ShippingProfile, int]


@dataclass(frozen=True)
class ShippingOption:
    """One way of posting everything together that a buyer may choose."""

    name: str
    price_cents: int
    transit_days_min: int
    transit_days_max: int

    def arrives(self, ship_on: date) -> tuple[date, date]:
        """The earliest and the latest day, if it is posted on this one."""
        return arrives(ship_on, self.transit_days_min, self.transit_days_max)


def rates_to(profile: ShippingProfile, country: str) -> list[ShippingRate]:
    """A profile's rates to a country: its own, else those for everywhere else."""
    rates = list(profile.rates.all())
    own = [rate for rate in rates if rate.destination == country]
    return own or [rate for rate in rates if rate.destination == ANYWHERE]


def options(lines: Iterable[Line], country: str) -> list[ShippingOption]:
    """The ways of posting these pieces of one shop in one parcel, cheapest first.

    Empty if any of them is not posted there. A way has the same name in every profile;
    if no name is common to all, there is one way: each profile's cheapest.
    """
    quantities: dict[int, int] = defaultdict(int)
    profiles: dict[int, ShippingProfile] = {}
    for profile, quantity in lines:
        quantities[profile.pk] += quantity
        profiles[profile.pk] = profile
    rates = [rates_to(profile, country) for profile in profiles.values()]
    if not rates or not all(rates):
        return []
    offers = [_together(way, quantities) for way in _ways(rates)]
    return sorted(offers, key=lambda it: (it.price_cents, it.transit_days_max, it.name))


def _ways(rates: list[list[ShippingRate]]) -> list[list[ShippingRate]]:
    """For each way, the rate of every profile that takes part."""
    by_name = [{rate.name: rate for rate in offered} for offered in rates]
    common = set.intersection(*(set(names) for names in by_name))
    if not common:
        return [[min(offered, key=_cost) for offered in rates]]
    return [[names[name] for names in by_name] for name in sorted(common)]


def _together(way: list[ShippingRate], quantities: dict[int, int]) -> ShippingOption:
    """The dearest first piece pays its rate; every other one pays for coming along."""
    dearest = max(way, key=_cost)
    along = sum(rate.additional_cents * quantities[rate.profile_id] for rate in way)
    return ShippingOption(
        name=dearest.name,
        price_cents=dearest.price_cents + along - dearest.additional_cents,
        transit_days_min=max(rate.transit_days_min for rate in way),
        transit_days_max=max(rate.transit_days_max for rate in way),
    )


def _cost(rate: ShippingRate) -> tuple[int, int]:
    return rate.price_cents, rate.additional_cents
