"""The checkout: from the basket to Stripe's page, and nothing changes silently."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import address_book
from accounts.models import Address, User
from devtools.stripe import Running
from listings.models import Variant
from orders.models import Basket, Checkout, Order
from payments.models import Payment
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def fill(client: Client, *variants: Variant) -> None:
    for variant in variants:
        client.post("/basket/add/", {"variant": variant.code, "quantity": 1})
    client.post("/basket/choose/", {"country": "DE"})


def shown(client: Client) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', client.get("/checkout/").text)
    return found[1] if found else ""


def filled(client: Client, **rest: str) -> dict[str, str]:
    ours = {"email": "guest@example.com", "time_zone": "Europe/Berlin"}
    return cast.BERLIN | ours | {"shown": shown(client)} | rest


def pay(client: Client, **rest: str) -> Any:
    return client.post("/checkout/", filled(client, **rest))


def test_a_guest_pays_two_shops_at_once(
    client: Client, stripe: Running, bowl: Variant, scarf: Variant
) -> None:
    fill(client, bowl, scarf)
    response = pay(client, gift_message="For Ida", phone="+49 30 123456")
    assert response.status_code == 303
    checkout = Checkout.objects.get()
    assert response["Location"] == checkout.payment.session_url
    assert checkout.total_cents == 4200 + 500 + 6500 + 500
    assert (checkout.email, checkout.city) == ("guest@example.com", "Berlin")
    assert checkout.gift_message == "For Ida"
    assert checkout.time_zone == "Europe/Berlin"
    assert checkout.orders.count() == 2
    bowl.refresh_from_db()
    assert bowl.held == 1


def test_back_from_stripe_it_was_received(
    client: Client, stripe: Running, bowl: Variant, scarf: Variant
) -> None:
    fill(client, bowl, scarf)
    pay(client)
    checkout = Checkout.objects.get()
    stripe.pay(str(checkout.payment.session_id))
    response = client.get(f"/checkout/{checkout.number}/done/")
    assert "Thank you, your order was received" in response.text
    for order in checkout.orders.all():
        assert order.state == "received"
        assert order.number in response.text
        assert client.get(f"/orders/{order.number}/").status_code == 200
    assert not Basket.objects.get().lines.exists()


def test_two_clicks_lead_to_one_page(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    data = filled(client)
    pages = {client.post("/checkout/", data)["Location"] for _ in range(2)}
    assert len(pages) == 1
    assert Checkout.objects.count() == 1


def test_back_and_again_is_the_same_page(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    pages = {pay(client)["Location"] for _ in range(2)}
    assert len(pages) == 1


def test_back_from_stripe_everything_typed_is_there(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    response = pay(client, gift_message="For Ida", phone="+49 30 1234567")
    text = client.get("/checkout/").text
    for typed in ("guest@example.com", "Torstraße 1", "For Ida", "+49 30 1234567"):
        assert typed in text
    again = pay(client, gift_message="For Ida", phone="+49 30 1234567")
    assert again["Location"] == response["Location"]


def test_pressed_again_after_paying_shows_what_was_bought(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    data = filled(client)
    client.post("/checkout/", data)
    checkout = Checkout.objects.get()
    stripe.pay(str(checkout.payment.session_id))
    client.get(f"/checkout/{checkout.number}/done/")
    response = client.post("/checkout/", data)
    assert response.status_code == 302
    assert response["Location"] == f"/checkout/{checkout.number}/done/"
    assert Checkout.objects.count() == 1


def test_an_empty_basket_goes_back_to_the_basket(client: Client) -> None:
    assert client.get("/checkout/")["Location"] == "/basket/"


def test_errors_stand_beside_the_field_and_nothing_is_lost(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    response = pay(client, email="ada@", postal_code="1", gift_message="For Ida")
    assert response.status_code == 422
    assert "This cannot be an email address" in response.text
    assert "has five digits" in response.text
    assert "For Ida" in response.text
    assert "Torstraße 1" in response.text
    assert not Checkout.objects.exists()


def test_a_price_that_changed_is_shown_before_paying(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    data = filled(client, gift_message="For Ida")
    Variant.objects.filter(pk=bowl.pk).update(price_cents=4800)
    response = client.post("/checkout/", data)
    assert response.status_code == 422
    assert "is now €48.00; it was €42.00" in response.text
    assert "Pay €53.00" in response.text
    assert "For Ida" in response.text
    assert not Checkout.objects.exists()
    assert pay(client).status_code == 303


@pytest.mark.parametrize("forged", ["", "nonsense"])
def test_what_was_not_shown_is_not_agreed_to(
    client: Client, stripe: Running, bowl: Variant, forged: str
) -> None:
    fill(client, bowl)
    assert pay(client, shown=forged).status_code == 422
    assert not Checkout.objects.exists()


def test_another_country_is_counted_again(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    data = filled(client, country="FR", change_country="1", gift_message="For Ida")
    response = client.post("/checkout/", data)
    assert response.status_code == 200
    assert "Pay €54.00" in response.text
    assert "For Ida" in response.text
    assert not Checkout.objects.exists()
    part = client.post("/checkout/", data, headers=HTMX)
    assert "<html" not in part.text
    assert 'id="checkout"' in part.text


def test_another_country_is_never_paid_for_unseen(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    response = pay(client, country="FR", city="Paris", postal_code="75001")
    assert response.status_code == 422
    assert "Postage from" in response.text
    assert "another country" in response.text


def test_a_piece_sold_meanwhile_is_said(
    client: Client, stripe: Running, bowl: Variant, ada: User
) -> None:
    fill(client, bowl)
    data = filled(client)
    cast.buy(stripe, bowl, buyer=ada)
    response = client.post("/checkout/", data)
    assert response.status_code == 409
    assert "has sold out" in response.text
    assert "Torstraße 1" in response.text
    assert Checkout.objects.count() == 1


def test_a_piece_somebody_pays_for_is_said(
    client: Client, placed: Checkout, bowl: Variant
) -> None:
    Variant.objects.filter(pk=bowl.pk).update(held=0)
    fill(client, bowl)
    data = filled(client)
    Variant.objects.filter(pk=bowl.pk).update(held=1)
    response = client.post("/checkout/", data)
    assert response.status_code == 409
    assert "Somebody is paying" in response.text


def test_stripe_out_of_reach_loses_nothing(
    client: Client, stripe: Running, bowl: Variant, settings: Any
) -> None:
    fill(client, bowl)
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    response = pay(client, gift_message="For Ida")
    assert response.status_code == 409
    assert "Nothing was charged" in response.text
    assert "For Ida" in response.text
    settings.STRIPE_API_BASE = stripe.url
    assert pay(client, gift_message="For Ida").status_code == 303
    assert Checkout.objects.count() == 1


def test_a_member_is_offered_what_is_known(
    client: Client, stripe: Running, ada: User, bowl: Variant
) -> None:
    address = address_book.keep(ada, cast.BERLIN | {"is_default": True})
    client.force_login(ada)
    fill(client, bowl)
    page = client.get("/checkout/")
    assert "Torstraße 1" in page.text
    assert 'name="email"' not in page.text
    data = {"shown": shown(client), "use_address": address.code, "gift_message": "Hi"}
    again = client.post("/checkout/", data)
    assert "Torstraße 1" in again.text
    assert "Hi" in again.text
    assert pay(client, save_address="on").status_code == 303
    checkout = Checkout.objects.get()
    assert (checkout.buyer, checkout.email) == (ada, ada.email)
    assert Address.objects.count() == 1


def test_a_new_address_is_kept_when_asked(
    client: Client, stripe: Running, ada: User, bowl: Variant
) -> None:
    client.force_login(ada)
    fill(client, bowl)
    pay(client, save_address="on")
    assert Address.objects.get().street_address == "Torstraße 1"


def test_somebody_elses_address_is_not_offered(
    client: Client, ada: User, carl: User, bowl: Variant
) -> None:
    address = address_book.keep(carl, cast.BERLIN | {"is_default": True})
    client.force_login(ada)
    fill(client, bowl)
    response = client.post("/checkout/", {"use_address": address.code})
    assert "Torstraße" not in response.text


def test_left_without_paying_nothing_acts_on_get(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    pay(client)
    checkout = Checkout.objects.get()
    response = client.get(f"/checkout/{checkout.number}/left/")
    assert "Not paid yet" in response.text
    assert checkout.payment.session_url in response.text
    bowl.refresh_from_db()
    assert bowl.held == 1
    response = client.post(f"/checkout/{checkout.number}/give-up/")
    assert response["Location"] == "/basket/"
    bowl.refresh_from_db()
    assert bowl.held == 0
    assert Payment.objects.get().state == "expired"
    assert Basket.objects.get().lines.count() == 1


def test_given_up_after_paying_it_is_received(
    client: Client, stripe: Running, bowl: Variant
) -> None:
    fill(client, bowl)
    pay(client)
    checkout = Checkout.objects.get()
    stripe.pay(str(checkout.payment.session_id))
    response = client.post(f"/checkout/{checkout.number}/give-up/")
    assert response["Location"] == f"/checkout/{checkout.number}/done/"
    assert Order.objects.get().state == "received"


def test_not_paid_yet_looks_again(
    client: Client, stripe: Running, bowl: Variant, settings: Any
) -> None:
    fill(client, bowl)
    pay(client)
    done = f"/checkout/{Checkout.objects.get().number}/done/"
    response = client.get(done)
    assert 'http-equiv="refresh"' in response.text
    assert 'hx-trigger="every 3s"' in response.text
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    assert client.get(done).status_code == 200


@pytest.mark.parametrize("view", ["done", "left"])
def test_nobody_else_sees_a_purchase(
    client: Client, placed: Checkout, carl: User, ada: User, view: str
) -> None:
    url = f"/checkout/{placed.number}/{view}/"
    assert "/accounts/login/" in client.get(url)["Location"]
    assert "/accounts/login/" in client.get("/checkout/NOTHING2/done/")["Location"]
    client.force_login(carl)
    assert client.get(url).status_code == 404
    assert client.post(f"/checkout/{placed.number}/give-up/").status_code == 404
    client.force_login(ada)
    assert client.get(url).status_code == 200


def test_queries_do_not_grow_with_lines(
    client: Client,
    stripe: Running,
    ada: User,
    bea_shop: Shop,
    carl_shop: Shop,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    many = [
        cast.piece(shop, f"P{n}") for n in range(5) for shop in (bea_shop, carl_shop)
    ]
    address_book.keep(ada, cast.BERLIN | {"is_default": True})
    client.force_login(ada)
    fill(client, *many)
    client.get("/checkout/")
    with django_assert_max_num_queries(12):
        client.get("/checkout/")
    pay(client)
    checkout = Checkout.objects.get()
    with django_assert_max_num_queries(12):
        client.get(f"/checkout/{checkout.number}/left/")
    stripe.pay(str(checkout.payment.session_id))
    client.get(f"/checkout/{checkout.number}/done/")
    with django_assert_max_num_queries(12):
        client.get(f"/checkout/{checkout.number}/done/")


@pytest.mark.parametrize(
    "odd", [{"use_address": "\0"}, {"shipping-beas-bowls": "\0"}, {"country": "\0"}]
)
def test_what_no_keyboard_types_does_no_harm(
    client: Client, ada: User, bowl: Variant, odd: dict[str, str]
) -> None:
    client.force_login(ada)
    fill(client, bowl)
    looked = client.post("/checkout/", odd | {"change_country": "1"})
    assert looked.status_code == 200
    assert client.post("/checkout/", odd).status_code in (200, 422)
    assert client.post("/basket/choose/", odd).status_code == 302
    assert client.get("/orders/%00/").status_code == 404
    assert client.get("/checkout/%00/done/").status_code == 404
