"""The maker begins."""

from accounts.models import User
from orders import lifecycle
from orders.models import Order
from orders.parcels import Parcel
from tests.orders.maker import post, row, steps_of


def test_it_works(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "start", note="On the lathe from Monday.")
    paid_order.refresh_from_db()
    assert paid_order.state == Order.State.IN_THE_MAKING
    assert paid_order.started_at
    assert paid_order.acknowledged_at


def test_it_is_written_down(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "start", note="On the lathe from Monday.")
    event = paid_order.events.latest("seq")
    assert (event.kind, event.by) == ("started", bea)
    assert event.details["note"] == "On the lathe from Monday."


def test_a_shipped_order_is_refused_and_nothing_happens(
    paid_order: Order, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    before = steps_of(paid_order)
    response = post(bea, paid_order, "start", htmx=row(paid_order))
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#notices"
    assert steps_of(paid_order) == before


def test_carl_cannot_find_it(paid_order: Order, carl: User) -> None:
    assert post(carl, paid_order, "start").status_code == 404
    paid_order.refresh_from_db()
    assert paid_order.started_at is None


def test_htmx_gets_the_part(paid_order: Order, bea: User) -> None:
    response = post(bea, paid_order, "start", htmx=row(paid_order))
    assert "In the making" in response.content.decode()


def test_a_plain_browser_gets_a_redirect(paid_order: Order, bea: User) -> None:
    response = post(bea, paid_order, "start")
    assert response.status_code == 303
    assert response["Location"] == f"/dashboard/orders/{paid_order.number}/"
