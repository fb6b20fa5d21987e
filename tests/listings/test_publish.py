"""Into the shop, out of it for a while, and out of it for good."""

import pytest
from django.test import Client

from accounts.models import User
from listings import catalogue
from listings.catalogue import Option
from listings.models import Listing, Variant
from marketplace.errors import Refused
from shops.models import Shop
from tests import cast
from tests.listings.pieces import HTMX, details

pytestmark = pytest.mark.django_db
State = Listing.State


@pytest.fixture
def draft(bea_shop: Shop) -> Listing:
    """An oak bowl with a photo, ready to be published."""
    said = details(bea_shop)
    listing = catalogue.draft(bea_shop, details=said, options=[Option(4200, 2)])
    cast.photo(listing)
    return listing


def verb(listing: Listing, word: str) -> str:
    """Its address."""
    return f"/dashboard/listings/{listing.slug}/{word}/"


def test_buyers_see_it_from_now_on(client: Client, bea: User, draft: Listing) -> None:
    page = draft.get_absolute_url()
    assert client.get(page).status_code == 404
    client.force_login(bea)
    response = client.post(verb(draft, "publish"))
    assert response["Location"] == verb(draft, "edit")
    client.logout()
    assert client.get(page).status_code == 200
    assert b"Oak bowl" in client.get("/search/").content


def test_twice_is_once(draft: Listing) -> None:
    catalogue.publish(draft)
    first = draft.published_at
    catalogue.publish(draft)
    catalogue.pause(draft)
    catalogue.pause(draft)
    catalogue.publish(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.published_at) == (State.ACTIVE, first)


def test_refuses_with_what_is_missing(
    client: Client, bea: User, draft: Listing
) -> None:
    draft.photos.all().delete()
    draft.shipping_profile.rates.all().delete()
    says = "Before it can be published: add a photo; say what posting by “Parcel” costs"
    with pytest.raises(Refused, match=says):
        catalogue.publish(draft)
    client.force_login(bea)
    response = client.post(verb(draft, "publish"), headers=HTMX)
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#notices"
    assert "add a photo" in response.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.published_at) == (State.DRAFT, None)


def test_the_editor_says_what_is_missing_before(
    client: Client, bea: User, draft: Listing
) -> None:
    draft.photos.all().delete()
    client.force_login(bea)
    body = client.get(verb(draft, "edit")).content.decode()
    assert "Before it can be published: add a photo." in body


def test_paused_is_gone_for_buyers(client: Client, bea: User, bowl: Variant) -> None:
    client.force_login(bea)
    response = client.post(verb(bowl.listing, "pause"), headers=HTMX)
    assert response.content.lstrip().startswith(b'<section id="state"')
    assert client.get(bowl.listing.get_absolute_url()).status_code == 200
    client.logout()
    assert client.get(bowl.listing.get_absolute_url()).status_code == 404


def test_a_draft_cannot_be_paused(draft: Listing) -> None:
    with pytest.raises(Refused, match="Only a published piece"):
        catalogue.pause(draft)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_removed_is_gone_for_its_maker_too(
    client: Client, bea: User, bowl: Variant
) -> None:
    client.force_login(bea)
    response = client.post(verb(bowl.listing, "remove"))
    assert response["Location"] == "/dashboard/listings/"
    assert client.get(bowl.listing.get_absolute_url()).status_code == 410
    for word in ("edit", "publish", "pause", "remove"):
        assert client.post(verb(bowl.listing, word)).status_code == 404
    assert Listing.objects.get(pk=bowl.listing_id).state == State.REMOVED


def test_nothing_brings_it_back(bowl: Variant) -> None:
    listing = bowl.listing
    cast.photo(listing)
    catalogue.remove(listing)
    with pytest.raises(Refused, match="removed"):
        catalogue.publish(listing)
    listing.refresh_from_db()
    assert listing.state == State.REMOVED


def test_carl_can_do_none_of_it(
    client: Client, carl: User, carl_shop: Shop, draft: Listing
) -> None:
    client.force_login(carl)
    for word in ("publish", "pause", "remove"):
        assert client.post(verb(draft, word)).status_code == 404
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_the_list_shows_state_stock_and_price(
    client: Client, bea: User, draft: Listing, mugs: Variant, bowl: Variant
) -> None:
    Variant.objects.filter(pk=bowl.pk).update(stock=0)
    client.force_login(bea)
    body = client.get("/dashboard/listings/").content.decode()
    for words in ("Oak bowl", "Draft", "For sale", "Sold out", "€18.00"):
        assert words in body
