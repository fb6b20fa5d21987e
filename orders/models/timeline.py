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
        ASKED = "asked", "A question from the buyer"
        WROTE = "wrote", "A message from the maker"
        PROGRESS = "progress", "From the workbench"
        PACKED = "packed", "Packed, not yet posted"
        UNPACKED = "unpacked", "Taken out of its parcel again"
        SHIPPED = "shipped", "On its way"
        ARRIVAL_ASKED = "arrival_asked", "Has it arrived?"
        MISSING = "missing", "Not here yet"
        LOST = "lost", "Given up and refunded"
        ASKED_IF_WELL = "asked_if_well", "Is all well?"
        ALL_GOOD = "all_good", "All is well"
        HELLO_DUE = "hello_due", "Time to say hello"
        DUE_TOMORROW = "due_tomorrow", "Ships on the next working day"
        SILENCE_NOTICED = "silence_noticed", "Nothing to be seen for days"
        REASSURED = "reassured", "The marketplace wrote to the buyer"
        CHASED = "chased", "A question waits for an answer"
        ESCALATED = "escalated", "A person of the marketplace has it"
        SETTLED = "settled", "Settled by the marketplace"
        WITHDRAWN = "withdrawn", "Withdrawn by the buyer"
        RETURNED = "returned", "Back with the maker"
        POSTAGE_REFUNDED = "postage_refunded", "Postage refunded"
        NOTED = "noted", "Delivery note"
        GIFT_CHANGED = "gift_changed", "Gift settings"
        DELIVERED = "delivered", "Arrived"
        CANCELLED = "cancelled", "Cancelled"
        REST_CANCELLED = "rest_cancelled", "A part of it was cancelled"
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
        indexes = [
            *Event.Meta.indexes,
            models.Index(
                fields=["order", "seq"],
                condition=Q(kind="asked"),
                name="event_asked",
            ),
        ]
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
    #: The same as a day of the shop when it was made; its zone may change later.
    ship_by_on = models.DateField()
    #: Without: the maker cannot say yet, and will by that day.
    has_date = models.BooleanField(default=True)
    #: Silence is not consent (R5): a yes by then, or it is cancelled and refunded.
    needs_yes = models.BooleanField(default=False)
    answer_by_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(needs_yes=False, answer_by_at=None)
                | Q(needs_yes=True, answer_by_at__isnull=False),
                name="promise_needing_a_yes_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(has_date=True) | Q(needs_yes=True),
                name="promise_without_a_date_needs_a_yes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} by {self.ship_by_at:%Y-%m-%d}"
