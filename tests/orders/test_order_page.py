"""The order page: received? happening? when? Answered first, at any moment."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import lifecycle, placing, settling
from orders.models import Order
from orders.parcels import Parcel
from orders.quote import quote
from payments import refunds
from tests import cast

pytestmark = pytest.mark.django_db


def page(client: Client, order: Order) -> str:
    response = client.get(f"/orders/{order.number}/")
    assert response.status_code == 200
    return response.text


def late(stripe: Running, *variants: Variant, buyer: User, quantity: int = 1) -> Order:
    """Paid, and promised for two days ago."""
    basket = cast.basket_of(*variants, user=buyer, quantity=quantity)
    now = quote(basket)
    past = timezone.now() - timedelta(days=2)
    now = replace(now, shops=[replace(part, ship_by_at=past) for part in now.shops])
    checkout = placing.place(basket, now, cast.details(buyer))
    placing.payment_page(checkout)
    stripe.pay(str(checkout.payment.session_id))
    settling.settle(checkout)
    return cast.order_of(checkout)


def test_received_and_not_yet_seen(
    client: Client, paid_order: Order, ada: User
) -> None:
    client.force_login(ada)
    text = page(client, paid_order)
    assert "Have they received it?" in text
    assert "Yes, on " in text
    assert "It is with Bea Wood" in text
    assert "It ships by " in text
    assert "Ash bowl" in text
    assert "€47.00" in text
    assert "Torstraße 1" in text
    assert f'action="/orders/{paid_order.number}/ask/"' in text
    assert "bea@example.com" not in text
    assert "Cancel, full refund of €47.00" in text
    assert "I’ll wait" not in text


def test_seen_and_in_the_making(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    client.force_login(ada)
    lifecycle.acknowledge(paid_order, by=bea, note="Thank you, Ada!")
    text = page(client, paid_order)
    assert "Bea Wood has seen it" in text
    assert "Thank you, Ada!" in text
    lifecycle.start(paid_order, by=bea)
    text = page(client, paid_order)
    assert "It is in the making" in text
    assert "Cancel, full refund" not in text


def test_a_moved_date_shows_both_and_the_makers_words(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    client.force_login(ada)
    cast.delay(paid_order, bea, days=20, reason="The kiln broke.")
    text = page(client, paid_order)
    assert text.count("The kiln broke.") >= 2
    assert "As shown when you paid." in text
    assert "I’ll wait" in text
    assert "Cancel, full refund of €47.00" in text


def test_late_says_so_first(
    client: Client, stripe: Running, bowl: Variant, ada: User
) -> None:
    client.force_login(ada)
    text = page(client, late(stripe, bowl, buyer=ada))
    assert "It is late" in text
    assert "There is no new date yet" in text
    assert "I’ll wait" in text


def test_parcels_say_what_is_in_them_and_what_still_comes(
    client: Client, mug_order: Order, ada: User, bea: User
) -> None:
    client.force_login(ada)
    line = mug_order.lines.get()
    first = Parcel(
        carrier="DHL", tracking_number="JD1", note="Careful!", quantities={line.code: 2}
    )
    lifecycle.ship(mug_order, by=bea, parcel=first)
    text = page(client, mug_order)
    assert "Part of it is on its way" in text
    assert "2 × Speckled mug" in text
    assert "Still to come: 1 × Speckled mug" in text
    assert "tracking-id=JD1" in text
    assert "Careful!" in text
    assert "It has arrived" in text


def test_the_rest_may_be_cancelled_when_it_is_late(
    client: Client, stripe: Running, mugs: Variant, ada: User, bea: User
) -> None:
    order = late(stripe, mugs, buyer=ada, quantity=3)
    two = {order.lines.get().code: 2}
    lifecycle.ship(order, by=bea, parcel=Parcel(carrier="DHL", quantities=two))
    client.force_login(ada)
    text = page(client, order)
    assert "The rest is late" in text
    assert "Cancel the rest, refund of €18.00" in text


def test_a_parcel_that_should_be_here_is_not_called_on_time(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    client.force_login(ada)
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    paid_order.shipments.update(
        arrives_from=timezone.localdate() - timedelta(days=9),
        arrives_by=timezone.localdate() - timedelta(days=2),
    )
    text = page(client, paid_order)
    assert "It should be here" in text
    assert "thread--late" in text


def test_cancelled_says_where_the_money_is(
    client: Client, stripe: Running, paid_order: Order, ada: User, bea: User
) -> None:
    client.force_login(ada)
    lifecycle.cancel(paid_order, by=bea, reason="It cracked in the kiln.")
    text = page(client, paid_order)
    assert "It will not come" in text
    assert "It cracked in the kiln." in text
    assert "Refund on its way" in text
    refunds.send_due()
    assert "Refunded on " in page(client, paid_order)


def test_it_is_kept_by_no_cache_and_found_by_no_search_engine(
    client: Client, paid_order: Order, ada: User
) -> None:
    client.force_login(ada)
    response = client.get(f"/orders/{paid_order.number}/")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"


def test_nobody_else_sees_it(client: Client, paid_order: Order, carl: User) -> None:
    url = f"/orders/{paid_order.number}/"
    assert client.get(url)["Location"] == f"/accounts/login/?next={url}"
    client.force_login(carl)
    assert client.get(url).status_code == 404


def test_an_unpaid_order_is_nothing_to_see(
    client: Client, placed: object, ada: User
) -> None:
    client.force_login(ada)
    assert client.get(f"/orders/{Order.objects.get().number}/").status_code == 404


def test_queries_do_not_grow_with_what_happened(
    client: Client,
    stripe: Running,
    ada: User,
    bea: User,
    mugs: Variant,
    bowl: Variant,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    order = cast.order_of(cast.buy(stripe, mugs, bowl, buyer=ada))
    lifecycle.acknowledge(order, by=bea)
    lifecycle.start(order, by=bea)
    for days in (15, 20, 25):
        cast.delay(order, bea, days=days, reason="Not yet.")
    for line in order.lines.all():
        one = Parcel(carrier="DHL", quantities={line.code: 1})
        lifecycle.ship(order, by=bea, parcel=one)
    client.force_login(ada)
    page(client, order)
    with django_assert_max_num_queries(14):
        page(client, order)
