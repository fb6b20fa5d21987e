"""Baskets, purchases, and what Stripe told us of them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from marketplace.admin import ReadOnlyAdmin, ReadOnlyInline, RecordAdmin, money
from orders import operating
from orders.models import (
    Basket,
    BasketLine,
    Checkout,
    Order,
)
from payments.models import StripeEvent


class BasketLineInline(ReadOnlyInline):
    """What is in a basket."""

    model = BasketLine
    fields = ("variant", "quantity", "personalisation", "seen_price_cents")

    def get_queryset(self, request: HttpRequest) -> QuerySet[BasketLine]:
        """With what each piece is."""
        return super().get_queryset(request).select_related("variant__listing")


@admin.register(Basket)
class BasketAdmin(ReadOnlyAdmin):
    """What people mean to buy. Its key opens it, so nobody sees it here."""

    list_display = ("__str__", "country", "changed_at")
    list_filter = (("user", admin.EmptyFieldListFilter), "changed_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    date_hierarchy = "changed_at"
    exclude = ("key",)
    inlines = (BasketLineInline,)


@admin.register(BasketLine)
class BasketLineAdmin(ReadOnlyAdmin):
    """Pieces in baskets."""

    list_display = ("variant", "quantity", "personalisation", "basket")
    list_select_related = ("variant__listing", "basket__user")
    search_fields = ("variant__listing__title", "code")


class OrderInline(ReadOnlyInline):
    """The orders of a purchase."""

    total = money("total_cents", "total")
    model = Order
    fields = ("number", "shop", "state", "total", "ship_by_at")
    readonly_fields = ("total",)
    show_change_link = True


@admin.register(Checkout)
class CheckoutAdmin(RecordAdmin):
    """One payment and its orders."""

    total = money("total_cents", "total")
    list_display = ("number", "state", "name", "email", "total", "placed_at")
    list_filter = ("state", "placed_at", "country")
    list_select_related = ("payment",)
    search_fields = (
        "number",
        "name",
        "email",
        "orders__number",
        "payment__session_id",
        "payment__intent_id",
    )
    date_hierarchy = "placed_at"
    exclude = ("fingerprint",)
    inlines = (OrderInline,)
    verbs = operating.CHECKOUT_VERBS


@admin.register(StripeEvent)
class StripeEventAdmin(RecordAdmin):
    """What Stripe told us; registered here because orders read it."""

    list_display = (
        "kind",
        "stripe_id",
        "received_at",
        "read_at",
        "parked_at",
        "attempts",
        "last_error",
    )
    list_filter = (
        "kind",
        ("read_at", admin.EmptyFieldListFilter),
        ("parked_at", admin.EmptyFieldListFilter),
        "received_at",
    )
    search_fields = ("stripe_id", "object_id", "kind")
    date_hierarchy = "received_at"
    verbs = operating.STRIPE_EVENT_VERBS
