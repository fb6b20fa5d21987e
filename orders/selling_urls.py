"""Addresses of the maker's side of orders, under the dashboard."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from orders.views import breaking, delaying, parcelling, selling, telling

View = Callable[..., HttpResponse]
#: What can be done with one order, and with one of its parcels: under which name.
STEPS: dict[str, View] = {
    "acknowledge": selling.acknowledge,
    "start": selling.start,
    "progress": telling.progress,
    "write": telling.write,
    "pack": parcelling.pack,
    "ship": parcelling.ship,
    "revise": delaying.revise,
}
PARCEL_STEPS: dict[str, View] = {
    "post": parcelling.post,
    "unpack": parcelling.unpack,
    "delivered": parcelling.delivered,
    "lose": parcelling.lose,
}
OWN = "dashboard/orders/<code:number>/"
patterns: list[URLPattern] = [
    path("dashboard/", selling.today, name="today"),
    path("dashboard/record/", selling.record, name="record"),
    path("dashboard/delay/", delaying.delay, name="delay"),
    path("dashboard/delay/preview/", delaying.delay_preview, name="delay-preview"),
    path("dashboard/delay/all/", delaying.delay_all, name="delay-all"),
    path("dashboard/delay/over/", delaying.take_orders, name="take-orders"),
    path("dashboard/break/", breaking.take_break, name="break"),
    path("dashboard/break/end/", breaking.end_break, name="end-break"),
    path("dashboard/orders/", selling.sold, name="sold"),
    path(OWN, selling.sale, name="sale"),
    path(f"{OWN}cancel/", selling.cancel_sale, name="cancel-sale"),
    path(f"{OWN}revise/terms/", delaying.revise_terms, name="revise-terms"),
    path(
        f"{OWN}withdrawals/<int:withdrawal>/take-back/",
        selling.take_back,
        name="take-back",
    ),
    *(path(f"{OWN}{name}/", view, name=name) for name, view in STEPS.items()),
    *(
        path(f"{OWN}parcels/<int:parcel>/{name}/", view, name=name)
        for name, view in PARCEL_STEPS.items()
    ),
]
