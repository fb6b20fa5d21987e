"""The three answers, where a day is not the same day everywhere."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from accounts.models import User
from orders import lifecycle
from orders.answers import is_overdue
from orders.models import Checkout, Order
from orders.parcels import Parcel
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("day", "hour", "is_late"), [(11, 3, False), (11, 9, True)])
def test_a_parcel_is_overdue_when_the_buyers_day_is_over(
    paid_order: Order,
    bea: User,
    monkeypatch: pytest.MonkeyPatch,
    day: int,
    hour: int,
    is_late: bool,
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    paid_order.shipments.update(
        arrives_from=date(2030, 1, 8), arrives_by=date(2030, 1, 10)
    )
    Checkout.objects.update(time_zone="America/Los_Angeles")
    order = cast.order_of(paid_order.checkout)
    moment = datetime(2030, 1, day, hour, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert is_overdue(order) == is_late
