"""An operator's buttons are verbs: they ask before money moves and leave a trace."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from notifications.models import Email
from orders import access, lifecycle, talking, withdrawing
from orders.models import Checkout, Order, OrderEvent
from orders.parcels import Parcel
from orders.withdrawing import Statement
from payments.models import Refund, StripeEvent
from shops.models import Shop
from tests import cast


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False


def address(thing: Model, verb: str) -> str:
    """Where a verb of a thing is."""
    meta = thing._meta
    name = f"admin:{meta.app_label}_{meta.model_name}_verb"
    return reverse(name, args=[thing.pk, verb])


def test_cancelling_asks_first(client: Client, paid_order: Order, olga: User) -> None:
    client.force_login(olga)
    cancel = address(paid_order, "cancel")
    asked = client.get(cancel)
    assert "€47.00 goes back" in asked.content.decode()
    client.post(cancel)
    paid_order.refresh_from_db()
    assert paid_order.state == Order.State.RECEIVED
    assert not Refund.objects.exists()


def test_cancelling_refunds_as_the_operator(
    client: Client, paid_order: Order, olga: User
) -> None:
    client.force_login(olga)
    data = {"confirmed": "yes", "reason": "The shop has burnt down."}
    response = client.post(address(paid_order, "cancel"), data)
    assert response.status_code == 302
    paid_order.refresh_from_db()
    assert paid_order.state == Order.State.CANCELLED
    assert Refund.objects.get().amount_cents == paid_order.total_cents
    event = OrderEvent.objects.get(kind="cancelled")
    assert (event.by, event.details["role"]) == (olga, "operator")
    assert LogEntry.objects.get().user == olga


def test_cancelling_needs_a_reason(
    client: Client, paid_order: Order, olga: User
) -> None:
    client.force_login(olga)
    response = client.post(address(paid_order, "cancel"), {"confirmed": "yes"})
    assert response.status_code == 422
    assert not Refund.objects.exists()


def test_a_refusal_is_a_message(client: Client, paid_order: Order, olga: User) -> None:
    client.force_login(olga)
    response = client.post(address(paid_order, "miss"), follow=True)
    assert response.status_code == 200
    assert "This promise has not been missed." in response.content.decode()
    assert not LogEntry.objects.exists()


def test_the_order_page_offers_what_is_possible(
    client: Client, paid_order: Order, olga: User, bea: User
) -> None:
    client.force_login(olga)
    page = reverse("admin:orders_order_change", args=[paid_order.pk])
    shown = client.get(page).content.decode()
    assert address(paid_order, "acknowledge") in shown
    assert address(paid_order, "miss") not in shown
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    shown = client.get(page).content.decode()
    assert address(paid_order, "cancel") not in shown


def test_acknowledging_for_the_maker(
    client: Client, paid_order: Order, olga: User
) -> None:
    client.force_login(olga)
    client.post(address(paid_order, "acknowledge"))
    paid_order.refresh_from_db()
    assert paid_order.acknowledged_at


def test_telling_the_buyer_now(
    client: Client, paid_order: Order, olga: User, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now() + timedelta(days=30))
    client.force_login(olga)
    client.post(address(paid_order, "miss"))
    paid_order.refresh_from_db()
    assert paid_order.promises.get().missed_at


def test_a_new_key_locks_the_old_one_out(
    client: Client, paid_order: Order, olga: User
) -> None:
    old = access.link(paid_order)
    client.force_login(olga)
    client.post(address(paid_order, "renew-key"), {"confirmed": "yes"})
    assert access.link(Order.objects.get()) != old
    assert Client().get(old).status_code == 404


def test_a_parcel_has_arrived(
    client: Client, paid_order: Order, olga: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    client.force_login(olga)
    client.post(address(paid_order.shipments.get(), "deliver"))
    paid_order.refresh_from_db()
    assert paid_order.state == Order.State.DELIVERED


def test_i_have_it(client: Client, paid_order: Order, olga: User, bea: User) -> None:
    client.force_login(olga)
    client.post(address(paid_order, "take-on"))
    paid_order.refresh_from_db()
    assert paid_order.support_owner == olga
    assert paid_order.support_at
    event = OrderEvent.objects.get(kind="escalated")
    assert (event.by, event.details["owner"]) == (olga, "Olga")
    again = client.post(address(paid_order, "take-on"), follow=True)
    assert "You have this one already." in again.text
    assert OrderEvent.objects.filter(kind="escalated").count() == 1


def test_another_operator_takes_it_over(
    client: Client, paid_order: Order, olga: User
) -> None:
    other = cast.person("otto@example.com", "Otto", is_staff=True, is_superuser=True)
    talking.take_on(paid_order, by=olga)
    client.force_login(other)
    client.post(address(paid_order, "take-on"))
    paid_order.refresh_from_db()
    assert paid_order.support_owner == other


def test_settling_tells_both_in_the_operators_words(
    client: Client, paid_order: Order, olga: User
) -> None:
    talking.take_on(paid_order, by=olga)
    client.force_login(olga)
    settle = address(paid_order, "settle")
    assert client.post(settle, {"confirmed": "yes"}).status_code == 422
    words = "Bea sends a second bowl at no charge."
    client.post(settle, {"confirmed": "yes", "note": words})
    paid_order.refresh_from_db()
    assert (paid_order.support_at, paid_order.support_owner) == (None, None)
    assert OrderEvent.objects.get(kind="settled").details["note"] == words
    outbox.deliver()
    told = Email.objects.filter(event__kind="settled", state="sent")
    assert {one.to for one in told} == {"ada@example.com", "bea@example.com"}
    assert all(words in one.text for one in told)


def test_there_is_nothing_to_settle(
    client: Client, paid_order: Order, olga: User
) -> None:
    client.force_login(olga)
    page = reverse("admin:orders_order_change", args=[paid_order.pk])
    shown = client.get(page).text
    assert address(paid_order, "settle") not in shown
    assert address(paid_order, "lose") not in shown
    assert address(paid_order, "take-on") in shown
    data = {"confirmed": "yes", "note": "Done."}
    client.post(address(paid_order, "lose"), data)
    assert not Refund.objects.exists()


def test_a_parcel_is_refunded_as_lost(
    client: Client, mug_order: Order, olga: User, bea: User
) -> None:
    """Two under way: the operator says which."""
    code = mug_order.lines.get().code
    for count in (1, 2):
        parcel = Parcel("DHL", quantities={code: count})
        lifecycle.ship(mug_order, by=bea, parcel=parcel)
    client.force_login(olga)
    lose = address(mug_order, "lose")
    asked = client.get(lose).text
    assert "cannot be taken back" in asked
    assert f"Parcel 2 of {mug_order}" in asked
    assert client.post(lose, {"confirmed": "yes"}).status_code == 422
    assert not Refund.objects.exists()
    second = mug_order.shipments.get(number=2)
    client.post(lose, {"confirmed": "yes", "parcel": second.pk})
    second.refresh_from_db()
    assert second.lost_at
    assert Refund.objects.get().amount_cents == 2 * 1800
    event = OrderEvent.objects.get(kind="lost")
    assert (event.by, event.details["role"]) == (olga, "operator")


def test_a_parcel_of_somebody_else_is_not_lost(
    client: Client, mug_order: Order, olga: User, bea: User, stripe: Running, ada: User
) -> None:
    lifecycle.ship(mug_order, by=bea, parcel=Parcel("DHL"))
    scarf = cast.piece(cast.shop(ada, "Ada's", "adas"), "Scarf", stock=3)
    other = cast.order_of(cast.buy(stripe, scarf))
    lifecycle.ship(other, by=ada, parcel=Parcel("DHL"))
    client.force_login(olga)
    data = {"confirmed": "yes", "parcel": other.shipments.get().pk}
    assert client.post(address(mug_order, "lose"), data).status_code == 422
    assert not Refund.objects.exists()


def test_the_parcels_own_page_loses_it_too(
    client: Client, paid_order: Order, olga: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    client.force_login(olga)
    parcel = paid_order.shipments.get()
    asked = client.post(address(parcel, "lose"), {"confirmed": "yes"}, follow=True)
    assert "is given up; €47.00 goes back" in asked.text
    parcel.refresh_from_db()
    assert parcel.lost_at
    assert Refund.objects.get().amount_cents == paid_order.total_cents


def test_a_withdrawal_is_refunded_when_the_maker_is_silent(
    client: Client, paid_order: Order, olga: User, bea: User, ada: User
) -> None:
    """“You get your money back”, says the email: somebody must be able to do it."""
    client.force_login(olga)
    back = address(paid_order, "take-back")
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    page = reverse("admin:orders_order_change", args=[paid_order.pk])
    assert back not in client.get(page).text
    code = paid_order.lines.get().code
    statement = Statement("Ada Lovelace", "ada@example.com", {code: 1})
    withdrawing.withdraw(paid_order, by=ada, statement=statement)
    assert back in client.get(page).text
    assert "as if it were back" in client.get(back).text
    data = {"confirmed": "yes", "withdrawal": paid_order.withdrawals.get().pk}
    done = client.post(back, data, follow=True)
    assert "€47.00 goes back" in done.text
    assert Refund.objects.get().amount_cents == paid_order.total_cents
    event = OrderEvent.objects.get(kind="returned")
    assert (event.by, event.details["role"]) == (olga, "operator")
    assert client.post(back, data).status_code in (302, 422)
    assert Refund.objects.count() == 1


def test_asking_stripe_ends_a_checkout(
    client: Client, placed: Checkout, stripe: Running, olga: User
) -> None:
    stripe.pay(str(placed.payment.session_id))
    client.force_login(olga)
    client.post(address(placed, "ask-stripe"))
    placed.refresh_from_db()
    assert placed.state == Checkout.State.PAID


def test_a_parked_email_is_posted_again(
    client: Client, paid_order: Order, olga: User
) -> None:
    outbox.announce()
    Email.objects.update(state=Email.State.PARKED, attempts=5)
    email = Email.objects.first()
    assert email is not None
    client.force_login(olga)
    client.post(address(email, "post-again"))
    email.refresh_from_db()
    assert email.state == Email.State.DUE


def test_a_failed_refund_is_tried_again(
    client: Client, paid_order: Order, olga: User, bea: User
) -> None:
    lifecycle.cancel(paid_order, by=bea, reason="It broke.")
    Refund.objects.update(state=Refund.State.FAILED)
    refund = Refund.objects.get()
    client.force_login(olga)
    client.post(address(refund, "try-again"))
    refund.refresh_from_db()
    assert refund.state == Refund.State.FAILED
    client.post(address(refund, "try-again"), {"confirmed": "yes"})
    refund.refresh_from_db()
    assert (refund.state, refund.tries) == (Refund.State.DUE, 2)


def test_a_parked_webhook_is_read_again(client: Client, olga: User) -> None:
    event = StripeEvent.objects.create(
        stripe_id="evt_1", kind="x", object_id="y", parked_at=timezone.now()
    )
    client.force_login(olga)
    client.post(address(event, "read-again"))
    event.refresh_from_db()
    assert event.parked_at is None


def test_a_shop_is_suspended_and_readmitted(
    client: Client, bowl: Variant, bea_shop: Shop, olga: User
) -> None:
    client.force_login(olga)
    client.post(address(bea_shop, "suspend"), {"confirmed": "yes"})
    bea_shop.refresh_from_db()
    assert bea_shop.state == Shop.State.SUSPENDED
    assert Client().get(bowl.listing.get_absolute_url()).status_code == 410
    client.post(address(bea_shop, "readmit"))
    bea_shop.refresh_from_db()
    assert bea_shop.state == Shop.State.OPEN


def test_verbs_are_for_staff_who_may(
    client: Client, paid_order: Order, bea: User
) -> None:
    verb = address(paid_order, "acknowledge")
    client.force_login(bea)
    assert client.post(verb).status_code in (302, 403)
    bea.is_staff = True
    bea.save()
    assert client.post(verb).status_code in (302, 403)
    paid_order.refresh_from_db()
    assert paid_order.acknowledged_at is None


def test_unknown_verbs_are_not_found(
    client: Client, paid_order: Order, olga: User
) -> None:
    client.force_login(olga)
    assert client.post(address(paid_order, "explode")).status_code == 404
