"""The maker needs more time."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from orders import lifecycle
from orders.models import Order
from orders.parcels import Parcel
from orders.thread import ship_by_on
from tests.orders.maker import post, row, steps_of

WHY = "The kiln has cracked; a new shelf comes on Thursday."


def later(order: Order, days: int = 7) -> date:
    """So many days after the promised one."""
    return ship_by_on(order) + timedelta(days=days)


def test_it_works(paid_order: Order, bea: User) -> None:
    day = later(paid_order)
    post(bea, paid_order, "revise", ship_by_on=day.isoformat(), reason=WHY)
    paid_order.refresh_from_db()
    assert ship_by_on(paid_order) == day
    assert paid_order.promise_number == 2


def test_it_is_written_down(paid_order: Order, bea: User) -> None:
    day = later(paid_order)
    post(bea, paid_order, "revise", ship_by_on=day.isoformat(), reason=WHY)
    promise = paid_order.promises.get(number=2)
    assert (promise.reason, promise.by) == (WHY, bea)
    event = paid_order.events.latest("seq")
    assert event.kind == "revised"
    code = paid_order.lines.get().code
    assert event.details == {
        "role": "maker",
        "promise": 2,
        "before": 1,
        "reason": WHY,
        "lines": [code],
        "bulk": False,
    }


@pytest.mark.parametrize("days", [0, -1, 200])
def test_a_day_that_cannot_be_is_to_be_mended(
    paid_order: Order, bea: User, days: int
) -> None:
    before = paid_order.ship_by_at
    day = later(paid_order, days).isoformat()
    response = post(bea, paid_order, "revise", ship_by_on=day, reason=WHY)
    shown = response.content.decode()
    assert response.status_code == 422
    assert "The new date" in shown
    assert WHY in shown
    paid_order.refresh_from_db()
    assert paid_order.ship_by_at == before


def test_a_reason_is_needed(paid_order: Order, bea: User) -> None:
    day = later(paid_order).isoformat()
    response = post(
        bea, paid_order, "revise", htmx=row(paid_order), ship_by_on=day, reason=" "
    )
    shown = response.content.decode()
    assert response.status_code == 422
    assert "in your own words" in shown
    assert day in shown
    assert paid_order.promises.count() == 1


def test_a_shipped_order_is_refused_and_nothing_happens(
    paid_order: Order, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    before = steps_of(paid_order)
    day = later(paid_order).isoformat()
    response = post(bea, paid_order, "revise", ship_by_on=day, reason=WHY)
    assert response.status_code == 409
    assert steps_of(paid_order) == before


def test_a_stale_page_moves_nothing(paid_order: Order, bea: User) -> None:
    version = paid_order.version
    lifecycle.start(paid_order, by=bea)
    response = post(
        bea,
        paid_order,
        "revise",
        version=version,
        ship_by_on=later(paid_order).isoformat(),
        reason=WHY,
    )
    assert response.status_code == 409
    assert paid_order.promises.count() == 1


def test_carl_cannot_find_it(paid_order: Order, carl: User) -> None:
    day = later(paid_order).isoformat()
    response = post(carl, paid_order, "revise", ship_by_on=day, reason=WHY)
    assert response.status_code == 404
    assert paid_order.promises.count() == 1


def test_htmx_gets_the_part(paid_order: Order, bea: User) -> None:
    day = later(paid_order).isoformat()
    response = post(bea, paid_order, "revise", htmx="order", ship_by_on=day, reason=WHY)
    shown = response.content.decode()
    assert WHY in shown
    assert "Moved from" in shown
    assert "<html" not in shown


def test_a_plain_browser_gets_a_redirect(paid_order: Order, bea: User) -> None:
    day = later(paid_order).isoformat()
    response = post(bea, paid_order, "revise", ship_by_on=day, reason=WHY)
    assert response.status_code == 303


def test_the_suggested_day_is_a_working_day_that_is_taken(
    paid_order: Order, bea: User
) -> None:
    form = paid_order.shop.working_week
    response = post(bea, paid_order, "revise", reason="")
    field = response.context["sale"].forms["revise"]
    suggested = field.fields["ship_by_on"].initial
    assert form.works_on(suggested)
    assert ship_by_on(paid_order) < suggested <= field.last
    assert field.first > timezone.localdate()
    done = post(bea, paid_order, "revise", ship_by_on=suggested.isoformat(), reason=WHY)
    assert done.status_code == 303
