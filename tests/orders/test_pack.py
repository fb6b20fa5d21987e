"""Parcels that are packed and not posted; numbers that tell their carrier; what is
lost and what comes back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import arriving, lifecycle, withdrawing
from orders.models import Order, Shipment
from orders.parcels import Parcel
from payments.models import Refund
from tests import cast
from tests.orders.maker import post, steps_of

RIGHT, SLIP = "1Z999AA10123456784", "1Z999AA10123456785"


@pytest.fixture
def both(stripe: Running, bowl: Variant, mugs: Variant, ada: User) -> Order:
    """Ada's order of the bowl and a mug."""
    return cast.order_of(cast.buy(stripe, bowl, mugs, buyer=ada))


def fresh(order: Order) -> Order:
    """As it is now."""
    return Order.objects.get(pk=order.pk)


def packed(order: Order, bea: User) -> Shipment:
    """Its first line is in a parcel, and the parcel on the shelf."""
    code = order.lines.all()[0].code
    parcel = Parcel("DHL", quantities={code: 1})
    lifecycle.pack(order, by=bea, parcel=parcel)
    return order.shipments.get()


def missed(order: Order, bea: User, ada: User) -> Shipment:
    """Posted long ago, and Ada does not have it."""
    lifecycle.ship(order, by=bea, parcel=Parcel("DHL"))
    long_ago = timezone.localdate() - timedelta(days=9)
    order.shipments.update(arrives_from=long_ago, arrives_by=long_ago)
    parcel = order.shipments.get()
    note = "The post room has not seen it."
    arriving.report_missing(order, by=ada, shipment=parcel, note=note)
    return parcel


def on_parcel(bea: User, order: Order, step: str, **rest: Any) -> Any:
    """A step with its first parcel."""
    return post(bea, order, step, args=[order.number, 1], **rest)


def test_packed_is_not_shipped(paid_order: Order, bea: User) -> None:
    before = paid_order.ship_by_at
    post(bea, paid_order, "pack", carrier="DHL")
    order = fresh(paid_order)
    assert (order.state, order.ship_by_at) == (Order.State.RECEIVED, before)
    assert order.shipments.get().shipped_at is None
    assert steps_of(order)[-1] == "packed"


def test_it_is_listed_until_it_is_posted(both: Order, bea: User) -> None:
    packed(both, bea)
    response = post(bea, both, "write", note="Nearly there.", htmx="order")
    shown = response.content.decode()
    assert "Parcel 1 is packed, not posted" in shown
    version = fresh(both).version
    on_parcel(bea, both, "post", version=version)
    assert fresh(both).state == Order.State.PART_SHIPPED
    assert on_parcel(bea, both, "post", version=version).status_code == 409
    assert steps_of(both).count("shipped") == 1


def test_what_is_packed_is_not_offered_again(both: Order, bea: User) -> None:
    packed(both, bea)
    response = post(bea, both, "ship", tracking_number="", carrier="", htmx="order")
    assert response.status_code == 422
    form = response.context["sale"].forms["ship"]
    assert [line.code for line in form.left] == [both.lines.all()[1].code]
    post(bea, both, "ship", carrier="DHL")
    assert both.shipments.get(number=2).lines.get().line == both.lines.all()[1]


def test_all_packed_leaves_only_posting(paid_order: Order, bea: User) -> None:
    packed(paid_order, bea)
    response = post(bea, paid_order, "write", note="Hello.", htmx="order")
    forms = response.context["sale"].forms
    assert not {"ship", "pack"} & forms.keys()
    assert "It is posted now" in response.content.decode()


def test_it_can_be_unpacked(paid_order: Order, bea: User) -> None:
    packed(paid_order, bea)
    assert on_parcel(bea, paid_order, "unpack").status_code == 303
    assert not paid_order.shipments.exists()
    assert paid_order.events.latest("seq").kind == "unpacked"
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    assert on_parcel(bea, paid_order, "unpack").status_code == 409
    assert paid_order.shipments.exists()


