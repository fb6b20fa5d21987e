"""Shipping profiles and rates."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import MemberRequest
from shops import profiles
from shops.forms import ProfileForm, RateForm
from shops.models import ShippingProfile, ShippingRate, Shop
from shops.pages import go_on, sent, show


@require_safe
@login_required
def shipping(request: MemberRequest) -> HttpResponse:
    """All profiles with their rates."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    return show(request, "shops/shipping.html#profiles", _all_of(shop))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_profile(request: MemberRequest) -> HttpResponse:
    """One more profile; its rates come next."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    profile = ShippingProfile(shop=shop)
    form = ProfileForm(**sent(request), profile=profile)
    if form.is_bound and form.is_valid():
        added = profiles.add_profile(shop, **form.cleaned_data)
        messages.success(
            request,
            _("“%(name)s” is there. Now say where it goes.") % {"name": added.name},
        )
        return go_on(request, "shops:add-rate", added.code)
    return show(request, "shops/profile.html#profile", {"shop": shop}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: MemberRequest, code: str) -> HttpResponse:
    """A profile's name and days."""
    found = _profile(request, code)
    form = ProfileForm(**sent(request), profile=found)
    if form.is_bound and form.is_valid():
        profiles.edit_profile(found, **form.cleaned_data)
        return _saved(request)
    context = {"shop": found.shop, "profile": found}
    return show(request, "shops/profile.html#profile", context, form=form)


@require_POST
@login_required
def make_default(request: MemberRequest, code: str) -> HttpResponse:
    """The profile that new pieces get."""
    found = _profile(request, code)
    profiles.make_default(found)
    return _listed(request, found.shop)


@require_POST
@login_required
def delete_profile(request: MemberRequest, code: str) -> HttpResponse:
    """Gone, if nothing uses it."""
    found = _profile(request, code)
    profiles.delete_profile(found)
    return _listed(request, found.shop)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_rate(request: MemberRequest, code: str) -> HttpResponse:
    """One more place or way."""
    found = _profile(request, code)
    form = RateForm(**sent(request), rate=ShippingRate(profile=found))
    if form.is_bound and form.is_valid():
        profiles.add_rate(found, facts=form.cleaned_data)
        return _saved(request)
    context = {"shop": found.shop, "profile": found}
    return show(request, "shops/rate.html#rate", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rate(request: MemberRequest, code: str) -> HttpResponse:
    """A rate's place, price and days."""
    found = _rate(request, code)
    form = RateForm(**sent(request), rate=found)
    if form.is_bound and form.is_valid():
        profiles.edit_rate(found, facts=form.cleaned_data)
        return _saved(request)
    context = {"profile": found.profile, "rate": found}
    return show(request, "shops/rate.html#rate", context, form=form)


@require_POST
@login_required
def delete_rate(request: MemberRequest, code: str) -> HttpResponse:
    """Gone, if the profile keeps another."""
    found = _rate(request, code)
    profiles.delete_rate(found)
    return _listed(request, found.profile.shop)


def _profile(request: MemberRequest, code: str) -> ShippingProfile:
    mine = ShippingProfile.objects.filter(shop__owner=request.user)
    return get_object_or_404(mine.select_related("shop"), code=code)


def _rate(request: MemberRequest, code: str) -> ShippingRate:
    mine = ShippingRate.objects.filter(profile__shop__owner=request.user)
    return get_object_or_404(mine.select_related("profile__shop"), code=code)


def _listed(request: MemberRequest, shop: Shop) -> HttpResponse:
    """All profiles as they are now, where they stand on the page."""
    if not request.htmx:
        return redirect("shops:shipping")
    return show(request, "shops/shipping.html#profiles", _all_of(shop))


def _all_of(shop: Shop) -> dict[str, Any]:
    profiles = shop.shipping_profiles.prefetch_related("rates")
    return {"shop": shop, "profiles": profiles}


def _saved(request: MemberRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return go_on(request, "shops:shipping")
