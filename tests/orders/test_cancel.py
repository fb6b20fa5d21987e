"""*Cancel, full refund*: by the buyer, while that is theirs to decide."""

import pytest
from django.test import Client

from accounts.models import User
from listings.models import Variant
from orders import access, lifecycle
from orders.models import Order
from orders.parcels import Parcel
from payments.models import Refund
from tests import cast
from tests.orders.test_open import link

pytestmark = pytest.mark.django_db


def test_everything_comes_back(
    client: Client, paid_order: Order, ada: User, bowl: Variant
) -> None:
    client.force_login(ada)
    data = {"reason": "I have found another."}
    response = client.post(f"/orders/{paid_order.number}/cancel/", data)
    assert response.status_code == 303
    paid_order.refresh_from_db()
    assert paid_order.state == "cancelled"
    refund = Refund.objects.get()
    assert (refund.amount_cents, refund.order_number) == (4700, paid_order.number)
    bowl.refresh_from_db()
    assert bowl.stock == 1
    event = paid_order.events.get(kind="cancelled")
    assert (event.by, event.details["role"]) == (ada, "buyer")
    assert event.details["reason"] == "I have found another."
    assert "€47.00 goes back to your card" in client.get(response["Location"]).text


def test_the_button_says_what_comes_back(
    client: Client, mug_order: Order, ada: User, bea: User
) -> None:
    line = mug_order.lines.get()
    lifecycle.ship(
        mug_order, by=bea, parcel=Parcel(carrier="DHL", quantities={line.code: 1})
    )
    cast.delay(mug_order, bea, days=20, reason="Two more to glaze.")
    client.force_login(ada)
    text = client.get(f"/orders/{mug_order.number}/").text
    assert "Cancel the rest, refund of €36.00" in text
    client.post(f"/orders/{mug_order.number}/cancel/")
    assert Refund.objects.get().amount_cents == 3600
    mug_order.refresh_from_db()
    assert mug_order.state == "shipped"


def test_htmx_gets_the_order(client: Client, paid_order: Order, ada: User) -> None:
    client.force_login(ada)
    response = client.post(
        f"/orders/{paid_order.number}/cancel/", headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert "It was cancelled" in response.text
    assert "<html" not in response.text


def test_a_guest_with_the_key_may(client: Client, paid_order: Order) -> None:
    access.grant(paid_order)
    client.get(link(paid_order))
    assert client.post(f"/orders/{paid_order.number}/cancel/").status_code == 303
    assert paid_order.events.get(kind="cancelled").details["role"] == "buyer"


def test_not_while_it_is_made_on_time(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    lifecycle.start(paid_order, by=bea)
    client.force_login(ada)
    assert client.post(f"/orders/{paid_order.number}/cancel/").status_code == 409
    assert not Refund.objects.exists()


def test_twice_it_happens_once(client: Client, paid_order: Order, ada: User) -> None:
    client.force_login(ada)
    client.post(f"/orders/{paid_order.number}/cancel/")
    assert client.post(f"/orders/{paid_order.number}/cancel/").status_code == 409
    assert Refund.objects.count() == 1


def test_a_stranger_cannot(client: Client, paid_order: Order, carl: User) -> None:
    url = f"/orders/{paid_order.number}/cancel/"
    assert client.post(url).status_code == 302
    client.force_login(carl)
    assert client.post(url).status_code == 404
    assert client.get(url).status_code == 404
    assert not Refund.objects.exists()


def test_less_than_was_shown_is_not_taken_back(
    client: Client, mug_order: Order, ada: User, bea: User
) -> None:
    cast.delay(mug_order, bea, days=20, reason="Two more to glaze.")
    client.force_login(ada)
    shown = {"refund_all": mug_order.total_cents}
    text = client.get(f"/orders/{mug_order.number}/").text
    assert (
        f'<input type="hidden" name="refund_all" value="{shown["refund_all"]}">' in text
    )
    first = Parcel(carrier="DHL", quantities={mug_order.lines.get().code: 1})
    lifecycle.ship(mug_order, by=bea, parcel=first)
    cancel = f"/orders/{mug_order.number}/cancel/"
    assert client.post(cancel, shown).status_code == 409
    assert not Refund.objects.exists()
    assert client.post(cancel, {"refund_all": 3600}).status_code == 303
