"""Sitemaps: every page that may be found and no other, by the rules of the schemas of
sitemaps.org 0.9 and Google's image extension 1.1, in files of a span of keys."""

import gzip
import re
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from listings import catalogue, sitemaps
from listings.models import Listing, Photo, Variant
from shops import opening
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db

OWN = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
#: What the schema calls tLastmod: a day, or a moment with its zone.
LASTMOD = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?")


def read(client: Client, path: str, root: str = "urlset") -> list[Element]:
    """A file's entries, each held to the schema."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"].startswith("application/xml")
    body = response.getvalue()
    assert len(body) <= 50 * 1024 * 1024
    assert body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    tree = fromstring(body.decode())
    assert tree.tag == OWN + root
    entries = list(tree)
    assert 1 <= len(entries) <= 50_000
    for entry in entries:
        check(entry, OWN + {"urlset": "url", "sitemapindex": "sitemap"}[root])
    return entries


def check(entry: Element, tag: str) -> None:
    """One location, at most one day, in this order, and pictures behind them."""
    assert entry.tag == tag
    tags = [part.tag for part in entry]
    assert tags[0] == OWN + "loc"
    assert tags.count(OWN + "loc") == 1
    assert tags[1:].count(OWN + "lastmod") <= 1
    others = [one for one in tags[1:] if one != OWN + "lastmod"]
    assert set(others) <= {IMAGE + "image"}
    assert len(others) <= 1000
    for part in entry.iter():
        if part.tag.endswith("}loc"):
            where = urlsplit(part.text or "")
            assert f"{where.scheme}://{where.netloc}" == settings.BASE_URL
            assert 12 <= len(part.text or "") <= 2048
        if part.tag == OWN + "lastmod":
            assert LASTMOD.fullmatch(part.text or "")


def paths(entries: list[Element]) -> list[str]:
    """Where its entries lead."""
    return [urlsplit(entry[0].text or "").path for entry in entries]


def everything(client: Client) -> list[str]:
    """Every page that any of the files names."""
    files = paths(read(client, "/sitemap.xml", "sitemapindex"))
    return [path for file in files for path in paths(read(client, file))]


def changed(client: Client, path: str) -> datetime:
    """When a page changed, as the files say."""
    for file in paths(read(client, "/sitemap.xml", "sitemapindex")):
        for entry in read(client, file):
            if urlsplit(entry[0].text or "").path == path:
                return datetime.fromisoformat(entry[1].text or "")
    raise AssertionError(path)


def test_every_page_for_everybody_is_there_once(
    client: Client, mugs: Variant, scarf: Variant
) -> None:
    found = everything(client)
    wanted = ["/", "/search/", "/c/pottery/", "/shops/beas-bowls/"]
    wanted += ["/shops/carls-looms/", mugs.listing.get_absolute_url()]
    wanted += [scarf.listing.get_absolute_url()]
    assert set(wanted) <= set(found)
    assert len(found) == len(set(found))
    for path in found:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "noindex" not in answer.content.decode(), path


def test_what_nobody_may_see_is_not_there(
    client: Client, mugs: Variant, bowl: Variant, scarf: Variant
) -> None:
    catalogue.pause(mugs.listing)
    catalogue.remove(bowl.listing)
    opening.pause(scarf.listing.shop)
    found = everything(client)
    assert not [path for path in found if path.startswith("/listings/")]
    assert "/shops/carls-looms/" not in found
    assert "/shops/beas-bowls/" in found


def test_pieces_come_with_their_pictures(client: Client, mugs: Variant) -> None:
    first, second = cast.photo(mugs.listing), cast.photo(mugs.listing)
    number = (mugs.listing_id - 1) // sitemaps.SPAN
    (entry,) = read(client, f"/sitemaps/pieces-{number}.xml")
    found = [part.text for part in entry.iter(IMAGE + "loc")]
    wanted = [f"{settings.BASE_URL}{photo.image.url}" for photo in (first, second)]
    assert found == wanted


def test_each_piece_is_in_one_file_at_the_edges_too(
    client: Client, bea_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "SPAN", 4)
    monkeypatch.setattr(sitemaps, "BATCH", 3)
    pieces = [cast.piece(bea_shop, f"Piece {number}").listing for number in range(13)]
    catalogue.remove(pieces[5])
    found = [path for path in everything(client) if path.startswith("/listings/")]
    wanted = [each.get_absolute_url() for each in pieces if each != pieces[5]]
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize(
    "part", ["pieces-999999", "pieces", "pieces-x", "pieces-²", "shops-9", "x-0"]
)
def test_a_file_of_nothing_is_none(client: Client, part: str) -> None:
    assert client.get(f"/sitemaps/{part}.xml").status_code == 404


def test_its_size_costs_no_questions(
    client: Client, bea_shop: Shop, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        cast.photo(cast.piece(bea_shop, f"Piece {number}").listing)
    number = (Listing.objects.latest("pk").pk - 1) // sitemaps.SPAN
    with django_assert_num_queries(2):
        assert len(list(sitemaps.pieces(number))) >= 2


def test_a_change_of_words_price_or_photo_is_told(
    client: Client, mugs: Variant
) -> None:
    path, listing = mugs.listing.get_absolute_url(), mugs.listing
    photo = cast.photo(listing)
    long_ago = datetime.fromisoformat("2020-05-01T00:00:00Z")

    def forget() -> None:
        Listing.objects.filter(pk=listing.pk).update(changed_at=long_ago)
        assert changed(client, path) == long_ago

    def is_told() -> bool:
        return changed(client, path) > long_ago

    forget()
    Variant.objects.filter(pk=mugs.pk).update(stock=3, held=1)
    assert not is_told()
    Variant.objects.filter(pk=mugs.pk).update(price_cents=1900)
    assert is_told()
    forget()
    Photo.objects.filter(pk=photo.pk).update(alt="Another light.")
    assert is_told()
    forget()
    cast.photo(listing)
    assert is_told()
    forget()
    Listing.objects.filter(pk=listing.pk).update(description="Thrown, then speckled.")
    assert is_told()


def test_it_comes_compressed(client: Client, mugs: Variant) -> None:
    response = client.get("/sitemap.xml", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.getvalue()).startswith(b"<?xml")


def test_robots_are_told_where_not_to_go(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines
    kept_out = {line.partition(": ")[2] for line in lines if "Disallow" in line}
    assert {"/basket/", "/orders/", "/dashboard/", "/account/", "/c/*?"} <= kept_out
    assert "/" not in kept_out
