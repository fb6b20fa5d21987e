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
from orders import access, lifecycle
from orders.models import Checkout, Order, OrderEvent
from orders.parcels import Parcel
from payments.models import Refund, StripeEvent
from shops.models import Shop


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
    assert Client().get(bowl.listing.get_absolute_url()).status_code == 404
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
