"""The operators' overview, behind the same door as the rest of the admin."""

from django.contrib import admin
from django.urls import path

from notifications.overview import overview

app_name = "notifications"
urlpatterns = [path("", admin.site.admin_view(overview), name="overview")]
