"""Feeds: valid Atom, ids that stay, pictures, and nothing sent twice."""

from datetime import datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.conf import settings
from django.test import Client

from listings import catalogue
from listings.models import Category, Listing, Variant
from shops import opening
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
PATH = "/shops/beas-bowls/feed/"


def read(client: Client, path: str = PATH) -> Element:
    """A feed that has what RFC 4287 says it must."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = fromstring(response.content.decode())
    assert feed.tag == f"{ATOM}feed"
    ids = []
    for thing in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(thing.findall(ATOM + name)) == 1, name
        assert len(thing.findall(f"{ATOM}author/{ATOM}name")) == 1
        ids.append(thing.findtext(f"{ATOM}id"))
        for link in thing.findall(f"{ATOM}link"):
            assert link.attrib["href"].startswith(settings.BASE_URL)
    own = [one for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]
    assert [one.attrib["href"] for one in own] == [f"{settings.BASE_URL}{path}"]
    assert len(ids) == len(set(ids))
    return feed


def entries(client: Client, path: str = PATH) -> list[str]:
    """The titles in it, in their order."""
    found = read(client, path).findall(f"{ATOM}entry/{ATOM}title")
    return [one.text or "" for one in found]


def test_the_newest_piece_comes_first_with_its_picture(
    client: Client, mugs: Variant, bowl: Variant, scarf: Variant
) -> None:
    photo = cast.photo(bowl.listing, alt='A bowl & "linen".')
    assert entries(client) == ["Ash bowl", "Speckled mug"]
    assert entries(client, "/c/pottery/feed/")[0] == "Woven scarf"
    wider = Category.objects.create(name="Clay", slug="clay")
    Category.objects.filter(slug="pottery").update(parent=wider)
    assert len(entries(client, "/c/clay/feed/")) == 3
    entry = read(client).find(f"{ATOM}entry")
    assert entry is not None
    words = entry.findtext(f"{ATOM}summary") or ""
    assert f'src="{settings.BASE_URL}{photo.image.url}"' in words
    assert "€42.00" in words


def test_what_nobody_may_see_is_not_in_it(
    client: Client, mugs: Variant, bowl: Variant
) -> None:
    catalogue.pause(mugs.listing)
    assert entries(client) == ["Ash bowl"]
    opening.pause(bowl.listing.shop)
    assert client.get(PATH).status_code == 404
    assert entries(client, "/c/pottery/feed/") == []


def test_ids_stay_when_addresses_change(client: Client, mugs: Variant) -> None:
    before = [one.text for one in read(client).iter(f"{ATOM}id")]
    Listing.objects.filter(pk=mugs.listing_id).update(slug="another-name")
    Shop.objects.filter(slug="beas-bowls").update(slug="bowls-by-bea")
    moved = client.get(PATH)
    assert (moved.status_code, moved["Location"]) == (301, "/shops/bowls-by-bea/feed/")
    after = read(client, moved["Location"])
    assert [one.text for one in after.iter(f"{ATOM}id")] == before
    assert "another-name" in str(
        [one.attrib["href"] for one in after.iter(f"{ATOM}link")]
    )


def test_nothing_is_sent_twice(client: Client, mugs: Variant) -> None:
    first = client.get(PATH)
    same = client.get(PATH, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    since = {"if-modified-since": first["Last-Modified"]}
    assert client.get(PATH, headers=since).status_code == 304
    Listing.objects.filter(pk=mugs.listing_id).update(title="A mug, speckled")
    assert client.get(PATH, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_pasted_control_characters_break_no_feed(client: Client, mugs: Variant) -> None:
    odd = "Thrown\x0b by\x1f hand </summary>"
    Listing.objects.filter(pk=mugs.listing_id).update(title=odd, description=odd)
    Shop.objects.filter(slug="beas-bowls").update(tagline=odd, maker_name=odd)
    assert entries(client) == ["Thrown by hand </summary>"]


def test_an_empty_feed_is_as_old_as_its_shop(client: Client, bea_shop: Shop) -> None:
    assert entries(client) == []
    bea_shop.refresh_from_db()
    updated = read(client).findtext(f"{ATOM}updated") or ""
    assert datetime.fromisoformat(updated) == bea_shop.changed_at
