"""An order opens from its email without a login, and tells nobody else the key."""

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import access
from orders.models import AccessKey, Order
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest_order(stripe: Running, bowl: Variant) -> Order:
    return cast.order_of(cast.buy(stripe, bowl))


def link(order: Order) -> str:
    return access.link(order).removeprefix(settings.BASE_URL)


def test_the_key_opens_it_and_stays_out_of_the_address(
    client: Client, guest_order: Order
) -> None:
    response = client.get(link(guest_order))
    assert response.status_code == 303
    assert response["Location"] == f"/orders/{guest_order.number}/"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert client.get(response["Location"]).status_code == 200


def test_with_the_key_alone_the_address_is_short(
    client: Client, stripe: Running, mugs: Variant, ada: User
) -> None:
    """Town and country stay: whoever it was forwarded to cannot go there or write."""
    order = cast.order_of(cast.buy(stripe, mugs, phone="+49 30 1234567"))
    client.get(link(order))
    text = client.get(f"/orders/{order.number}/").text
    for hers in ("Torstraße", "Lovelace", "10119", "guest@example.com", "1234567"):
        assert hers not in text
    assert "Berlin" in text
    assert "Germany" in text


def test_the_page_asks_nobody_else_and_is_not_to_be_found(
    client: Client, guest_order: Order
) -> None:
    client.get(link(guest_order))
    page = client.get(f"/orders/{guest_order.number}/")
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert "connect-src 'self'" in page["Content-Security-Policy"]
    key = link(guest_order).split("/")[3]
    assert key not in page.text
    assert key not in str(page.headers)


def test_the_gifts_key_opens_the_gift_and_not_the_order(
    client: Client, guest_order: Order
) -> None:
    gift = access.gift_link(guest_order).removeprefix(settings.BASE_URL)
    assert gift != link(guest_order)
    client.get(gift)
    assert client.get(f"/orders/{guest_order.number}/").status_code == 302
    seen = client.get("/").wsgi_request
    assert access.gifts_of(seen).get() == guest_order
    assert not access.orders_of(seen).exists()


def test_the_buyers_key_is_no_gift(client: Client, guest_order: Order) -> None:
    client.get(link(guest_order))
    assert not access.gifts_of(client.get("/").wsgi_request).exists()


def test_the_gifts_key_is_one_and_may_be_renewed(guest_order: Order) -> None:
    gift = access.gift_link(guest_order)
    assert access.gift_link(Order.objects.get()) == gift
    access.grant(guest_order, AccessKey.Purpose.RECIPIENT)
    assert access.gift_link(Order.objects.get()) != gift
    assert access.link(Order.objects.get()) == access.link(guest_order)


def test_signed_in_as_its_buyer_it_is_whole(
    client: Client, paid_order: Order, ada: User
) -> None:
    client.force_login(ada)
    client.get(link(paid_order))
    assert "Torstraße 1" in client.get(f"/orders/{paid_order.number}/").text


def test_it_opens_one_order_only(
    client: Client, guest_order: Order, stripe: Running, mugs: Variant
) -> None:
    other = cast.order_of(cast.buy(stripe, mugs))
    client.get(link(guest_order))
    assert client.get(f"/orders/{other.number}/").status_code == 302


def test_what_was_opened_is_in_my_orders(client: Client, guest_order: Order) -> None:
    client.get(link(guest_order))
    assert guest_order.number in client.get("/orders/").text


def test_an_old_key_is_told_kindly(client: Client, guest_order: Order) -> None:
    old = link(guest_order)
    client.get(old)
    access.grant(guest_order)
    response = client.get(old)
    assert response.status_code == 404
    assert "newest email" in response.text
    assert "no-store" in response["Cache-Control"]
    assert client.get(f"/orders/{guest_order.number}/").status_code == 302


@pytest.mark.parametrize("key", ["x", "nothing-at-all", "%00", "A" * 43])
def test_an_unknown_key_opens_nothing(client: Client, key: str) -> None:
    assert client.get(f"/orders/open/{key}/").status_code == 404


def test_a_mail_scanner_that_only_asks_does_nothing(
    client: Client, guest_order: Order
) -> None:
    response = client.head(link(guest_order))
    assert response.status_code == 200
    assert not client.session.get(access.SESSION)
    assert client.post(link(guest_order)).status_code == 404


def test_with_another_secret_the_next_email_opens_it_too(
    client: Client, guest_order: Order, settings: Settings
) -> None:
    old = link(guest_order)
    settings.SECRET_KEY = "another one"
    new = link(guest_order)
    assert new != old
    assert link(guest_order) == new
    assert client.get(new).status_code == 303
    assert client.get(old).status_code == 404
