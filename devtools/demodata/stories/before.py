"""What happens before anybody buys: questions about pieces, and places in line."""

import random
from datetime import timedelta

from devtools.demodata.buying import World
from devtools.demodata.past import Story
from devtools.demodata.people import BUYERS
from devtools.demodata.stories import words
from listings import questions, waitlist
from listings.models import Listing
from listings.reader import Reader

#: Whom people wait for.
AWAITED = {
    "baking-dish": 4, "hexagons": 2, "robin": 5, "picnic": 3, "stubs": 2,
    "dusk-wreath": 1, "pearl-ring": 3, "birch-bowl": 6, "moss-cowl": 2, "minis": 3,
}  # fmt: skip


def stories(world: World) -> list[Story]:
    """A question or two a shop, and the lines for what is sold out."""
    chance = random.Random(5)
    members = [one for one in BUYERS if one.email in world.users]
    found: list[Story] = []
    for number, (key, many) in enumerate(AWAITED.items()):
        if key in world.listings:
            for place in range(many):
                who = members[(number * 5 + place * 3) % len(members)].email
                days = chance.uniform(0.5, 12)
                found.append(_waits(world, world.listings[key], who, days))
    shown = [one for one in world.listings.values() if one.state == "active"]
    for number, listing in enumerate(chance.sample(shown, min(14, len(shown)))):
        who = members[(number * 4 + 2) % len(members)].email
        days = 0.3 if number < 2 else chance.uniform(2, 30)
        since = listing.published_at
        if since and since < world.now - timedelta(days=days + 1):
            talk = words.BEFORE_BUYING[number % len(words.BEFORE_BUYING)]
            found.append(_asks(world, listing, who, days, talk))
    return found


def _waits(world: World, listing: Listing, who: str, days: float) -> Story:
    """Sold out; they want to hear first."""
    yield world.now - timedelta(days=days)
    if not waitlist.may_be_bought(listing, None):
        waitlist.join(listing, Reader.member(world.users[who]))


def _asks(
    world: World, listing: Listing, who: str, days: float, talk: tuple[str, str]
) -> Story:
    """Asked, and answered within hours; the newest still wait."""
    asked = world.now - timedelta(days=days)
    yield asked
    listing = Listing.objects.select_related("shop__owner").get(pk=listing.pk)
    reader = Reader.member(world.users[who])
    question = questions.ask(listing, reader, words=talk[0])
    if days > 1:
        yield asked + timedelta(hours=11)
        questions.answer(question, by=listing.shop.owner, words=talk[1])
