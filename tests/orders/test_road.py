"""The road in one go: placed, paid, seen, delayed, posted, arrived."""

from typing import Any

import pytest

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from marketplace.errors import Refused
from orders import arriving, lifecycle, promising, settling
from orders.models import Checkout, Order, OrderEvent
from orders.parcels import Parcel
from tests import cast

pytestmark = pytest.mark.django_db
PARCEL = Parcel(carrier="DHL")


def test_one_payment_over_two_shops(
    stripe: Running, bowl: Variant, scarf: Variant, ada: User
) -> None:
    checkout = cast.buy(stripe, bowl, scarf, buyer=ada)
    assert checkout.state == "paid"
    assert checkout.total_cents == 4200 + 500 + 6500 + 500
    assert [o.state for o in checkout.orders.all()] == ["received", "received"]
    bowl.refresh_from_db()
    assert (bowl.stock, bowl.held) == (0, 0)
    kinds = set(checkout.events.values_list("kind", flat=True))
    assert kinds == {"placed", "paid", "purchased"}


def test_from_received_to_arrived(mug_order: Order, bea: User, ada: User) -> None:
    lifecycle.acknowledge(mug_order, by=bea, note="Hello!")
    lifecycle.start(mug_order, by=bea)
    cast.delay(mug_order, bea)
    promising.wait(mug_order, by=ada)
    line = mug_order.lines.get()
    first = Parcel(carrier="DHL", tracking_number="1", quantities={line.code: 2})
    lifecycle.ship(mug_order, by=bea, parcel=first)
    mug_order.refresh_from_db()
    assert mug_order.state == "part_shipped"
    lifecycle.ship(mug_order, by=bea, parcel=Parcel(carrier="DHL"))
    for shipment in mug_order.shipments.all():
        arriving.deliver(mug_order, by=ada, shipment=shipment)
    mug_order.refresh_from_db()
    assert mug_order.state == "delivered"
    assert mug_order.version == OrderEvent.objects.filter(order=mug_order).count() - 1


def test_an_abandoned_page_gives_the_piece_back(
    stripe: Running, placed: Checkout, bowl: Variant
) -> None:
    settling.settle(placed)
    bowl.refresh_from_db()
    assert bowl.held == 1
    settling.settle(placed, give_up=True)
    bowl.refresh_from_db()
    assert (bowl.stock, bowl.held) == (1, 0)
    assert placed.orders.get().state == "expired"


@pytest.mark.parametrize("verb", ["acknowledge", "start", "cancel", "ship"])
def test_a_stranger_takes_no_step(paid_order: Order, carl: User, verb: str) -> None:
    given: dict[str, Any] = {"cancel": {"reason": "x"}, "ship": {"parcel": PARCEL}}
    with pytest.raises(Refused):
        getattr(lifecycle, verb)(paid_order, by=carl, **given.get(verb, {}))
    paid_order.refresh_from_db()
    assert (paid_order.state, paid_order.version) == ("received", 1)
