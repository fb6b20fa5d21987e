"""Changing what a shop says, closing it for a while, opening it again."""

import pytest
from django.test import Client

from accounts.models import User
from marketplace.errors import Refused
from shops import opening
from shops.models import Shop
from tests.shops.drawings import picture
from tests.shops.test_open_shop import TYPED

pytestmark = pytest.mark.django_db


def test_says_something_else_under_the_same_address(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    response = client.post("/dashboard/shop/", TYPED | {"name": "Bea's Pots"})
    assert (response.status_code, response["Location"]) == (302, "/dashboard/shop/")
    bea_shop.refresh_from_db()
    assert (bea_shop.name, bea_shop.slug) == ("Bea's Pots", "beas-bowls")
    assert bea_shop.working_days == [0, 1, 2, 3, 4]


def test_shows_what_is_stored(client: Client, bea: User, bea_shop: Shop) -> None:
    client.force_login(bea)
    body = client.get("/dashboard/shop/").content.decode()
    assert 'value="Bea&#x27;s Bowls"' in body
    assert '<option value="DE" selected>' in body
    assert "Monday to Friday, orders in by 14:00, not on public holidays" in body


def test_a_move_abroad_leaves_the_region_behind(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    Shop.objects.update(region="SN")
    client.force_login(bea)
    client.post("/dashboard/shop/", TYPED | {"country": "DE"})
    bea_shop.refresh_from_db()
    assert bea_shop.region == "SN"
    client.post("/dashboard/shop/", TYPED | {"country": "FR"})
    bea_shop.refresh_from_db()
    assert (bea_shop.country, bea_shop.region) == ("FR", "")


def test_a_face_stays_until_it_is_taken_away(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    client.post("/dashboard/shop/", TYPED | {"face": picture()})
    bea_shop.refresh_from_db()
    face = str(bea_shop.face)
    assert face.startswith("faces/")
    client.post("/dashboard/shop/", TYPED)
    bea_shop.refresh_from_db()
    assert str(bea_shop.face) == face
    client.post("/dashboard/shop/", TYPED | {"face-clear": "on"})
    bea_shop.refresh_from_db()
    assert not bea_shop.face


def test_a_wide_picture_and_news_lead_the_shops_page(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    news = {"announcement": "On Saturday I am at the market."}
    client.post("/dashboard/shop/", TYPED | news | {"banner": picture()})
    bea_shop.refresh_from_db()
    assert str(bea_shop.banner).startswith("banners/")
    page = client.get(bea_shop.get_absolute_url()).content.decode()
    assert bea_shop.banner.url in page
    assert "at the market" in page
    client.post("/dashboard/shop/", TYPED | {"banner-clear": "on"})
    bea_shop.refresh_from_db()
    assert (bea_shop.banner.name, bea_shop.announcement) == ("", "")


def test_htmx_gets_the_form_back_and_hears_that_it_is_saved(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    htmx = {"HX-Request": "true"}
    response = client.post("/dashboard/shop/", TYPED, headers=htmx)
    assert response.status_code == 200
    assert response.content.lstrip().startswith(b'<form id="shop"')
    assert b"Saved." in response.content


def test_a_taken_name_changes_nothing(bea_shop: Shop, carl_shop: Shop) -> None:
    taken = {fact: getattr(bea_shop, fact) for fact in opening.FACTS}
    with pytest.raises(Refused, match="choose another name"):
        opening.edit(bea_shop, facts=taken | {"name": carl_shop.name})
    bea_shop.refresh_from_db()
    assert bea_shop.name == "Bea's Bowls"


def test_carl_edits_his_own_and_never_hers(
    client: Client, carl: User, bea_shop: Shop
) -> None:
    client.force_login(carl)
    assert client.get("/dashboard/shop/")["Location"] == "/dashboard/shop/open/"
    client.post("/dashboard/shop/", TYPED)
    bea_shop.refresh_from_db()
    assert bea_shop.name == "Bea's Bowls"
    assert client.post("/dashboard/shop/pause/").status_code == 404


def test_closes_and_opens_as_often_as_she_likes(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    for _ in range(2):
        response = client.post("/dashboard/shop/pause/")
        assert response["Location"] == "/dashboard/shop/"
    bea_shop.refresh_from_db()
    assert bea_shop.state == Shop.State.PAUSED
    htmx = {"HX-Request": "true"}
    response = client.post("/dashboard/shop/reopen/", headers=htmx)
    assert response.content.lstrip().startswith(b'<section id="door"')
    bea_shop.refresh_from_db()
    assert bea_shop.is_open


def test_visitors_find_a_closed_shop_gone(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    opening.pause(bea_shop)
    assert client.get("/shops/beas-bowls/").status_code == 404
    client.force_login(bea)
    preview = client.get("/shops/beas-bowls/")
    assert b"Only you see this page" in preview.content


def test_what_the_marketplace_closed_stays_closed(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    Shop.objects.update(state=Shop.State.SUSPENDED)
    for verb in (opening.reopen, opening.pause):
        with pytest.raises(Refused, match="The marketplace has closed this shop"):
            verb(bea_shop)
    client.force_login(bea)
    assert client.post("/dashboard/shop/reopen/").status_code == 409
    bea_shop.refresh_from_db()
    assert bea_shop.state == Shop.State.SUSPENDED


def test_days_read_as_people_say_them() -> None:
    for days, words in (
        ([0, 1, 2, 3, 4], "Monday to Friday"),
        ([6, 0], "Monday and Sunday"),
        ([1, 3, 5], "Tuesday, Thursday and Saturday"),
        ([2], "Wednesday"),
    ):
        assert Shop(working_days=days).days_in_words == words
