"""Whoever tells one of the many stories: their dice, who buys what, what is said."""

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from devtools.demodata.buying import NO_GIFT, Gift, Want, World
from devtools.demodata.people import BUYERS, Person
from devtools.demodata.pieces import PIECES
from devtools.demodata.stories import words
from listings.models import Listing, Variant
from orders.models import Order
from orders.parcels import Parcel

SEED = 60
#: What the told stories are about keeps its stock for them, and Bea her day.
TOLD = (
    "ash-bowl", "mug", "plate", "vase", "spoon", "spindle", "skein", "basket",
    "ring", "earrings", "candles", "print",
)  # fmt: skip
WHERE = {piece.key: key for key, pieces in PIECES.items() for piece in pieces}
RESTLESS = {"waits", "leaves", "silent", "maker_cancels"}


@dataclass
class Teller:
    """One story's own dice, and the world it happens in."""

    world: World
    number: int
    turn: str
    age: timedelta
    chance: random.Random = field(init=False)
    shop: str = field(init=False, default="")
    #: Who buys, where that is settled.
    buying: Person | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.chance = random.Random(SEED * 1000 + self.number)

    @property
    def buyer(self) -> Person:
        """Some people buy often."""
        if self.buying is not None:
            return self.buying
        return BUYERS[(self.number * 7 + self.number // len(BUYERS)) % len(BUYERS)]

    def pick(self, begin: datetime) -> list[Want]:
        """One piece, or a few; now and then from several shops."""
        keys = [key for key in self.world.listings if self._may_be_sold(key, begin)]
        if not keys:
            return []
        shops = sorted({WHERE[key] for key in keys})
        self.shop = self.chance.choice(shops)
        wanted = self.chance.choices((1, 2, 3), (70, 24, 6))[0]
        near = [key for key in keys if WHERE[key] == self.shop]
        if self.turn == "smooth" and self.number % 9 == 0:
            near = keys
        picked = self.chance.sample(near, min(wanted, len(near)))
        return [want for key in picked if (want := self._want(key)) is not None]

    def _may_be_sold(self, key: str, begin: datetime) -> bool:
        listing = self.world.listings[key]
        since = listing.published_at
        if key in TOLD or since is None or since >= begin or listing.state != "active":
            return False
        if WHERE[key] == "clay" and self.turn in RESTLESS:
            return False
        alone = listing.kind == Listing.Kind.ONE_OF_A_KIND
        return not alone or random.Random(key).random() < 0.25

    def _want(self, key: str) -> Want | None:
        listing = self.world.listings[key]
        kept = 1 if listing.kind == Listing.Kind.SOME else 0
        there = Variant.objects.offered().filter(listing=listing)
        free = [one for one in there if one.left is None or one.left > kept]
        if not free:
            return None
        variant = self.chance.choice(free)
        most = 4 if variant.left is None else variant.left - kept
        quantity = min(most, self.chance.choices((1, 2, 3), (80, 15, 5))[0])
        answer = self.chance.choice(words.ANSWERS.get(key, ("",)))
        quantity = quantity if not answer and quantity > 0 else 1
        return Want(key, variant.name, quantity, answer)

    def gift(self) -> Gift:
        """One in six is for somebody else; one in twenty a secret."""
        if self.number % 6:
            return NO_GIFT
        message = self.chance.choice(words.GIFTS)
        secret = self.world.now.date() + timedelta(days=9)
        return Gift(message, secret if self.number % 18 == 0 else None)

    def say(self, among: tuple[str, ...]) -> str:
        """One of these, with the buyer's name in it."""
        return self.chance.choice(among).format(name=self.buyer.name.split()[0])

    def by_day(self, moment: datetime, order: Order) -> datetime:
        """That moment or the next in which a workshop is awake."""
        zone = order.shop.zone
        here = moment.astimezone(zone)
        if 8 <= here.hour < 18:
            return moment
        later = here if here.hour < 8 else here + timedelta(days=1)
        at = time(self.chance.randint(8, 11), self.chance.randint(0, 59))
        return datetime.combine(later.date(), at, tzinfo=zone)

    def parcel(self) -> Parcel:
        """By the shop's own post."""
        carrier, country = words.CARRIERS[self.shop]
        number = _checked(f"{20000000 + self.number * 7919 % 70000000:08d}")
        return Parcel(carrier, f"RR{number}{country}", note=self.say(words.POSTED))


def _checked(digits: str) -> str:
    """With the check digit of an international parcel number."""
    weights = (8, 6, 4, 2, 3, 5, 9, 7)
    rest = 11 - sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return digits + str({10: 0, 11: 5}.get(rest, rest))
