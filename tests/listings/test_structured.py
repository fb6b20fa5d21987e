"""What pages say to search engines: every field that Google asks for, in the same truth
as the page, and nobody's words become markup."""

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from listings.delivery import delivery
from listings.models import Category, Listing, Variant
from marketplace.codes import new_number
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db

#: Google Search Central, “Product snippet (Product, Review, Offer)” and “Merchant
#: listing (Product, Offer)” structured data, as of 2025: required, then recommended.
#: developers.google.com/search/docs/appearance/structured-data/{product-snippet,
#: merchant-listing,product-variants}
REQUIRED = {"Product": "name image offers", "Offer": "price priceCurrency"}
RECOMMENDED = {
    "Product": "description brand sku material color",
    "Offer": "availability itemCondition url shippingDetails hasMerchantReturnPolicy",
    "Brand": "name",
    "OfferShippingDetails": "shippingDestination shippingRate deliveryTime",
    "DefinedRegion": "addressCountry",
    "MonetaryAmount": "value currency",
    "ShippingDeliveryTime": "handlingTime transitTime",
    "QuantitativeValue": "minValue maxValue unitCode",
    "MerchantReturnPolicy": "applicableCountry returnPolicyCategory merchantReturnDays"
    " returnFees returnMethod refundType returnPolicyCountry",
    "ListItem": "position name item",
    "BreadcrumbList": "itemListElement",
}
VARIANTS = {"ProductGroup": "name description image brand productGroupID hasVariant"}
#: On Google's lists too, and not said, because none of ours has it: no reviews before
#: there are any (aggregateRating, review), no factory's numbers (gtin, mpn), no sizes
#: or patterns of clothes (size, pattern, audience), no price that ends on a day
#: (priceValidUntil), no page of its own for an option (isVariantOf), no property that
#: options vary by: makers name them freely (variesBy).
EVIL = "</script><script>alert(1)</script><!--&amp;\u2028'\"{{ 7 }}"


