"""Parcels and what is in them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.admin import ReadOnlyAdmin, ReadOnlyInline, RecordAdmin
from orders import operating
from orders.models import (
    Shipment,
    ShipmentLine,
)


class ShipmentLineInline(ReadOnlyInline):
    """What is in a parcel."""

    model = ShipmentLine
    fields = ("line", "quantity")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShipmentLine]:
        """With what each piece is."""
        return super().get_queryset(request).select_related("line")


@admin.register(Shipment)
class ShipmentAdmin(RecordAdmin):
    """Parcels."""

    list_display = (
        "order",
        "number",
        "carrier",
        "tracking_number",
        "shipped_at",
        "arrives_by",
        "delivered_at",
        "missing_at",
        "lost_at",
    )
    list_filter = (
        ("shipped_at", admin.EmptyFieldListFilter),
        ("delivered_at", admin.EmptyFieldListFilter),
        ("missing_at", admin.EmptyFieldListFilter),
        ("lost_at", admin.EmptyFieldListFilter),
        "carrier",
        "shipped_at",
    )
    list_select_related = ("order",)
    search_fields = ("order__number", "tracking_number")
    date_hierarchy = "shipped_at"
    inlines = (ShipmentLineInline,)
    verbs = operating.PARCEL_VERBS


@admin.register(ShipmentLine)
class ShipmentLineAdmin(ReadOnlyAdmin):
    """What was in which parcel."""

    list_display = ("shipment", "line", "quantity")
    list_select_related = ("shipment__order", "line")
    search_fields = ("shipment__order__number", "line__title")
