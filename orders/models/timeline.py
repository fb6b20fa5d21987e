"""What happened to an order, and every date that was promised for it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from marketplace.events import Event
from orders.models.checkout import Checkout
from orders.models.order import Order


class OrderEvent(Event):
    """One step of an order, or of the whole purchase when `order` is empty."""

    class Kind(models.TextChoices):
        PURCHASED = "purchased", "Payment received"
        PLACED = "placed", "Placed"
        EXPIRED = "expired", "Payment never came"
        PAID = "paid", "Order received"
        ACKNOWLEDGED = "acknowledged", "Seen by the maker"
        STARTED = "started", "In the making"
        REVISED = "revised", "New date"
        MISSED = "missed", "Later than promised"
        WAITING = "waiting", "The buyer will wait"
        SHIPPED = "shipped", "On its way"
        DELIVERED = "delivered", "Arrived"
        CANCELLED = "cancelled", "Cancelled"
        REST_CANCELLED = "rest_cancelled", "The rest was cancelled"
        SOLD_OUT = "sold_out", "Paid too late, refunded"
        CLOSED = "closed", "Closed"

    checkout = models.ForeignKey(
        Checkout, on_delete=models.PROTECT, related_name="events"
    )
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="events", null=True, blank=True
    )
    seq = models.PositiveIntegerField(default=0)

    class Meta(Event.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "seq"], name="event_seq_once"),
            models.CheckConstraint(
                condition=Q(order=None, kind="purchased")
                | (Q(order__isnull=False) & ~Q(kind="purchased")),
                name="event_is_of_an_order_or_a_purchase",
            ),
            models.UniqueConstraint(
                fields=["checkout"],
                condition=Q(kind="purchased"),
                name="purchased_once",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(kind="paid"), name="paid_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order or self.checkout} {self.kind}"


class Promise(models.Model):
    """One version of “ships by”. The newest is in force; none is ever changed away."""

    class Answer(models.TextChoices):
        NONE = "", "No answer"
        WAITING = "waiting", "Will wait"
        CANCELLED = "cancelled", "Cancelled"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="promises")
    number = models.PositiveSmallIntegerField()
    ship_by_at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=1000, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(
        max_length=10, choices=Answer, default=Answer.NONE, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="promise_once"),
            models.CheckConstraint(
                condition=Q(number__gt=0), name="promise_number_from_one"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="revision_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "waiting", "cancelled"]),
                name="promise_answer_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="promise_answer_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} by {self.ship_by_at:%Y-%m-%d}"
