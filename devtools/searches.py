"""The questions that `./run bench-search` asks: each kind of page, with words and
choices drawn as visitors draw them, the same for the same seed."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.utils import timezone

from devtools.many_listings import LOOKS, MATERIALS, SHELVES, invented
from listings.finding.asked import Asked, Sort
from listings.models import Category, Listing

THINGS = [
    thing
    for below in SHELVES.values()
    for things in below.values()
    for thing in things.split()
]
COUNTRIES = ["DE", "FR", "GB", "IE", "JP"]
COLOURS = ["white", "cream", "grey", "black", "brown", "red", "green", "blue"]

Draw = Callable[[], Asked]


class Visitors:
    """Who asks: most for what there is much of, some for what there is hardly any."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rare = invented(random.Random(seed))
        self.categories = list(Category.objects.select_related("parent"))

    def kinds(self) -> Iterator[tuple[str, Draw]]:
        """Each kind of page, and how its questions are drawn."""
        yield "category", self.category
        yield "category, sorted by price", self.by_price
        yield "category, ships soonest", self.soonest
        yield "category with one facet", self.one_facet
        yield "category with three facets", self.three_facets
        yield "category, arrives by a day", self.in_time
        yield "a common word", self.common
        yield "a rare word", self.uncommon
        yield "two words", self.two
        yield "a typo", self.typo
        yield "a word with two facets", self.word_and_facets
        yield "a common word, by price", self.word_by_price

    def category(self) -> Asked:
        """A shelf as it is."""
        return Asked(category=self.chance.choice(self.categories))

    def by_price(self) -> Asked:
        """The cheapest or the dearest first."""
        sort = self.chance.choice([Sort.CHEAPEST, Sort.DEAREST])
        return self.category().but(sort=sort)

    def soonest(self) -> Asked:
        """Whatever leaves first."""
        return self.category().but(sort=Sort.SOONEST)

    def one_facet(self) -> Asked:
        """One thing is chosen."""
        return self.chance.choice(self._choices())(self.category())

    def three_facets(self) -> Asked:
        """Three different things are chosen."""
        asked = self.category()
        for choose in self.chance.sample(self._choices(), 3):
            asked = choose(asked)
        return asked

    def in_time(self) -> Asked:
        """It is needed by a day, tomorrow or in some weeks."""
        day = timezone.localdate() + timedelta(days=self.chance.randint(2, 30))
        country = self.chance.choice(COUNTRIES)
        return self.category().but(country=country, needed_by=day)

    def common(self) -> Asked:
        """A word that very many pieces say."""
        words = [*LOOKS[:12], *MATERIALS[:8], *THINGS]
        return Asked(words=self.chance.choice(words))

    def uncommon(self) -> Asked:
        """A word that few pieces say."""
        return Asked(words=self.chance.choice(self.rare[3000:]))

    def two(self) -> Asked:
        """What it is, and what of or how."""
        how = self.chance.choice([*LOOKS, *MATERIALS])
        return Asked(words=f"{how} {self.chance.choice(THINGS)}")

    def typo(self) -> Asked:
        """Two words, one of them with two letters swapped or one left out."""
        how, thing = self.two().words.split()
        at = self.chance.randrange(1, max(2, len(thing) - 1))
        if self.chance.random() < 0.5:
            thing = thing[:at] + thing[at + 1 :]
        else:
            thing = thing[:at] + thing[at : at + 2][::-1] + thing[at + 2 :]
        return Asked(words=f"{how} {thing}")

    def word_and_facets(self) -> Asked:
        """A word, and two things chosen."""
        asked = self.common()
        for choose in self.chance.sample(self._choices(), 2):
            asked = choose(asked)
        return asked

    def word_by_price(self) -> Asked:
        """A word, the cheapest first."""
        return self.common().but(sort=Sort.CHEAPEST)

    def _choices(self) -> list[Callable[[Asked], Asked]]:
        pick = self.chance
        return [
            lambda a: a.but(colours=tuple(sorted(pick.sample(COLOURS, 2)))),
            lambda a: a.but(materials=(pick.choice(MATERIALS),)),
            lambda a: a.but(kinds=(pick.choice(Listing.Kind.values),)),
            lambda a: a.but(bands=(pick.randrange(5),)),
            lambda a: a.but(is_personal=True),
            lambda a: a.but(country=pick.choice(COUNTRIES)),
            lambda a: a.but(country=pick.choice(COUNTRIES), is_free=True),
            lambda a: a.but(least_cents=2000, most_cents=9000),
        ]
