"""The marketplace's addresses. Apps are named as strings: this is the ground."""

from django.conf import settings
from django.contrib import admin
from django.urls import (
    URLPattern,
    URLResolver,
    include,
    path,
    register_converter,
)
from django.views.static import serve

from marketplace.codes import CodeConverter

register_converter(CodeConverter, "code")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("listings.urls")),
    path("", include("orders.urls")),
    path("account/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("dashboard/", include("shops.urls")),
    # Before the admin, which takes every address below its own.
    path("", include("notifications.urls")),
    path("admin/", admin.site.urls),
    path("health/", include("marketplace.health")),
    # Tools ask for this name, whatever the page links to.
    path(
        "favicon.ico",
        serve,
        {"path": "favicon.svg", "document_root": settings.BASE_DIR / "static" / "img"},
        name="favicon",
    ),
]
if settings.DEMO:
    urlpatterns += [path("dev/", include("devtools.urls"))]
