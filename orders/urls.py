"""Addresses of buying, of orders, and of Stripe's webhook."""

from django.urls import URLPattern, path

from orders import webhook

app_name = "orders"
urlpatterns: list[URLPattern] = [
    path("checkout/<number>/done/", webhook.webhook, name="done"),
    path("checkout/<number>/left/", webhook.webhook, name="left"),
    path("orders/open/<key>/", webhook.webhook, name="open"),
    path("orders/<number>/", webhook.webhook, name="detail"),
    path("stripe/webhook/", webhook.webhook, name="webhook"),
]
