"""Giving money back, whatever Stripe does meanwhile."""

from datetime import timedelta

import pytest
import stripe
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from orders import lifecycle
from orders.models import Order
from payments import gateway, refunds
from payments.models import Refund

pytestmark = pytest.mark.django_db


def test_after_days_of_silence_it_is_still_tried_every_hour(
    paid_order: Order, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(refund: Refund) -> stripe.Refund:
        raise stripe.StripeError("No answer.")

    lifecycle.cancel(paid_order, by=ada, reason="")
    Refund.objects.update(attempts=60)
    monkeypatch.setattr(gateway, "send_refund", silent)
    assert refunds.send_due() == 1
    refund = Refund.objects.get()
    assert refund.state == Refund.State.DUE
    assert refund.due_at <= timezone.now() + timedelta(hours=1)
    assert refund.due_at > timezone.now() + timedelta(minutes=50)


def test_a_refund_whose_webhook_was_lost_is_asked_about(
    paid_order: Order, ada: User
) -> None:
    lifecycle.cancel(paid_order, by=ada, reason="")
    refunds.send_due()
    Refund.objects.update(state=Refund.State.SENT, finished_at=None)
    assert refunds.watch_sent() == 0
    Refund.objects.update(due_at=timezone.now())
    assert refunds.watch_sent() == 1
    assert Refund.objects.get().state == Refund.State.SUCCEEDED


def test_while_stripe_is_silent_a_refund_on_its_way_stays_so(
    paid_order: Order, ada: User, settings: Settings
) -> None:
    lifecycle.cancel(paid_order, by=ada, reason="")
    refunds.send_due()
    Refund.objects.update(state=Refund.State.SENT, due_at=timezone.now())
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    assert refunds.watch_sent() == 1
    assert Refund.objects.get().state == Refund.State.SENT
    assert refunds.watch_sent() == 0
