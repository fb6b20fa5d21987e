"""Addresses of this app's pages."""

app_name = "orders"
urlpatterns: list = []
