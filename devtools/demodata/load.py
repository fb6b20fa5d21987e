"""Filling an empty marketplace: all of it or nothing."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from devtools.demodata import liking, past, people, shelves, workshops
from devtools.demodata.buying import Want, World
from devtools.demodata.pieces import PIECES, put_up
from devtools.demodata.stories import stories
from devtools.demodata.studio import Pictures, all_pictures
from listings.models import Listing
from shops.models import Shop

#: The key of the demo's own sandbox: any other Stripe would not know these payments.
DEMO_KEYS = ("", "sk_test_demo")
#: The shops that told stories are about; a small demo has no others.
FEW = ("clay", "wool", "paper")
A_FEW_ORDERS = 10

Say = Callable[[str], object]


@dataclass(frozen=True)
class Wishes:
    """How it is to be loaded."""

    #: Where the demo's Stripe sandbox keeps what it knows.
    stripe_state: Path | None = None
    #: Width of the pictures; tests want small ones.
    width: int = 640
    #: Which shops there are.
    shops: tuple[str, ...] = tuple(PIECES)
    #: How many orders besides the told ones.
    orders: int = 118


def is_empty() -> bool:
    """Nobody is here and nothing is for sale."""
    return not User.objects.exists() and not Shop.objects.exists()


def load(wishes: Wishes, say: Say) -> None:
    """People, shops, pieces, and sixty days of orders."""
    # Before the transaction: Postgres ends one that sits idle.
    with _timed(say, "to draw the pictures"):
        pictures = all_pictures(wishes.width, wishes.shops)
    say(f"{sum(map(len, pictures.photos.values()))} pictures drawn.")
    now = timezone.now()
    with ExitStack() as around:
        around.enter_context(past.nobody_woken())
        around.enter_context(transaction.atomic())
        with _timed(say, "for people, shops and pieces"):
            users = people.register()
            shelves.put_up()
            shops = _shops(users, pictures, now, wishes.shops)
            listings = _listings(shops, pictures, now)
        say(f"{len(users)} people, {len(shops)} shops, {len(listings)} pieces.")
        if settings.STRIPE_SECRET_KEY in DEMO_KEYS:
            public = settings.STRIPE_API_BASE
            stripe = past.stripe_of_the_past(wishes.stripe_state, public)
            sandbox = around.enter_context(stripe)
            world = World(now, sandbox, users, shops, listings)
            with _timed(say, "to live through sixty days"):
                _orders(world, wishes.orders, say)
        else:
            say("No orders: your Stripe account would not know their payments.")
        liking.like(users, listings, now)
    with _timed(say, "to file the emails"):
        past.file_mails()


@contextmanager
def _timed(say: Say, what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    say(f"{time.perf_counter() - began:5.1f} s {what}")


def _shops(
    users: dict[str, User], pictures: Pictures, now: datetime, keys: Iterable[str]
) -> dict[str, Shop]:
    opened = {}
    for workshop in (one for one in workshops.WORKSHOPS if one.key in keys):
        key = workshop.key
        with time_machine.travel(now - timedelta(days=workshop.open_for_days)):
            owner = users[workshop.owner.email]
            face, banner = pictures.faces[key], pictures.banners[key]
            opened[key] = workshops.open_shop(workshop, owner, face, banner)
        with time_machine.travel(now - timedelta(days=5)):
            workshops.go_away(workshop, opened[key], now)
    return opened


def _listings(
    shops: dict[str, Shop], pictures: Pictures, now: datetime
) -> dict[str, Listing]:
    found: dict[str, Listing] = {}
    for key, shop in shops.items():
        # Nothing is older than its shop.
        oldest = (now - shop.opened_at).days
        for piece in sorted(PIECES[key], key=lambda piece: -piece.days_ago):
            days = min(piece.days_ago, oldest)
            at = now - timedelta(days=days, minutes=7 * len(found))
            with time_machine.travel(max(at, shop.opened_at + timedelta(hours=1))):
                photos = pictures.photos[piece.key]
                found[piece.key] = put_up(shop, piece, photos, at)
    return found


def _orders(world: World, many: int, say: Say) -> None:
    told = stories(world, many)
    past.tell(told, until=world.now)
    basket = [Want("earrings"), Want("print", "Sheet, A4")]
    world.basket(people.ADA, basket)
    say(f"{len(told)} stories told; {len(past.PastMail.posted)} emails sent.")
