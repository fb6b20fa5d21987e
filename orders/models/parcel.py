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
    shipped_at = models.DateTimeField(default=timezone.now)
    arrives_from = models.DateField()
    arrives_by = models.DateField()
    delivered_at = models.DateTimeField(null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"Parcel {self.number} of {self.order}"


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
