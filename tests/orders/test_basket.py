"""The basket: pieces in and out, where to, and what has changed since."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Address, User
from devtools.stripe import Running
from listings.models import Listing, Variant
from orders import basket as baskets
from orders.models import Basket, BasketLine
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db


def put(client: Client, variant: Variant, **rest: object) -> int:
    data = {"variant": variant.code, "quantity": 1} | rest
    return client.post("/basket/add/", data).status_code


def test_an_empty_basket_says_how_to_begin(client: Client) -> None:
    response = client.get("/basket/")
    assert response.status_code == 200
    assert "What you choose will wait here" in response.text


def test_a_guest_puts_pieces_of_two_shops_in(
    client: Client, bowl: Variant, scarf: Variant
) -> None:
    assert put(client, bowl) == 303
    assert put(client, scarf, quantity=2) == 303
    text = client.get("/basket/").text
    assert "Bea&#x27;s Bowls" in text
    assert "Carl&#x27;s Looms" in text
    assert "€42.00" in text
    assert "€130.00" in text
    assert "Ships by" in text


def test_the_header_counts_pieces(client: Client, mugs: Variant) -> None:
    put(client, mugs, quantity=3)
    assert client.get("/basket/").context["basket_count"] == 3


@pytest.mark.parametrize("quantity", ["", "0", "-1", "100", "two"])
def test_a_number_of_pieces_that_is_none_is_refused(
    client: Client, mugs: Variant, quantity: str
) -> None:
    assert put(client, mugs, quantity=quantity) == 409
    assert not BasketLine.objects.exists()


def test_more_than_there_are_is_refused(client: Client, mugs: Variant) -> None:
    assert put(client, mugs, quantity=6) == 409
    assert not BasketLine.objects.exists()


def test_an_unknown_piece_is_not_found(client: Client, bowl: Variant) -> None:
    code = client.post("/basket/add/", {"variant": "NOTHING2", "quantity": 1})
    assert code.status_code == 404


def test_the_maker_is_answered_or_it_does_not_go_in(
    client: Client, bowl: Variant
) -> None:
    listings = Listing.objects.filter(pk=bowl.listing_id)
    listings.update(personalisation_question="Which name?", personalisation_required=1)
    assert put(client, bowl) == 409
    assert put(client, bowl, personalisation="Ida") == 303
    assert "“Ida”" in client.get("/basket/").text


def test_a_quantity_is_changed_and_a_line_taken_out(
    client: Client, mugs: Variant
) -> None:
    put(client, mugs)
    line = BasketLine.objects.get()
    response = client.post(f"/basket/lines/{line.code}/", {"quantity": 4})
    assert response.status_code == 302
    line.refresh_from_db()
    assert line.quantity == 4
    client.post(f"/basket/lines/{line.code}/", {"quantity": 0})
    assert not BasketLine.objects.exists()


def test_htmx_gets_the_basket_and_the_new_count(client: Client, mugs: Variant) -> None:
    put(client, mugs)
    line = BasketLine.objects.get()
    response = client.post(
        f"/basket/lines/{line.code}/", {"quantity": 2}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert "<html" not in response.text
    assert 'id="basket"' in response.text
    assert 'id="basket-link"' in response.text


def test_a_stranger_cannot_change_my_line(
    client: Client, ada: User, carl: User, mugs: Variant
) -> None:
    line = cast.basket_of(mugs, user=ada).lines.get()
    assert (
        client.post(f"/basket/lines/{line.code}/", {"quantity": 0}).status_code == 302
    )
    client.force_login(carl)
    cast.basket_of(mugs, user=carl)
    assert (
        client.post(f"/basket/lines/{line.code}/", {"quantity": 0}).status_code == 404
    )
    assert BasketLine.objects.filter(pk=line.pk).exists()


def test_where_to_and_how_are_remembered(
    client: Client, bowl: Variant, bea_shop: Shop
) -> None:
    profile = bea_shop.shipping_profiles.get()
    cast.rate(profile, "AT", "Letter", 300)
    cast.rate(profile, "AT", "Courier", 2500)
    put(client, bowl)
    client.post("/basket/choose/", {"country": "AT"})
    assert "€45.00" in client.get("/basket/").text
    client.post("/basket/choose/", {"shipping-beas-bowls": "Courier"})
    assert Basket.objects.get().country == "AT"
    assert "€67.00" in client.get("/basket/").text


def test_an_odd_country_or_shop_is_not_remembered(
    client: Client, bowl: Variant
) -> None:
    put(client, bowl)
    asked = {"country": "Atlantis", "shipping-nobody": "x", "shipping-beas-bowls": ""}
    assert client.post("/basket/choose/", asked).status_code == 302
    basket = Basket.objects.get()
    assert (basket.country, basket.shipping) == ("", {})


def test_a_new_price_is_said_until_it_was_read(client: Client, bowl: Variant) -> None:
    put(client, bowl)
    Variant.objects.filter(pk=bowl.pk).update(price_cents=4800)
    for _ in range(2):
        text = client.get("/basket/").text
        assert "is now €48.00; it was €42.00" in text
    client.post("/basket/seen/")
    assert "it was €42.00" not in client.get("/basket/").text


def test_what_is_gone_is_said(client: Client, bowl: Variant) -> None:
    put(client, bowl)
    Variant.objects.filter(pk=bowl.pk).update(stock=0)
    assert "has sold out" in client.get("/basket/").text


def test_what_my_own_payment_holds_is_not_gone_for_me(
    client: Client, stripe: object, ada: User, bowl: Variant, mugs: Variant
) -> None:
    cast.place(bowl, mugs, buyer=ada, quantity=1)
    client.force_login(ada)
    assert "Somebody is paying" not in client.get("/basket/").text
    line = BasketLine.objects.get(variant=mugs)
    response = client.post(f"/basket/lines/{line.code}/", {"quantity": 5})
    assert response.status_code == 302


def test_queries_do_not_grow_with_lines(
    client: Client,
    ada: User,
    bea_shop: Shop,
    carl_shop: Shop,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    many = [
        cast.piece(shop, f"P{n}") for n in range(8) for shop in (bea_shop, carl_shop)
    ]
    cast.basket_of(*many, user=ada)
    client.force_login(ada)
    client.get("/basket/")
    with django_assert_max_num_queries(12):
        client.get("/basket/")


def test_a_line_taken_out_in_another_tab_stays_out(mugs: Variant, ada: User) -> None:
    line = cast.basket_of(mugs, user=ada).lines.get()
    BasketLine.objects.all().delete()
    baskets.change(line, quantity=2, needed_by=None)
    assert not BasketLine.objects.exists()


def test_what_guests_left_behind_is_forgotten_but_nothing_else(
    stripe: Running, mugs: Variant, ada: User
) -> None:
    long_ago = timezone.now() - baskets.KEPT - timedelta(days=1)
    abandoned, recent = cast.basket_of(mugs), cast.basket_of(mugs)
    members = cast.basket_of(mugs, user=ada)
    paying = cast.place(mugs).basket
    Basket.objects.exclude(pk=recent.pk).update(changed_at=long_ago)
    assert baskets.forget_abandoned() == 1
    left = set(Basket.objects.all())
    assert left == {recent, members, paying}
    assert abandoned not in left


def test_one_country_from_the_piece_to_the_checkout(
    client: Client, bowl: Variant
) -> None:
    """What the page of the piece counted to is what basket and checkout count to."""
    american = {"Accept-Language": "en-US"}
    put(client, bowl)
    assert 'value="DE" selected' in client.get("/basket/", headers=american).text
    assert 'value="DE" selected' in client.get("/checkout/", headers=american).text
    asked = client.get(f"{bowl.listing.get_absolute_url()}?country=FR").text
    assert 'name="country" value="FR" form="add"' in asked
    other = Client()
    put(other, bowl, country="FR")
    assert 'value="FR" selected' in other.get("/basket/").text
    assert 'value="FR" selected' in other.get("/checkout/").text
    put(other, bowl, country="<>", quantity=0)
    assert Basket.objects.latest("pk").country == "FR"


def test_a_member_is_counted_to_their_own_address(
    client: Client, bowl: Variant, ada: User
) -> None:
    Address.objects.create(user=ada, code="AAAAAAAA", **cast.BERLIN | {"country": "AT"})
    client.force_login(ada)
    assert 'value="AT" selected' in client.get(bowl.listing.get_absolute_url()).text
    put(client, bowl)
    assert 'value="AT" selected' in client.get("/basket/").text
    assert 'value="AT" selected' in client.get("/checkout/").text
