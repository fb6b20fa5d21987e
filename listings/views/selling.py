"""A maker's listings: all of them, adding one, changing one, in and out of the shop."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import MemberRequest
from listings import catalogue
from listings.asking_forms import ExpectForm
from listings.editor import Editor
from listings.models import Listing
from listings.models.waitlist import with_line
from listings.photo_forms import PhotosForm, WordsForm
from shops.models import Shop
from shops.pages import go_on, show

PER_PAGE = 48


@require_safe
@login_required
def mine(request: MemberRequest) -> HttpResponse:
    """Everything in the shop, the newest first."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    pieces = Listing.objects.sold_by(request.user).for_cards().with_stock()
    pieces = with_line(pieces)
    page = Paginator(pieces.order_by("-pk"), PER_PAGE)
    context = {"shop": shop, "page": page.get_page(request.GET.get("page"))}
    return show(request, "listings/mine.html#listings", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: MemberRequest) -> HttpResponse:
    """A new piece, first as a draft; its photos come next."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    editor = Editor(shop, sent=request.POST if request.method == "POST" else None)
    if not editor.is_valid():
        return show(request, "listings/add.html#listing", {"shop": shop}, form=editor)
    details, options = editor.read()
    listing = catalogue.draft(shop, details=details, options=options)
    messages.success(request, _("The draft is saved. Now add photos and publish it."))
    return go_on(request, "listings:edit", listing.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """What is said of a piece, its options, prices and stock."""
    listing = own_listing(request, slug)
    sent = request.POST if request.method == "POST" else None
    editor = Editor(listing.shop, listing, sent)
    if not editor.is_valid():
        context = around(listing)
        return show(request, "listings/edit.html#listing", context, form=editor)
    details, options = editor.read()
    catalogue.revise(listing, details=details, options=options)
    if not request.htmx:
        messages.success(request, _("Saved."))
        return redirect("listings:edit", slug)
    fresh = Editor(listing.shop, listing)
    context = around(listing) | {"saved": True}
    return show(request, "listings/edit.html#listing", context, form=fresh)


@require_POST
@login_required
def readdress(request: MemberRequest, slug: str) -> HttpResponse:
    """Its address follows its title."""
    listing = own_listing(request, slug)
    catalogue.readdress(listing)
    messages.success(request, _("The address says the title of today now."))
    return redirect("listings:edit", listing.slug)


@require_POST
@login_required
def publish(request: MemberRequest, slug: str) -> HttpResponse:
    """Show it to buyers."""
    listing = own_listing(request, slug)
    catalogue.publish(listing)
    return _turned(
        request, listing, _("“%(title)s” is for sale.") % {"title": listing.title}
    )


@require_POST
@login_required
def pause(request: MemberRequest, slug: str) -> HttpResponse:
    """Show it to nobody for a while."""
    listing = own_listing(request, slug)
    catalogue.pause(listing)
    return _turned(
        request, listing, _("“%(title)s” is paused.") % {"title": listing.title}
    )


@require_POST
@login_required
def remove(request: MemberRequest, slug: str) -> HttpResponse:
    """Out of the shop for good."""
    listing = own_listing(request, slug)
    catalogue.remove(listing)
    messages.success(request, _("“%(title)s” is removed.") % {"title": listing.title})
    return go_on(request, "listings:mine")


def own_listing(request: MemberRequest, slug: str) -> Listing:
    """One of this maker's, or 404."""
    mine = Listing.objects.sold_by(request.user)
    parts = ("shop", "category", "shipping_profile")
    # Also by an old address: a tab that was open before is not lost.
    rows = with_line(mine.select_related(*parts))
    return get_object_or_404(rows, slugs__slug=slug)


def around(listing: Listing, words: WordsForm | None = None) -> dict[str, Any]:
    """What stands on the page beside the form: state, what is missing, photos."""
    photos = list(listing.photos.all())
    words = words or WordsForm(photos)
    return {
        "listing": listing,
        "shop": listing.shop,
        "missing": catalogue.what_is_missing(listing),
        "photos": [
            (photo, words[name])
            for photo in photos
            if (name := f"alt-{photo.code}") in words.fields
        ],
        "preparing": sum(photo.develop_at is not None for photo in photos),
        "photos_form": PhotosForm(),
        "in_line": getattr(listing, "in_line", 0),
        "expect_form": ExpectForm(initial={"back_on": listing.back_on}),
    }


def _turned(request: MemberRequest, listing: Listing, words: str) -> HttpResponse:
    if request.htmx:
        return show(request, "listings/edit.html#state", around(listing))
    messages.success(request, words)
    return redirect("listings:edit", listing.slug)
