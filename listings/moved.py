"""What an address leads to when nothing stands there any more: the present address of
what moved, a page about what is gone for good, or nothing, for what never was."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from accounts.http import member
from listings.models import Listing, ListingQuerySet, ListingSlug
from marketplace.http import Request
from shops.models import Shop, ShopSlug

PageOf = Callable[[Request, str], HttpResponse]
Elsewhere = Callable[[Request, str], HttpResponse | None]
#: Pieces shown to somebody whose piece is gone.
SIMILAR = 8


def leads_on(elsewhere: Elsewhere) -> Callable[[PageOf], PageOf]:
    """A page that, where it finds nothing, asks what has become of it."""

    def decorator(page: PageOf) -> PageOf:
        @wraps(page)
        def view(request: Request, slug: str) -> HttpResponse:
            try:
                return page(request, slug)
            except Http404:
                answer = elsewhere(request, slug)
                if answer is None:
                    raise
                return answer

        return view

    return decorator


def piece(request: Request, slug: str) -> HttpResponse | None:
    """Where a piece is now that had this address once."""
    rows = ListingSlug.objects.select_related("listing__shop", "listing__category")
    named = rows.filter(slug=slug).first()
    if named is None:
        return None
    listing = named.listing
    if Listing.objects.seen_by(member(request)).filter(pk=listing.pk).exists():
        return _moved(request, listing.slug)
    if listing.published_at is None or not _is_gone(listing):
        return None
    similar = _for_sale().filter(category=listing.category_id)
    words = _("“%(piece)s” is gone for good.") % {"piece": listing.title}
    return _gone(request, words, similar, shop=listing.shop)


def shop(request: Request, slug: str) -> HttpResponse | None:
    """Where a shop is now that had this address once."""
    named = ShopSlug.objects.select_related("shop").filter(slug=slug).first()
    if named is None:
        return None
    place = named.shop
    if Shop.objects.seen_by(member(request)).filter(pk=place.pk).exists():
        return _moved(request, place.slug)
    if place.state != Shop.State.SUSPENDED:
        return None
    shelves = place.listings.values("category")
    words = _("%(shop)s has closed for good.") % {"shop": place.name}
    return _gone(request, words, _for_sale().filter(category__in=shelves))


def _is_gone(listing: Listing) -> bool:
    removed = listing.state == Listing.State.REMOVED
    return removed or listing.shop.state == Shop.State.SUSPENDED


def _for_sale() -> ListingQuerySet:
    return Listing.objects.shown().available()


def _moved(request: Request, slug: str) -> HttpResponse:
    """The same page, of the name of today."""
    match = resolve(request.path_info)
    path = reverse(match.view_name, kwargs=match.kwargs | {"slug": slug})
    asked = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(f"{path}?{asked}" if asked else path)


def _gone(
    request: Request, words: str, similar: ListingQuerySet, shop: Shop | None = None
) -> HttpResponse:
    shown = list(similar.for_cards()[:SIMILAR])
    context = {
        "words": words,
        "similar": shown or list(_for_sale().for_cards()[:SIMILAR]),
        "shop": shop if shop and shop.is_shown else None,
    }
    return render(request, "410.html", context, status=410)
