"""The operators' overview, behind the same door as the rest of the admin, and the
evidence of an order for each who may have it."""

from django.contrib import admin
from django.urls import path

from notifications import views
from notifications.overview import overview

app_name = "notifications"
urlpatterns = [
    path("admin/overview/", admin.site.admin_view(overview), name="overview"),
    path(
        "admin/overview/orders/<code:number>/evidence.<slug:form>",
        admin.site.admin_view(views.of_case),
        name="overview-evidence",
    ),
    path(
        "orders/<code:number>/evidence.<slug:form>",
        views.of_order,
        name="order-evidence",
    ),
    path(
        "dashboard/orders/<code:number>/evidence.<slug:form>",
        views.of_sale,
        name="sale-evidence",
    ),
]
