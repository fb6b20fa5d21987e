"""Opening a shop."""

import pytest
from django.test import Client

from accounts.models import User
from marketplace.errors import Refused
from shops import opening, shipping
from shops.models import Shop
from tests.shops.drawings import picture

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Ada's Engines",
    "maker_name": "Ada",
    "tagline": "Small engines of brass.",
    "story": "It began with a loom.",
    "place": "London",
    "country": "GB",
    "time_zone": "Europe/London",
    "working_days": ["0", "1", "2"],
    "cut_off": "12:30",
}


def facts(**rest: object) -> dict[str, object]:
    """What a form hands to the verb."""
    days: dict[str, object] = {"working_days": [0, 1, 2], "face": ""}
    days |= {"banner": "", "announcement": ""}
    return TYPED | days | rest


def test_a_member_becomes_a_maker(ada: User) -> None:
    shop = opening.open_shop(ada, facts=facts())
    shop.refresh_from_db()
    assert (shop.owner, shop.slug, shop.currency) == (ada, "ada-s-engines", "EUR")
    assert shop.is_open
    assert shop.working_week.zone.key == "Europe/London"


def test_it_can_post_at_once_at_home_and_abroad(ada: User) -> None:
    shop = opening.open_shop(ada, facts=facts())
    profile = shop.shipping_profiles.prefetch_related("rates").get()
    assert profile.is_default
    home, abroad = (shipping.options([(profile, 1)], c)[0] for c in ("GB", "NZ"))
    assert home.price_cents < abroad.price_cents


def test_names_in_any_script_get_an_address(ada: User, bea: User, carl: User) -> None:
    pots = opening.open_shop(ada, facts=facts(name="陶器の店"))
    assert pots.slug == "tao-qi-nodian"
    stars = opening.open_shop(bea, facts=facts(name="✶✶✶"))
    assert len(stars.slug) == 8
    like = opening.open_shop(carl, facts=facts(name="Tao qi nodian"))
    assert like.slug.startswith("tao-qi-nodian-")


def test_a_second_shop_is_refused(ada: User) -> None:
    opening.open_shop(ada, facts=facts())
    with pytest.raises(Refused, match="You have a shop already"):
        opening.open_shop(ada, facts=facts(name="Another"))
    assert Shop.objects.count() == 1


def test_a_name_that_is_taken_is_refused(ada: User, bea_shop: Shop) -> None:
    with pytest.raises(Refused, match="choose another name"):
        opening.open_shop(ada, facts=facts(name=bea_shop.name.upper()))
    assert not Shop.objects.run_by(ada).exists()


def test_the_page_leads_to_the_first_piece(client: Client, ada: User) -> None:
    client.force_login(ada)
    page = client.get("/dashboard/shop/open/")
    assert b"Open my shop" in page.content
    response = client.post("/dashboard/shop/open/", TYPED | {"face": picture()})
    assert (response.status_code, response["Location"]) == (
        302,
        "/dashboard/listings/add/",
    )
    shop = Shop.objects.get(owner=ada)
    assert str(shop.face).endswith(".jpg")
    assert client.get("/dashboard/shop/open/")["Location"] == "/dashboard/shop/"


def test_htmx_is_led_there_too(client: Client, ada: User) -> None:
    client.force_login(ada)
    response = client.post(
        "/dashboard/shop/open/", TYPED, headers={"HX-Request": "true"}
    )
    assert response["HX-Redirect"] == "/dashboard/listings/add/"


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, ada: User, bea_shop: Shop
) -> None:
    client.force_login(ada)
    wrong = {"name": bea_shop.name.lower(), "working_days": [], "country": ""}
    sent = TYPED | wrong | {"face": picture("GIF", name="me.gif")}
    response = client.post("/dashboard/shop/open/", sent)
    body = response.content.decode()
    assert response.status_code == 422
    assert "There is a shop of this name already." in body
    assert "Choose at least one day" in body
    assert "not a picture we can read" in body
    assert "It began with a loom." in body
    assert not Shop.objects.run_by(ada).exists()


def test_the_part_alone_comes_back_to_htmx(client: Client, ada: User) -> None:
    client.force_login(ada)
    response = client.post(
        "/dashboard/shop/open/", {"name": ""}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 422
    assert response.content.lstrip().startswith(b'<form id="shop"')


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert "/accounts/login/" in client.get("/dashboard/shop/open/")["Location"]
