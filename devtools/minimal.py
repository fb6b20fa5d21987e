"""What pages are measured against: three Django views of the same listings, with one
indexed query and one small template each and no middleware; nothing is counted."""

from django.contrib.postgres.search import SearchQuery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from listings.models import Entry, EntryQuerySet

PER_PAGE = 24
COLUMNS = ("listing__title", "listing__slug", "shop__name", "price_cents")


def shelf(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest pieces of a category."""
    pieces = Entry.objects.findable().filter(category__slug=slug)
    return _show(request, pieces.order_by("-published_at", "-listing"))


def search(request: HttpRequest) -> HttpResponse:
    """Pieces that say these words."""
    words = SearchQuery(request.GET.get("q", ""), config="finding")
    return _show(request, Entry.objects.findable().filter(words=words))


def piece(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece."""
    return _show(request, Entry.objects.filter(listing__slug=slug))


def _show(request: HttpRequest, pieces: EntryQuerySet) -> HttpResponse:
    context = {"pieces": pieces.values(*COLUMNS)[:PER_PAGE]}
    response = render(request, "devtools/minimal.html", context)
    # As CommonMiddleware would: the connection is kept for the next page.
    response["Content-Length"] = len(response.content)
    return response


urlpatterns = [
    path("c/<slug:slug>/", shelf),
    path("search/", search),
    path("listings/<slug:slug>/", piece),
]
