"""The card catalogue is true in the moment something changes, whoever changes it."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from listings import catalogue, stock
from listings.models import Category, Entry, Listing, Pace, Photo, Variant
from marketplace.codes import new_number
from shops import opening
from shops.models import ShippingProfile, ShippingRate, Shop
from tests import cast

Change = Callable[[Variant], object]


def entry(variant: Variant) -> Entry:
    """Its row, fresh."""
    return Entry.objects.get(listing_id=variant.listing_id)


def of(variant: Variant) -> Any:
    """The row of its listing, to be changed behind everybody's back."""
    return Listing.objects.filter(pk=variant.listing_id)


def rates(variant: Variant) -> Any:
    """How it is posted."""
    return ShippingRate.objects.filter(profile=variant.listing.shipping_profile_id)


def shelf(name: str) -> Category:
    """One of this name, on the shelf the cast uses."""
    above = Category.objects.get(slug="pottery")
    return Category.objects.create(name=name, slug=name.lower(), parent=above)


#: What is changed → what its entry says then.
CHANGES: dict[str, tuple[Change, Callable[[Entry], object]]] = {
    "held": (lambda v: stock.hold({v.pk: 1}), lambda e: (e.left, e.is_findable)),
    "sold out": (
        lambda v: Variant.objects.filter(pk=v.pk).update(stock=0),
        lambda e: (e.left, e.is_available, e.is_findable, e.is_shown),
    ),
    "dearer": (
        lambda v: Variant.objects.filter(pk=v.pk).update(price_cents=30_000),
        lambda e: (e.price_cents, "b:4" in e.facets),
    ),
    "an option more": (
        lambda v: v.listing.variants.create(
            code="OPTION22", kind=v.kind, name="Big", price_cents=9900, stock=1
        ),
        lambda e: (e.price_cents, e.dearest_cents, e.left),
    ),
    "not offered": (
        lambda v: Variant.objects.filter(pk=v.pk).update(is_offered=False),
        lambda e: (e.price_cents, e.is_findable),
    ),
    "paused": (lambda v: catalogue.pause(v.listing), lambda e: e.is_shown),
    "title": (
        lambda v: of(v).update(title="Émaillé jugs"),
        lambda e: e.terms[:2],
    ),
    "what it is": (
        lambda v: of(v).update(materials=["Grès "], colours=["blue"], tags=["gift"]),
        lambda e: (e.facets[-2:], "+gift" in e.terms),
    ),
    "a shelf below": (
        lambda v: of(v).update(category=shelf("Mugs")),
        lambda e: (e.category.slug, e.shelf.slug, len(e.facets)),
    ),
    "slower": (
        lambda v: ShippingProfile.objects.filter(
            pk=v.listing.shipping_profile_id
        ).update(processing_days=9),
        lambda e: (e.days, e.pace.days),
    ),
    "free at home": (
        lambda v: rates(v).filter(destination="DE").update(price_cents=0),
        lambda e: (e.posted_to, e.free_to),
    ),
    "not abroad": (
        lambda v: rates(v).filter(destination="*").delete(),
        lambda e: e.posted_to,
    ),
    "shop closed": (
        lambda v: opening.pause(v.listing.shop),
        lambda e: (e.is_shown, e.is_findable),
    ),
    "shop renamed": (
        lambda v: Shop.objects.filter(pk=v.listing.shop_id).update(name="Zinnia"),
        lambda e: "zinnia" in e.words,
    ),
}
SAYS = {
    "held": (4, True),
    "sold out": (0, False, False, True),
    "dearer": (30_000, True),
    "an option more": (1800, 9900, 6),
    "not offered": (None, False),
    "paused": False,
    "title": ["!emaill", "!jug"],
    "what it is": (["m:gres", "h:blue"], True),
    "a shelf below": ("mugs", "pottery", 4),
    "slower": (9, 9),
    "free at home": (["*", "DE"], ["DE"]),
    "not abroad": ["DE"],
    "shop closed": (False, False),
    "shop renamed": True,
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", CHANGES)
def test_a_change_shows_at_once_and_as_if_it_were_written_anew(
    mugs: Variant, scarf: Variant, what: str
) -> None:
    change, says = CHANGES[what]
    before, other = entry(mugs).version, entry(scarf).version
    change(mugs)
    after = entry(mugs)
    assert says(after) == SAYS[what]
    assert after.version > before
    assert entry(scarf).version == other
    assert rebuilt() == 0


@pytest.mark.django_db
def test_a_photo_and_the_words_of_a_piece_change_its_version(mugs: Variant) -> None:
    seen = [entry(mugs).version]
    photo = cast.photo(mugs.listing)
    seen.append(entry(mugs).version)
    Photo.objects.filter(pk=photo.pk).update(alt="Another angle.")
    seen.append(entry(mugs).version)
    of(mugs).update(care="By hand, please.")
    seen.append(entry(mugs).version)
    photo.delete()
    seen.append(entry(mugs).version)
    assert seen == sorted(set(seen))
    mugs.listing.delete()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_the_queue_of_a_shop_touches_no_entry_but_its_paces(scarf: Variant) -> None:
    before = entry(scarf)
    Pace.objects.update(valid_until=timezone.now())
    Shop.objects.filter(pk=scarf.listing.shop_id).update(pieces_waiting=4)
    assert entry(scarf).version == before.version
    assert not Pace.objects.filter(pk=before.pace_id, valid_until__isnull=False)


@pytest.mark.django_db
def test_written_anew_it_is_what_was_kept(
    mugs: Variant, scarf: Variant, bea_shop: Shop
) -> None:
    cast.piece(bea_shop, "Bowl", stock=3)
    Shop.objects.update(tagline="Hello")
    kept = written()
    assert rebuilt() == 0
    Entry.objects.all().delete()
    assert rebuilt() == len(kept) == 3
    assert written() == kept


@pytest.mark.django_db(transaction=True)
def test_buyers_of_one_piece_and_its_shop_never_wait_in_a_circle(
    bea: User, bea_shop: Shop
) -> None:
    """Two options of one piece, another piece, and the shop renamed meanwhile."""
    small = cast.piece(bea_shop, "Mug", stock=500)
    big = small.listing.variants.create(
        code="OPTION22", kind=small.kind, name="Big", price_cents=9900, stock=500
    )
    bowl = cast.piece(bea_shop, "Bowl", stock=500)
    baskets = [{small.pk: 1, big.pk: 1}, {big.pk: 1, bowl.pk: 1}, {bowl.pk: 1}]
    start = threading.Barrier(4)

    def buy(pieces: dict[int, int]) -> None:
        with transaction.atomic():
            stock.hold(pieces)

    def rename() -> None:
        Shop.objects.filter(pk=bea_shop.pk).update(name=new_number())

    def often(work: Callable[[], None]) -> None:
        start.wait(10)
        try:
            for _ in range(15):
                work()
        finally:
            connection.close()

    works = [rename, *(partial(buy, pieces) for pieces in baskets)]
    with ThreadPoolExecutor(4) as threads:
        # Whatever went wrong in one of them is raised here: a deadlock, a timeout.
        list(threads.map(often, works))
    assert (entry(small).left, entry(bowl).left) == (1000 - 45, 500 - 30)
    assert rebuilt() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_locked", [True, False], ids=["", "control"])
def test_of_two_who_buy_at_once_neither_overwrites_the_other(
    bea_shop: Shop, is_locked: bool
) -> None:
    """The second writes the row after the first has: from what it sees then. Control:
    without the lock before it looks, the first one's piece is back in stock."""
    small = cast.piece(bea_shop, "Mug", stock=500)
    big = small.listing.variants.create(
        code="OPTION22", kind=small.kind, name="Big", price_cents=9900, stock=500
    )

    def buy() -> None:
        try:
            stock.hold({small.pk: 1})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread, nullcontext() if is_locked else unlocked():
        with transaction.atomic():
            stock.hold({big.pk: 1})
            _rows("SET CONSTRAINTS ALL IMMEDIATE")
            second = thread.submit(buy)
            while not _rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
                assert not second.done(), second.exception()
        second.result(30)
    assert entry(small).left == (998 if is_locked else 999)


@contextmanager
def unlocked() -> Iterator[None]:
    """Rows are written without being locked before they are thought out."""
    name = "listings_entries_refresh(bigint[],boolean)"
    ((real,),) = _rows(f"SELECT pg_get_functiondef('{name}'::regprocedure)")
    lock = re.compile(r"PERFORM FROM listings_entry WHERE.*?FOR NO KEY UPDATE;", re.S)
    bare, found = lock.subn("", real)
    assert found == 1
    _rows(bare)
    try:
        yield
    finally:
        _rows(real)


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def written() -> list[dict[str, Any]]:
    """The whole catalogue but its versions."""
    rows = [dict[str, Any](row) for row in Entry.objects.order_by("pk").values()]
    for row in rows:
        del row["version"]
    return rows


def rebuilt() -> int:
    """Everything written anew; how many rows were not as they should be."""
    ids = list(Listing.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT listings_entries_refresh(%s, false)", [ids])
        return int(cursor.fetchone()[0])
