"""A guest's order joins the account of whoever made it, and its old links die."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import access
from orders.models import AccessKey, Checkout, Order
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest_order(stripe: Running, bowl: Variant) -> Order:
    """Ada's, bought before she signed in, with an address of hers in capitals."""
    return cast.order_of(cast.buy(stripe, bowl, email="Ada@Example.com"))


def link(order: Order) -> str:
    """Its address as the next email has it."""
    fresh = Order.objects.get(pk=order.pk)
    return access.link(fresh).removeprefix(settings.BASE_URL)


def claim(client: Client, order: Order, follow: bool = False) -> int:
    """Press the button on its page."""
    return client.post(f"/orders/{order.number}/claim/", follow=follow).status_code


def owner(order: Order) -> User | None:
    """Whose it is now."""
    return Checkout.objects.get(orders=order).buyer


def test_it_joins_and_the_old_link_dies(
    client: Client, guest_order: Order, ada: User
) -> None:
    old = link(guest_order)
    client.get(old)
    client.force_login(ada)
    client.get(old)
    assert claim(client, guest_order) == 303
    assert owner(guest_order) == ada
    assert client.get(old).status_code == 404
    assert client.get(f"/orders/{guest_order.number}/").status_code == 200
    new = link(guest_order)
    assert new != old
    assert Client().get(new).status_code == 303


def test_whoever_opened_it_before_is_locked_out(
    client: Client, guest_order: Order, ada: User
) -> None:
    other = Client()
    other.get(link(guest_order))
    assert other.get(f"/orders/{guest_order.number}/").status_code == 200
    access.claim(guest_order, by=ada)
    assert other.get(f"/orders/{guest_order.number}/").status_code == 302


def test_the_whole_purchase_joins(
    stripe: Running, bowl: Variant, scarf: Variant, ada: User
) -> None:
    bought = cast.buy(stripe, bowl, scarf, email=ada.email)
    one, other = Order.objects.filter(checkout=bought)
    before = link(other)
    access.claim(one, by=ada)
    assert link(other) != before
    assert set(Order.objects.bought_by(ada)) == {one, other}


def test_the_gifts_own_link_stays(guest_order: Order, ada: User) -> None:
    gift = access.gift_link(guest_order)
    access.claim(guest_order, by=ada)
    assert access.gift_link(Order.objects.get()) == gift


def test_an_unconfirmed_address_claims_nothing(
    client: Client, guest_order: Order, ada: User
) -> None:
    EmailAddress.objects.update(verified=False)
    client.force_login(ada)
    client.get(link(guest_order))
    assert not access.may_claim(ada, Order.objects.get())
    assert claim(client, guest_order) == 409
    assert owner(guest_order) is None
    assert AccessKey.objects.live().count() == AccessKey.objects.count()


def test_another_member_claims_nothing(
    client: Client, guest_order: Order, carl: User
) -> None:
    """He has the link, forwarded; the address is not his."""
    client.force_login(carl)
    client.get(link(guest_order))
    assert claim(client, guest_order) == 409
    assert owner(guest_order) is None


def test_without_the_link_there_is_nothing_to_claim(
    client: Client, guest_order: Order, ada: User
) -> None:
    client.force_login(ada)
    assert claim(client, guest_order) == 404
    assert owner(guest_order) is None


def test_a_visitor_is_asked_to_sign_in(client: Client, guest_order: Order) -> None:
    client.get(link(guest_order))
    response = client.post(f"/orders/{guest_order.number}/claim/")
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_it_is_claimed_once(client: Client, guest_order: Order, ada: User) -> None:
    client.force_login(ada)
    client.get(link(guest_order))
    claim(client, guest_order)
    new = link(guest_order)
    assert claim(client, guest_order) == 409
    assert link(guest_order) == new
    assert not access.may_claim(ada, Order.objects.get())


def test_a_get_claims_nothing(client: Client, guest_order: Order, ada: User) -> None:
    client.force_login(ada)
    client.get(link(guest_order))
    assert client.get(f"/orders/{guest_order.number}/claim/").status_code == 404
    assert owner(guest_order) is None
