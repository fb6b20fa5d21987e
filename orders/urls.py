"""Addresses of buying, of a buyer's orders, and of Stripe's webhook; the maker's side
of orders is in `selling_urls`."""

from django.urls import URLPattern, path

from orders import webhook
from orders.selling_urls import patterns as selling
from orders.views import answering, buying, giving, opening, order_page, withdrawing

app_name = "orders"
urlpatterns: list[URLPattern] = [
    path("basket/", buying.basket, name="basket"),
    path("basket/add/", buying.add, name="add"),
    path("basket/choose/", buying.choose, name="choose"),
    path("basket/seen/", buying.seen, name="seen"),
    path("basket/lines/<code:code>/", buying.change, name="change"),
    path("checkout/", buying.checkout, name="checkout"),
    path("checkout/<code:number>/done/", buying.done, name="done"),
    path("checkout/<code:number>/left/", buying.left, name="left"),
    path("checkout/<code:number>/give-up/", buying.give_up, name="give-up"),
    path("orders/", order_page.bought, name="bought"),
    path("orders/open/<str:key>/", opening.open_with_key, name="open"),
    path("orders/<code:number>/", order_page.detail, name="detail"),
    path("orders/<code:number>/claim/", opening.claim, name="claim"),
    path("orders/<code:number>/wait/", answering.wait, name="wait"),
    path("orders/<code:number>/cancel/", answering.cancel, name="cancel"),
    path(
        "orders/<code:number>/received/<int:parcel>/",
        answering.received,
        name="received",
    ),
    path(
        "orders/<code:number>/missing/<int:parcel>/",
        answering.missing,
        name="missing",
    ),
    path(
        "orders/<code:number>/patient/<int:parcel>/",
        answering.patient,
        name="patient",
    ),
    path("orders/<code:number>/well/", answering.well, name="well"),
    path("orders/<code:number>/ask/", answering.ask, name="ask"),
    path("orders/<code:number>/note/", answering.note, name="note"),
    path("orders/<code:number>/withdraw/", withdrawing.withdraw, name="withdraw"),
    path("orders/<code:number>/gift/", giving.change_gift, name="change-gift"),
    path("orders/<code:number>/gift/card/", giving.gift_card, name="gift-card"),
    path("gift/<slug:name>/", giving.gift, name="gift"),
    path("stripe/webhook/", webhook.webhook, name="webhook"),
    *selling,
]