class Page(HTMLParser):
    """A page's meta and link elements, and its data blocks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.blocks: list[str] = []
        self.in_block = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in found:
            name = found.get("name") or found.get("property", "")
            self.meta[name] = found["content"]
        if tag == "link":
            self.links[found["rel"]] = found["href"]
        self.in_block = found.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self.in_block:
            self.blocks.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.in_block = False

    @property
    def facts(self) -> list[dict[str, Any]]:
        """All that its one data block says."""
        assert len(self.blocks) == 1
        graph: list[dict[str, Any]] = json.loads(self.blocks[0])["@graph"]
        return graph

    def one(self, kind: str) -> dict[str, Any]:
        """The only thing of this kind."""
        (found,) = [each for each in self.facts if each["@type"] == kind]
        return found


def page(client: Client, path: str) -> Page:
    """A page as a crawler reads it."""
    response = client.get(path)
    assert response.status_code == 200
    return Page(response.content.decode())


def walk(thing: Any) -> list[dict[str, Any]]:
    """Every object inside a thing, itself included; mere references left out."""
    if isinstance(thing, list):
        return [found for each in thing for found in walk(each)]
    if not isinstance(thing, dict) or set(thing) == {"@id"}:
        return []
    return [thing, *walk(list(thing.values()))]


def missing(facts: Any, wanted: dict[str, str]) -> list[str]:
    """What is on the list and not in the facts."""
    return [
        f"{each['@type']}.{name}"
        for each in walk(facts)
        for name in wanted.get(each.get("@type", ""), "").split()
        if each.get(name) in (None, "", [])
    ]


@pytest.fixture
def told(mugs: Variant) -> Listing:
    """A piece of which everything is said."""
    listing = mugs.listing
    listing.materials, listing.colours = ["stoneware"], ["blue", "many"]
    listing.save()
    listing.shop.takes_returns = True
    listing.shop.save()
    cast.photo(listing)
    return listing


def test_a_piece_says_all_that_google_asks(client: Client, told: Listing) -> None:
    seen = page(client, told.get_absolute_url())
    product = seen.one("Product")
    assert missing(seen.facts, REQUIRED) == []
    assert missing(seen.facts, RECOMMENDED) == []
    kinds = {each.get("@type") for each in walk(seen.facts)}
    assert kinds >= {*REQUIRED, *RECOMMENDED}
    offer = product["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("18.00", "EUR")
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["seller"]["name"] == product["brand"]["name"] == "Bea's Bowls"
    assert product["color"] == ["Blue"]
    assert product["image"][0].startswith(settings.BASE_URL)
    assert product["image"][0].endswith(".jpg")


def test_options_are_a_group(client: Client, told: Listing) -> None:
    told.variants.update(name="Small")
    Variant.objects.create(
        listing=told,
        code=new_number(),
        kind=told.kind,
        name="Large",
        price_cents=2400,
        stock=0,
        position=1,
    )
    seen = page(client, told.get_absolute_url())
    group = seen.one("ProductGroup")
    assert missing(seen.facts, REQUIRED | VARIANTS) == []
    small, large = group["hasVariant"]
    assert small["offers"]["price"] == "18.00"
    assert large["offers"]["price"] == "24.00"
    assert large["offers"]["availability"] == "https://schema.org/SoldOut"
    assert large["offers"]["url"].endswith(f"?variant={large['sku']}")
    # Told once; by its name the second time.
    names = {each["@id"] for each in small["offers"]["shippingDetails"]}
    assert {each["@id"] for each in large["offers"]["shippingDetails"]} == names


def test_the_days_are_those_of_the_promise(client: Client, told: Listing) -> None:
    seen = page(client, told.get_absolute_url())
    piece = Listing.objects.for_page().get(pk=told.pk)
    for posted in seen.one("Product")["offers"]["shippingDetails"]:
        region = posted["shippingDestination"][0]["addressCountry"]
        promise = delivery(piece, region)
        days = posted["deliveryTime"]
        most = days["handlingTime"]["maxValue"] + days["transitTime"]["maxValue"]
        assert promise.arrives_on is not None
        assert piece.shop.today + timedelta(days=most) == promise.arrives_on[1]
        assert promise.cheapest is not None
        cents = promise.cheapest.price_cents
        assert posted["shippingRate"]["value"] == f"{cents / 100:.2f}"
    named = {
        region["addressCountry"]
        for posted in seen.one("Product")["offers"]["shippingDetails"]
        for region in posted["shippingDestination"]
    }
    assert {"DE", "FR", "US"} <= named


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"stock": 0}, "SoldOut"),
        ({"stock": 1}, "LimitedAvailability"),
        ({"stock": 1, "held": 1}, "OutOfStock"),
    ],
)
def test_stock_is_told_as_it_is(
    client: Client, told: Listing, changes: dict[str, int], word: str
) -> None:
    told.variants.update(**changes)
    offer = page(client, told.get_absolute_url()).one("Product")["offers"]
    assert offer["availability"] == f"https://schema.org/{word}"


def test_made_to_order_and_a_closed_door(client: Client, scarf: Variant) -> None:
    cast.photo(scarf.listing)
    path = scarf.listing.get_absolute_url()
    offer = page(client, path).one("Product")["offers"]
    assert offer["availability"] == "https://schema.org/InStock"
    again = timezone.localdate() + timedelta(days=9)
    Shop.objects.filter(pk=scarf.listing.shop_id).update(paused_until=again)
    offer = page(client, path).one("Product")["offers"]
    assert offer["availability"] == "https://schema.org/OutOfStock"
    assert date.fromisoformat(offer["availabilityStarts"]) == again
    assert "deliveryTime" not in offer["shippingDetails"][0]


def test_what_is_made_to_ones_words_stays(client: Client, told: Listing) -> None:
    told.personalisation_question, told.personalisation_required = "Name?", True
    told.save()
    offer = page(client, told.get_absolute_url()).one("Product")["offers"]
    for policy in offer["hasMerchantReturnPolicy"]:
        assert policy["returnPolicyCategory"].endswith("/MerchantReturnNotPermitted")


def test_words_stay_words_in_a_data_block(client: Client, told: Listing) -> None:
    told.title = told.description = EVIL
    told.materials = [EVIL[:40]]
    told.save()
    Shop.objects.filter(pk=told.shop_id).update(
        name=EVIL, maker_name=EVIL, tagline=EVIL, story=EVIL, place=EVIL
    )
    Category.objects.update(name=EVIL)
    told.variants.update(name=EVIL[:60])
    for path in (told.get_absolute_url(), told.shop.get_absolute_url()):
        html = client.get(path).content.decode()
        block = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
        assert len(block) == 1
        assert not re.search("[<>&\u2028]", block[0])
        assert EVIL in [each.get("name") for each in walk(json.loads(block[0]))]
        assert "<script>alert" not in html


def test_the_front_page_says_who_and_how_to_search(client: Client) -> None:
    seen = page(client, "/")
    assert seen.one("Organization")["name"] == settings.MARKETPLACE_NAME
    action = seen.one("WebSite")["potentialAction"]
    assert action["target"]["urlTemplate"].endswith("/search/?q={search_term_string}")


def test_a_shop_is_its_maker(client: Client, told: Listing) -> None:
    seen = page(client, told.shop.get_absolute_url())
    about = seen.one("ProfilePage")["mainEntity"]
    assert about["founder"]["name"] == "Bea Wood"
    assert about["address"]["addressCountry"] == "DE"
    assert seen.meta["og:type"] == "profile"
    assert seen.links["alternate"].endswith("/shops/beas-bowls/feed/")


def test_a_link_to_it_comes_with_a_picture(client: Client, told: Listing) -> None:
    for path in (told.get_absolute_url(), "/", "/c/pottery/", "/shops/beas-bowls/"):
        meta = page(client, path).meta
        assert meta["og:image"].startswith(settings.BASE_URL)
        assert meta["og:image"].endswith(".jpg")
        assert int(meta["og:image:width"]) > 0 < int(meta["og:image:height"])
        assert meta["og:image:alt"] == meta["twitter:image:alt"] != ""
        assert meta["twitter:card"] == "summary_large_image"
        assert meta["og:title"]
        assert meta["og:description"] == meta["description"] != ""
    assert page(client, told.get_absolute_url()).meta["product:price:amount"] == "18.00"


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("", True),
        ("?utm_source=letter&srsltid=x", True),
        ("?sort=price", False),
        ("?page=2", False),
    ],
)
def test_only_a_shelf_as_it_is_can_be_found(
    client: Client, told: Listing, asked: str, is_found: bool
) -> None:
    for path in ("/c/pottery/", "/search/", "/shops/beas-bowls/"):
        seen = page(client, path + asked)
        assert ("noindex" in seen.meta["robots"]) is not is_found, path
        own = f"{settings.BASE_URL}{path}" if is_found else None
        assert seen.links.get("canonical") == own


def test_a_piece_is_one_page_from_wherever_it_is_seen(
    client: Client, told: Listing
) -> None:
    path = told.get_absolute_url()
    seen = page(client, f"{path}?country=FR&needed_by=2030-01-01&utm_source=x")
    assert seen.links["canonical"] == f"{settings.BASE_URL}{path}"
    assert "noindex" not in seen.meta["robots"]


def test_what_is_searched_for_and_ones_own_pages_are_not_found(
    client: Client, told: Listing, ada: User, bea: User
) -> None:
    assert "noindex" in page(client, "/search/?q=mug").meta["robots"]
    assert "noindex" in page(client, "/basket/").meta["robots"]
    client.force_login(ada)
    for path in ("/account/", "/orders/", "/account/addresses/"):
        assert "noindex" in page(client, path).meta["robots"], path
    client.force_login(bea)
    Listing.objects.update(state=Listing.State.PAUSED)
    seen = page(client, told.get_absolute_url())
    assert "noindex" in seen.meta["robots"]
    assert seen.blocks == []
