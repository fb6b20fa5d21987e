"""Addresses: the public pages at the root, a maker's listings under dashboard/."""

from django.urls import URLPattern, URLResolver, include, path

from listings.views import browsing, crawling, front, picturing, searching, selling
from listings.visiting_urls import patterns as visiting

app_name = "listings"

own_photo: list[URLPattern] = [
    path("move/", picturing.move_photo, name="move-photo"),
    path("delete/", picturing.delete_photo, name="delete-photo"),
]
own_listing: list[URLPattern | URLResolver] = [
    path("edit/", selling.edit, name="edit"),
    path("readdress/", selling.readdress, name="readdress"),
    path("publish/", selling.publish, name="publish"),
    path("pause/", selling.pause, name="pause"),
    path("remove/", selling.remove, name="remove"),
    path("photos/add/", picturing.add_photos, name="add-photos"),
    path("photos/preparing/", picturing.preparing, name="photos-preparing"),
    path("photos/<code:code>/", include(own_photo)),
]
urlpatterns = [
    path("", front.home, name="home"),
    path("robots.txt", crawling.robots, name="robots"),
    path("sitemap.xml", crawling.sitemap, name="sitemap"),
    path("sitemaps/<slug:part>.xml", crawling.sitemap_part, name="sitemap-part"),
    path("c/<slug:slug>/", searching.category, name="category"),
    path("c/<slug:slug>/feed/", crawling.category_feed, name="category-feed"),
    path("search/", searching.search, name="search"),
    path("search/suggestions/", searching.suggest, name="suggestions"),
    path("how-pieces-are-ordered/", searching.how_ordered, name="how-ordered"),
    path("shops/<slug:slug>/", browsing.shop, name="shop"),
    path("shops/<slug:slug>/feed/", crawling.shop_feed, name="shop-feed"),
    *visiting,
    path("dashboard/listings/", selling.mine, name="mine"),
    path("dashboard/listings/add/", selling.add, name="add"),
    path("dashboard/listings/<slug:slug>/", include(own_listing)),
]
