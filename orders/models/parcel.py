"""Parcels: what left the workshop together."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from orders.models.order import Order, OrderLine


class Shipment(models.Model):
    """A parcel on its way, with when it should arrive."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="shipments")
    number = models.PositiveSmallIntegerField()
    carrier = models.CharField(max_length=40)
    tracking_number = models.CharField(max_length=60, blank=True)
    tracking_url = models.URLField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    #: The label is printed. It has left only when `shipped_at` says so.
    packed_at = models.DateTimeField(default=timezone.now)
    shipped_at = models.DateTimeField(null=True, blank=True)
    arrives_from = models.DateField()
    arrives_by = models.DateField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    #: How often the buyer was asked whether it has arrived (R7).
    arrival_asks = models.PositiveSmallIntegerField(default=0)
    #: The buyer said that it is not here, and how long they will wait for it.
    missing_at = models.DateTimeField(null=True, blank=True)
    patient_until = models.DateTimeField(null=True, blank=True)
    #: Given up: its price went back.
    lost_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="shipment_once"),
            models.CheckConstraint(
                condition=Q(arrives_from__lte=models.F("arrives_by")),
                name="shipment_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None)
                | Q(delivered_at__gte=models.F("shipped_at")),
                name="shipment_delivered_after_it_left",
            ),
            models.CheckConstraint(
                condition=Q(shipped_at__isnull=False)
                | Q(delivered_at=None, missing_at=None, lost_at=None, arrival_asks=0),
                name="shipment_only_packed_is_nowhere_else",
            ),
            models.CheckConstraint(
                condition=Q(lost_at=None) | Q(delivered_at=None),
                name="shipment_lost_or_delivered",
            ),
        ]

    def __str__(self) -> str:
        return f"Parcel {self.number} of {self.order}"

    @property
    def is_under_way(self) -> bool:
        """Posted, and neither arrived nor given up."""
        return bool(self.shipped_at) and not (self.delivered_at or self.lost_at)


class ShipmentLine(models.Model):
    """How many pieces of a line are in a parcel."""

    shipment = models.ForeignKey(
        Shipment, on_delete=models.PROTECT, related_name="lines"
    )
    line = models.ForeignKey(
        OrderLine, on_delete=models.PROTECT, related_name="parcels"
    )
    quantity = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "line"], name="line_once_per_parcel"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="parcel_holds_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line.title}"
