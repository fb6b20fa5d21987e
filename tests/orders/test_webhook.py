"""What Stripe tells us: kept once, believed when asked back, whatever its order."""

import hashlib
import hmac
import json
import random
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications.models import Email
from orders import lifecycle, settling, webhook
from orders.models import Checkout, Order, OrderEvent
from orders.steps import Role
from payments import refunds
from payments.models import Payment, Refund, StripeEvent
from tests import cast

pytestmark = pytest.mark.django_db

SECRET = "whsec_handloop"


def sign(body: bytes, *, at: float | None = None, secret: str = SECRET) -> str:
    """A signature as Stripe makes it."""
    moment = int(time.time() if at is None else at)
    signed = f"{moment}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def send(client: Client, body: bytes, signature: str) -> int:
    """Deliver one webhook; the status of the answer."""
    response = client.post(
        "/stripe/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )
    return response.status_code


def deliver(client: Client, event: dict[str, Any]) -> int:
    """Deliver an event, rightly signed."""
    body = json.dumps(event).encode()
    return send(client, body, sign(body))


def everything() -> dict[str, Any]:
    """The state that money and promises hang on, without times and keys."""
    return {
        "payments": list(
            Payment.objects.order_by("pk").values_list(
                "state", "amount_cents", "refunded_cents", "intent_id"
            )
        ),
        "checkouts": list(Checkout.objects.order_by("pk").values_list("state")),
        "orders": list(
            Order.objects.order_by("pk").values_list("state", "version", "ship_by_at")
        ),
        "events": sorted(
            OrderEvent.objects.values_list("order", "checkout", "kind", "seq"),
            key=str,
        ),
        "refunds": sorted(Refund.objects.values_list("state", "stripe_id")),
        "stock": list(Variant.objects.order_by("pk").values_list("stock", "held")),
        "emails": Email.objects.count(),
    }


def test_a_paid_session_makes_the_order_received(
    client: Client, stripe: Running, placed: Checkout
) -> None:
    stripe.pay(str(placed.payment.session_id))
    (event,) = stripe.events(type="checkout.session.completed")
    assert deliver(client, event) == 200
    assert Checkout.objects.get().state == "awaiting_payment"
    webhook.read_all()
    assert Checkout.objects.get().state == "paid"
    assert StripeEvent.objects.get().read_at is not None


@pytest.mark.parametrize("seed", range(3))
def test_five_times_and_shuffled_is_the_same_as_once_in_order(
    client: Client,
    stripe: Running,
    mugs: Variant,
    scarf: Variant,
    bea: User,
    ada: User,
    seed: int,
) -> None:
    # Two paid (one of them refunded), one expired; nothing has been read yet.
    first = cast.place(mugs, buyer=ada)
    stripe.pay(str(first.payment.session_id))
    second = cast.buy(stripe, scarf)
    lifecycle.cancel(cast.order_of(second), by=None, reason="", role=Role.BUYER)
    refunds.send_due()
    third = cast.place(mugs)
    stripe.advance(46 * 60)
    events = stripe.events()
    stripe.reset_clock()
    assert {first.state, third.state} == {"awaiting_payment"}

    for event in events:
        deliver(client, event)
    webhook.read_all()
    in_order = everything()
    assert [state for (state,) in in_order["checkouts"]] == ["paid", "paid", "expired"]

    many = events * 4
    random.Random(seed).shuffle(many)
    StripeEvent.objects.update(read_at=None, due_at=timezone.now(), attempts=0)
    for event in many:
        assert deliver(client, event) == 200
        webhook.read_all()
    assert everything() == in_order
    assert StripeEvent.objects.count() == len(events)


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_from_the_start(
    client: Client, stripe: Running, mugs: Variant, scarf: Variant, ada: User, seed: int
) -> None:
    paid = cast.place(mugs, scarf, buyer=ada)
    lapsed = cast.place(mugs)
    stripe.pay(str(paid.payment.session_id))
    stripe.advance(46 * 60)
    many = stripe.events() * 5
    stripe.reset_clock()
    random.Random(seed).shuffle(many)
    for event in many:
        deliver(client, event)
        webhook.read_all()
    paid.refresh_from_db()
    lapsed.refresh_from_db()
    assert (paid.state, lapsed.state) == ("paid", "expired")
    assert OrderEvent.objects.filter(kind="paid").count() == 2
    mugs.refresh_from_db()
    assert (mugs.stock, mugs.held) == (4, 0)


def test_a_bad_signature_an_old_one_or_a_changed_byte_leave_no_trace(
    client: Client, stripe: Running, placed: Checkout
) -> None:
    stripe.pay(str(placed.payment.session_id))
    (event,) = stripe.events(type="checkout.session.completed")
    body = json.dumps(event).encode()
    good = sign(body)
    changed = body.replace(b"paid", b"Paid", 1)
    assert changed != body
    assert send(client, body, "") == 400
    assert send(client, body, "nonsense") == 400
    assert send(client, body, sign(body, secret="whsec_other")) == 400
    assert send(client, body, sign(body, at=time.time() - 301)) == 400
    assert send(client, changed, good) == 400
    assert send(client, b"", sign(b"")) == 400
    assert send(client, b"\xff\xfe", sign(b"\xff\xfe")) == 400
    assert StripeEvent.objects.count() == 0
    assert Checkout.objects.get().state == "awaiting_payment"
    # Control: the same bytes with their own signature are taken.
    assert send(client, body, good) == 200


def test_an_unknown_event_is_kept_and_nothing_happens(
    client: Client, stripe: Running, placed: Checkout
) -> None:
    event = {
        "id": "evt_unknown",
        "object": "event",
        "type": "plan.created",
        "data": {"object": {"id": "plan_1", "object": "plan"}},
    }
    before = everything()
    assert deliver(client, event) == 200
    webhook.read_all()
    assert everything() == before


def test_an_event_that_lies_is_not_believed(
    client: Client, stripe: Running, placed: Checkout
) -> None:
    """Even rightly signed, the event only makes us ask: Stripe says it is open."""
    event = {
        "id": "evt_lie",
        "object": "event",
        "type": "checkout.session.completed",
        "data": {
            "object": {
                "id": placed.payment.session_id,
                "object": "checkout.session",
                "payment_status": "paid",
            }
        },
    }
    assert deliver(client, event) == 200
    webhook.read_all()
    assert Checkout.objects.get().state == "awaiting_payment"


def test_another_amount_than_asked_is_never_taken_for_payment(
    client: Client, stripe: Running, placed: Checkout
) -> None:
    stripe.pay(str(placed.payment.session_id))
    with connection.cursor() as cursor:  # as if Stripe had taken another amount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payments_payment DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE orders_checkout DISABLE TRIGGER USER")
        Payment.objects.update(amount_cents=1)
        cursor.execute("ALTER TABLE payments_payment ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE orders_checkout ENABLE TRIGGER USER")
    (event,) = stripe.events(type="checkout.session.completed")
    deliver(client, event)
    for _ in range(webhook.MOST_ATTEMPTS):
        StripeEvent.objects.update(due_at=timezone.now())
        webhook.read_all()
    kept = StripeEvent.objects.get()
    assert kept.parked_at is not None
    assert "4700" in kept.last_error
    assert Checkout.objects.get().state == "awaiting_payment"


def test_all_webhooks_lost_the_poller_settles(
    stripe: Running, mugs: Variant, bowl: Variant, ada: User
) -> None:
    paid = [cast.place(mugs, email=f"guest{n}@example.com") for n in range(3)]
    for checkout in paid:
        stripe.pay(str(checkout.payment.session_id))
    open_still = cast.place(bowl, buyer=ada)
    # Control: before its moment has come, the poller asks nobody.
    assert settling.settle_due() == 0
    latest = max(c.check_at for c in Checkout.objects.all())
    assert (latest - timezone.now()).total_seconds() <= 5 * 60
    Checkout.objects.update(check_at=timezone.now())
    assert settling.settle_due() == 4
    for checkout in paid:
        checkout.refresh_from_db()
        assert checkout.state == "paid"
    open_still.refresh_from_db()
    assert open_still.state == "awaiting_payment"
    # Asked again within five minutes for as long as the page is open.
    assert (open_still.check_at - timezone.now()).total_seconds() <= 5 * 60


def test_the_poller_goes_on_when_stripe_is_down(
    stripe: Running, placed: Checkout, bowl: Variant
) -> None:
    stripe.pay(str(placed.payment.session_id))
    stripe.faults("error", path="/v1/checkout/sessions*", status=500)
    Checkout.objects.update(check_at=timezone.now())
    assert settling.settle_due() == 1
    bowl.refresh_from_db()
    assert bowl.held == 1
    stripe.clear_faults()
    Checkout.objects.update(check_at=timezone.now())
    settling.settle_due()
    assert Checkout.objects.get().state == "paid"
