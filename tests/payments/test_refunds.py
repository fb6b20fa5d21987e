"""Giving money back, whatever Stripe does meanwhile."""

from datetime import timedelta

import pytest
import stripe
from django.utils import timezone

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
