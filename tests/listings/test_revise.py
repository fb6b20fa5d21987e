"""Changing a piece, its options, prices and stock, while people buy it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from listings import catalogue, stock
from listings.catalogue import Option
from listings.models import Listing, Variant
from marketplace.errors import Refused
from shops.models import Shop
from tests import cast
from tests.listings.pieces import HTMX, KIND, details, option_of, row_of, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(bea_shop: Shop) -> Listing:
    """An oak bowl in two sizes: three small ones, two large ones."""
    said, sizes = (
        details(bea_shop),
        [Option(4000, 3, "Small"), Option(6000, 2, "Large")],
    )
    return catalogue.draft(bea_shop, details=said, options=sizes)


def page(listing: Listing) -> str:
    """Where it is edited."""
    return f"/dashboard/listings/{listing.slug}/edit/"


def stocks(listing: Listing) -> dict[str, Any]:
    """Name and stock of what is offered."""
    return dict(listing.variants.offered().values_list("name", "stock"))


def test_everything_changes_at_once(
    client: Client, bea: User, bea_shop: Shop, listing: Listing
) -> None:
    client.force_login(bea)
    small, large = (row_of(listing, name) for name in ("Small", "Large"))
    rows = [large | {"price_cents": "65"}, small, {"name": "Huge", "stock": 1}]
    rows[2]["price_cents"] = "90"
    sent = typed(*rows, shop=bea_shop, title="Ash bowl", processing_days="7")
    assert client.post(page(listing), sent)["Location"] == page(listing)
    listing.refresh_from_db()
    assert (listing.title, listing.slug) == ("Ash bowl", "oak-bowl")
    assert listing.days_to_make == 7
    offered = listing.variants.offered().values_list("name", "price_cents")
    assert list(offered) == [("Large", 6500), ("Small", 4000), ("Huge", 9000)]


def test_two_options_swap_their_names(bea_shop: Shop, listing: Listing) -> None:
    swapped = [
        option_of(listing, "Small", name="Large"),
        option_of(listing, "Large", name="Small"),
    ]
    catalogue.revise(listing, details=details(bea_shop), options=swapped)
    assert stocks(listing) == {"Large": 3, "Small": 2}


def test_an_option_that_is_removed_stays_for_its_orders(
    client: Client, bea: User, bea_shop: Shop, listing: Listing
) -> None:
    client.force_login(bea)
    small, large = (row_of(listing, name) for name in ("Small", "Large"))
    client.post(page(listing), typed(small, large | {"DELETE": "on"}, shop=bea_shop))
    gone = Variant.objects.get(code=large["code"])
    assert (gone.is_offered, gone.stock) == (False, 2)
    assert stocks(listing) == {"Small": 3}


def test_a_sale_meanwhile_is_never_undone(
    client: Client, bea: User, bea_shop: Shop, listing: Listing
) -> None:
    client.force_login(bea)
    before = [row_of(listing, "Small"), row_of(listing, "Large")]
    stock.take({Variant.objects.get(code=before[0]["code"]).pk: 1})
    client.post(page(listing), typed(*before, shop=bea_shop, title="Ash bowl"))
    assert stocks(listing) == {"Small": 2, "Large": 2}
    listing.refresh_from_db()
    assert listing.title == "Ash bowl"


def test_who_changed_the_stock_hears_of_a_sale_first(
    client: Client, bea: User, bea_shop: Shop, listing: Listing
) -> None:
    client.force_login(bea)
    changed = row_of(listing, "Small", stock=5)
    stock.take({Variant.objects.get(code=changed["code"]).pk: 1})
    sent = typed(changed, row_of(listing, "Large"), shop=bea_shop, title="Ash bowl")
    response = client.post(page(listing), sent, headers=HTMX)
    body = response.content.decode()
    assert response.status_code == 422
    assert "2 are left now" in body
    assert 'value="Ash bowl"' in body
    assert stocks(listing) == {"Small": 2, "Large": 2}
    # The page has learnt what there is: saving again is her decision.
    assert '<input type="hidden" name="options-0-seen" value="2"' in body
    client.post(page(listing), sent | {"options-0-seen": "2"})
    assert stocks(listing) == {"Small": 5, "Large": 2}


def test_the_verb_itself_refuses_a_stale_stock(
    bea_shop: Shop, listing: Listing
) -> None:
    stale = option_of(listing, "Small", stock=9)
    stock.take({Variant.objects.get(code=stale.code).pk: 1})
    with pytest.raises(Refused, match="The stock changed while you were editing"):
        catalogue.revise(
            listing,
            details=details(bea_shop, title="Other"),
            options=[stale, option_of(listing, "Large")],
        )
    listing.refresh_from_db()
    assert listing.title == "Oak bowl"
    assert stocks(listing) == {"Small": 2, "Large": 2}


def test_what_is_being_paid_for_is_not_taken_back(
    client: Client, bea: User, bea_shop: Shop, listing: Listing
) -> None:
    small = option_of(listing, "Small", stock=1)
    Variant.objects.filter(code=small.code).update(held=2)
    both = [small, option_of(listing, "Large")]
    with pytest.raises(Refused, match="Somebody is paying for 2 of these"):
        catalogue.revise(listing, details=details(bea_shop), options=both)
    client.force_login(bea)
    rows = row_of(listing, "Small", stock=1), row_of(listing, "Large")
    response = client.post(page(listing), typed(*rows, shop=bea_shop))
    assert response.status_code == 422
    assert "cannot be less than 2 now" in response.content.decode()
    assert stocks(listing) == {"Small": 3, "Large": 2}


@pytest.mark.parametrize("kind", KIND.values)
def test_any_kind_becomes_any_other(bea_shop: Shop, kind: str) -> None:
    for start, first in ((KIND.SOME, 4), (KIND.ONE_OF_A_KIND, 1)):
        said = details(bea_shop, kind=start)
        piece = catalogue.draft(bea_shop, details=said, options=[Option(4200, first)])
        wanted = {KIND.SOME: 6, KIND.ONE_OF_A_KIND: 1, KIND.MADE_TO_ORDER: None}[
            KIND(kind)
        ]
        option = option_of(piece, stock=wanted)
        catalogue.revise(piece, details=details(bea_shop, kind=kind), options=[option])
        variant = piece.variants.get()
        assert (variant.kind, variant.stock) == (kind, wanted)
        back = details(bea_shop, kind=start)
        catalogue.revise(piece, details=back, options=[option_of(piece, stock=first)])
        assert piece.variants.get().stock == first


def test_the_kind_of_a_piece_with_retired_options_changes_too(
    bea_shop: Shop, listing: Listing
) -> None:
    said = details(bea_shop, kind=KIND.ONE_OF_A_KIND)
    one = option_of(listing, "Small", stock=1, name="")
    catalogue.revise(listing, details=said, options=[one])
    assert stocks(listing) == {"": 1}
    assert set(listing.variants.values_list("kind", flat=True)) == {"one_of_a_kind"}


def test_the_kind_stays_while_somebody_pays(bea_shop: Shop, listing: Listing) -> None:
    listing.variants.filter(name="Large").update(held=1)
    both = [option_of(listing, "Small"), option_of(listing, "Large")]
    said = details(bea_shop, kind=KIND.MADE_TO_ORDER)
    with pytest.raises(Refused, match="Somebody is paying for this piece"):
        catalogue.revise(listing, details=said, options=both)
    listing.refresh_from_db()
    assert listing.kind == KIND.SOME
    assert stocks(listing) == {"Small": 3, "Large": 2}


def test_a_piece_for_sale_keeps_a_way_to_be_posted(
    client: Client, bea: User, bea_shop: Shop, mugs: Variant
) -> None:
    cast.photo(mugs.listing)
    bare = bea_shop.shipping_profiles.create(name="Bare", code="BAREBARE")
    said = details(bea_shop, shipping_profile=bare)
    with pytest.raises(Refused, match="“Bare” has no rate yet"):
        catalogue.revise(mugs.listing, details=said, options=[option_of(mugs.listing)])
    client.force_login(bea)
    sent = typed(row_of(mugs.listing), shop=bea_shop, shipping_profile=bare.code)
    response = client.post(page(mugs.listing), sent)
    assert response.status_code == 422
    assert "This profile has no rate yet" in response.content.decode()


def test_an_option_that_is_not_hers_is_refused(
    bea_shop: Shop, listing: Listing, scarf: Variant
) -> None:
    foreign = Option(1, 1, "Mine", code=scarf.code)
    with pytest.raises(Refused, match="not there any more"):
        catalogue.revise(listing, details=details(bea_shop), options=[foreign])
    scarf.refresh_from_db()
    assert scarf.price_cents == 6500
    assert stocks(listing) == {"Small": 3, "Large": 2}


def test_carl_can_do_nothing_with_it(
    client: Client, carl: User, carl_shop: Shop, bea_shop: Shop, listing: Listing
) -> None:
    client.force_login(carl)
    sent = typed(row_of(listing, "Small"), shop=bea_shop, title="Carl was here")
    assert client.get(page(listing)).status_code == 404
    assert client.post(page(listing), sent).status_code == 404
    listing.refresh_from_db()
    assert listing.title == "Oak bowl"


def test_htmx_gets_the_form_and_hears_that_it_is_saved(
    client: Client, bea: User, bea_shop: Shop, listing: Listing
) -> None:
    client.force_login(bea)
    rows = row_of(listing, "Small", stock=4), row_of(listing, "Large")
    response = client.post(page(listing), typed(*rows, shop=bea_shop), headers=HTMX)
    body = response.content.decode()
    assert response.status_code == 200
    assert body.lstrip().startswith('<form id="listing"')
    assert "Saved." in body
    assert 'name="options-0-seen" value="4"' in body


def test_one_more_row_from_the_editor(
    client: Client, bea: User, bea_shop: Shop, listing: Listing
) -> None:
    client.force_login(bea)
    rows = row_of(listing, "Small", name="Tiny"), row_of(listing, "Large")
    sent = typed(*rows, shop=bea_shop, another="1")
    body = client.post(page(listing), sent, headers=HTMX).content.decode()
    assert 'name="options-TOTAL_FORMS" value="3"' in body
    assert 'value="Tiny"' in body
    assert stocks(listing) == {"Small": 3, "Large": 2}
