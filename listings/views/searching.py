"""The pages on which pieces are found: a shelf, the search, what is suggested while one
types, and how pieces are ordered."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from listings import heads
from listings.delivery import delivery
from listings.finding import asked as asking
from listings.finding.asked import Asked
from listings.finding.matching import match
from listings.finding.panel import panel
from listings.finding.results import MOST_COUNTED, Found, find
from listings.finding.suggesting import suggestions
from listings.kept import kept
from listings.models import Category, Listing
from marketplace.head import Head
from marketplace.http import Request
from shops.prices import to_text


@require_safe
@kept
def category(request: Request, slug: str) -> HttpResponse:
    """A shelf, narrowed or not."""
    shelves = Category.objects.select_related("parent")
    shelf = get_object_or_404(shelves, slug=slug)
    return _found(
        request,
        asking.read(request.GET, shelf),
        heads.of_category(shelf, request.GET),
    )


@require_safe
@kept
def search(request: Request) -> HttpResponse:
    """What somebody is looking for; without words, the newest pieces."""
    asked = asking.read(request.GET)
    return _found(request, asked, heads.of_search(asked.words, request.GET))


@require_safe
def suggest(request: Request) -> HttpResponse:
    """While somebody types: a list of words and places to go to."""
    found = suggestions(request.GET.get("q", ""))
    response = render(request, "listings/suggestions.html", {"suggestions": found})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def how_ordered(request: Request) -> HttpResponse:
    """What decides which piece comes first, in plain words."""
    return render(request, "listings/how_ordered.html", {"head": _order_head()})


def _found(request: Request, asked: Asked, head: Head) -> HttpResponse:
    in_place = request.htmx and not request.htmx.history_restore_request
    if "go" in request.GET and not in_place:
        # From a form without JavaScript: the same question has one address.
        return redirect(asked.address())
    found = find(match(asked), page=request.GET.get("page", ""))
    context = _context(found) | {"head": head}
    name = "listings/found.html#found" if in_place else "listings/found.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    if in_place:
        response["HX-Push-Url"] = asked.address()
    return response


def _context(found: Found) -> dict[str, Any]:
    asked = found.asked
    pieces = _pieces(found)
    return {
        "asked": asked,
        "found": found,
        "panel": panel(found),
        "category": asked.category,
        "pieces": pieces,
        "near": [] if pieces else Category.objects.top(),
        "most_counted": MOST_COUNTED,
        "today": timezone.localdate().isoformat(),
        "least": _amount(asked.least_cents),
        "most": _amount(asked.most_cents),
        "before_address": found.before and asked.address(page=found.before),
        "after_address": found.after and asked.address(page=found.after),
        "literal_address": asked.but(is_literal=True).address(),
        "wide_address": Asked(words=asked.words, category=asked.category).address(),
        "up_address": asked.but(category=_above(asked)).address(),
    }


def _pieces(found: Found) -> list[Listing]:
    """The page as cards; what was promised is asked once more of the shop itself."""
    cards = Listing.objects.for_cards().prefetch_related("shipping_profile__rates")
    by_id = cards.in_bulk(found.listing_ids)
    pieces = [by_id[pk] for pk in found.listing_ids if pk in by_id]
    if not found.asked.needed_by:
        return pieces
    return [piece for piece in pieces if _is_there_in_time(piece, found.asked)]


def _is_there_in_time(piece: Listing, asked: Asked) -> bool:
    """One of the ways to post it brings it there by that day."""
    promise = delivery(piece, asked.country)
    ships_on = promise.ships_by.date()
    return asked.needed_by is None or any(
        way.arrives(ships_on)[1] <= asked.needed_by for way in promise.options
    )


def _above(asked: Asked) -> Category | None:
    return asked.category.parent if asked.category else None


def _order_head() -> Head:
    return Head(
        title=_("How pieces are ordered"),
        description=_("What decides here which piece comes first: nobody can pay."),
        path=reverse("listings:how-ordered"),
    )


def _amount(cents: int | None) -> str:
    return "" if cents is None else to_text(cents, settings.MARKETPLACE_CURRENCY)
