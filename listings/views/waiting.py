"""The line for a sold-out piece: joining it, one's own place, and its maker's word."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import MemberRequest, member
from accounts.models import User
from listings import keys, waitlist
from listings.asking_forms import ExpectForm, WaitForm
from listings.http import hidden, not_too_often
from listings.models import Listing, Place
from listings.views.selling import own_listing
from marketplace.errors import Refused
from marketplace.http import Request
from shops.pages import show


@require_POST
def wait(request: Request, slug: str) -> HttpResponse:
    """A place in line: at once for a member, by a link for a guest."""
    rows = Listing.objects.shown().select_related("shop", "shipping_profile")
    listing = get_object_or_404(rows, slug=slug)
    user = member(request)
    form = WaitForm(request.POST, user=user)
    context: dict[str, Any] = {"listing": listing, "wait_form": form}
    if not form.is_valid():
        return show(request, "listings/wait.html#wait", context, form=form)
    not_too_often(request, "wait", form.reader.email)
    code = form.cleaned_data["variant"]
    variant = listing.variants.offered().filter(code=code).first() if code else None
    joined = waitlist.join(listing, form.reader, variant=variant)
    if request.htmx:
        context |= {"place": joined}
        return render(request, "listings/wait.html#wait", context)
    messages.success(request, _said(joined, user))
    return redirect(f"{listing.get_absolute_url()}#wait")


def _said(place: Place, user: User | None) -> str:
    if user is not None:
        return _("You are in line. We write to %(email)s.") % {"email": place.email}
    return _("Almost: we have written to you. The link in that email opens your place.")


@hidden
@require_safe
def place(request: Request, key: str) -> HttpResponse:
    """One's own place, opened by the link of an email. Looking changes nothing."""
    return render(request, "listings/place.html", {"place": _of(key), "key": key})


@hidden
@require_POST
def confirm(request: Request, key: str) -> HttpResponse:
    """The address is theirs, and they do want to wait."""
    waitlist.confirm(_of(key))
    return redirect("listings:place", key)


@csrf_exempt
@hidden
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Request, key: str) -> HttpResponse:
    """Out of the line. Mail programs press the button themselves (RFC 8058)."""
    mine = _of(key)
    if request.method != "POST":
        return render(request, "listings/place.html", {"place": mine, "key": key})
    waitlist.leave(mine)
    return redirect("listings:place", key)


@require_POST
@login_required
def leave_own(request: MemberRequest, slug: str) -> HttpResponse:
    """A member leaves the line on the piece's page."""
    listing = get_object_or_404(Listing.objects.shown(), slug=slug)
    for mine in Place.objects.filter(listing=listing).live().of(request.user):
        waitlist.leave(mine, by=request.user)
    messages.success(request, _("You wait for it no more."))
    return redirect(listing)


@require_POST
@login_required
def expect(request: MemberRequest, slug: str) -> HttpResponse:
    """Around when its maker thinks it is back."""
    listing = own_listing(request, slug)
    form = ExpectForm(request.POST)
    if not form.is_valid():
        raise Refused(next(iter(form.errors.values()))[0])
    waitlist.expect(listing, form.cleaned_data["back_on"])
    messages.success(request, _("Saved. Whoever waits for it hears of the day."))
    return redirect("listings:edit", slug)


def _of(key: str) -> Place:
    """The place that this key opens, or 404."""
    rows = Place.objects.select_related("listing__shop", "variant")
    found = keys.find(rows.prefetch_related("listing__photos"), key)
    if found is None:
        raise Http404
    return found
