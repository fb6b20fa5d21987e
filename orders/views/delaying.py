"""When a day moves: of one order, of many at once; and a shop's break."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import MemberRequest
from orders import delays, promising
from orders.delay_forms import DelayForm, ReviseForm
from orders.delay_plan import Plan, seal, unseal
from orders.http import SeeOther
from orders.models import Order
from orders.steps import Kind
from orders.views.own_order import as_seen, done, mend, own
from shops import opening
from shops.models import Shop

#: One go moves so many orders, the first due first.
MOST = 200


@require_POST
@login_required
@transaction.atomic
def revise(request: MemberRequest, number: str) -> HttpResponse:
    """The maker needs more time, and says why."""
    order = as_seen(request, number, Kind.REVISED)
    form = ReviseForm(order, request.POST)
    if not form.is_valid():
        return mend(request, order, form)
    promising.revise(order, by=request.user, new=form.new_date())
    return done(request, order, _("The buyer hears of it now, in your words."))


@require_safe
@login_required
def revise_terms(request: MemberRequest, number: str) -> HttpResponse:
    """What the day that is being chosen asks of the buyer; changes nothing."""
    order = own(request, number)
    form = ReviseForm(order, request.GET)
    form.is_valid()
    context = {"form": form, "asks": form.asks(), "order": order}
    return render(request, "orders/sale_terms.html", context)


@require_safe
@login_required
def delay(request: MemberRequest) -> HttpResponse:
    """Life happened: which orders, by how much, and why."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    orders = _open_orders(shop)
    wanted = set(request.GET.getlist("order"))
    ticked = [o.number for o in orders if not wanted or o.number in wanted]
    first: dict[str, Any] = {"orders": ticked}
    if until := request.GET.get("until"):
        first |= {"how": "until", "until": until}
    form = DelayForm(shop, orders, initial=first)
    return render(request, "orders/delay.html", _page(request, shop, form))


@require_POST
@login_required
def delay_preview(request: MemberRequest) -> HttpResponse:
    """Who would hear what; changes nothing."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    form = DelayForm(shop, _open_orders(shop), data=request.POST)
    # "Change something" comes back with what was filled in.
    wrong = not form.is_valid()
    if wrong or "change" in request.POST:
        context, status = _page(request, shop, form), 422 if wrong else 200
        return render(request, "orders/delay.html", context, status=status)
    planned = delays.plan(form.chosen(), form.delay())
    told = [one for one in planned if one.moves]
    paused_until = form.cleaned_data["paused_until"]
    plan = Plan(
        request.user.pk,
        form.cleaned_data["reason"],
        paused_until,
        [(one.order.number, one.order.version, one.moves) for one in told],
    )
    context = _page(request, shop, form) | {
        "told": told,
        "left_out": [one for one in planned if not one.moves],
        "plan": seal(plan),
        "reason": plan.reason,
        "paused_until": paused_until,
        "sent": _sent(request),
    }
    return render(request, "orders/delay_preview.html", context)


@require_POST
@login_required
def delay_all(request: MemberRequest) -> HttpResponse:
    """Tell them: what was shown and nothing else, order by order."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    plan = unseal(request.POST.get("plan", ""), by=request.user.pk)
    if plan.paused_until:
        opening.pause_until(shop, plan.paused_until)
    numbers = [number for number, _, _ in plan.orders]
    rows = Order.objects.sold_by(request.user).for_rows()
    orders = rows.in_bulk(numbers, field_name="number")
    outcomes = [
        delays.carry_out(
            orders[number],
            by=request.user,
            version=version,
            moves=moves,
            reason=plan.reason,
        )
        for number, version, moves in plan.orders
    ]
    context = {"shop": shop, "outcomes": outcomes, "plan": plan}
    context |= {"told": [one for one in outcomes if one.was_told]}
    context |= {"back": _back(request.POST)}
    return render(request, "orders/delay_done.html", context)


@require_POST
@login_required
def take_orders(request: MemberRequest) -> HttpResponse:
    """New orders are welcome again."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    opening.pause_until(shop, None)
    return SeeOther(reverse("orders:today"))


def _open_orders(shop: Shop) -> list[Order]:
    orders = Order.objects.open().filter(shop=shop).for_rows()
    return list(orders.prefetch_related("promises").order_by("ship_by_at", "pk")[:MOST])


def _page(request: MemberRequest, shop: Shop, form: DelayForm) -> dict[str, Any]:
    values = request.POST if form.is_bound else request.GET
    most = MOST if len(form.by_number) == MOST else 0
    return {"shop": shop, "form": form, "back": _back(values), "most": most}


def _sent(request: MemberRequest) -> list[tuple[str, str]]:
    """What was filled in, to be changed."""
    kept = [name for name in request.POST if name not in ("csrfmiddlewaretoken",)]
    return [(n, value) for n in kept for value in request.POST.getlist(n)]


def _back(values: Any) -> dict[str, str]:
    """The break that she came from, to go on with."""
    days = {name: str(values.get(name, ""))[:10] for name in ("first", "last")}
    return days if all(days.values()) else {}
