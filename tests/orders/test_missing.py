"""*Not yet*, and *wait another week for it*: the buyer does not have a parcel."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from marketplace.errors import Refused
from orders import access, arriving, lifecycle
from orders.models import Order
from orders.parcels import Parcel
from tests.orders.buyer import address, overdue, page
from tests.orders.test_open import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def overdue_order(paid_order: Order, bea: User) -> Order:
    """Posted, and two days past its day."""
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    return overdue(paid_order)


def test_it_is_looked_for(client: Client, overdue_order: Order, ada: User) -> None:
    client.force_login(ada)
    response = client.post(address(overdue_order, "missing", 1), {"note": "No."})
    assert response.status_code == 303
    event = overdue_order.events.get(kind="missing")
    assert (event.by, event.details["note"]) == (ada, "No.")
    text = page(client, overdue_order)
    assert "Bea Wood looks for it now." in text
    assert "Bea Wood is looking for it" in text


def test_the_page_asks_first(client: Client, overdue_order: Order, ada: User) -> None:
    client.force_login(ada)
    text = page(client, overdue_order)
    assert 'id="arrived"' in text
    assert 'id="missing"' in text
    assert "Yes, it is here" in text


def test_not_before_its_day(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    client.force_login(ada)
    assert client.post(address(paid_order, "missing", 1)).status_code == 409
    assert not paid_order.events.filter(kind="missing").exists()


@pytest.mark.parametrize(("days", "is_possible"), [(119, True), (121, False)])
def test_nor_years_after_it(
    paid_order: Order, ada: User, bea: User, days: int, is_possible: bool
) -> None:
    """Money does not go back by itself for what nobody missed for four months."""
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    day = timezone.localdate() - timedelta(days=days)
    paid_order.shipments.update(arrives_from=day, arrives_by=day)
    shipment = paid_order.shipments.get()
    if is_possible:
        arriving.report_missing(paid_order, by=ada, shipment=shipment)
    else:
        with pytest.raises(Refused, match="long ago"):
            arriving.report_missing(paid_order, by=ada, shipment=shipment)


def test_what_others_said_can_be_disputed(
    client: Client, overdue_order: Order, ada: User, bea: User
) -> None:
    arriving.deliver(overdue_order, by=bea, shipment=overdue_order.shipments.get())
    client.force_login(ada)
    assert "It is not here: look for it" in page(client, overdue_order)
    assert client.post(address(overdue_order, "missing", 1)).status_code == 303
    overdue_order.refresh_from_db()
    assert overdue_order.state == "shipped"


def test_a_week_more(client: Client, overdue_order: Order, ada: User) -> None:
    client.force_login(ada)
    client.post(address(overdue_order, "missing", 1))
    assert "Wait another week for it" in page(client, overdue_order)
    response = client.post(address(overdue_order, "patient", 1))
    assert response.status_code == 303
    until = overdue_order.shipments.get().patient_until
    assert until is not None
    assert until > timezone.now() + timedelta(days=6)
    text = page(client, overdue_order)
    assert "Wait another week for it" not in text
    assert "You wait for it until" in text


def test_nothing_to_be_patient_about(
    client: Client, overdue_order: Order, ada: User
) -> None:
    client.force_login(ada)
    assert client.post(address(overdue_order, "patient", 1)).status_code == 409


def test_a_guest_with_the_key_may(client: Client, overdue_order: Order) -> None:
    access.grant(overdue_order)
    client.get(link(overdue_order))
    assert client.post(address(overdue_order, "missing", 1)).status_code == 303
    assert overdue_order.events.get(kind="missing").by is None


def test_htmx_gets_the_order(client: Client, overdue_order: Order, ada: User) -> None:
    client.force_login(ada)
    response = client.post(
        address(overdue_order, "missing", 1), headers={"HX-Request": "true"}
    )
    assert 'id="order"' in response.text
    assert "<html" not in response.text


def test_too_many_words_are_refused(
    client: Client, overdue_order: Order, ada: User
) -> None:
    client.force_login(ada)
    data = {"note": "x" * 501}
    assert client.post(address(overdue_order, "missing", 1), data).status_code == 409
    assert not overdue_order.events.filter(kind="missing").exists()


def test_there_is_no_second_parcel(
    client: Client, overdue_order: Order, ada: User
) -> None:
    client.force_login(ada)
    assert client.post(address(overdue_order, "missing", 2)).status_code == 404
