"""What EU buyers took back, as they stated it."""

from django.contrib import admin

from marketplace.admin import ReadOnlyAdmin
from orders.models import Withdrawal


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnlyAdmin):
    """Every withdrawal, and whether its pieces came back."""

    list_display = ("order", "number", "name", "made_at", "returned_at")
    list_filter = (("returned_at", admin.EmptyFieldListFilter), "made_at")
    list_select_related = ("order",)
    search_fields = ("order__number", "name", "email")
    date_hierarchy = "made_at"
