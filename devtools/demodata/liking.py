"""What people like: through the verb, each in its moment."""

import random
from datetime import datetime, timedelta

import time_machine
from django.http import HttpRequest

from accounts.models import User
from devtools.demodata.people import BUYERS
from listings import favourites
from listings.models import Listing
from shops.models import Shop


def like(users: dict[str, User], listings: dict[str, Listing], now: datetime) -> None:
    """Most members keep a few pieces, and a shop or two."""
    chance = random.Random(8)
    shown = list(Listing.objects.shown().select_related("shop"))
    for person in (one for one in BUYERS if one.email in users):
        request = HttpRequest()
        request.user = users[person.email]
        for listing in chance.sample(shown, min(len(shown), chance.randint(1, 7))):
            _at(request, listing, chance, now)
        shops = {listing.shop for listing in chance.sample(shown, min(2, len(shown)))}
        for shop in sorted(shops, key=lambda shop: shop.pk)[: chance.randint(0, 2)]:
            _at(request, shop, chance, now)


def _at(
    request: HttpRequest, thing: Listing | Shop, chance: random.Random, now: datetime
) -> None:
    since = thing.opened_at if isinstance(thing, Shop) else thing.published_at
    if since is None:
        return
    span = max(now - since, timedelta(minutes=2))
    with time_machine.travel(since + span * chance.random()):
        favourites.like(request, thing)
