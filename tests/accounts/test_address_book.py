"""The address book: add, change, remove, offer first; nobody else's."""

import pytest
from django.test import Client

from accounts.models import Address, User
from tests.accounts.test_address_rules import BERLIN, LONDON


@pytest.fixture
def home(client: Client, ada: User) -> Address:
    """Ada's first address; she is signed in."""
    client.force_login(ada)
    client.post("/account/addresses/add/", BERLIN)
    return Address.objects.get()


def test_the_first_address_is_offered_first(home: Address, ada: User) -> None:
    assert home.user == ada
    assert home.is_default
    assert len(home.code) == 8
    assert (home.city, home.country, home.country_area) == ("Berlin", "DE", "")


def test_a_wrong_address_comes_back_as_typed(client: Client, ada: User) -> None:
    client.force_login(ada)
    response = client.post("/account/addresses/add/", BERLIN | {"postal_code": "1"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "has five digits, such as 26133" in page
    assert "Torstraße 1" in page
    assert not Address.objects.exists()


def test_it_can_be_changed(client: Client, home: Address) -> None:
    url = f"/account/addresses/{home.code}/"
    assert "Torstraße 1" in client.get(url).content.decode()
    client.post(url, LONDON | {"delivery_note": "Post room opens at 9"})
    home.refresh_from_db()
    assert (home.country, home.postal_code) == ("GB", "SW1A 2AA")
    assert home.delivery_note == "Post room opens at 9"
    assert home.is_default


def test_another_can_be_offered_first(client: Client, home: Address) -> None:
    client.post("/account/addresses/add/", LONDON)
    work = Address.objects.exclude(pk=home.pk).get()
    assert not work.is_default
    client.post(f"/account/addresses/{work.code}/default/")
    work.refresh_from_db()
    home.refresh_from_db()
    assert (work.is_default, home.is_default) == (True, False)


def test_removing_the_first_moves_the_next_up(client: Client, home: Address) -> None:
    client.post("/account/addresses/add/", LONDON)
    client.post(f"/account/addresses/{home.code}/remove/")
    assert Address.objects.get().is_default


def test_looking_at_remove_removes_nothing(client: Client, home: Address) -> None:
    assert client.get(f"/account/addresses/{home.code}/remove/").status_code == 404
    assert Address.objects.exists()


@pytest.mark.parametrize("path", ["", "remove/", "default/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_does_not_find_it(
    home: Address, carl: User, path: str, method: str
) -> None:
    stranger = Client()
    stranger.force_login(carl)
    response = getattr(stranger, method)(f"/account/addresses/{home.code}/{path}")
    assert response.status_code == 404
    assert Address.objects.get() == home


@pytest.mark.parametrize(
    "path",
    ["", "profile/", "addresses/", "addresses/add/", "addresses/ABCDEFGH/"],
)
def test_a_visitor_signs_in_first(client: Client, db: None, path: str) -> None:
    response = client.get(f"/account/{path}")
    assert response.headers["Location"].startswith("/accounts/login/?next=/account/")


def test_the_parts_change_with_the_country_and_keep_what_was_typed(
    client: Client, db: None
) -> None:
    response = client.post("/account/address-fields/", BERLIN | {"country": "US"})
    page = response.content.decode()
    assert page.strip().startswith('<div id="address-fields"')
    assert "ZIP code" in page
    assert "Torstraße 1" in page
    assert "errorlist" not in page
    assert (
        "<select" in client.get("/account/address-fields/?country=JP").content.decode()
    )


def test_without_a_script_a_button_changes_the_country(
    client: Client, home: Address
) -> None:
    typed = BERLIN | {"country": "US", "postal_code": "x", "change_country": "1"}
    response = client.post(f"/account/addresses/{home.code}/", typed)
    assert response.status_code == 200
    assert "ZIP code" in response.content.decode()
    home.refresh_from_db()
    assert home.country == "DE"


@pytest.mark.parametrize("country", ["XX", "", "../zz", "DE\x00", "ALL"])
def test_a_country_that_is_none(client: Client, db: None, country: str) -> None:
    response = client.get("/account/address-fields/", {"country": country})
    assert response.status_code == 200


def test_the_address_stands_on_the_account_page(client: Client, home: Address) -> None:
    page = client.get("/account/").content.decode()
    assert "10119 Berlin" in page
    assert "Germany" in page


def test_name_and_clock_can_be_changed(client: Client, ada: User) -> None:
    client.force_login(ada)
    data = {"name": "Ada King", "time_zone": "Asia/Tokyo"}
    assert client.post("/account/profile/", data).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada King", "Asia/Tokyo")


@pytest.mark.parametrize(
    "data",
    [{"name": "", "time_zone": "UTC"}, {"name": "Ada", "time_zone": "Mars/Olympus"}],
)
def test_a_wrong_profile_changes_nothing(
    client: Client, ada: User, data: dict[str, str]
) -> None:
    client.force_login(ada)
    assert client.post("/account/profile/", data).status_code == 422
    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada Lovelace", "Europe/Berlin")
