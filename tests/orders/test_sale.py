"""One order, on its maker's page: everything to make it, pack it and send it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import basket as baskets
from orders import lifecycle, placing, promising, settling
from orders.models import Checkout, Order
from orders.parcels import Parcel
from orders.quote import quote
from payments import refunds
from tests import cast


@pytest.fixture
def desk(client: Client, bea: User) -> Client:
    """Bea at her desk."""
    client.force_login(bea)
    return client


@pytest.fixture
def gift(stripe: Running, bowl: Variant, mugs: Variant, ada: User) -> Order:
    """A bowl with words under its rim and two mugs, for a birthday."""
    bowl.listing.personalisation_question = "What should stand under the rim?"
    bowl.listing.save()
    basket = cast.basket_of(mugs, user=ada, quantity=2)
    baskets.add(basket, bowl, quantity=1, personalisation="For Ida <3")
    details = cast.details(
        ada, gift_message="Happy birthday!", delivery_note="Post room opens at 9"
    )
    placed = placing.place(basket, quote(basket), details)
    placing.payment_page(placed)
    placed = Checkout.objects.select_related("payment").get(pk=placed.pk)
    stripe.pay(str(placed.payment.session_id))
    return cast.order_of(settling.settle(placed))


def page(desk: Client, order: Order) -> str:
    """What the maker reads."""
    response = desk.get(f"/dashboard/orders/{order.number}/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_what_to_make_and_for_whom(desk: Client, gift: Order) -> None:
    shown = page(desk, gift)
    for words in (
        "What should stand under the rim?",
        "For Ida &lt;3",
        "2 × Speckled mug",
        "Happy birthday!",
        "Post room opens at 9",
        "Torstraße 1<br>10119 Berlin<br>Germany",
        "mailto:ada@example.com",
        "Ships by",
    ):
        assert words in shown


def test_a_gift_prints_without_prices(
    desk: Client, gift: Order, paid_order: Order
) -> None:
    assert 'class="line__money no-print"' in page(desk, gift)
    assert 'class="line__money"' in page(desk, paid_order)


@pytest.fixture
def paid_order(stripe: Running, bea: User, gift: Order, scarf: Variant) -> Order:
    """Another order of Bea's, no gift."""
    mugs = gift.lines.first()
    assert mugs is not None
    return cast.order_of(cast.buy(stripe, mugs.variant))


def test_it_tells_what_was_said_and_answered(
    desk: Client, gift: Order, bea: User, ada: User
) -> None:
    cast.delay(gift, bea, reason="The kiln has cracked.")
    shown = page(desk, gift)
    assert "The buyer has not answered; they may still cancel." in shown
    assert "The kiln has cracked." in shown
    promising.wait(gift, by=ada)
    assert "the buyer wrote that they will wait" in page(desk, gift)


def test_it_shows_parcels_and_money_that_went_back(
    desk: Client, gift: Order, bea: User, stripe: Running
) -> None:
    code = gift.lines.all()[0].code
    parcel = Parcel("DHL", tracking_number="JJD01", quantities={code: 1})
    lifecycle.ship(gift, by=bea, parcel=parcel)
    lifecycle.cancel(gift, by=bea, reason="The rest broke.")
    refunds.send_due()
    shown = page(desk, gift)
    for words in ("JJD01", "It has arrived", "Refunded", "1 posted", "1 cancelled"):
        assert words in shown


def test_it_says_when_a_sleeping_buyer_hears_of_it(
    desk: Client, gift: Order, time_machine: Any
) -> None:
    time_machine.move_to(gift.ship_by_at + timedelta(minutes=30))
    desk.force_login(gift.shop.owner)
    assert "they hear of it on" in page(desk, gift)
    time_machine.move_to(gift.ship_by_at + timedelta(hours=12))
    desk.force_login(gift.shop.owner)
    assert "hears of it within a minute" in page(desk, gift)
    promising.miss(gift)
    assert "We told the buyer on" in page(desk, gift)


def test_carl_and_the_buyer_cannot_find_it(
    client: Client, gift: Order, carl: User, ada: User
) -> None:
    for stranger in (carl, ada):
        client.force_login(stranger)
        assert client.get(f"/dashboard/orders/{gift.number}/").status_code == 404


def test_what_was_never_paid_is_not_there(
    desk: Client, stripe: Running, bowl: Variant
) -> None:
    order = cast.order_of(cast.place(bowl))
    assert desk.get(f"/dashboard/orders/{order.number}/").status_code == 404


def test_it_asks_thirteen_times_at_most(
    desk: Client,
    gift: Order,
    bea: User,
    mugs: Variant,
    django_assert_max_num_queries: Any,
) -> None:
    for line in gift.lines.all():
        parcel = Parcel("DHL", quantities={line.code: 1})
        lifecycle.ship(gift, by=bea, parcel=parcel)
    lifecycle.cancel(gift, by=bea, reason="The last one broke.")
    cast.basket_of(mugs, user=bea)
    with django_assert_max_num_queries(13):
        page(desk, gift)
