"""Opening a shop, changing it, closing it for a while."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import MemberRequest
from shops import opening, public_holidays, working
from shops.days_form import DaysForm
from shops.forms import OpenForm, ShopForm
from shops.models import Shop
from shops.pages import go_on, sent, show

#: So many coming holidays are shown.
TOLD = 8


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_shop(request: MemberRequest) -> HttpResponse:
    """Any member may open one; who has one is led to it."""
    user = request.user
    if request.method != "POST" and Shop.objects.run_by(user).exists():
        return redirect("shops:edit")
    first = {"maker_name": user.name, "time_zone": user.time_zone}
    form = OpenForm(**sent(request), initial=first)
    if form.is_bound and form.is_valid():
        shop = opening.open_shop(user, facts=form.cleaned_data)
        messages.success(
            request,
            _("%(name)s is open. Now list your first piece.") % {"name": shop.name},
        )
        return go_on(request, "listings:add")
    return show(request, "shops/open.html#shop", {}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest) -> HttpResponse:
    """What the shop says about itself."""
    shop = Shop.objects.run_by(request.user).first()
    if shop is None:
        return redirect("shops:open")
    form = ShopForm(**sent(request), shop=shop)
    if not (form.is_bound and form.is_valid()):
        return show(request, "shops/edit.html#shop", {"shop": shop}, form=form)
    opening.edit(shop, facts=form.cleaned_data)
    if request.htmx:
        context = {"shop": shop, "saved": True}
        return show(request, "shops/edit.html#shop", context, form=_fresh(shop))
    messages.success(request, _("Saved."))
    return redirect("shops:edit")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def days(request: MemberRequest) -> HttpResponse:
    """The days she works, and the holidays that are counted for her."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    form = DaysForm(**sent(request), shop=shop)
    if form.is_bound and form.is_valid():
        working.set_days(shop, facts=form.cleaned_data)
        messages.success(request, _("Saved. Every new date is counted so from now on."))
        return go_on(request, "shops:days")
    region = request.GET.get("region", shop.region)
    holidays = public_holidays.upcoming(shop.country, region, shop.today, TOLD)
    context = {"shop": shop, "holidays": holidays}
    part = "holidays" if request.htmx and request.method == "GET" else "days"
    return show(request, f"shops/days.html#{part}", context, form=form)


@require_POST
@login_required
def readdress(request: MemberRequest) -> HttpResponse:
    """Its address follows its name."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    opening.readdress(shop)
    messages.success(request, _("The address says the name of your shop now."))
    return redirect("shops:edit")


@require_POST
@login_required
def pause(request: MemberRequest) -> HttpResponse:
    """Close it for a while."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    opening.pause(shop)
    return _turned(request, shop, _("Your shop is closed to visitors."))


@require_POST
@login_required
def reopen(request: MemberRequest) -> HttpResponse:
    """Sell again."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    opening.reopen(shop)
    return _turned(request, shop, _("Your shop is open again."))


def _turned(request: MemberRequest, shop: Shop, words: str) -> HttpResponse:
    if request.htmx:
        return show(request, "shops/edit.html#door", {"shop": shop})
    messages.success(request, words)
    return redirect("shops:edit")


def _fresh(shop: Shop) -> ShopForm:
    """As stored, so that a picture just sent is shown as the one there is."""
    return ShopForm(shop=Shop.objects.get(pk=shop.pk))
