"""An order: what one shop owes one buyer, and its lines."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from listings.models import Variant
from orders.models.checkout import Checkout
from shops.models import Shop


class OrderState(models.TextChoices):
    """Where an order is on its way."""

    AWAITING_PAYMENT = "awaiting_payment", _("Awaiting payment")
    EXPIRED = "expired", _("Never paid")
    RECEIVED = "received", _("Received")
    IN_THE_MAKING = "in_the_making", _("In the making")
    PART_SHIPPED = "part_shipped", _("Partly on its way")
    SHIPPED = "shipped", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


#: A maker still has something to post.
OPEN_STATES = [
    OrderState.RECEIVED,
    OrderState.IN_THE_MAKING,
    OrderState.PART_SHIPPED,
]
UNPAID_STATES = [OrderState.AWAITING_PAYMENT, OrderState.EXPIRED]


class OrderQuerySet(models.QuerySet["Order"]):
    """Questions about orders. Views start from one of the first three."""

    def bought_by(self, user: User) -> Self:
        """Paid orders of this buyer."""
        return self.paid().filter(checkout__buyer=user)

    def sold_by(self, user: User) -> Self:
        """Paid orders of this maker's shop."""
        return self.paid().filter(shop__owner=user)

    def opened_with(self, digests: list[str]) -> Self:
        """Paid orders that one of these access keys opens."""
        live = Q(access_keys__digest__in=digests, access_keys__revoked_at=None)
        keyed = self.model.objects.filter(live, access_keys__purpose="buyer")
        return self.paid().filter(pk__in=keyed.values("pk"))

    def paid(self) -> Self:
        """All that were ever paid."""
        return self.exclude(state__in=UNPAID_STATES)

    def open(self) -> Self:
        """Paid, with something still to post."""
        return self.filter(state__in=OPEN_STATES)

    def late(self) -> Self:
        """Open, and the promise in force has passed."""
        return self.open().filter(ship_by_at__lt=timezone.now())

    def late_and_untold(self) -> Self:
        """Late, and the buyer has not been told of it: this should be nobody."""
        untold = Q(
            lines__promise_number=F("promises__number"),
            promises__missed_at=None,
            promises__ship_by_at__lt=timezone.now(),
            lines__quantity__gt=F("lines__shipped_quantity")
            + F("lines__cancelled_quantity"),
        )
        late = self.model.objects.open().filter(untold)
        return self.open().filter(pk__in=late.values("pk"))

    def waiting_for_support(self) -> Self:
        """Those that a person of the marketplace has taken on."""
        return self.filter(support_at__isnull=False)

    def look_again(self) -> Self:
        """Those whose moment has come."""
        return self.filter(look_again_at__lte=timezone.now())

    def for_rows(self) -> Self:
        """With what a row in a list shows."""
        return self.select_related("checkout", "shop").prefetch_related("lines")


class Order(models.Model):
    """One shop's part of a purchase. Only `orders.lifecycle` changes it."""

    State = OrderState

    number = models.CharField(max_length=8, unique=True)
    checkout = models.ForeignKey(
        Checkout, on_delete=models.PROTECT, related_name="orders"
    )
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(
        max_length=16, choices=State, default=State.AWAITING_PAYMENT
    )
    #: Counts the steps; the last event's `seq` equals it.
    version = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3)
    items_cents = models.PositiveIntegerField()
    shipping_cents = models.PositiveIntegerField()
    total_cents = models.PositiveIntegerField()
    refunded_cents = models.PositiveIntegerField(default=0)
    shipping_name = models.CharField(max_length=60)
    transit_days_min = models.PositiveSmallIntegerField()
    transit_days_max = models.PositiveSmallIntegerField()
    #: Paid for a faster way than the cheapest (R6).
    paid_for_speed = models.BooleanField(default=False)
    #: The earliest promise in force of what is still to be posted.
    ship_by_at = models.DateTimeField()
    #: How many promises were made; the newest has this number.
    promise_number = models.PositiveSmallIntegerField(default=1)
    look_again_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    #: A person of the marketplace looks after it since, and who.
    support_at = models.DateTimeField(null=True, blank=True)
    support_owner = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["look_again_at"],
                condition=Q(look_again_at__isnull=False),
                name="order_look_again",
            ),
            models.Index(fields=["shop", "state", "ship_by_at"], name="order_of_shop"),
            models.Index(
                fields=["ship_by_at"],
                condition=Q(state__in=["received", "in_the_making", "part_shipped"]),
                name="order_open_by_promise",
            ),
            models.Index(
                fields=["support_at"],
                condition=Q(support_at__isnull=False),
                name="order_with_support",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["checkout", "shop"], name="one_order_per_shop"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in OrderState]),
                name="order_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(total_cents=F("items_cents") + F("shipping_cents")),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(items_cents__gt=0), name="order_is_of_something"
            ),
            models.CheckConstraint(
                condition=Q(refunded_cents__lte=F("total_cents")),
                name="order_not_over_refunded",
            ),
            models.CheckConstraint(
                condition=Q(transit_days_min__lte=F("transit_days_max")),
                name="order_transit_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["awaiting_payment", "expired"], paid_at=None)
                | (
                    ~Q(state__in=["awaiting_payment", "expired"])
                    & Q(paid_at__isnull=False)
                ),
                name="order_paid_when_its_state_says_so",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["part_shipped", "shipped", "delivered"])
                | Q(shipped_at__isnull=False),
                name="order_shipped_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False),
                name="order_delivered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False),
                name="order_cancelled_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(refunded_cents=0) | Q(paid_at__isnull=False),
                name="order_refunded_was_paid",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(refunded_cents=F("total_cents")),
                name="order_cancelled_is_refunded_in_full",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The buyer's page of it."""
        return reverse("orders:detail", args=[self.number])

    @property
    def is_late(self) -> bool:
        """Open, and the promise in force has passed."""
        return self.state in OPEN_STATES and self.ship_by_at < timezone.now()

    @property
    def refundable_cents(self) -> int:
        """What has not gone back yet."""
        return self.total_cents - self.refunded_cents


class OrderLine(models.Model):
    """What was bought, as it was then."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=8, unique=True)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=140)
    option = models.CharField(max_length=60, blank=True)
    personalisation_question = models.CharField(max_length=140, blank=True)
    personalisation = models.CharField(max_length=500, blank=True)
    photo = models.CharField(max_length=200, blank=True, help_text="Its small picture.")
    price_cents = models.PositiveIntegerField()
    quantity = models.PositiveSmallIntegerField()
    days_to_make = models.PositiveSmallIntegerField()
    shipped_quantity = models.PositiveSmallIntegerField(default=0)
    cancelled_quantity = models.PositiveSmallIntegerField(default=0)
    #: The promise in force for what is left of it; none before payment.
    promise_number = models.PositiveSmallIntegerField(null=True, blank=True)
    needed_by = models.DateField(null=True, blank=True)
    #: Whether an EU buyer may withdraw from it; not when made to their own wishes.
    withdrawable = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="line_is_of_something"
            ),
            models.CheckConstraint(
                condition=Q(price_cents__gt=0), name="line_costs_something"
            ),
            models.CheckConstraint(
                condition=Q(
                    quantity__gte=F("shipped_quantity") + F("cancelled_quantity")
                ),
                name="line_not_shipped_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"

    @property
    def left_to_ship(self) -> int:
        """Pieces neither posted nor cancelled."""
        return self.quantity - self.shipped_quantity - self.cancelled_quantity

    @property
    def total_cents(self) -> int:
        """Price times quantity."""
        return self.price_cents * self.quantity
