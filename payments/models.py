"""A payment on Stripe's hosted page, its refunds, and what Stripe told us."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Payment(models.Model):
    """Money for one checkout. Its row is there before Stripe hears of it."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for the buyer"
        PAID = "paid"
        EXPIRED = "expired", "Never paid; Stripe confirmed it"

    #: Names the payment to Stripe: idempotency keys are made from it.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    amount_cents = models.PositiveIntegerField()
    refunded_cents = models.PositiveIntegerField(
        default=0, help_text="Sum of its refunds."
    )
    currency = models.CharField(max_length=3)
    #: What Stripe is asked, frozen, so that a repeated request is the same request.
    session_request = models.JSONField(default=dict)
    session_id = models.CharField(max_length=255, null=True, blank=True, unique=True)
    session_url = models.TextField(blank=True)
    session_expires_at = models.DateTimeField()
    intent_id = models.CharField(max_length=255, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "paid", "expired"]),
                name="payment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0), name="payment_is_of_something"
            ),
            models.CheckConstraint(
                condition=Q(refunded_cents__lte=F("amount_cents")),
                name="payment_not_over_refunded",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="paid", paid_at__isnull=False, intent_id__isnull=False
                )
                | (~Q(state="paid") & Q(paid_at__isnull=True)),
                name="payment_paid_has_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(refunded_cents=0) | Q(state="paid"),
                name="payment_refunded_was_paid",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"),
                name="payment_currency_is_iso",
            ),
            models.UniqueConstraint(
                fields=["id", "currency"], name="payment_id_currency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid}"


class RefundQuerySet(models.QuerySet["Refund"]):
    """Questions about refunds."""

    def due(self) -> Self:
        """Those Stripe should be told of now."""
        return self.filter(state=Refund.State.DUE, due_at__lte=timezone.now())

    def stuck(self) -> Self:
        """Those that need an operator."""
        return self.filter(state=Refund.State.FAILED)


class Refund(models.Model):
    """Money on its way back to the buyer's card."""

    class State(models.TextChoices):
        DUE = "due", "To be sent to Stripe"
        SENT = "sent", "Stripe has it, not yet through"
        SUCCEEDED = "succeeded"
        FAILED = "failed", "Refused by Stripe or the bank"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds"
    )
    #: The number of the order it is for; orders lie above this app.
    order_number = models.CharField(max_length=8, db_index=True)
    amount_cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    stripe_id = models.CharField(max_length=255, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    #: Raised when an operator tries a failed refund again: a new request to Stripe.
    tries = models.PositiveIntegerField(default=1)
    last_error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="due"), name="refund_due")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["due", "sent", "succeeded", "failed"]),
                name="refund_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0), name="refund_is_of_something"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "succeeded"])
                | Q(stripe_id__isnull=False),
                name="refund_sent_is_known_to_stripe",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_number} {self.amount_cents}"


class StripeEventQuerySet(models.QuerySet["StripeEvent"]):
    """Questions about what Stripe told us."""

    def unread(self) -> Self:
        """Those still to be acted on, due now."""
        return self.filter(
            read_at=None, parked_at=None, due_at__lte=timezone.now()
        ).order_by("pk")

    def stuck(self) -> Self:
        """Those that failed too often and need an operator."""
        return self.filter(parked_at__isnull=False)


class StripeEvent(models.Model):
    """One signed webhook, kept once however often it was delivered."""

    stripe_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=100)
    #: Only the id of what it is about: the truth is read from Stripe, not from here.
    object_id = models.CharField(max_length=255)
    received_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)

    objects = StripeEventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(read_at=None, parked_at=None),
                name="stripe_event_unread",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(parked_at=None),
                name="stripe_event_read_or_parked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.stripe_id}"
