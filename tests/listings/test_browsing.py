"""The pages for everybody: what they show, what they hide, and what they ask for."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from listings import catalogue
from listings.catalogue import Option
from listings.models import Listing, Variant
from shops import opening
from shops.models import Shop
from tests import cast
from tests.listings.pieces import HTMX, KIND, details

pytestmark = pytest.mark.django_db


def body(client: Client, page: str) -> str:
    """What a visitor reads there."""
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


def test_home_leads_with_pieces_and_people(
    client: Client, mugs: Variant, scarf: Variant
) -> None:
    seen = body(client, "/")
    assert "Speckled mug" in seen
    assert "Carl&#x27;s Looms" in seen
    # Once is enough: no piece stands in two rows.
    assert seen.count("Woven scarf") == 1
    assert seen.count("Speckled mug") == 1


def test_home_shows_what_is_made_to_order_in_a_row_of_its_own(
    client: Client, bea_shop: Shop, scarf: Variant
) -> None:
    for number in range(8):
        cast.piece(bea_shop, f"Piece {number:02}", stock=2)
    above, below = body(client, "/").split("Made to order for you")
    assert "Woven scarf" not in above
    assert "Woven scarf" in below


def test_an_empty_marketplace_says_what_will_be_here(client: Client, db: None) -> None:
    assert "The first pieces will stand here" in body(client, "/")
    assert "The first pieces will stand here" in body(client, "/search/")


def test_a_category_shows_its_own(
    client: Client, bea_shop: Shop, mugs: Variant
) -> None:
    spoon = catalogue.draft(
        bea_shop, details=details(bea_shop, title="Spoon"), options=[Option(900, 1)]
    )
    cast.photo(spoon)
    catalogue.publish(spoon)
    seen = body(client, "/c/wood/")
    assert "Spoon" in seen
    assert "Speckled mug" not in seen
    assert client.get("/c/no-such/").status_code == 404


def test_pages_of_twenty_four(client: Client, bea_shop: Shop) -> None:
    for number in range(30):
        cast.piece(bea_shop, f"Piece {number:02}", stock=2)
    first = body(client, "/c/pottery/")
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    second = body(client, onward[1].replace("&amp;", "&"))
    assert "30 pieces" in first
    assert (first.count("<article"), second.count("<article")) == (24, 6)
    assert "Piece 29" in first
    assert "Piece 00" in second
    assert 'rel="prev"' in second
    assert "this is the first one" in body(client, "/c/pottery/?page=x")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("mug", ["Speckled mug"]),
        ("MUGS", ["Speckled mug"]),
        ("stoneware", ["Speckled mug"]),
        ("bea's bowls", ["Speckled mug"]),
        ("weaver", ["Woven scarf"]),
        ("speckled -mug", []),
        ("' OR 1=1 --", []),
        ("\x00", ["Speckled mug", "Woven scarf"]),
        ("", ["Speckled mug", "Woven scarf"]),
    ],
)
def test_search_finds_by_words_materials_and_makers(
    client: Client, mugs: Variant, scarf: Variant, words: str, found: list[str]
) -> None:
    Listing.objects.filter(pk=mugs.listing_id).update(materials=["Stoneware"])
    response = client.get("/search/", {"q": words})
    seen = response.content.decode()
    titles = [t for t in ("Speckled mug", "Woven scarf") if t in seen]
    assert titles == found


def test_the_closest_comes_first(client: Client, bea_shop: Shop) -> None:
    cast.piece(bea_shop, "Bowl", stock=2, description="Like a kettle, but a bowl.")
    cast.piece(bea_shop, "Kettle", stock=2)
    cast.piece(bea_shop, "Plate", stock=2, description="Goes with a kettle.")
    seen = body(client, "/search/?q=kettle")
    assert seen.index(">Kettle<") < seen.index(">Bowl<")


def test_further_pages_keep_the_words(client: Client, bea_shop: Shop) -> None:
    for number in range(25):
        cast.piece(bea_shop, f"Salt {number}", stock=2, description="Salt & pepper")
    assert 'href="/search/?q=salt+%26+pepper&amp;page=' in body(
        client, "/search/?q=salt+%26+pepper"
    )


def test_what_cannot_be_bought_is_not_offered(
    client: Client, mugs: Variant, bowl: Variant, scarf: Variant
) -> None:
    Variant.objects.filter(pk=bowl.pk).update(held=1)
    catalogue.pause(mugs.listing)
    opening.pause(scarf.listing.shop)
    for page in ("/", "/search/", "/c/pottery/"):
        seen = body(client, page)
        for title in ("Ash bowl", "Speckled mug", "Woven scarf"):
            assert title not in seen


def test_a_shop_shows_what_is_sold_last_and_as_sold(
    client: Client, mugs: Variant, bowl: Variant
) -> None:
    Variant.objects.filter(pk=mugs.pk).update(stock=0)
    seen = body(client, "/shops/beas-bowls/")
    assert seen.index(">Ash bowl<") < seen.index(">Speckled mug<")
    assert "listing-card--sold" in seen
    assert "Works Monday to Friday" in seen


@pytest.mark.parametrize("state", ["draft", "paused", "removed"])
def test_what_is_not_for_sale_is_not_found(
    client: Client, bea: User, carl: User, bowl: Variant, state: str
) -> None:
    page = bowl.listing.get_absolute_url()
    Listing.objects.update(state=state)
    status = 410 if state == "removed" else 404
    assert client.get(page).status_code == status
    client.force_login(carl)
    assert client.get(page).status_code == status
    client.force_login(bea)
    own = client.get(page)
    assert own.status_code == (410 if state == "removed" else 200)
    if state != "removed":
        assert b"Only you see this page" in own.content


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("", "With you in Germany by Tuesday 1 December. Standard post: €5.00."),
        ("NZ", "With you in New Zealand by Tuesday 1 December. Standard post: €12.00."),
        ("XX", "With you in Germany by"),
        ("<b>", "With you in Germany by"),
    ],
)
def test_says_when_it_ships_and_when_it_is_there(
    client: Client, bowl: Variant, country: str, words: str
) -> None:
    with time_machine.travel(cast.utc(2026, 11, 23, 10), tick=False):
        page = f"{bowl.listing.get_absolute_url()}?country={country}"
        seen = body(client, page)
    assert "Ships by Thursday 26 November" in seen
    assert words in seen


def test_a_piece_has_its_own_days_to_make(bowl: Variant) -> None:
    with time_machine.travel(cast.utc(2026, 11, 23, 10), tick=False):
        assert bowl.listing.ships_by.date() == date(2026, 11, 26)
        bowl.listing.processing_days = 0
        assert bowl.listing.ships_by.date() == date(2026, 11, 23)


def test_htmx_gets_only_the_dates(client: Client, bowl: Variant) -> None:
    page = f"{bowl.listing.get_absolute_url()}?country=FR"
    part = client.get(page, headers=HTMX).content.decode()
    assert part.lstrip().startswith('<section id="delivery"')
    assert "With you in France" in part
    assert '<option value="FR" selected>' in part


def test_says_where_it_is_not_posted(client: Client, bowl: Variant) -> None:
    bowl.listing.shipping_profile.rates.filter(destination="*").delete()
    seen = body(client, f"{bowl.listing.get_absolute_url()}?country=US")
    assert "does not post to the United States" in seen


def test_the_only_one(client: Client, bowl: Variant) -> None:
    seen = body(client, bowl.listing.get_absolute_url())
    assert "The only one" in seen
    assert f'name="variant" value="{bowl.code}" form="add">' in seen
    assert 'action="/basket/add/"' in seen
    assert '<input type="hidden" name="quantity" value="1" form="add">' in seen


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"stock": 0}, "There was only one, and it has found its home."),
        ({"held": 1}, "Somebody is paying for it at this moment."),
    ],
)
def test_what_is_gone_promises_nothing(
    client: Client, bowl: Variant, change: dict[str, Any], says: str
) -> None:
    Variant.objects.filter(pk=bowl.pk).update(**change)
    seen = body(client, bowl.listing.get_absolute_url())
    assert says in seen
    assert "Add to basket" not in seen
    assert "Ships by" not in seen


def test_options_are_a_choice_and_the_question_is_asked(
    client: Client, bea_shop: Shop
) -> None:
    asked = details(
        bea_shop,
        personalisation_question="Which name?",
        personalisation_required=True,
    )
    sizes = [Option(4000, 0, "Small"), Option(6000, 2, "Large")]
    listing = catalogue.draft(bea_shop, details=asked, options=sizes)
    cast.photo(listing, alt="From above")
    catalogue.publish(listing)
    small, large = listing.variants.all()
    seen = body(client, listing.get_absolute_url())
    assert f'value="{small.code}">' in seen
    assert "Sold out: hear when it is back" in seen
    assert f'value="{large.code}" checked>' in seen
    assert "Which name?" in seen
    assert 'name="personalisation" maxlength="500" rows="2" required' in seen
    assert 'alt="From above"' in seen


def test_an_option_that_is_no_longer_offered_is_not_shown(
    client: Client, bea_shop: Shop, mugs: Variant
) -> None:
    mugs.listing.variants.create(
        code="GONEGONE",
        kind=KIND.SOME,
        name="Gone",
        price_cents=1,
        stock=1,
        is_offered=False,
    )
    seen = body(client, mugs.listing.get_absolute_url())
    assert "Gone" not in seen
    assert "€0.01" not in body(client, "/search/")


def test_makers_words_are_shown_as_words(client: Client, bea_shop: Shop) -> None:
    evil = "<script>alert(1)</script>"
    piece = cast.piece(bea_shop, "Mug", stock=2, description=evil)
    Listing.objects.update(title=evil)
    Shop.objects.update(story=evil, tagline=evil, maker_name=evil)
    pages = ["/", "/search/?q=" + evil, "/shops/beas-bowls/"]
    for page in [*pages, piece.listing.get_absolute_url()]:
        assert evil not in body(client, page)
