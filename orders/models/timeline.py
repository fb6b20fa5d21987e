"""What happened to an order, and every date that was promised for it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from marketplace.events import Event
from orders.models.checkout import Checkout
from orders.models.order import Order


class OrderEvent(Event):
    """One step of an order, or of the whole purchase when `order` is empty."""

    class Kind(models.TextChoices):
        PURCHASED = "purchased", _("Payment received")
        PLACED = "placed", _("Placed")
        EXPIRED = "expired", _("Payment never came")
        PAID = "paid", _("Order received")
        ACKNOWLEDGED = "acknowledged", _("Seen by the maker")
        STARTED = "started", _("In the making")
        REVISED = "revised", _("New date")
        MISSED = "missed", _("Later than promised")
        WAITING = "waiting", _("The buyer will wait")
        ASKED = "asked", _("A question from the buyer")
        WROTE = "wrote", _("A message from the maker")
        PROGRESS = "progress", _("From the workbench")
        PACKED = "packed", _("Packed, not yet posted")
        UNPACKED = "unpacked", _("Taken out of its parcel again")
        SHIPPED = "shipped", _("On its way")
        ARRIVAL_ASKED = "arrival_asked", _("Has it arrived?")
        MISSING = "missing", _("Not here yet")
        LOST = "lost", _("Given up and refunded")
        ASKED_IF_WELL = "asked_if_well", _("Is all well?")
        ALL_GOOD = "all_good", _("All is well")
        HELLO_DUE = "hello_due", _("Time to say hello")
        DUE_TOMORROW = "due_tomorrow", _("Ships on the next working day")
        SILENCE_NOTICED = "silence_noticed", _("Nothing to be seen for days")
        REASSURED = "reassured", _("The marketplace wrote to the buyer")
        CHASED = "chased", _("A question waits for an answer")
        ESCALATED = "escalated", _("A person of the marketplace has it")
        SETTLED = "settled", _("Settled by the marketplace")
        WITHDRAWN = "withdrawn", _("Withdrawn by the buyer")
        RETURNED = "returned", _("Back with the maker")
        POSTAGE_REFUNDED = "postage_refunded", _("Postage refunded")
        NOTED = "noted", _("Delivery note")
        GIFT_CHANGED = "gift_changed", _("Gift settings")
        DELIVERED = "delivered", _("Arrived")
        CANCELLED = "cancelled", _("Cancelled")
        REST_CANCELLED = "rest_cancelled", _("A part of it was cancelled")
        SOLD_OUT = "sold_out", _("Paid too late, refunded")
        CLOSED = "closed", _("Closed")

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
        NONE = "", _("No answer")
        WAITING = "waiting", _("Will wait")
        CANCELLED = "cancelled", _("Cancelled")

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
