"""Addresses of the maker's side of orders, under the dashboard."""

from django.urls import URLPattern, path

from orders.views import selling

patterns: list[URLPattern] = [
    path("dashboard/", selling.today, name="today"),
    path("dashboard/orders/", selling.sold, name="sold"),
    path("dashboard/orders/<code:number>/", selling.sale, name="sale"),
    path(
        "dashboard/orders/<code:number>/acknowledge/",
        selling.acknowledge,
        name="acknowledge",
    ),
    path("dashboard/orders/<code:number>/start/", selling.start, name="start"),
    path("dashboard/orders/<code:number>/ship/", selling.ship, name="ship"),
    path("dashboard/orders/<code:number>/revise/", selling.revise, name="revise"),
    path(
        "dashboard/orders/<code:number>/cancel/",
        selling.cancel_sale,
        name="cancel-sale",
    ),
    path(
        "dashboard/orders/<code:number>/parcels/<int:parcel>/delivered/",
        selling.delivered,
        name="delivered",
    ),
]
