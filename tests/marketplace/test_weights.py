"""What a visitor's line has to carry, compressed: a full page, its styles, scripts."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from accounts.models import User
from devtools.stripe import Running
from listings.models import Photo, Variant
from marketplace import stylesheet
from shops.models import Shop
from tests import cast
from tests.marketplace.test_stylesheet import paths

pytestmark = pytest.mark.django_db
KB = 1024
MOST_HTML, MOST_CSS, MOST_JS = 30 * KB, 25 * KB, 40 * KB
PIECES, PHOTOS = 30, 8
SCRIPT = re.compile(r'<script[^>]* src="/static/([^"]+)"')


def compressed(text: str) -> int:
    """How many bytes go over the line; Brotli would need fewer."""
    return len(gzip.compress(text.encode(), 9))


def pictured(variant: Variant, first: Photo, *, times: int) -> None:
    """Photos with a whole ladder each, as a worker leaves them."""
    Photo.objects.bulk_create(
        Photo(
            listing=variant.listing,
            code=f"P{variant.pk:04}{number:03}",
            image=first.image,
            small=first.small,
            width=1600,
            height=2000,
            ladder=f"photos/{variant.pk:012}{number:012}",
            widths=[320, 640, 960, 1600],
            develop_at=None,
            alt="A wide bowl with an ash glaze on a linen cloth, seen from the side.",
            position=number + 1,
        )
        for number in range(times)
    )


@pytest.fixture
def full(bea_shop: Shop, mugs: Variant, stripe: Running, ada: User) -> list[str]:
    """Pages as full as they get, and an order."""
    first = cast.photo(mugs.listing)
    pictured(mugs, first, times=PHOTOS)
    for number in range(PIECES):
        piece = cast.piece(bea_shop, f"A piece with a long name {number}", stock=2)
        pictured(piece, first, times=2)
    order = cast.order_of(cast.buy(stripe, mugs, buyer=ada))
    pages = ["/", "/c/pottery/", "/search/?q=piece", mugs.listing.get_absolute_url()]
    return [*pages, bea_shop.get_absolute_url(), "/basket/", order.get_absolute_url()]


def test_pages_are_light(client: Client, ada: User, full: list[str]) -> None:
    client.force_login(ada)
    for address in full:
        page = client.get(address).content.decode()
        assert compressed(page) <= MOST_HTML, address
        scripts = [finders.find(name) for name in SCRIPT.findall(page)]
        assert scripts
        weight = sum(compressed(Path(str(script)).read_text()) for script in scripts)
        assert weight <= MOST_JS, address


def test_the_styles_of_all_pages_are_light() -> None:
    assert compressed(stylesheet.gather(paths())) <= MOST_CSS
