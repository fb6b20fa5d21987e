"""*I'll wait*: the buyer has read of the delay."""

import pytest
from django.test import Client

from accounts.models import User
from orders import access
from orders.models import Order
from tests import cast
from tests.orders.test_open import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved_order(paid_order: Order, bea: User) -> Order:
    cast.delay(paid_order, bea, days=20, reason="The kiln broke.")
    return paid_order


def test_a_plain_browser_is_led_back(
    client: Client, moved_order: Order, ada: User
) -> None:
    client.force_login(ada)
    response = client.post(f"/orders/{moved_order.number}/wait/")
    assert response.status_code == 303
    assert response["Location"] == f"/orders/{moved_order.number}/"
    assert moved_order.promises.get(number=2).answer == "waiting"
    event = moved_order.events.get(kind="waiting")
    assert (event.by, event.details["role"]) == (ada, "buyer")
    text = client.get(response["Location"]).text
    assert "that you will wait" in text
    assert "Thank you. Bea Wood will be glad." in text


def test_htmx_gets_the_order(client: Client, moved_order: Order, ada: User) -> None:
    client.force_login(ada)
    response = client.post(
        f"/orders/{moved_order.number}/wait/", headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert 'id="order"' in response.text
    assert "<html" not in response.text


def test_a_guest_with_the_key_may(client: Client, moved_order: Order) -> None:
    access.grant(moved_order)
    client.get(link(moved_order))
    client.post(f"/orders/{moved_order.number}/wait/")
    event = moved_order.events.get(kind="waiting")
    assert (event.by, event.details["role"]) == (None, "buyer")


def test_said_twice_it_is_written_down_once(
    client: Client, moved_order: Order, ada: User
) -> None:
    client.force_login(ada)
    url = f"/orders/{moved_order.number}/wait/"
    client.post(url)
    assert client.post(url).status_code == 409
    assert moved_order.events.filter(kind="waiting").count() == 1
    page = client.get(f"/orders/{moved_order.number}/").text
    assert "I’ll wait" not in page
    assert "Cancel, full refund of €47.00" in page


def test_on_time_there_is_nothing_to_wait_for(
    client: Client, paid_order: Order, ada: User
) -> None:
    client.force_login(ada)
    assert client.post(f"/orders/{paid_order.number}/wait/").status_code == 409
    assert not paid_order.events.filter(kind="waiting").exists()


def test_a_get_never_acts(client: Client, moved_order: Order, ada: User) -> None:
    client.force_login(ada)
    assert client.get(f"/orders/{moved_order.number}/wait/").status_code == 404


def test_a_stranger_cannot(client: Client, moved_order: Order, carl: User) -> None:
    url = f"/orders/{moved_order.number}/wait/"
    page = f"/orders/{moved_order.number}/"
    assert client.post(url)["Location"] == f"/accounts/login/?next={page}"
    client.force_login(carl)
    assert client.post(url).status_code == 404
    assert not moved_order.events.filter(kind="waiting").exists()


def test_a_date_that_was_not_shown_is_not_agreed_to(
    client: Client, moved_order: Order, ada: User, bea: User
) -> None:
    client.force_login(ada)
    text = client.get(f"/orders/{moved_order.number}/").text
    assert '<input type="hidden" name="promise" value="2">' in text
    cast.delay(moved_order, bea, days=40, reason="Once more.")
    wait = f"/orders/{moved_order.number}/wait/"
    assert client.post(wait, {"promise": "2"}).status_code == 409
    assert not moved_order.events.filter(kind="waiting").exists()
    assert client.post(wait, {"promise": "3"}).status_code == 303