def test_a_stale_page_unpacks_nothing(paid_order: Order, bea: User) -> None:
    packed(paid_order, bea)
    response = on_parcel(bea, paid_order, "unpack", version=paid_order.version)
    assert response.status_code == 409
    assert paid_order.shipments.exists()


def test_the_number_tells_the_carrier(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "ship", tracking_number=RIGHT)
    parcel = paid_order.shipments.get()
    assert parcel.carrier == "UPS"
    assert RIGHT in parcel.tracking_url


def test_a_slip_in_a_number_is_asked_about_once(paid_order: Order, bea: User) -> None:
    first = post(bea, paid_order, "ship", tracking_number=SLIP, htmx="order")
    shown = first.content.decode()
    assert first.status_code == 422
    assert "its check digit does not fit" in shown
    assert f'name="compared" value="{SLIP}"' in shown
    assert not paid_order.shipments.exists()
    post(bea, paid_order, "ship", tracking_number=SLIP, compared=SLIP)
    assert paid_order.shipments.get().tracking_number == SLIP


def test_another_slip_is_asked_about_again(paid_order: Order, bea: User) -> None:
    other = SLIP[:-1] + "6"
    answer = post(bea, paid_order, "ship", tracking_number=other, compared=SLIP)
    assert answer.status_code == 422


def test_a_missed_parcel_says_what_happens_when(
    paid_order: Order, bea: User, ada: User
) -> None:
    missed(paid_order, bea, ada)
    response = post(bea, paid_order, "write", note="I ask DHL.", htmx="order")
    shown = response.content.decode()
    for words in (
        "does not have parcel 1",
        "The post room has not seen it.",
        "a person of the marketplace takes it on",
        "€47.00 goes back to them by itself",
    ):
        assert words in shown


def test_a_missed_parcel_is_refunded(paid_order: Order, bea: User, ada: User) -> None:
    missed(paid_order, bea, ada)
    version = fresh(paid_order).version
    on_parcel(bea, paid_order, "lose", version=version)
    assert Refund.objects.get().amount_cents == paid_order.total_cents
    assert on_parcel(bea, paid_order, "lose", version=version).status_code == 409
    assert Refund.objects.count() == 1


def test_what_was_said_to_go_back_goes_back(both: Order, bea: User, ada: User) -> None:
    """The page's sum and the refund agree, with another parcel on its way."""
    first, second = both.lines.all()
    for line in (first, second):
        parcel = Parcel("DHL", quantities={line.code: 1})
        lifecycle.ship(both, by=bea, parcel=parcel)
    response = post(bea, both, "write", note="Hello.", htmx="order")
    (_, said), _ = response.context["sale"].parcels
    on_parcel(bea, both, "lose")
    assert Refund.objects.get().amount_cents == said == first.price_cents


def test_it_has_come_back(paid_order: Order, bea: User, ada: User) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    code = paid_order.lines.get().code
    statement = withdrawing.Statement("Ada", "ada@example.com", {code: 1})
    withdrawing.withdraw(paid_order, by=ada, statement=statement)
    response = post(bea, paid_order, "write", note="Thank you.", htmx="order")
    waits = response.context["sale"].attention.returning
    assert "It has come back" in response.content.decode()
    done = on_parcel(bea, paid_order, "take-back")
    assert done.status_code == 303
    assert Refund.objects.get().amount_cents == waits[0].refund_cents
    assert on_parcel(bea, paid_order, "take-back").status_code == 409
    assert Refund.objects.count() == 1


@pytest.mark.parametrize("step", ["pack", "post", "unpack", "lose"])
def test_carl_cannot_find_it(
    paid_order: Order, bea: User, carl: User, step: str
) -> None:
    packed(paid_order, bea)
    before = steps_of(paid_order)
    args = [paid_order.number] if step == "pack" else [paid_order.number, 1]
    assert post(carl, paid_order, step, args=args).status_code == 404
    assert steps_of(paid_order) == before
    assert paid_order.shipments.exists()
