"""The page of a shop; where pieces are found is `searching`."""

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import countries
from accounts.http import member
from listings import favourites, heads, moved
from listings.kept import kept
from listings.models import Listing, ListingQuerySet
from marketplace.http import Request
from shops.models import Shop

PER_PAGE = 24


@require_safe
@kept
@moved.leads_on(moved.shop)
def shop(request: Request, slug: str) -> HttpResponse:
    """A maker and her pieces, those sold out last."""
    place = get_object_or_404(Shop.objects.seen_by(member(request)), slug=slug)
    pieces = Listing.objects.filter(shop=place, state=Listing.State.ACTIVE).for_cards()
    unsold_first = F("is_available").desc(), "-published_at", "-pk"
    page = _page(request, pieces.order_by(*unsold_first))
    context = {
        "shop": place,
        "page": page,
        "country": countries.name(place.country),
        "is_liked": favourites.is_liked(request, place),
        "head": heads.of_shop(place, request.GET),
    }
    return render(request, "listings/shop.html", context)


def _page(request: Request, pieces: ListingQuerySet) -> Page[Listing]:
    return Paginator(pieces, PER_PAGE).get_page(request.GET.get("page"))
