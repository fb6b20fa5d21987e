"""*Ask the maker*, *all is well*, the note for the carrier: words of the buyer's."""

import pytest
from django.test import Client

from accounts.models import User
from orders import access, arriving, lifecycle
from orders.models import Checkout, Order
from orders.parcels import Parcel
from orders.steps import Role
from tests.orders.buyer import address, page
from tests.orders.test_open import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(paid_order: Order, ada: User, bea: User) -> Order:
    """In Ada's hands."""
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    shipment = paid_order.shipments.get()
    arriving.deliver(paid_order, by=ada, shipment=shipment, role=Role.BUYER)
    paid_order.refresh_from_db()
    return paid_order


def test_a_question_reaches_the_maker(
    client: Client, paid_order: Order, ada: User
) -> None:
    client.force_login(ada)
    data = {"note": "Is it food safe?"}
    assert client.post(address(paid_order, "ask"), data).status_code == 303
    event = paid_order.events.get(kind="asked")
    assert (event.by, event.details["note"]) == (ada, "Is it food safe?")
    text = page(client, paid_order)
    assert "You asked Bea Wood" in text
    assert "“Is it food safe?”" in text


@pytest.mark.parametrize("htmx", [False, True])
def test_what_cannot_be_sent_stays(
    client: Client, paid_order: Order, ada: User, *, htmx: bool
) -> None:
    client.force_login(ada)
    words = "Is it food safe? " * 150
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.post(address(paid_order, "ask"), {"note": words}, headers=headers)
    assert response.status_code == 422
    assert words.strip() in response.text
    assert "at most 2000 fit" in response.text
    assert not paid_order.events.filter(kind="asked").exists()


def test_nothing_is_no_question(client: Client, paid_order: Order, ada: User) -> None:
    client.force_login(ada)
    response = client.post(address(paid_order, "ask"), {"note": "  "})
    assert response.status_code == 422
    assert "Write your question first." in response.text


def test_a_guest_with_the_key_may_ask(client: Client, paid_order: Order) -> None:
    access.grant(paid_order)
    client.get(link(paid_order))
    client.post(address(paid_order, "ask"), {"note": "When?"})
    assert paid_order.events.get(kind="asked").by is None


def test_it_says_what_happens_without_an_answer(
    client: Client, paid_order: Order, ada: User
) -> None:
    client.force_login(ada)
    text = page(client, paid_order)
    assert "within 24 hours" in text
    assert "after 72 hours a person at Handloop takes it on" in text


def test_all_is_well_closes_it(client: Client, there: Order, ada: User) -> None:
    client.force_login(ada)
    assert 'id="well"' in page(client, there)
    assert client.post(address(there, "well")).status_code == 303
    there.refresh_from_db()
    assert there.state == "closed"
    assert client.post(address(there, "well")).status_code == 409


def test_not_well_before_it_is_there(
    client: Client, paid_order: Order, ada: User
) -> None:
    client.force_login(ada)
    assert client.post(address(paid_order, "well")).status_code == 409


def test_something_wrong_begins_a_letter(
    client: Client, there: Order, ada: User
) -> None:
    client.force_login(ada)
    assert "?do=wrong#write" in page(client, there)
    text = page(client, there, "?do=wrong")
    assert "Something is not right: </textarea>" in text
    assert "autofocus>Something is not right" in text


def test_a_note_for_the_carrier(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    client.force_login(ada)
    data = {"delivery_note": "Post room opens at 9"}
    assert client.post(address(paid_order, "note"), data).status_code == 303
    assert Checkout.objects.get().delivery_note == "Post room opens at 9"
    assert "You changed the note for the carrier" in page(client, paid_order)
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    assert 'id="note_delivery_note"' not in page(client, paid_order)
    assert client.post(address(paid_order, "note"), data).status_code == 409


def test_a_note_that_is_too_long_stays(
    client: Client, paid_order: Order, ada: User
) -> None:
    client.force_login(ada)
    words = "Ring twice. " * 20
    response = client.post(address(paid_order, "note"), {"delivery_note": words})
    assert response.status_code == 422
    assert words.strip() in response.text


def test_the_note_is_not_shown_to_whoever_has_the_link(
    client: Client, paid_order: Order
) -> None:
    Checkout.objects.update(delivery_note="Key under the mat")
    access.grant(paid_order)
    client.get(link(paid_order))
    assert "Key under the mat" not in page(client, paid_order)
    client.post(address(paid_order, "note"), {"delivery_note": "Ring at Meier’s"})
    assert "Ring at Meier’s" not in page(client, paid_order)
