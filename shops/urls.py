"""Addresses of a maker's pages about her shop and her shipping, under dashboard/."""

from django.urls import path

from shops.views import returning, shipping, shop

app_name = "shops"
urlpatterns = [
    path("shop/", shop.edit, name="edit"),
    path("shop/open/", shop.open_shop, name="open"),
    path("shop/days/", shop.days, name="days"),
    path("shop/readdress/", shop.readdress, name="readdress"),
    path("shop/returns/", returning.returns, name="returns"),
    path("shop/pause/", shop.pause, name="pause"),
    path("shop/reopen/", shop.reopen, name="reopen"),
    path("shipping/", shipping.shipping, name="shipping"),
    path("shipping/add/", shipping.add_profile, name="add-profile"),
    path("shipping/rates/<code:code>/", shipping.rate, name="rate"),
    path(
        "shipping/rates/<code:code>/delete/", shipping.delete_rate, name="delete-rate"
    ),
    path("shipping/<code:code>/", shipping.profile, name="profile"),
    path("shipping/<code:code>/default/", shipping.make_default, name="make-default"),
    path(
        "shipping/<code:code>/delete/", shipping.delete_profile, name="delete-profile"
    ),
    path("shipping/<code:code>/rates/add/", shipping.add_rate, name="add-rate"),
]
