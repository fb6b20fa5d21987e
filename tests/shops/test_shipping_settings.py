"""Shipping profiles and rates, on the maker's pages."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from listings.models import Variant
from marketplace.errors import Refused
from shops import profiles
from shops.models import ShippingProfile, ShippingRate, Shop
from tests import cast

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
RATE = {
    "destination": "FR",
    "name": "Courier",
    "price_cents": "12,50",
    "additional_cents": "2",
    "transit_days_min": "1",
    "transit_days_max": "3",
}


@pytest.fixture
def parcel(bea_shop: Shop) -> ShippingProfile:
    """Bea's first profile, with two rates."""
    return bea_shop.shipping_profiles.get()


@pytest.fixture
def pallet(bea_shop: Shop, parcel: ShippingProfile) -> ShippingProfile:
    """A second one, without rates."""
    return profiles.add_profile(bea_shop, name="Pallet", processing_days=9)


def test_shows_every_rate(client: Client, bea: User, bea_shop: Shop) -> None:
    client.force_login(bea)
    body = client.get("/dashboard/shipping/").content.decode()
    assert "Everywhere else" in body
    assert "€5.00" in body


def test_adds_a_profile_and_asks_for_its_rates(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    typed = {"name": "Pallet", "processing_days": "9"}
    response = client.post("/dashboard/shipping/add/", typed)
    added = ShippingProfile.objects.get(name="Pallet")
    assert response["Location"] == f"/dashboard/shipping/{added.code}/rates/add/"
    assert not added.is_default


def test_adds_and_changes_a_rate(
    client: Client, bea: User, parcel: ShippingProfile
) -> None:
    client.force_login(bea)
    response = client.post(f"/dashboard/shipping/{parcel.code}/rates/add/", RATE)
    assert response["Location"] == "/dashboard/shipping/"
    rate = parcel.rates.get(name="Courier")
    assert (rate.price_cents, rate.additional_cents) == (1250, 200)
    page = f"/dashboard/shipping/rates/{rate.code}/"
    assert b'value="12.50"' in client.get(page).content
    response = client.post(page, RATE | {"price_cents": "13"}, headers=HTMX)
    assert response["HX-Redirect"] == "/dashboard/shipping/"
    rate.refresh_from_db()
    assert rate.price_cents == 1300


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"price_cents": "12.345"}, "Write it like 42.00"),
        ({"price_cents": "free"}, "Write the amount in figures"),
        ({"transit_days_min": "5"}, "Not less than the shortest time."),
        ({"transit_days_max": "500"}, "less than or equal to 120"),
        ({"destination": "XX"}, "Select a valid choice"),
        (
            {"destination": "DE", "name": "Standard post"},
            "There is a rate of this name to this place.",
        ),
    ],
)
def test_says_what_is_wrong_with_a_rate_and_keeps_the_rest(
    client: Client,
    bea: User,
    parcel: ShippingProfile,
    change: dict[str, Any],
    says: str,
) -> None:
    client.force_login(bea)
    before = ShippingRate.objects.count()
    typed = RATE | {"name": "Mule"} | change
    page = f"/dashboard/shipping/{parcel.code}/rates/add/"
    response = client.post(page, typed, headers=HTMX)
    body = response.content.decode()
    assert response.status_code == 422
    assert body.lstrip().startswith('<form id="rate"')
    assert says in body
    assert f'value="{typed["name"]}"' in body
    assert ShippingRate.objects.count() == before


def test_the_same_rate_twice_is_refused(parcel: ShippingProfile) -> None:
    same = cast.rate(parcel, "FR", "Mule", 100)
    names = ("destination", "name", "price_cents")
    facts = {name: getattr(same, name) for name in names}
    with pytest.raises(Refused, match="one like this already"):
        profiles.add_rate(parcel, facts=facts)
    assert parcel.rates.count() == 3


def test_the_last_rate_stays(
    client: Client, bea: User, parcel: ShippingProfile
) -> None:
    client.force_login(bea)
    first, last = parcel.rates.all()
    page = f"/dashboard/shipping/rates/{first.code}/delete/"
    assert client.post(page).status_code == 302
    with pytest.raises(Refused, match="the last rate of “Parcel”"):
        profiles.delete_rate(last)
    assert parcel.rates.get() == last


def test_a_profile_that_is_used_stays(
    bowl: Variant, parcel: ShippingProfile, pallet: ShippingProfile
) -> None:
    with pytest.raises(Refused, match="New pieces get this profile"):
        profiles.delete_profile(parcel)
    profiles.make_default(pallet)
    parcel.refresh_from_db()
    with pytest.raises(Refused, match="Some of your pieces"):
        profiles.delete_profile(parcel)
    assert ShippingProfile.objects.filter(pk=parcel.pk).exists()


def test_one_that_is_not_used_goes(
    client: Client, bea: User, pallet: ShippingProfile
) -> None:
    client.force_login(bea)
    page = f"/dashboard/shipping/{pallet.code}/delete/"
    response = client.post(page, headers=HTMX)
    assert response.content.lstrip().startswith(b'<div id="profiles"')
    assert not ShippingProfile.objects.filter(pk=pallet.pk).exists()


def test_exactly_one_is_for_new_pieces(
    client: Client, bea: User, bea_shop: Shop, pallet: ShippingProfile
) -> None:
    client.force_login(bea)
    for _ in range(2):
        page = f"/dashboard/shipping/{pallet.code}/default/"
        assert client.post(page)["Location"] == "/dashboard/shipping/"
    assert bea_shop.shipping_profiles.get(is_default=True) == pallet


def test_renames_a_profile(client: Client, bea: User, parcel: ShippingProfile) -> None:
    client.force_login(bea)
    page = f"/dashboard/shipping/{parcel.code}/"
    assert b'value="Parcel"' in client.get(page).content
    client.post(page, {"name": "Small parcels", "processing_days": "0"})
    parcel.refresh_from_db()
    assert (parcel.name, parcel.processing_days) == ("Small parcels", 0)
    wrong = client.post(page, {"name": "", "processing_days": "500"})
    assert wrong.status_code == 422
    parcel.refresh_from_db()
    assert parcel.name == "Small parcels"


def test_carl_finds_nothing_of_hers(
    client: Client, carl: User, carl_shop: Shop, parcel: ShippingProfile
) -> None:
    client.force_login(carl)
    rate = parcel.rates.first()
    assert rate
    for page in ("", "default/", "delete/", "rates/add/"):
        url = f"/dashboard/shipping/{parcel.code}/{page}"
        assert client.post(url, RATE).status_code == 404
    for page in ("", "delete/"):
        url = f"/dashboard/shipping/rates/{rate.code}/{page}"
        assert client.post(url, RATE).status_code == 404
    assert parcel.rates.count() == 2
