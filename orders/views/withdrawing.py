"""Withdrawing from the contract, in two steps: say from what, then confirm it
(2011/83/EU, art. 11a). Guests may, with the link from their email."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.http import Request, private
from orders import access, withdrawing
from orders.http import SeeOther, turn_away
from orders.models import Order
from orders.order_forms import WithdrawForm
from orders.plan import Pieces, owed_for
from orders.steps import Kind, Role, lock, refuse_unless
from orders.views.bought_order import buyer, mine


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, number: str) -> HttpResponse:
    """From what, and by whom; then once more to confirm it."""
    order = mine(request).filter(number=number).first()
    if order is None:
        return turn_away(request, request.path)
    refuse_unless(order, Kind.WITHDRAWN, Role.BUYER)
    if request.method != "POST":
        form = WithdrawForm(order=order, initial=_known(request, order))
        return _show(request, order, form)
    form = WithdrawForm(request.POST, order=order)
    if not form.is_valid():
        return _show(request, order, form, status=422)
    if "change" in request.POST:
        return _show(request, order, form)
    if "confirm" not in request.POST:
        return _confirm(request, order, form)
    return _withdraw(request, order, form)


@transaction.atomic
def _withdraw(request: Request, order: Order, form: WithdrawForm) -> HttpResponse:
    """Held while it is compared: of two clicks the second finds another version."""
    by, held = buyer(request, order), lock(order)
    if request.POST.get("version") != str(held.version):
        now = mine(request).get(pk=order.pk)
        refuse_unless(now, Kind.WITHDRAWN, Role.BUYER)
        form = WithdrawForm(request.POST, order=now)
        if not form.is_valid():
            return _show(request, now, form, status=422)
        return _confirm(request, now, form, has_changed=True)
    withdrawing.withdraw(held, by=by, statement=form.statement)
    said = _("You have withdrawn. The confirmation goes to %(email)s.") % {
        "email": form.cleaned_data["email"]
    }
    messages.success(request, said)
    return SeeOther(order.get_absolute_url())


def _show(
    request: Request, order: Order, form: WithdrawForm, status: int = 200
) -> HttpResponse:
    context = _context(order, form)
    return render(request, "orders/withdraw.html", context, status=status)


def _confirm(
    request: Request, order: Order, form: WithdrawForm, *, has_changed: bool = False
) -> HttpResponse:
    """Not withdrawn yet: what it would mean, and the button."""
    at_once: Pieces = []
    later: Pieces = []
    for line, quantity in form.chosen.items():
        unposted = min(quantity, line.left_to_ship)
        at_once += [(line, unposted)] if unposted else []
        later += [(line, quantity - unposted)] if quantity > unposted else []
    both = owed_for(order, [(line, n) for line, n in form.chosen.items()])
    now_cents = owed_for(order, at_once) if at_once else 0
    context = _context(order, form) | {
        "has_changed": has_changed,
        "at_once": at_once,
        "later": later,
        "now_cents": now_cents,
        "later_cents": both - now_cents,
    }
    status = 409 if has_changed else 200
    return render(request, "orders/withdraw_confirm.html", context, status=status)


def _context(order: Order, form: WithdrawForm) -> dict[str, Any]:
    lines = order.lines.all()
    exempt = [line for line in lines if not line.withdrawable]
    return {"order": order, "form": form, "exempt": exempt}


def _known(request: Request, order: Order) -> dict[str, str]:
    """Nothing of the buyer's is told to whoever only has the link."""
    if not access.is_own(request, order):
        return {}
    return {"name": order.checkout.name, "email": order.checkout.email}
