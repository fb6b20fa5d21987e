"""One purchase: one payment, one order per shop."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import PostalAddress, User
from orders.models.basket import Basket
from payments.models import Payment


class CheckoutQuerySet(models.QuerySet["Checkout"]):
    """Questions about purchases."""

    def due(self) -> Self:
        """Those of which Stripe should be asked now."""
        waiting = Checkout.State.AWAITING_PAYMENT
        return self.filter(state=waiting, check_at__lte=timezone.now())


class Checkout(PostalAddress):
    """What one buyer pays at once, and where it goes."""

    class State(models.TextChoices):
        AWAITING_PAYMENT = "awaiting_payment"
        PAID = "paid"
        EXPIRED = "expired"

    number = models.CharField(max_length=8, unique=True)
    state = models.CharField(
        max_length=16, choices=State, default=State.AWAITING_PAYMENT
    )
    basket = models.ForeignKey(
        Basket, on_delete=models.SET_NULL, null=True, related_name="checkouts"
    )
    #: What was agreed to: the same basket and address give the same print.
    fingerprint = models.CharField(max_length=64)
    buyer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="checkouts"
    )
    email = models.EmailField()
    phone = models.CharField(max_length=30, blank=True)
    delivery_note = models.CharField(max_length=200, blank=True)
    gift_message = models.TextField(max_length=500, blank=True)
    is_gift = models.BooleanField(default=False)
    #: Nothing that the recipient might see gives it away before this day.
    gift_secret_until = models.DateField(null=True, blank=True)
    time_zone = models.CharField(max_length=63, default="UTC")
    language = models.CharField(max_length=12, default="en")
    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, related_name="checkout"
    )
    currency = models.CharField(max_length=3)
    total_cents = models.PositiveIntegerField()
    placed_at = models.DateTimeField(default=timezone.now)
    check_at = models.DateTimeField(default=timezone.now)

    objects = CheckoutQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["check_at"],
                condition=Q(state="awaiting_payment"),
                name="checkout_due",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["awaiting_payment", "paid", "expired"]),
                name="checkout_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(total_cents__gt=0), name="checkout_is_of_something"
            ),
            models.CheckConstraint(
                condition=Q(country__regex="^[A-Z]{2}$"), name="checkout_country_is_iso"
            ),
            models.UniqueConstraint(
                fields=["basket"],
                condition=Q(state="awaiting_payment"),
                name="one_live_checkout_per_basket",
            ),
            models.UniqueConstraint(
                fields=["id", "currency"], name="checkout_id_currency"
            ),
        ]

    def __str__(self) -> str:
        return self.number
