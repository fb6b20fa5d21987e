"""Finding: words as people type them, facets and their counts, order, pages, and what
is never wrong about a promise."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from slugify import slugify

from listings.finding import asked as asking
from listings.finding import tallying
from listings.finding.asked import Asked, Sort
from listings.finding.matching import match
from listings.finding.panel import panel
from listings.finding.results import find
from listings.models import Category, Listing, Synonym, Variant
from marketplace.codes import new_number
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db
TUESDAY = cast.utc(2026, 12, 1, 10)


def made(shop: Shop, title: str, **rest: Any) -> Listing:
    """A piece for sale with these words, colours and so on."""
    cents = rest.pop("price_cents", 4200)
    stock = rest.pop("stock", 3)
    slug = slugify(f"{title} {new_number()}")
    return cast.piece(
        shop, title, price_cents=cents, stock=stock, slug=slug, **rest
    ).listing


def titles(asked: Asked, **more: Any) -> list[str]:
    """What is found, in its order."""
    found = find(match(asked), **more)
    by_id = Listing.objects.in_bulk(found.listing_ids)
    return [by_id[pk].title for pk in found.listing_ids]


def read(address: str, category: Category | None = None) -> Asked:
    """The question of an address."""
    return asking.read(QueryDict(address), category)


@pytest.fixture
def shelf(bea_shop: Shop) -> list[Listing]:
    """A handful of pieces, the newest last."""
    made(bea_shop, "Plain jug", description="It goes with any blue mug.")
    made(bea_shop, "Émaillé mug", materials=["Grès"], colours=["blue", "white"])
    made(bea_shop, "Soup bowl", tags=["mug set", "blue"], colours=["blue"])
    made(bea_shop, "Blue mug", price_cents=9900, kind=Listing.Kind.SOME)
    made(bea_shop, "Spoon", stock=None, personalisation_question="Which name?")
    tallying.gather_words()
    return list(Listing.objects.order_by("pk"))


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("words", "found", "instead"),
    [
        ("blue mug", ["Blue mug", "Soup bowl", "Émaillé mug", "Plain jug"], ""),
        ("MUGS", ["Blue mug", "Émaillé mug", "Soup bowl", "Plain jug"], ""),
        ("emaille", ["Émaillé mug"], ""),
        ("gres", ["Émaillé mug"], ""),
        ("émailé", ["Émaillé mug"], "emaille"),
        ("blue sopu", ["Soup bowl"], "blue soup"),
        ("spo", ["Spoon"], ""),
        ("mug -blue", [], ""),
        ('"soup bowl"', ["Soup bowl"], ""),
        ('"bowl soup"', [], ""),
        ("bea", ["Spoon", "Blue mug", "Soup bowl", "Émaillé mug", "Plain jug"], ""),
        ("zzzzqqqq", [], ""),
        ("the", [], ""),
        ("' | !x:* & <-> \\ '", [], ""),
        (
            "\x00\x07",
            ["Spoon", "Blue mug", "Soup bowl", "Émaillé mug", "Plain jug"],
            "",
        ),
    ],
)
def test_words(words: str, found: list[str], instead: str) -> None:
    asked = read(f"q={words}") if "&" not in words else Asked(words=words)
    assert titles(asked) == found
    assert match(asked).meaning.instead == instead


@pytest.mark.usefixtures("shelf")
def test_other_words_for_the_same_and_a_typo_taken_literally() -> None:
    Synonym.objects.create(words=["beaker", "mug"])
    Synonym.objects.create(words=["eating tool", "spoon"])
    assert titles(Asked(words="beaker"))[0] == "Blue mug"
    assert titles(Asked(words="eating tool")) == ["Spoon"]
    assert titles(Asked(words="sopu", is_literal=True)) == []


@pytest.mark.usefixtures("shelf")
def test_facets_narrow_and_a_facet_does_not_count_its_own_choice() -> None:
    asked = read("colour=white&kind=some")
    found = find(match(asked))
    assert found.total == 1
    # Of the other facets: what is left. Of colours: what could be had instead.
    assert found.counts["m:gres"] == 1
    assert (found.counts["h:blue"], found.counts["h:white"]) == (2, 1)
    assert found.counts["k:some"] == 1
    assert titles(read("colour=white&colour=blue")) == ["Soup bowl", "Émaillé mug"]
    assert titles(read("price=2")) == ["Blue mug"]
    assert titles(read("least=50")) == ["Blue mug"]
    assert titles(read("personal=1")) == ["Spoon"]
    assert titles(read("material=Gr%C3%A8s")) == ["Émaillé mug"]
    assert titles(read("kind=made_to_order")) == ["Spoon"]


def test_where_it_goes_and_where_that_is_free(bea_shop: Shop) -> None:
    made(bea_shop, "Jug")
    profile = bea_shop.shipping_profiles.get()
    profile.rates.filter(destination="*").update(price_cents=0)
    assert titles(read("country=DE")) == ["Jug"]
    assert titles(read("country=FR&free=1")) == ["Jug"]
    # Germany has a rate of its own, and that one costs something.
    assert titles(read("country=DE&free=1")) == []
    profile.rates.filter(destination="*").delete()
    assert titles(read("country=FR")) == []


def test_arrives_by_asks_the_shop_and_follows_it_at_once(bea_shop: Shop) -> None:
    """Three days to make from Tuesday, five in the post: Wednesday the 9th."""
    with time_machine.travel(TUESDAY, tick=False):
        mug = made(bea_shop, "Mug", published_at=TUESDAY)
        promise = bea_shop.ships_by(mug.days_to_make_now).date()
        assert promise == date(2026, 12, 4)
        assert titles(read("country=DE&needed_by=2026-12-09")) == ["Mug"]
        assert titles(read("country=DE&needed_by=2026-12-08")) == []
        assert titles(read("needed_by=2026-12-08")) == ["Mug"]
        Shop.objects.filter(pk=bea_shop.pk).update(working_days=[0])
        assert titles(read("country=DE&needed_by=2026-12-09")) == []
        assert titles(read("country=DE&needed_by=2027-01-02")) == ["Mug"]
    with time_machine.travel(TUESDAY.replace(day=2), tick=False):
        Shop.objects.filter(pk=bea_shop.pk).update(working_days=[0, 1, 2, 3, 4])
        assert titles(read("country=DE&needed_by=2026-12-09")) == []


def test_soonest_first_and_made_to_order_waits_for_the_queue(bea_shop: Shop) -> None:
    made(bea_shop, "Later", processing_days=9)
    made(bea_shop, "To order", stock=None, processing_days=1)
    made(bea_shop, "Ready", processing_days=2)
    asked = Asked(sort=Sort.SOONEST)
    assert titles(asked) == ["To order", "Ready", "Later"]
    Shop.objects.update(pieces_per_week=1, pieces_waiting=1)
    assert titles(asked) == ["Ready", "To order", "Later"]


@pytest.mark.parametrize("sort", [*Sort])
@pytest.mark.parametrize("most_counted", [5000, 3])
def test_pages_forward_and_back_miss_nothing(
    bea_shop: Shop, monkeypatch: pytest.MonkeyPatch, sort: Sort, most_counted: int
) -> None:
    """Both ways of finding: gathered, and along an index; with ties and tiers."""
    monkeypatch.setattr("listings.finding.results.MOST_COUNTED", most_counted)
    monkeypatch.setattr("listings.finding.results.PER_PAGE", 4)
    for number in range(11):
        made(
            bea_shop,
            f"Mug {number:02}" if number % 3 else f"Bowl {number:02}",
            tags=["mug"] if number % 2 else [],
            description="Not a mug.",
            price_cents=1000 + number // 3,
            processing_days=number // 4,
            published_at=TUESDAY,
        )
    asked = Asked(words="mug", sort=sort)
    pages, page = [], ""
    while True:
        found = find(match(asked), page=page)
        pages.append(found.listing_ids)
        page = found.after
        if not page:
            break
    assert [len(each) for each in pages] == [4, 4, 3]
    every = [pk for each in pages for pk in each]
    assert len(set(every)) == 11
    back = find(match(asked), page=found.before)
    assert back.listing_ids == pages[1]
    assert find(match(asked), page=back.before).listing_ids == pages[0]
    assert not find(match(asked), page=back.before).before
    assert found.total == (11 if most_counted > 11 else None)


def test_where_little_fits_a_page_ends_early_and_the_next_goes_on(
    bea_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listings.finding.results.MOST_COUNTED", 3)
    monkeypatch.setattr("listings.finding.results.PER_PAGE", 4)
    monkeypatch.setattr("listings.finding.walking.STRIDES", (2,))
    made(bea_shop, "Jar", description="Not a mug.")
    for number in range(7):
        made(bea_shop, f"Bowl {number}", description="Round.")
    for number in range(4):
        made(bea_shop, f"Mug {number}")
    seen, page, pages = [], "", 0
    while pages == 0 or page:
        found = find(match(Asked(words="mug")), page=page)
        seen += found.listing_ids
        page, pages = found.after, pages + 1
    by_id = Listing.objects.in_bulk(seen)
    assert [by_id[pk].title for pk in seen] == [
        "Mug 3",
        "Mug 2",
        "Mug 1",
        "Mug 0",
        "Jar",
    ]
    assert pages > 3


def test_a_place_that_nobody_sealed_is_the_first_page(mugs: Variant) -> None:
    for page in ("x", "1:2:3", "eyJ9:aa:bb", "é" * 999):
        found = find(match(Asked()), page=page)
        assert found.is_lost
        assert found.listing_ids == [mugs.listing_id]


HOSTILE = [
    "q=%00%00", "q=" + "a" * 5000, "q=" + "a+" * 200, "q=%27%29%3B+DROP+TABLE+x%3B--",
    "q=%22&literal=1", "q=-", "q=--", "q=%F0%9F%98%80", "q=a:*%26!(", "colour=nope",
    "price=9&price=x&price=-1", "least=1e9&most=nan", "least=99999999999", "kind=%00",
    "material=" + "m" * 500, "country=ZZ&free=1", "country=de&needed_by=0000-99-99",
    "needed_by=2020-01-01&country=DE", "sort=DROP", "page=%00", "page=" + "z" * 5000,
    "colour=blue&" * 300, "q=100%25+_wool\\", "q=%25s+%25(a)s",
]  # fmt: skip


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("path", ["/search/", "/c/pottery/", "/search/suggestions/"])
def test_odd_questions_are_answered(client: Client, path: str) -> None:
    for query in HOSTILE:
        assert client.get(f"{path}?{query}").status_code == 200, query


def test_the_same_question_has_one_address(client: Client, mugs: Variant) -> None:
    asked = read("sort=price&colour=blue&colour=black&q=+a++mug+&least=5&nonsense=1")
    address = "/search/?q=a+mug&least=5.00&colour=black&colour=blue&sort=price"
    assert asked.address() == address
    assert read(address.partition("?")[2]) == asked
    response = client.get("/search/?q=a+mug&most=&needed_by=&country=&go=1")
    assert (response.status_code, response["Location"]) == (302, "/search/?q=a+mug")


def test_chips_take_away_one_thing_each(mugs: Variant) -> None:
    asked = read("q=mug&colour=blue&price=1&country=DE&free=1&needed_by=2030-01-01")
    chips = panel(find(match(asked))).chips
    assert [chip.label for chip in chips] == [
        "€25.00 to €50.00", "Blue", "Arrives by Tuesday 1 January 2030",
        "Free postage", "Ships to Germany",
    ]  # fmt: skip
    assert all("q=mug" in chip.address for chip in chips)
    assert "colour" not in chips[1].address
    assert chips[-1].address == "/search/?q=mug&price=1&colour=blue"


def test_a_large_shelf_is_told_by_its_tallies(
    bea_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listings.finding.results.MOST_COUNTED", 2)
    for number in range(4):
        made(bea_shop, f"Jug {number}", colours=["blue"] if number else [])
    tallying.count_shelves()
    made(bea_shop, "One more")
    pottery = Category.objects.get(slug="pottery")
    found = find(match(Asked(category=pottery)))
    assert (found.total, found.counts["h:blue"]) == (4, 3)
    assert found.counted_at
    narrow = find(match(Asked(category=pottery, colours=("blue",))))
    assert (narrow.total, narrow.known, narrow.counts["h:blue"]) == (None, {"h"}, 3)


def test_a_wide_shelf_has_what_stands_on_those_below_it(
    client: Client, bea_shop: Shop
) -> None:
    jug = made(bea_shop, "Jug")
    pottery = jug.category
    mugs = Category.objects.create(name="Mugs", slug="mugs", parent=pottery)
    made(bea_shop, "Mug", category=mugs)
    assert titles(Asked(category=pottery)) == ["Mug", "Jug"]
    assert titles(Asked(category=mugs)) == ["Mug"]
    seen = client.get("/c/pottery/").content.decode()
    assert 'href="/c/mugs/"' in seen


def test_htmx_gets_the_part_and_the_address(client: Client, mugs: Variant) -> None:
    headers = {"HX-Request": "true"}
    response = client.get("/search/?q=mug&most=", headers=headers)
    assert response["HX-Push-Url"] == "/search/?q=mug"
    assert "<html" not in response.content.decode()
    whole = client.get(
        "/search/?q=mug", headers=headers | {"HX-History-Restore-Request": "true"}
    )
    assert "<html" in whole.content.decode()


def test_suggestions(client: Client, shelf: Iterable[Listing]) -> None:
    seen = client.get("/search/suggestions/?q=blue+mu").content.decode()
    assert "/search/?q=blue+mug" in seen
    assert "/listings/blue-mug" in seen
    assert (
        "/shops/beas-bowls/"
        in client.get("/search/suggestions/?q=bea").content.decode()
    )
