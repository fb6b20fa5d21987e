"""A maker's list of orders: by state, by words, page by page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import arriving, lifecycle, workbench
from orders.models import Order
from orders.parcels import Parcel
from orders.views import selling
from shops.models import Shop
from tests import cast

SOLD = "/dashboard/orders/"


@pytest.fixture
def desk(client: Client, bea: User) -> Client:
    """Bea at her desk."""
    client.force_login(bea)
    return client


def found(desk: Client, **query: str) -> list[str]:
    """The numbers that the list shows."""
    response = desk.get(SOLD, query)
    assert response.status_code == 200
    return [order.number for order in response.context["page"]]


def test_each_tab_shows_its_own(
    desk: Client, paid_order: Order, mug_order: Order, bea: User, time_machine: Any
) -> None:
    one, other = paid_order, mug_order
    assert found(desk) == [one.number, other.number]
    assert found(desk, state="new") == [one.number, other.number]
    lifecycle.ship(one, by=bea, parcel=Parcel("DHL"))
    assert found(desk, state="on-the-way") == [one.number]
    assert found(desk, state="to-ship") == [other.number]
    arriving.deliver(one, by=bea, shipment=one.shipments.get())
    assert found(desk, state="arrived") == [one.number]
    assert found(desk, state="late") == []
    time_machine.move_to(other.ship_by_at + timedelta(hours=1))
    desk.force_login(bea)
    assert found(desk, state="late") == [other.number]
    lifecycle.cancel(other, by=bea, reason="It broke.")
    assert found(desk, state="cancelled") == [other.number]
    assert found(desk, state="all") == [other.number, one.number]


def test_an_unknown_tab_is_the_first(desk: Client, paid_order: Order) -> None:
    assert found(desk, state="stolen") == [paid_order.number]


@pytest.mark.parametrize("tab", workbench.TABS)
def test_every_tab_says_when_it_is_empty(
    desk: Client, bea_shop: Shop, tab: str
) -> None:
    shown = desk.get(SOLD, {"state": tab}).content.decode()
    assert str(workbench.EMPTY[tab]) in shown


def test_it_is_found_by_number_buyer_and_tracking_number(
    desk: Client, paid_order: Order, mug_order: Order, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL", tracking_number="JJD01"))
    assert found(desk, q=paid_order.number.lower()) == [paid_order.number]
    assert found(desk, q="jjd01") == [paid_order.number]
    assert len(found(desk, q="lovelace")) == 2
    assert found(desk, q="nobody") == []
    assert "No order matches" in desk.get(SOLD, {"q": "nobody"}).content.decode()


@pytest.mark.parametrize("words", ["%", "'; drop table", "\x00", "é" * 101, "<b>"])
def test_odd_words_do_no_harm(desk: Client, paid_order: Order, words: str) -> None:
    response = desk.get(SOLD, {"q": words})
    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


def test_the_next_page_keeps_what_was_asked(
    desk: Client,
    paid_order: Order,
    mug_order: Order,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selling, "PER_PAGE", 1)
    query = {"q": "Ada", "state": "all"}
    assert found(desk, **query) == [mug_order.number]
    shown = desk.get(SOLD, query).content.decode()
    assert "?state=all&amp;q=Ada&amp;page=2" in shown
    assert found(desk, **query, page="2") == [paid_order.number]


def test_others_orders_are_not_here(
    client: Client, paid_order: Order, carl_shop: Shop
) -> None:
    client.force_login(carl_shop.owner)
    assert found(client, state="all") == []
    assert found(client, q=paid_order.number) == []


def test_it_does_not_ask_once_per_order(
    desk: Client,
    stripe: Running,
    mugs: Variant,
    django_assert_max_num_queries: Any,
) -> None:
    mugs.listing.variants.update(stock=20)
    for _ in range(6):
        cast.buy(stripe, mugs)
    with django_assert_max_num_queries(12):
        assert len(found(desk)) == 6
