"""My orders: every one, the newest first, however many."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders.models import Order
from tests import cast

pytestmark = pytest.mark.django_db


def test_signed_out_it_asks_to_sign_in(client: Client) -> None:
    assert client.get("/orders/")["Location"] == "/accounts/login/?next=/orders/"


def test_without_orders_it_says_how_to_begin(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert "Your orders will be here" in client.get("/orders/").text


def test_mine_and_nobody_elses(
    client: Client, stripe: Running, paid_order: Order, scarf: Variant, carl: User
) -> None:
    carls = cast.order_of(cast.buy(stripe, scarf, buyer=carl))
    client.force_login(carl)
    text = client.get("/orders/").text
    assert carls.number in text
    assert paid_order.number not in text
    assert "thread--row" in text


def test_twenty_a_page_and_no_more_queries(
    client: Client,
    stripe: Running,
    ada: User,
    mugs: Variant,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Variant.objects.update(stock=100)
    for _ in range(21):
        cast.buy(stripe, mugs, buyer=ada)
    client.force_login(ada)
    client.get("/orders/")
    with django_assert_max_num_queries(14):
        first = client.get("/orders/")
    assert first.text.count('class="card bought__order"') == 20
    assert "Page 1 of 2" in first.text
    assert client.get("/orders/?page=2").text.count('class="card bought__order"') == 1
