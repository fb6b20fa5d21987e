"""Addresses: the public pages at the root, a maker's listings under dashboard/."""

from django.urls import path

from listings.views import browsing

app_name = "listings"
urlpatterns = [
    path("", browsing.home, name="home"),
    path("c/<slug:slug>/", browsing.category, name="category"),
    path("search/", browsing.search, name="search"),
    path("shops/<slug:slug>/", browsing.shop, name="shop"),
    path("listings/<slug:slug>/", browsing.detail, name="detail"),
]
