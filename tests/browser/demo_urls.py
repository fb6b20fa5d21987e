"""The addresses of the demo, for tests of the pages that only it has."""

from django.urls import include, path

from marketplace import urls

urlpatterns = [*urls.urlpatterns, path("dev/", include("devtools.urls"))]
