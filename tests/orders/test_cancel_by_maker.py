"""The maker cannot send it: the money goes back."""

from accounts.models import User
from listings.models import Variant
from orders import lifecycle
from orders.models import Order
from orders.parcels import Parcel
from payments.models import Refund
from tests.orders.maker import post, steps_of

WHY = "It broke in the kiln. I am sorry."


def test_it_works(paid_order: Order, bea: User, bowl: Variant) -> None:
    post(bea, paid_order, "cancel-sale", reason=WHY, restock="on")
    paid_order.refresh_from_db()
    bowl.refresh_from_db()
    assert paid_order.state == Order.State.CANCELLED
    assert Refund.objects.get().amount_cents == paid_order.total_cents
    assert bowl.stock == 1


def test_a_broken_piece_is_not_for_sale_again(
    paid_order: Order, bea: User, bowl: Variant
) -> None:
    post(bea, paid_order, "cancel-sale", reason=WHY)
    bowl.refresh_from_db()
    assert bowl.stock == 0


def test_it_is_written_down(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "cancel-sale", reason=WHY)
    event = paid_order.events.latest("seq")
    assert (event.kind, event.by) == ("cancelled", bea)
    assert event.details == {
        "role": "maker",
        "reason": WHY,
        "refund_cents": paid_order.total_cents,
        "lines": [paid_order.lines.get().code],
        "rule": "",
    }


def test_the_button_says_what_goes_back(mug_order: Order, bea: User) -> None:
    shown = post(bea, mug_order, "cancel-sale", reason="").content.decode()
    assert "Cancel and refund €61.00" in shown
    code = mug_order.lines.get().code
    lifecycle.ship(mug_order, by=bea, parcel=Parcel("DHL", quantities={code: 1}))
    shown = post(bea, mug_order, "cancel-sale", reason="").content.decode()
    assert "Cancel and refund €36.00" in shown
    post(bea, mug_order, "cancel-sale", reason=WHY)
    assert Refund.objects.get().amount_cents == 3600


def test_a_reason_is_needed(paid_order: Order, bea: User) -> None:
    response = post(bea, paid_order, "cancel-sale", htmx="order", reason="")
    assert response.status_code == 422
    assert "in your own words" in response.content.decode()
    assert not Refund.objects.exists()


def test_a_shipped_order_is_refused_and_nothing_happens(
    paid_order: Order, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    before = steps_of(paid_order)
    assert post(bea, paid_order, "cancel-sale", reason=WHY).status_code == 409
    assert steps_of(paid_order) == before
    assert not Refund.objects.exists()


def test_carl_cannot_find_it(paid_order: Order, carl: User) -> None:
    assert post(carl, paid_order, "cancel-sale", reason=WHY).status_code == 404
    assert not Refund.objects.exists()


def test_htmx_gets_the_part(paid_order: Order, bea: User) -> None:
    response = post(bea, paid_order, "cancel-sale", htmx="order", reason=WHY)
    shown = response.content.decode()
    assert 'id="order"' in shown
    assert "Refunded" in shown
    assert "<html" not in shown


def test_a_plain_browser_gets_a_redirect(paid_order: Order, bea: User) -> None:
    assert post(bea, paid_order, "cancel-sale", reason=WHY).status_code == 303
