"""No page asks more of Postgres when there is more to show."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from listings.models import Variant
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db
MOST = 12
PUBLIC = ["/", "/c/pottery/", "/search/?q=piece", "/shops/beas-bowls/"]
HERS = ["/dashboard/listings/", "/dashboard/shop/", "/dashboard/shipping/"]


def queries(client: Client, page: str) -> int:
    """How many a page takes for a visitor who was here before."""
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def fill(shop: Shop, first: int, last: int) -> None:
    """So many pieces, each with a photo, some options and a rate more."""
    profile = shop.shipping_profiles.get(is_default=True)
    for number in range(first, last):
        variant = cast.piece(shop, f"Piece {number}", stock=3)
        cast.photo(variant.listing)
        cast.photo(variant.listing)
        cast.rate(profile, "FR", f"Way {number}", 100 + number)
        Variant.objects.filter(pk=variant.pk).update(name="First")
        variant.listing.variants.create(
            code=f"OPT{number:05}",
            kind=variant.kind,
            name="Second",
            price_cents=2,
            stock=2,
        )


@pytest.mark.parametrize("page", PUBLIC)
def test_public_pages(client: Client, bea: User, bea_shop: Shop, page: str) -> None:
    client.force_login(bea)
    fill(bea_shop, 0, 2)
    few = queries(client, page)
    fill(bea_shop, 2, 20)
    # A search asks in a transaction with limits of its own, and of words before pieces.
    most = MOST * 2 if page.startswith(("/search/", "/c/")) else MOST
    assert queries(client, page) == few <= most


def test_a_piece(client: Client, bea: User, bea_shop: Shop, mugs: Variant) -> None:
    client.force_login(bea)
    page = mugs.listing.get_absolute_url()
    fill(bea_shop, 0, 2)
    few = queries(client, page)
    for _ in range(5):
        cast.photo(mugs.listing)
    fill(bea_shop, 2, 12)
    assert queries(client, page) == few <= MOST


@pytest.mark.parametrize("page", HERS)
def test_a_makers_pages(client: Client, bea: User, bea_shop: Shop, page: str) -> None:
    client.force_login(bea)
    fill(bea_shop, 0, 2)
    few = queries(client, page)
    fill(bea_shop, 2, 20)
    assert queries(client, page) == few <= MOST


def test_the_editor(client: Client, bea: User, bea_shop: Shop, mugs: Variant) -> None:
    client.force_login(bea)
    page = f"/dashboard/listings/{mugs.listing.slug}/edit/"
    cast.photo(mugs.listing)
    few = queries(client, page)
    for number in range(5):
        cast.photo(mugs.listing)
        mugs.listing.variants.create(
            code=f"OPT{number:05}",
            kind=mugs.kind,
            name=str(number),
            price_cents=9,
            stock=1,
        )
    assert queries(client, page) == few <= MOST
