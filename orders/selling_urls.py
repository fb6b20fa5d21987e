"""Addresses of the maker's side of orders, under the dashboard."""

from django.urls import URLPattern, path

from orders.views import selling

patterns: list[URLPattern] = [
    path("dashboard/", selling.today, name="today"),
    path("dashboard/orders/", selling.sold, name="sold"),
    path("dashboard/orders/<str:number>/", selling.sale, name="sale"),
    path(
        "dashboard/orders/<str:number>/acknowledge/",
        selling.acknowledge,
        name="acknowledge",
    ),
    path("dashboard/orders/<str:number>/start/", selling.start, name="start"),
    path("dashboard/orders/<str:number>/ship/", selling.ship, name="ship"),
    path("dashboard/orders/<str:number>/revise/", selling.revise, name="revise"),
    path(
        "dashboard/orders/<str:number>/cancel/",
        selling.cancel_sale,
        name="cancel-sale",
    ),
    path(
        "dashboard/orders/<str:number>/parcels/<int:parcel>/delivered/",
        selling.delivered,
        name="delivered",
    ),
]
