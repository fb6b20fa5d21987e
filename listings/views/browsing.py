"""The pages for everybody: categories, search, a shop, a piece."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import address_book, countries
from accounts.models import User
from listings import heads, moved
from listings.delivery import delivery, why_not_now
from listings.forms import LookForm, SearchForm
from listings.models import Category, Listing, ListingQuerySet
from marketplace.http import Request
from shops.models import Shop

PER_PAGE = 24
PER_ROW = 4


@require_safe
def category(request: Request, slug: str) -> HttpResponse:
    """A shelf."""
    shelf = get_object_or_404(Category, slug=slug)
    pieces = Listing.objects.shown().available().filter(category=shelf)
    context = {
        "category": shelf,
        "page": _page(request, pieces.for_cards()),
        "head": heads.of_category(shelf, request.GET),
    }
    return render(request, "listings/category.html", context)


@require_safe
def search(request: Request) -> HttpResponse:
    """What somebody is looking for; without words, the newest pieces."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    pieces = Listing.objects.shown().available()
    found = pieces.matching(words) if words else pieces
    context = {
        "words": words,
        "page": _page(request, found.for_cards()),
        "head": heads.of_search(words, request.GET),
    }
    return render(request, "listings/search.html", context)


@require_safe
@moved.leads_on(moved.shop)
def shop(request: Request, slug: str) -> HttpResponse:
    """A maker and her pieces, those sold out last."""
    place = get_object_or_404(Shop.objects.seen_by(_member(request)), slug=slug)
    pieces = Listing.objects.filter(shop=place, state=Listing.State.ACTIVE).for_cards()
    unsold_first = F("is_available").desc(), "-published_at", "-pk"
    page = _page(request, pieces.order_by(*unsold_first))
    context = {
        "shop": place,
        "page": page,
        "country": countries.name(place.country),
        "head": heads.of_shop(place, request.GET),
    }
    return render(request, "listings/shop.html", context)


@require_safe
@moved.leads_on(moved.piece)
def detail(request: Request, slug: str) -> HttpResponse:
    """A piece, when it would be posted and when it would be there."""
    member = _member(request)
    piece = get_object_or_404(Listing.objects.seen_by(member).for_page(), slug=slug)
    look = LookForm(request.GET)
    asked = request.GET.get("country", "")
    country = asked if asked in countries.known() else address_book.home(member)
    country = country or piece.shop.country
    context = {
        "listing": piece,
        "asked": asked,
        "look": look,
        "closed": why_not_now(piece),
        "delivery": delivery(piece, country, look.day),
        "countries": countries.choices()[1:],
    }
    if request.htmx:
        return render(request, "listings/detail.html#delivery", context)
    return render(request, "listings/detail.html", context | _around(piece))


def _around(piece: Listing) -> dict[str, Any]:
    """What stands on a piece's page beside the piece."""
    others = Listing.objects.shown().available().filter(shop=piece.shop)
    variants = list(piece.variants.all())
    chosen = next((each for each in variants if each.left != 0), None)
    return {
        "variants": variants,
        "chosen": chosen,
        "head": heads.of_piece(piece, variants),
        "is_held": chosen is None and any(each.held for each in variants),
        "more": others.exclude(pk=piece.pk).for_cards()[:PER_ROW],
    }


def _page(request: Request, pieces: ListingQuerySet) -> Page[Listing]:
    return Paginator(pieces, PER_PAGE).get_page(request.GET.get("page"))


def _member(request: Request) -> User | None:
    return request.user if isinstance(request.user, User) else None
