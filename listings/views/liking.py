"""Hearts: liking a piece or a shop, and everything one likes on one page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from listings import favourites
from listings.models import Listing
from marketplace.http import Request
from shops.models import Shop


@require_safe
def liked(request: Request) -> HttpResponse:
    """The pieces and the shops that this person likes."""
    context = {
        "pieces": favourites.pieces_of(request).for_cards()[: favourites.SHOWN],
        "shops": favourites.shops_of(request)[: favourites.SHOWN],
    }
    response = render(request, "listings/liked.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def like(request: Request, slug: str) -> HttpResponse:
    """A piece is liked, or not any more."""
    piece = get_object_or_404(Listing.objects.shown(), slug=slug)
    return _turn(request, piece)


@require_POST
def like_shop(request: Request, slug: str) -> HttpResponse:
    """A shop is liked, or not any more."""
    shop = get_object_or_404(Shop, slug=slug, state=Shop.State.OPEN)
    return _turn(request, shop)


def _turn(request: Request, thing: favourites.Thing) -> HttpResponse:
    """As the button said: pressed twice on an old page, it is done once."""
    wanted = "unlike" not in request.POST
    (favourites.like if wanted else favourites.unlike)(request, thing)
    if not request.htmx:
        # From the page of all of them one stays there; otherwise to the thing itself.
        return redirect("listings:liked" if "all" in request.POST else thing)
    context = {"thing": thing, "is_liked": wanted, "all": "all" in request.POST}
    return render(request, "components/heart.html", context)
