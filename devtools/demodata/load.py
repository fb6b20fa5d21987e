"""Filling an empty marketplace: all of it or nothing."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from devtools.demodata import liking, past, people, shelves, studio, workshops
from devtools.demodata.buying import Want, World
from devtools.demodata.pieces import PIECES, put_up
from devtools.demodata.stories import stories
from devtools.demodata.studio import Pictures
from listings import photos
from listings.models import Listing
from shops.models import Shop

#: The key of the demo's own sandbox: any other Stripe would not know these payments.
DEMO_KEYS = ("", "sk_test_demo")
#: The shops that told stories are about; a small demo has no others.
FEW = ("clay", "wool", "paper")
A_FEW_ORDERS = 10
#: Seconds.
A_MOMENT = 5

Say = Callable[[str], object]


@dataclass(frozen=True)
class Wishes:
    """How it is to be loaded."""

    #: Where the demo's Stripe sandbox keeps what it knows.
    stripe_state: Path | None = None
    #: Width of the pictures; tests want small ones.
    width: int = 480
    #: Which shops there are.
    shops: tuple[str, ...] = tuple(PIECES)
    #: How many orders besides the told ones.
    orders: int = 122


def is_empty() -> bool:
    """Nobody is here and nothing is for sale."""
    return not User.objects.exists() and not Shop.objects.exists()


def load(wishes: Wishes, say: Say) -> None:
    """People, shops, pieces, and sixty days of orders; all the while it is drawn."""
    with ExitStack() as around:
        pictures = around.enter_context(studio.at_work(wishes.width, wishes.shops))
        # Before the transaction: Postgres ends one that sits idle.
        with _timed(say, "for a first picture of each piece"):
            wait([photos[0] for photos in pictures.photos.values()])
            wait([*pictures.faces.values(), *pictures.banners.values()])
        around.enter_context(past.nobody_woken())
        around.enter_context(transaction.atomic())
        _fill(wishes, pictures, around, say)
    with _timed(say, "to file the emails"):
        past.file_mails()


def _fill(wishes: Wishes, pictures: Pictures, around: ExitStack, say: Say) -> None:
    now = timezone.now()
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
    with _timed(say, "more for the other pictures"):
        _other_pictures(listings, pictures)
    say(f"{sum(map(len, pictures.photos.values()))} pictures drawn.")


def _other_pictures(listings: dict[str, Listing], pictures: Pictures) -> None:
    """Behind each piece's first one, once they are drawn."""
    for piece in (one for pieces in PIECES.values() for one in pieces):
        if piece.key not in listings:
            continue
        pairs = zip(piece.shots, pictures.photos[piece.key], strict=True)
        for shot, drawing in list(pairs)[1:]:
            while not wait([drawing], timeout=A_MOMENT).done:
                # Postgres ends a transaction that sits idle.
                Listing.objects.exists()
            photos.add(listings[piece.key], [drawing.result()], alt=shot.alt)


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
            face = pictures.faces[key].result()
            banner = pictures.banners[key].result()
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
                first = pictures.photos[piece.key][0].result()
                found[piece.key] = put_up(shop, piece, first, at)
    return found


def _orders(world: World, many: int, say: Say) -> None:
    told = stories(world, many)
    past.tell(told, until=world.now)
    basket = [Want("earrings"), Want("print", "Sheet, A4")]
    world.basket(people.ADA, basket)
    say(f"{len(told)} stories told; {len(past.PastMail.posted)} emails sent.")
