"""Orders, what was bought, promised and done, and the keys that open them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from marketplace.admin import ReadOnlyAdmin, ReadOnlyInline, RecordAdmin, money
from orders import operating
from orders.models import (
    AccessKey,
    Order,
    OrderEvent,
    OrderLine,
    Promise,
    Shipment,
)

Lookups = list[tuple[str, str]]


class PromiseFilter(admin.SimpleListFilter):
    """How the promise in force stands."""

    title = "promise"
    parameter_name = "promise"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """What can be asked."""
        return [
            ("untold", "Late, buyer not told"),
            ("told", "Late, buyer told"),
            ("kept", "Open and on time"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Order]
    ) -> QuerySet[Order]:
        """Those that the answer names."""
        if self.value() == "untold":
            return queryset & Order.objects.late_and_untold()
        if self.value() == "told":
            late, untold = Order.objects.late(), Order.objects.late_and_untold()
            return queryset & late.exclude(pk__in=untold.values("pk"))
        if self.value() == "kept":
            return queryset & Order.objects.open().filter(
                ship_by_at__gte=timezone.now()
            )
        return queryset


class LineInline(ReadOnlyInline):
    """What was bought."""

    price = money("price_cents", "price", "order__currency")
    model = OrderLine
    fields = (
        "title",
        "option",
        "personalisation",
        "price",
        "quantity",
        "shipped_quantity",
        "cancelled_quantity",
    )
    readonly_fields = ("price",)


class PromiseInline(ReadOnlyInline):
    """Every “ships by”."""

    model = Promise
    fields = (
        "number",
        "ship_by_on",
        "has_date",
        "made_at",
        "by",
        "reason",
        "needs_yes",
        "answer_by_at",
        "answer",
        "answered_at",
        "missed_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Promise]:
        """With who gave it."""
        return super().get_queryset(request).select_related("by")


class ShipmentInline(ReadOnlyInline):
    """Its parcels; the button that says one has arrived is on the parcel's page."""

    model = Shipment
    fields = (
        "number",
        "carrier",
        "tracking_number",
        "packed_at",
        "shipped_at",
        "arrives_by",
        "delivered_at",
        "missing_at",
        "lost_at",
    )
    show_change_link = True


class EventInline(ReadOnlyInline):
    """What happened, in order."""

    model = OrderEvent
    fields = ("seq", "at", "kind", "by", "details")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderEvent]:
        """With who acted."""
        return super().get_queryset(request).select_related("by")


@admin.register(Order)
class OrderAdmin(RecordAdmin):
    """What one shop owes one buyer."""

    items = money("items_cents", "pieces")
    postage = money("shipping_cents", "postage")
    total = money("total_cents", "total")
    refunded = money("refunded_cents", "refunded")
    list_display = (
        "number",
        "state",
        "shop",
        "buyer",
        "total",
        "refunded",
        "ship_by_at",
        "support_owner",
        "paid_at",
    )
    list_filter = (
        "state",
        PromiseFilter,
        ("support_at", admin.EmptyFieldListFilter),
        ("support_owner", admin.RelatedOnlyFieldListFilter),
        "paid_at",
        "checkout__country",
    )
    list_select_related = ("shop", "checkout", "support_owner")
    search_fields = (
        "number",
        "checkout__number",
        "checkout__name",
        "checkout__email",
        "shop__name",
        "shipments__tracking_number",
    )
    date_hierarchy = "paid_at"
    inlines = (LineInline, PromiseInline, ShipmentInline, EventInline)
    verbs = operating.ORDER_VERBS
    change_form_template = "admin/order.html"
    # Its page is for whoever bought it; an operator has no key to it.
    view_on_site = False
    fieldsets = (
        (None, {"fields": (("number", "state", "version"), ("shop", "checkout"))}),
        (
            "Promise",
            {
                "fields": (
                    ("ship_by_at", "promise_number"),
                    ("support_at", "support_owner", "look_again_at"),
                    ("shipping_name", "transit_days_min", "transit_days_max"),
                )
            },
        ),
        ("Money", {"fields": (("items", "postage", "total", "refunded"),)}),
        (
            "Moments",
            {
                "fields": (
                    ("paid_at", "acknowledged_at", "started_at"),
                    ("shipped_at", "delivered_at", "cancelled_at"),
                )
            },
        ),
    )
    readonly_fields = ("items", "postage", "total", "refunded")

    @admin.display(ordering="checkout__name")
    def buyer(self, order: Order) -> str:
        """Who waits for it."""
        return order.checkout.name


@admin.register(OrderLine)
class OrderLineAdmin(ReadOnlyAdmin):
    """What was bought, piece by piece."""

    price = money("price_cents", "price", "order__currency")
    list_display = (
        "title",
        "option",
        "order",
        "price",
        "quantity",
        "shipped_quantity",
        "cancelled_quantity",
    )
    list_filter = ("order__state",)
    list_select_related = ("order",)
    search_fields = ("title", "option", "code", "order__number")


@admin.register(Promise)
class PromiseAdmin(ReadOnlyAdmin):
    """Every date that was ever promised."""

    list_display = ("order", "number", "ship_by_at", "made_at", "missed_at", "answer")
    list_filter = ("answer", ("missed_at", admin.EmptyFieldListFilter), "made_at")
    list_select_related = ("order",)
    search_fields = ("order__number", "reason")
    date_hierarchy = "ship_by_at"


@admin.register(OrderEvent)
class OrderEventAdmin(ReadOnlyAdmin):
    """Everything that happened to any order."""

    list_display = ("at", "kind", "order", "checkout", "by", "role", "announced_at")
    list_filter = ("kind", ("announced_at", admin.EmptyFieldListFilter), "at")
    list_select_related = ("order", "checkout", "by")
    search_fields = ("order__number", "checkout__number", "by__email")
    date_hierarchy = "at"

    @admin.display
    def role(self, event: OrderEvent) -> str:
        """As whom somebody acted."""
        return str(event.details.get("role", ""))


@admin.register(AccessKey)
class AccessKeyAdmin(ReadOnlyAdmin):
    """Which orders open by link, since when. Renewed on the order's page."""

    list_display = ("order", "purpose", "created_at", "revoked_at")
    list_filter = (
        "purpose",
        ("revoked_at", admin.EmptyFieldListFilter),
        "created_at",
    )
    list_select_related = ("order",)
    search_fields = ("order__number",)
    date_hierarchy = "created_at"
    exclude = ("salt", "digest")
