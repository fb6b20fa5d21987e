"""Addresses of this app's pages."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("profile/", views.profile, name="profile"),
    path("language/", views.language, name="language"),
    path("addresses/", views.addresses, name="addresses"),
    path("addresses/add/", views.add_address, name="add-address"),
    path("addresses/<code:code>/", views.edit_address, name="edit-address"),
    path("addresses/<code:code>/remove/", views.remove_address, name="remove-address"),
    path(
        "addresses/<code:code>/default/", views.default_address, name="default-address"
    ),
    path("address-fields/", views.address_fields, name="address-fields"),
    path("emails/", views.emails, name="emails"),
    path("emails/<str:token>/", views.one_email, name="one-email"),
    path("sessions/end/", views.end_session, name="end-session"),
]
