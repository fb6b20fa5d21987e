"""What nobody means to send is refused or not there; it never breaks a page."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from orders import lifecycle
from orders.models import Order
from orders.parcels import Parcel
from tests.orders.buyer import address

pytestmark = pytest.mark.django_db
HUGE = 10**30
ODD = ["\x00", "9" * 400, "-1", "١٢", "e" * 9000, "2026-02-30", "9999-12-31"]


@pytest.mark.parametrize("name", ["received", "missing", "patient"])
def test_a_parcel_of_the_buyers_that_cannot_be(
    client: Client, paid_order: Order, ada: User, bea: User, name: str
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    client.force_login(ada)
    assert client.post(address(paid_order, name, HUGE)).status_code == 404
    assert client.get(address(paid_order, name, 1)).status_code in (404, 405)


@pytest.mark.parametrize("name", ["post", "unpack", "delivered", "lose", "take-back"])
def test_a_parcel_of_the_makers_that_cannot_be(
    client: Client, paid_order: Order, ada: User, bea: User, name: str
) -> None:
    client.force_login(bea)
    url = reverse(f"orders:{name}", args=[paid_order.number, HUGE])
    assert client.post(url).status_code in (404, 409)
    assert client.get(url).status_code in (404, 405)


@pytest.mark.parametrize("odd", ODD)
def test_words_that_cannot_be(
    client: Client, paid_order: Order, ada: User, bea: User, odd: str
) -> None:
    """Every field of every form that is sent to an order, and of every address."""
    fields = ["note", "delivery_note", "gift_message", "gift_secret_until", "reason"]
    fields += ["name", "email", "confirm", "version", "what", "refund_all", "promise"]
    fields += ["ship_by_on", "until", "lines", "carrier", "tracking_number", "step"]
    fields += ["tracking_url", "quantity", "days", "how", "orders", "plan", "making"]
    data = dict.fromkeys(fields, odd)
    shown = {"do": odd, "parcel": odd}
    client.force_login(ada)
    for name in ("ask", "note", "wait", "cancel", "well", "withdraw", "change-gift"):
        assert client.post(address(paid_order, name), data).status_code < 500
    assert client.get(f"/orders/{paid_order.number}/", shown).status_code < 500
    client.force_login(bea)
    for name in ("ship", "pack", "revise", "progress", "write", "start", "acknowledge"):
        url = reverse(f"orders:{name}", args=[paid_order.number])
        assert client.post(url, data).status_code < 500
    for name in ("delay-preview", "delay-all", "break", "end-break"):
        assert client.post(reverse(f"orders:{name}"), data).status_code < 500
    terms = reverse("orders:revise-terms", args=[paid_order.number])
    for url in (terms, reverse("orders:delay"), reverse("orders:sold")):
        query = data | {"q": odd, "page": odd, "state": odd, "order": odd}
        assert client.get(url, query).status_code < 500
