"""A parcel has arrived, as the maker heard from the carrier."""

import pytest
from django.test import Client

from accounts.models import User
from orders import lifecycle
from orders.models import Order
from orders.parcels import Parcel
from tests.orders.maker import steps_of


@pytest.fixture
def shipped(paid_order: Order, bea: User) -> Order:
    """On its way in one parcel."""
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    paid_order.refresh_from_db()
    return paid_order


def arrive(client: Client, order: Order, number: int = 1) -> int:
    """Say that a parcel is there."""
    address = f"/dashboard/orders/{order.number}/parcels/{number}/delivered/"
    return client.post(address).status_code


def test_it_works(client: Client, shipped: Order, bea: User) -> None:
    client.force_login(bea)
    assert arrive(client, shipped) == 303
    shipped.refresh_from_db()
    assert shipped.state == Order.State.DELIVERED


def test_it_is_written_down(client: Client, shipped: Order, bea: User) -> None:
    client.force_login(bea)
    arrive(client, shipped)
    event = shipped.events.latest("seq")
    assert (event.kind, event.by) == ("delivered", bea)
    assert event.details == {"role": "maker", "shipment": 1}


def test_two_clicks_deliver_it_once(client: Client, shipped: Order, bea: User) -> None:
    client.force_login(bea)
    arrive(client, shipped)
    before = steps_of(shipped)
    assert arrive(client, shipped) == 409
    assert steps_of(shipped) == before


def test_there_is_no_second_parcel(client: Client, shipped: Order, bea: User) -> None:
    client.force_login(bea)
    assert arrive(client, shipped, 2) == 404


def test_carl_cannot_find_it(client: Client, shipped: Order, carl: User) -> None:
    client.force_login(carl)
    assert arrive(client, shipped) == 404
    shipped.refresh_from_db()
    assert shipped.state == Order.State.SHIPPED


def test_htmx_gets_the_part(client: Client, shipped: Order, bea: User) -> None:
    client.force_login(bea)
    response = client.post(
        f"/dashboard/orders/{shipped.number}/parcels/1/delivered/",
        headers={"HX-Request": "true", "HX-Target": "order"},
    )
    shown = response.content.decode()
    assert response.status_code == 200
    assert 'id="order"' in shown
    assert "<html" not in shown
