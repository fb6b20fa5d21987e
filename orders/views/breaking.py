"""A maker's breaks: taken, when nobody is left waiting, and taken back."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import MemberRequest
from marketplace.errors import Refused
from marketplace.templatetags.show import day
from orders import breaks
from orders.delay_forms import BreakForm
from orders.http import SeeOther
from shops import breaks as calendar_breaks
from shops.models import Shop


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_break(request: MemberRequest) -> HttpResponse:
    """Days away: not before every order that falls into them is dealt with."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in ("first", "last")}
        form = BreakForm(asked) if all(asked.values()) else BreakForm(initial=asked)
        return _show(request, shop, form)
    form = BreakForm(request.POST)
    if not form.is_valid():
        return _show(request, shop, form, status=422)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    try:
        breaks.take(shop, first, last)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, shop, form, status=422)
    messages.success(
        request,
        _("Your break is in the calendar: back after %(day)s.") % {"day": day(last)},
    )
    return SeeOther(reverse("orders:break"))


@require_POST
@login_required
def end_break(request: MemberRequest) -> HttpResponse:
    """It does not happen: its days can be worked on again."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    first = _date(request.POST.get("first", ""))
    if first is None:
        raise Refused(_("This break is not in your calendar any more."))
    calendar_breaks.remove(shop, first)
    messages.success(request, _("This break does not happen."))
    return SeeOther(reverse("orders:break"))


def _date(words: str) -> Any:
    try:
        return parse_date(words)
    except ValueError:
        return None


def _show(
    request: MemberRequest, shop: Shop, form: BreakForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"shop": shop, "form": form, "waiting": []}
    context["coming"] = [one for one in shop.days_away if one[1] >= shop.today]
    if form.is_bound and not form.has_error("first") and not form.has_error("last"):
        form.is_valid()
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        context["waiting"] = breaks.in_the_way(shop, first, last)
        context |= {"first": first, "last": last, "back_on": _back_on(shop, last)}
    return render(request, "orders/break.html", context, status=status)


def _back_on(shop: Shop, last: Any) -> Any:
    """A first day for what was moved: two working days after she is back."""
    return shop.working_week.working_days_after(last + timedelta(0), 2)
