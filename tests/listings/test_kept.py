"""Pages that visitors share: quick, and never wrong about stock, price or promise."""

import gzip
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from listings import heads as listing_heads
from listings import kept, stock
from listings.models import Listing, Variant
from marketplace.head import Head
from shops.models import Shop

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = datetime(2027, 6, 7, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    """Hours before the shop's cut-off, and no minute passes."""
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def pages(mugs: Variant, bowl: Variant) -> list[str]:
    """Every kind of page on which Bea's pieces are shown."""
    listing = bowl.listing
    shelf = listing.category.get_absolute_url()
    shop = listing.shop.get_absolute_url()
    return ["/", shelf, "/search/?q=bowl", shop, listing.get_absolute_url()]


def seen(path: str) -> str:
    """By a visitor who was never here before."""
    return Client().get(path).content.decode()


def is_quick(path: str) -> bool:
    """Postgres is asked once, and no page is made."""
    with CaptureQueriesContext(connection) as asked:
        seen(path)
    return len(asked) == 1 and "string_agg" in asked[0]["sql"]


def warm(pages: list[str]) -> None:
    """Kept from the second time on."""
    for path in pages:
        seen(path)
        seen(path)
        assert is_quick(path), path


def test_the_last_piece_is_bought_and_every_page_tells(
    pages: list[str], bowl: Variant
) -> None:
    warm(pages)
    with transaction.atomic():
        stock.hold({bowl.pk: 1})
    home, shelf, search, shop, piece = map(seen, pages)
    assert "Ash bowl" not in home + shelf + search
    assert "Sold" in shop
    assert "Being bought" in piece
    assert "Add to basket" not in piece


def test_without_asking_the_page_would_be_wrong(
    pages: list[str], bowl: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the last: the question is what keeps it true."""
    monkeypatch.setattr(kept, "_truth", lambda shown: ("", ""))
    for path in pages:
        seen(path)
        seen(path)
    with transaction.atomic():
        stock.hold({bowl.pk: 1})
    assert "Add to basket" in seen(pages[-1])
    assert "Ash bowl" in seen(pages[1])


@pytest.mark.parametrize("takes_turns", [True, False], ids=["", "control"])
def test_a_crowd_makes_a_page_once(
    pages: list[str],
    bowl: Variant,
    monkeypatch: pytest.MonkeyPatch,
    takes_turns: bool,
) -> None:
    """Six come at the moment in which it becomes old. Control: without turns each of
    them makes it, while the others are kept waiting."""
    warm(pages)
    if not takes_turns:
        monkeypatch.setattr(kept.Shelf, "turn", lambda shelf, name: nullcontext())
    made, ready = [], threading.Barrier(6)
    real = listing_heads.of_home

    def slowly() -> Head:
        made.append(1)
        time.sleep(0.3)
        return real()

    def visit(_: int) -> None:
        try:
            ready.wait(10)
            seen("/")
        finally:
            connection.close()

    monkeypatch.setattr(listing_heads, "of_home", slowly)
    Listing.objects.filter(pk=bowl.listing_id).update(title="Another name")
    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(visit, range(6)))
    assert (len(made) == 1) is takes_turns


def test_a_new_price_and_another_date_show_at_once(
    pages: list[str], bowl: Variant
) -> None:
    warm(pages)
    Variant.objects.filter(pk=bowl.pk).update(price_cents=9900)
    assert all("€99.00" in seen(path) for path in pages)
    assert all("Ships by Thursday 10 June" in seen(path) for path in pages)
    warm(pages)
    Shop.objects.update(working_days=[0])
    assert all("Ships by Monday 28 June" in seen(path) for path in pages)


def test_past_the_cut_off_it_ships_a_day_later(pages: list[str]) -> None:
    warm(pages)
    late = MONDAY.replace(hour=11, minute=59, second=50)  # 13:59:50 in Leipzig
    with time_machine.travel(late, tick=False):
        warm(pages)
        assert all("Ships by Thursday 10 June" in seen(path) for path in pages)
    with time_machine.travel(late.replace(hour=12, minute=0, second=5), tick=False):
        assert all("Ships by Friday 11 June" in seen(path) for path in pages)


def test_a_shop_that_closes_is_gone(pages: list[str], bea_shop: Shop) -> None:
    warm(pages)
    Shop.objects.filter(pk=bea_shop.pk).update(state=Shop.State.PAUSED)
    assert all("Ash bowl" not in seen(path) for path in pages)


def test_a_new_name_shows_at_once(pages: list[str], mugs: Variant) -> None:
    warm(pages)
    Listing.objects.filter(pk=mugs.listing_id).update(title="A new name")
    assert "A new name" in seen(pages[1])


def test_a_member_gets_her_own_page(pages: list[str], ada: User) -> None:
    warm(pages)
    client = Client()
    client.force_login(ada)
    for path in pages:
        page = client.get(path).content.decode()
        assert "Sign in" not in page
        assert "Sign in" in seen(path)


def test_a_kept_page_comes_compressed_and_whole(
    pages: list[str], bowl: Variant
) -> None:
    warm(pages)
    for path in pages:
        plain, small = (
            seen(path),
            Client().get(path, headers={"Accept-Encoding": "gzip"}),
        )
        assert small["Content-Encoding"] == "gzip"
        assert len(small.content) < 0.5 * len(plain)
        words = gzip.decompress(small.content).decode()
        token = re.compile(r'(name="csrfmiddlewaretoken" value=)"\w+"')
        assert token.sub(r"\1", words) == token.sub(r"\1", plain)


def test_each_visitor_has_a_token_of_their_own(pages: list[str], bowl: Variant) -> None:
    warm(pages)
    tokens = set()
    for _ in range(3):
        client = Client(enforce_csrf_checks=True)
        small = client.get(pages[-1], headers={"Accept-Encoding": "gzip"})
        page = gzip.decompress(small.content).decode()
        found = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert len(set(found)) == 1
        tokens.add(found[0])
        answer = client.post(
            "/basket/add/",
            {"variant": bowl.code, "quantity": 1, "csrfmiddlewaretoken": found[0]},
        )
        assert answer.status_code == 303
    assert len(tokens) == 3


def test_it_is_the_same_page_compressed_or_not(pages: list[str]) -> None:
    warm(pages)
    plain = Client().get(pages[1])
    small = Client().get(pages[1], headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain
    if "Content-Encoding" in small:
        assert len(small.content) < len(plain.content)
        assert "Accept-Encoding" in small["Vary"]
