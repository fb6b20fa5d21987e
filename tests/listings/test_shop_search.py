"""Looking for words among the pieces of one shop."""

import pytest
from django.test import Client

from listings.finding import tallying
from listings.models import Variant
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db
SHOP = "/shops/beas-bowls/"


@pytest.fixture
def jugs(bea_shop: Shop, mugs: Variant, scarf: Variant) -> None:
    """Ten jugs and a mug of Bea's, a scarf and a jug of Carl's."""
    for number in range(10):
        cast.piece(bea_shop, f"Jug {number:02}", stock=1)
    cast.piece(scarf.listing.shop, "Grey jug", stock=1)
    tallying.gather_words()


def body(client: Client, path: str) -> str:
    """What a visitor reads there."""
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_only_what_the_shop_has_is_found(client: Client, jugs: None) -> None:
    seen = body(client, f"{SHOP}?q=jugs")
    assert "10 pieces for “jugs”." in seen
    assert ">Jug 04<" in seen
    assert ">Speckled mug<" not in seen
    assert "Grey jug" not in seen
    assert 'href="/search/?q=jugs"' in seen
    assert "noindex" in seen


def test_a_typo_is_understood_and_can_be_insisted_on(
    client: Client, jugs: None
) -> None:
    seen = body(client, f"{SHOP}?q=speckeld")
    assert ">Speckled mug<" in seen
    assert "?q=speckeld&amp;literal=1" in seen
    assert "Nothing that Bea&#x27;s Bowls has now says" in body(
        client, f"{SHOP}?q=speckeld&literal=1"
    )


def test_nothing_found_says_so_and_leads_on(client: Client, jugs: None) -> None:
    seen = body(client, f"{SHOP}?q=<b>scarf")
    assert "has now says “&lt;b&gt;scarf”" in seen
    assert f'href="{SHOP}#pieces"' in seen
    assert 'href="/search/?q=%3Cb%3Escarf"' in seen


def test_pages_go_on_and_back(
    client: Client, jugs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listings.finding.results.PER_PAGE", 6)
    first = client.get(f"{SHOP}?q=jug")
    second = client.get(first.context["after_address"])
    assert [len(each.context["pieces"]) for each in (first, second)] == [6, 4]
    back = client.get(second.context["before_address"])
    assert back.context["pieces"] == first.context["pieces"]
    assert "this is the first one" in body(client, f"{SHOP}?q=jug&page=elsewhere")


def test_the_box_is_there_where_there_is_something_to_search(
    client: Client, jugs: None
) -> None:
    assert "Search among the pieces of" in body(client, SHOP)
    assert "Search among the pieces of" not in body(client, "/shops/carls-looms/")


def test_the_shop_says_what_may_be_sent_back(client: Client, bea_shop: Shop) -> None:
    Shop.objects.update(
        takes_returns=True, return_days=30, return_words="In its box, please."
    )
    seen = body(client, SHOP)
    assert "within 14 days of its arrival" in seen
    assert "takes pieces back within 30 days" in seen
    assert "<q>In its box, please.</q>" in seen
