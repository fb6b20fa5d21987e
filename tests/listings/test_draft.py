"""Listing a piece."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from listings import catalogue
from listings.catalogue import Option
from listings.forms import DetailsForm
from listings.models import Category, Listing, Variant
from marketplace.errors import Refused
from shops.models import Shop
from tests.listings.pieces import HTMX, KIND, details, typed, wood

pytestmark = pytest.mark.django_db
ADD = "/dashboard/listings/add/"
SMALL = {"name": "Small", "price_cents": "40", "stock": "3"}
LARGE = {"name": "Large", "price_cents": "60,50", "stock": "1"}


def test_a_draft_that_nobody_sees(
    client: Client, bea: User, carl: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    response = client.post(ADD, typed({"price_cents": "42"} | SMALL, shop=bea_shop))
    listing = Listing.objects.get()
    assert response["Location"] == "/dashboard/listings/oak-bowl/edit/"
    assert (listing.state, listing.slug) == ("draft", "oak-bowl")
    assert listing.materials == ["oak", "linseed oil"]
    page = listing.get_absolute_url()
    assert b"Only you see this page" in client.get(page).content
    client.force_login(carl)
    assert client.get(page).status_code == 404


def test_options_have_prices_and_stock_of_their_own(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    client.post(ADD, typed(SMALL, LARGE, shop=bea_shop))
    rows = Variant.objects.values_list("name", "price_cents", "stock", "position")
    assert list(rows) == [("Small", 4000, 3, 0), ("Large", 6050, 1, 1)]


@pytest.mark.parametrize(
    ("kind", "stock", "stored"),
    [
        (KIND.ONE_OF_A_KIND, None, 1),
        (KIND.ONE_OF_A_KIND, 0, 0),
        (KIND.SOME, 7, 7),
        (KIND.MADE_TO_ORDER, None, None),
        (KIND.MADE_TO_ORDER, 5, None),
    ],
)
def test_each_kind_counts_in_its_own_way(
    bea_shop: Shop, kind: str, stock: int | None, stored: int | None
) -> None:
    said = details(bea_shop, kind=kind)
    listing = catalogue.draft(bea_shop, details=said, options=[Option(4200, stock)])
    variant = listing.variants.get()
    assert (variant.kind, variant.stock, variant.held) == (kind, stored, 0)


def test_titles_in_any_script_and_twice(bea_shop: Shop) -> None:
    slugs = [
        catalogue.draft(
            bea_shop, details=details(bea_shop, title=title), options=[Option(100, 1)]
        ).slug
        for title in ("木の椀", "Add", "Add", "!!!")
    ]
    assert slugs[:2] == ["mu-nowan", "add"]
    assert slugs[2].startswith("add-")
    assert len(set(slugs)) == 4


@pytest.mark.parametrize(
    ("options", "kind", "says"),
    [
        ([], KIND.SOME, "needs a price"),
        ([Option(100, 1, "A"), Option(100, 1, "a")], KIND.SOME, "the same name"),
        ([Option(100, 1, "A"), Option(100, 1)], KIND.SOME, "needs a name"),
        ([Option(100)], KIND.SOME, "how many"),
        ([Option(100, 2)], KIND.ONE_OF_A_KIND, "there is one"),
        (
            [Option(100, 1, "A"), Option(100, 1, "B")],
            KIND.ONE_OF_A_KIND,
            "has no options",
        ),
    ],
)
def test_refuses_what_cannot_be(
    bea_shop: Shop, options: list[Option], kind: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        catalogue.draft(bea_shop, details=details(bea_shop, kind=kind), options=options)
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    ("rows", "change", "says"),
    [
        ([SMALL], {"title": " "}, "This field is required."),
        ([SMALL | {"price_cents": "0"}], {}, "At least €0.01."),
        ([SMALL | {"price_cents": "4.2.0"}], {}, "Write the amount in figures"),
        ([SMALL | {"stock": ""}], {}, "How many are ready to post?"),
        ([{}], {}, "This field is required."),
        ([SMALL, LARGE | {"name": ""}], {}, "each needs a name"),
        ([SMALL, LARGE | {"name": "SMALL"}], {}, "Two options have this name."),
        ([SMALL, LARGE], {"kind": KIND.ONE_OF_A_KIND}, "so it has no options"),
        ([SMALL], {"kind": KIND.ONE_OF_A_KIND}, "1, or 0 once it is sold"),
        ([SMALL | {"DELETE": "on"}], {}, "Keep at least one price."),
        ([SMALL], {"materials": "x" * 60}, "Commas help."),
        ([SMALL], {"processing_days": "181"}, "less than or equal to 180"),
        ([SMALL], {"category": "no-such"}, "Select a valid choice"),
    ],
)
def test_says_what_is_wrong_and_keeps_what_was_typed(
    client: Client,
    bea: User,
    bea_shop: Shop,
    rows: list[dict[str, Any]],
    change: dict[str, Any],
    says: str,
) -> None:
    client.force_login(bea)
    sent = typed(*rows, shop=bea_shop, **change)
    response = client.post(ADD, sent, headers=HTMX)
    body = response.content.decode()
    assert response.status_code == 422
    assert body.lstrip().startswith('<form id="listing"')
    assert says in body
    assert "Turned from one log." in body
    assert not Listing.objects.exists()


def test_one_more_row_keeps_everything_and_complains_of_nothing(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    sent = typed(SMALL | {"price_cents": "oops"}, shop=bea_shop, title="", another="1")
    response = client.post(ADD, sent)
    body = response.content.decode()
    assert response.status_code == 200
    assert 'name="options-TOTAL_FORMS" value="2"' in body
    assert 'name="options-1-price_cents"' in body
    assert 'value="oops"' in body
    assert "Turned from one log." in body
    assert "required." not in body
    assert not Listing.objects.exists()


def test_a_row_left_empty_is_no_option(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    empty = {"code": "", "name": "", "price_cents": "", "stock": "", "seen": ""}
    client.post(ADD, typed(SMALL, empty, shop=bea_shop))
    assert Variant.objects.get().name == "Small"


def test_htmx_is_led_to_the_editor(client: Client, bea: User, bea_shop: Shop) -> None:
    client.force_login(bea)
    response = client.post(ADD, typed(SMALL, shop=bea_shop), headers=HTMX)
    assert response["HX-Redirect"] == "/dashboard/listings/oak-bowl/edit/"


def test_another_makers_profile_is_no_choice(
    client: Client, carl: User, carl_shop: Shop, bea_shop: Shop
) -> None:
    client.force_login(carl)
    response = client.post(ADD, typed(SMALL, shop=bea_shop))
    assert response.status_code == 422
    assert not Listing.objects.exists()


def test_without_a_shop_there_is_no_page(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.get(ADD).status_code == 404


def test_shelves_are_offered_as_the_tree_they_are(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    wide = wood()
    Category.objects.create(name="Spoons", slug="spoons", parent=wide)
    Category.objects.create(name="Candles", slug="candles", position=9)
    form = DetailsForm(shop=bea_shop)
    choices = list(form.fields["category"].choices)  # type: ignore[attr-defined]
    assert choices[0] == ("", "Choose a category")
    named = {str(name): held for name, held in choices[1:]}
    assert [str(label) for _, label in named["Wood"]] == ["Spoons", "Other: Wood"]
    assert named["candles"] == "Candles"
    assert '<optgroup label="Wood">' in client.get(ADD).content.decode()
    client.post(ADD, typed(LARGE, shop=bea_shop, category="spoons"))
    assert Listing.objects.get().category.slug == "spoons"
