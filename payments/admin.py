"""Payments and refunds, for operators. What Stripe told us is registered in orders,
which knows how to read it."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from marketplace.admin import Data, ReadOnlyInline, RecordAdmin, Verb, money
from payments import refunds
from payments.models import Payment, Refund


def try_again(by: User, refund: Refund, data: Data) -> str:
    """Ask Stripe once more."""
    refunds.try_again(refund)
    return _("The refund is on its way to Stripe again.")


class RefundInline(ReadOnlyInline):
    """What went back of a payment."""

    amount = money("amount_cents", "amount", "payment__currency")
    model = Refund
    fields = ("order_number", "amount", "reason", "state", "created_at", "finished_at")
    readonly_fields = ("amount",)
    show_change_link = True


@admin.register(Payment)
class PaymentAdmin(RecordAdmin):
    """Money for one checkout."""

    amount = money("amount_cents", "amount")
    refunded = money("refunded_cents", "refunded")
    list_display = ("uuid", "state", "amount", "refunded", "created_at", "paid_at")
    list_filter = ("state", "currency", "created_at")
    search_fields = ("uuid", "session_id", "intent_id")
    date_hierarchy = "created_at"
    inlines = (RefundInline,)


@admin.register(Refund)
class RefundAdmin(RecordAdmin):
    """Money on its way back."""

    amount = money("amount_cents", "amount", "payment__currency")
    list_display = (
        "order_number",
        "amount",
        "state",
        "reason",
        "created_at",
        "attempts",
        "last_error",
    )
    list_filter = ("state", "created_at")
    list_select_related = ("payment",)
    search_fields = ("order_number", "stripe_id", "uuid", "reason")
    date_hierarchy = "created_at"
    verbs = [
        Verb(
            "try-again",
            gettext_lazy("Try again"),
            try_again,
            fits=lambda refund: refund.state == Refund.State.FAILED,
            warning=lambda refund: _(
                "Stripe is asked for this refund as a new request. Look there"
                " first: it must not have gone through already."
            ),
        )
    ]
