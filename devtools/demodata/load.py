"""Filling an empty marketplace: all of it or nothing."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from devtools.demodata import past, people, workshops
from devtools.demodata.buying import Want, World
from devtools.demodata.pieces import CATEGORIES, PIECES, put_up
from devtools.demodata.stories import stories
from devtools.demodata.studio import Pictures, all_pictures
from listings.models import Category, Listing
from shops.models import Shop

#: The key of the demo's own sandbox: any other Stripe would not know these payments.
DEMO_KEYS = ("", "sk_test_demo")

Say = Callable[[str], object]


@dataclass(frozen=True)
class Wishes:
    """How it is to be loaded."""

    #: Where the demo's Stripe sandbox keeps what it knows.
    stripe_state: Path | None = None
    #: Width of the pictures; tests want small ones.
    width: int = 800


def is_empty() -> bool:
    """Nobody is here and nothing is for sale."""
    return not User.objects.exists() and not Shop.objects.exists()


def load(wishes: Wishes, say: Say) -> None:
    """People, shops, pieces, and forty days of orders."""
    # Before the transaction: Postgres ends one that sits idle.
    pictures = all_pictures(wishes.width)
    say(f"{sum(map(len, pictures.photos.values()))} pictures drawn.")
    now = timezone.now()
    with ExitStack() as around:
        around.enter_context(past.nobody_woken())
        around.enter_context(transaction.atomic())
        users = people.register()
        _categories()
        shops = _shops(users, pictures, now)
        listings = _listings(shops, pictures, now)
        say(f"{len(users)} people, {len(shops)} shops, {len(listings)} pieces.")
        if settings.STRIPE_SECRET_KEY in DEMO_KEYS:
            public = settings.STRIPE_API_BASE
            stripe = past.stripe_of_the_past(wishes.stripe_state, public)
            sandbox = around.enter_context(stripe)
            _orders(World(now, sandbox, users, shops, listings), say)
        else:
            say("No orders: your Stripe account would not know their payments.")
    past.file_mails()


def _categories() -> None:
    for position, (slug, name) in enumerate(CATEGORIES.items()):
        Category.objects.create(slug=slug, name=name, position=position)


def _shops(
    users: dict[str, User], pictures: Pictures, now: datetime
) -> dict[str, Shop]:
    opened = {}
    for workshop in workshops.WORKSHOPS:
        with time_machine.travel(now - timedelta(days=workshop.open_for_days)):
            owner = users[workshop.owner.email]
            face = pictures.faces[workshop.key]
            opened[workshop.key] = workshops.open_shop(workshop, owner, face)
    return opened


def _listings(
    shops: dict[str, Shop], pictures: Pictures, now: datetime
) -> dict[str, Listing]:
    found: dict[str, Listing] = {}
    for key, pieces in PIECES.items():
        for piece in sorted(pieces, key=lambda piece: -piece.days_ago):
            at = now - timedelta(days=piece.days_ago, hours=len(found))
            with time_machine.travel(at):
                found[piece.key] = put_up(
                    shops[key], piece, pictures.photos[piece.key], at
                )
    return found


def _orders(world: World, say: Say) -> None:
    told = stories(world)
    past.tell(told, until=world.now)
    basket = [Want("earrings"), Want("print", "Sheet, A4")]
    world.basket(people.ADA, basket)
    say(f"{len(told)} stories told; {len(past.PastMail.posted)} emails sent.")
