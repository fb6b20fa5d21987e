"""The page of a shop, and looking for words in it; where pieces of all shops are found
is `searching`."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import countries
from accounts.http import member
from listings import favourites, heads, moved
from listings.finding.asked import Asked, tidy_words
from listings.finding.matching import match
from listings.finding.results import MOST_COUNTED, find
from listings.kept import kept
from listings.models import Listing
from marketplace.http import Request
from shops import returns
from shops.models import Shop

PER_PAGE = 24
#: With fewer pieces one sees them all at once.
SEARCHED_FROM = 9


@require_safe
@kept
@moved.leads_on(moved.shop)
def shop(request: Request, slug: str) -> HttpResponse:
    """A maker and her pieces, those sold out last; or those of hers that say words."""
    place = get_object_or_404(Shop.objects.seen_by(member(request)), slug=slug)
    words = tidy_words(request.GET.get("q", ""))
    context = {
        "shop": place,
        "country": countries.name(place.country),
        "is_liked": favourites.is_liked(request, place),
        "returns": returns.in_words(place),
        "head": heads.of_shop(place, request.GET),
        "words": words,
        **(_found(request, place, words) if words else _all(request, place)),
    }
    return render(request, "listings/shop.html", context)


def _all(request: Request, place: Shop) -> dict[str, Any]:
    """Every piece, in numbered pages."""
    pieces = Listing.objects.filter(shop=place, state=Listing.State.ACTIVE).for_cards()
    unsold_first = F("is_available").desc(), "-published_at", "-pk"
    pages = Paginator(pieces.order_by(*unsold_first), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return {
        "page": page,
        "pieces": list(page),
        "is_searched": pages.count >= SEARCHED_FROM,
    }


def _found(request: Request, place: Shop, words: str) -> dict[str, Any]:
    """What says these words and can be bought, the closest first."""
    asked = Asked(words=words, is_literal=request.GET.get("literal") == "1")
    found = find(match(asked, shop_id=place.pk), page=request.GET.get("page", ""))
    by_id = Listing.objects.for_cards().in_bulk(found.listing_ids)

    def address(**more: str) -> str:
        pairs = urlencode([*asked.pairs(), *more.items()])
        return f"{place.get_absolute_url()}?{pairs}#pieces"

    return {
        "found": found,
        "pieces": [by_id[pk] for pk in found.listing_ids if pk in by_id],
        "is_searched": True,
        "most_counted": MOST_COUNTED,
        "before_address": found.before and address(page=found.before),
        "after_address": found.after and address(page=found.after),
        "literal_address": address(literal="1"),
        "everywhere_address": Asked(words=words).address(),
    }
