"""Fixtures everybody shares: the cast, their pieces, and a Stripe of our own."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import User
from devtools import programs
from devtools import stripe as sandbox
from devtools.stripe import Running
from listings import kept
from listings.models import Listing, Variant
from orders.models import Checkout, Order
from shops.models import Shop
from tests import cast

# Playwright's synchronous API runs a loop in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A test database that may be emptied: TRUNCATE is how Django cleans up after a
    test with transactions of its own. test_bad_states.py puts the guard back."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE orders_orderevent DISABLE TRIGGER orders_event_no_truncate"
        )
        cursor.execute(
            "ALTER TABLE listings_listingevent"
            " DISABLE TRIGGER listings_event_no_truncate"
        )


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The Chromium of this machine, quiet on the network."""
    flags = (
        "--no-sandbox --disable-quic --no-first-run --disable-sync"
        " --disable-background-networking --disable-component-update"
    )
    return {"executable_path": programs.chromium(), "args": flags.split()}


@pytest.fixture(autouse=True)
def _plain_settings(settings: Settings, tmp_path: Path) -> None:
    """Static files as they lie, uploads into a folder of their own, nothing
    kept from before."""
    settings.MEDIA_ROOT = tmp_path / "media"
    storages = dict(settings.STORAGES)
    storages["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.STORAGES = storages
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    in_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = settings.CACHES | {"default": in_memory}
    cache.clear()
    kept.SHELF.clear()


#: What settles the card catalogue at the end of a transaction (listings/0008).
SETTLERS = ["listing", "variant", "photo", "category", "shop"]
SETTLERS += ["shippingprofile", "shippingrate"]


@pytest.fixture(autouse=True)
def _catalogue_at_once(request: pytest.FixtureRequest, _django_db_marker: None) -> None:
    """A test inside one transaction never ends it: there the catalogue is settled with
    each statement. Tests with transactions of their own see it as it really is."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
    if connection.connection is not None and connection.in_atomic_block:
        names = ", ".join(f"entry_settle_{name}" for name in SETTLERS)
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")


@pytest.fixture
def ada(db: None) -> User:
    """She buys."""
    return cast.person("ada@example.com", "Ada Lovelace", time_zone="Europe/Berlin")


@pytest.fixture
def bea(db: None) -> User:
    """She makes bowls."""
    return cast.person("bea@example.com", "Bea Wood", time_zone="Europe/Berlin")


@pytest.fixture
def carl(db: None) -> User:
    """A stranger to both: he buys and makes elsewhere."""
    return cast.person("carl@example.com", "Carl Weaver")


@pytest.fixture
def olga(db: None) -> User:
    """She operates the marketplace."""
    return cast.person(
        "olga@example.com", "Olga Operator", is_staff=True, is_superuser=True
    )


@pytest.fixture
def bea_shop(bea: User) -> Shop:
    """Bea's Bowls, in Leipzig."""
    return cast.shop(bea, "Bea's Bowls", "beas-bowls")


@pytest.fixture
def carl_shop(carl: User) -> Shop:
    """Carl's Looms, in London."""
    return cast.shop(
        carl,
        "Carl's Looms",
        "carls-looms",
        country="GB",
        place="London",
        time_zone="Europe/London",
    )


@pytest.fixture
def bowl(bea_shop: Shop) -> Variant:
    """The only one, €42."""
    return cast.piece(bea_shop, "Ash bowl", kind=Listing.Kind.ONE_OF_A_KIND)


@pytest.fixture
def mugs(bea_shop: Shop) -> Variant:
    """Five of them, €18 each."""
    return cast.piece(bea_shop, "Speckled mug", stock=5, price_cents=1800)


@pytest.fixture
def scarf(carl_shop: Shop) -> Variant:
    """Made to order, €65."""
    return cast.piece(carl_shop, "Woven scarf", stock=None, price_cents=6500)


@pytest.fixture(scope="session")
def stripe_server() -> Iterator[Running]:
    """One sandbox for the whole session."""
    running = sandbox.start(secret="whsec_handloop")
    yield running
    running.stop()


@pytest.fixture
def stripe(stripe_server: Running, settings: Settings) -> Iterator[Running]:
    """Stripe, as empty as on the first day; the marketplace talks to it."""
    settings.STRIPE_API_BASE = stripe_server.url
    settings.STRIPE_SECRET_KEY = "sk_test_handloop"
    settings.STRIPE_WEBHOOK_SECRET = "whsec_handloop"
    csp = dict(settings.SECURE_CSP)
    csp["form-action"] = [*csp["form-action"], stripe_server.url]
    settings.SECURE_CSP = csp
    stripe_server.reset()
    yield stripe_server
    stripe_server.clear_faults()
    stripe_server.reset_clock()


@pytest.fixture
def placed(stripe: Running, bowl: Variant, ada: User) -> Checkout:
    """Ada's checkout of the bowl, waiting for her card."""
    return cast.place(bowl, buyer=ada)


@pytest.fixture
def paid_order(stripe: Running, bowl: Variant, ada: User) -> Order:
    """Ada's paid order of the bowl."""
    return cast.order_of(cast.buy(stripe, bowl, buyer=ada))


@pytest.fixture
def mug_order(stripe: Running, mugs: Variant, ada: User) -> Order:
    """Ada's paid order of three mugs."""
    return cast.order_of(cast.buy(stripe, mugs, buyer=ada, quantity=3))
