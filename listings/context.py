"""The shelves, for the header of every page."""

from django.http import HttpRequest

from listings.models import Category


def categories(request: HttpRequest) -> dict[str, object]:
    """`categories`: a queryset, run only when a template walks it."""
    return {"categories": Category.objects.top()}
