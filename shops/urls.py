"""Addresses of this app's pages."""

app_name = "shops"
urlpatterns: list = []
