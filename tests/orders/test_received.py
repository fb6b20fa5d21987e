"""*It has arrived*: the buyer says so, parcel by parcel."""

import pytest
from django.test import Client

from accounts.models import User
from orders import lifecycle
from orders.models import Order
from orders.parcels import Parcel

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted_order(paid_order: Order, bea: User) -> Order:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    return paid_order


def test_it_is_in_my_hands(client: Client, posted_order: Order, ada: User) -> None:
    client.force_login(ada)
    response = client.post(f"/orders/{posted_order.number}/received/1/")
    assert response.status_code == 303
    posted_order.refresh_from_db()
    assert posted_order.state == "delivered"
    event = posted_order.events.get(kind="delivered")
    assert (event.by, event.details["role"]) == (ada, "buyer")
    assert "Good that it is with you." in client.get(response["Location"]).text


def test_htmx_gets_the_order(client: Client, posted_order: Order, ada: User) -> None:
    client.force_login(ada)
    response = client.post(
        f"/orders/{posted_order.number}/received/1/", headers={"HX-Request": "true"}
    )
    assert "It is here" in response.text
    assert "<html" not in response.text


def test_said_twice_it_is_refused(
    client: Client, posted_order: Order, ada: User
) -> None:
    client.force_login(ada)
    url = f"/orders/{posted_order.number}/received/1/"
    client.post(url)
    assert client.post(url).status_code == 409


def test_a_parcel_that_is_none_is_not_found(
    client: Client, posted_order: Order, ada: User
) -> None:
    client.force_login(ada)
    url = f"/orders/{posted_order.number}/received/2/"
    assert client.post(url).status_code == 404


def test_a_stranger_cannot(client: Client, posted_order: Order, carl: User) -> None:
    url = f"/orders/{posted_order.number}/received/1/"
    assert client.post(url).status_code == 302
    client.force_login(carl)
    assert client.post(url).status_code == 404
    posted_order.refresh_from_db()
    assert posted_order.state == "shipped"
