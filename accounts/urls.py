"""Addresses of this app's pages."""

app_name = "accounts"
urlpatterns: list = []
