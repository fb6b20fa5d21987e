"""A parcel leaves the workshop."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders.models import Order, OrderLine
from tests import cast
from tests.orders.maker import post, row, steps_of


@pytest.fixture
def both(stripe: Running, bowl: Variant, mugs: Variant, ada: User) -> Order:
    """Ada's order of the bowl and a mug."""
    return cast.order_of(cast.buy(stripe, bowl, mugs, buyer=ada))


def tick(line: OrderLine, quantity: int) -> dict[str, Any]:
    """Some pieces of a line go into the parcel."""
    return {f"take_{line.code}": "on", f"quantity_{line.code}": quantity}


def test_it_works(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "ship", carrier="DHL", tracking_number=" JJD 01 ", note="Hi")
    paid_order.refresh_from_db()
    assert paid_order.state == Order.State.SHIPPED
    parcel = paid_order.shipments.get()
    assert (parcel.carrier, parcel.note) == ("DHL", "Hi")
    assert "JJD" in parcel.tracking_url


def test_it_is_written_down(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "ship", carrier="DHL")
    event = paid_order.events.latest("seq")
    assert (event.kind, event.by) == ("shipped", bea)
    assert event.details == {"role": "maker", "shipment": 1}


def test_a_part_can_go_first(mug_order: Order, bea: User) -> None:
    line = mug_order.lines.get()
    post(bea, mug_order, "ship", carrier="DHL", **tick(line, 2))
    mug_order.refresh_from_db()
    line.refresh_from_db()
    assert mug_order.state == Order.State.PART_SHIPPED
    assert line.left_to_ship == 1
    post(bea, mug_order, "ship", carrier="DHL")
    mug_order.refresh_from_db()
    assert mug_order.state == Order.State.SHIPPED


def test_what_is_not_ticked_stays(both: Order, bea: User) -> None:
    first, second = both.lines.all()
    post(bea, both, "ship", carrier="DHL", **tick(first, 1))
    second.refresh_from_db()
    assert second.left_to_ship == 1


def test_an_empty_parcel_is_to_be_mended(both: Order, bea: User) -> None:
    response = post(
        bea, both, "ship", htmx="order", carrier="DHL", tracking_number="JJD01"
    )
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Tick what is in the parcel." in shown
    assert "JJD01" in shown
    assert not both.shipments.exists()


def test_a_parcel_without_a_carrier_is_to_be_mended(
    paid_order: Order, bea: User
) -> None:
    response = post(
        bea, paid_order, "ship", htmx=row(paid_order), tracking_number="JJD01"
    )
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Say who carries it." in shown
    assert "JJD01" in shown
    assert not paid_order.shipments.exists()


def test_more_than_was_bought_is_to_be_mended(mug_order: Order, bea: User) -> None:
    line = mug_order.lines.get()
    response = post(bea, mug_order, "ship", carrier="DHL", **tick(line, 4))
    assert response.status_code == 422
    assert not mug_order.shipments.exists()


def test_a_script_is_no_link(paid_order: Order, bea: User) -> None:
    response = post(
        bea, paid_order, "ship", carrier="X", tracking_url="javascript:alert(1)"
    )
    assert response.status_code == 422


def test_two_clicks_ship_it_once(paid_order: Order, bea: User) -> None:
    version = paid_order.version
    first = post(bea, paid_order, "ship", carrier="DHL", version=version)
    second = post(bea, paid_order, "ship", carrier="DHL", version=version)
    assert (first.status_code, second.status_code) == (303, 409)
    assert paid_order.shipments.count() == 1


def test_two_clicks_ship_a_part_once(mug_order: Order, bea: User) -> None:
    data: dict[str, Any] = {"carrier": "DHL", "version": mug_order.version}
    data |= tick(mug_order.lines.get(), 1)
    post(bea, mug_order, "ship", **data)
    assert post(bea, mug_order, "ship", **data).status_code == 409
    assert mug_order.shipments.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_ship_a_part_once(
    mug_order: Order, bea: User
) -> None:
    data: dict[str, Any] = {"carrier": "DHL", "version": mug_order.version}
    data |= tick(mug_order.lines.get(), 1)
    together = Barrier(2)

    def click() -> int:
        together.wait()
        try:
            return int(post(bea, mug_order, "ship", **data).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        clicks = [pool.submit(click) for _ in range(2)]
        assert sorted(each.result() for each in clicks) == [303, 409]
    assert mug_order.shipments.count() == 1


def test_carl_cannot_find_it(paid_order: Order, carl: User) -> None:
    assert post(carl, paid_order, "ship", carrier="DHL").status_code == 404
    assert not paid_order.shipments.exists()
    assert "shipped" not in steps_of(paid_order)


def test_htmx_gets_the_part(paid_order: Order, bea: User) -> None:
    response = post(bea, paid_order, "ship", htmx="order", carrier="DHL")
    shown = response.content.decode()
    assert 'id="order"' in shown
    assert "<html" not in shown
    assert "Parcel 1" in shown


def test_a_plain_browser_gets_a_redirect(paid_order: Order, bea: User) -> None:
    response = post(bea, paid_order, "ship", carrier="DHL")
    assert response.status_code == 303
    assert response["Location"] == f"/dashboard/orders/{paid_order.number}/"


def test_a_number_that_no_address_could_hold_is_kept_without_one(
    paid_order: Order, bea: User
) -> None:
    words = "übergeben am Schalter, für Österreich: ÖÄÜ ÖÄÜ ÖÄÜ ÖÄÜ ÖÄÜ"
    post(bea, paid_order, "ship", carrier="DHL", tracking_number=words)
    parcel = paid_order.shipments.get()
    assert (parcel.tracking_number, parcel.tracking_url) == (words, "")
