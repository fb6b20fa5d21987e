"""Addresses of this app's pages."""

app_name = "listings"
urlpatterns: list = []
