"""Gifts: what the buyer says of one, the card to hand on, and the page for whoever it
is for. That page shows no price, no order number, no address and nothing to press."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.errors import Refused
from marketplace.http import Request, private
from orders import access, changing, scannable
from orders.gift_forms import GiftForm
from orders.http import turn_away
from orders.models import Order
from orders.story import making
from orders.thread import gift_thread
from orders.views.bought_order import buyer, changed, is_secret, mine, show, step


@step
def change_gift(request: Request, order: Order) -> HttpResponse:
    """Other words to go with it, or another day."""
    form = GiftForm(request.POST, auto_id="gift_%s")
    if not form.is_valid():
        order = mine(request).get(pk=order.pk)
        return show(request, order, status=422, gift_form=form, do="gift")
    changing.change_gift(
        order,
        by=buyer(request, order),
        message=form.cleaned_data["gift_message"],
        secret_until=form.cleaned_data["gift_secret_until"],
    )
    messages.success(request, _("It is written down, and goes with the gift."))
    return changed(request, order)


@private
@require_safe
def gift_card(request: Request, number: str) -> HttpResponse:
    """A card to print, with the words and the link; only for the buyer themselves."""
    order = mine(request).filter(number=number).first()
    if order is None:
        return turn_away(request, request.path)
    if not order.checkout.is_gift:
        raise Refused(_("This order is not a gift."))
    link = access.gift_link(order)
    code = scannable.picture(link)
    context = {"order": order, "gift_link": link, "gift_code": code}
    return render(request, "orders/gift_card.html", context)


@private
@require_safe
def gift(request: Request, name: str) -> HttpResponse:
    """For whoever it is for: closed until its day, then all but the price."""
    order = _given(request, name)
    if order is None:
        return render(request, "orders/key_unknown.html", status=404)
    until = order.checkout.gift_secret_until
    if is_secret(order):
        return render(request, "orders/gift_closed.html", {"until": until})
    context = {
        "order": order,
        "message": order.checkout.gift_message,
        "pieces": [
            (line, line.quantity - line.cancelled_quantity)
            for line in order.lines.all()
            if line.quantity > line.cancelled_quantity
        ],
        "making": making(order),
        "thread": gift_thread(order),
        "is_coming": order.state != Order.State.CANCELLED,
    }
    return render(request, "orders/gift.html", context)


def _given(request: Request, name: str) -> Order | None:
    """The order that this browser has opened as a gift, under the gift's own name."""
    gifts = access.gifts_of(request, name).select_related("checkout", "shop")
    return gifts.prefetch_related("lines", "shipments", "events").first()
