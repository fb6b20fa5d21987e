"""What a buyer answers, asks and says on the page of an order. Nothing of it happens
by opening an address, and nothing to what was not shown."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from marketplace.errors import Refused
from marketplace.http import Request
from marketplace.money import format_money
from orders import arriving, changing, lifecycle, promising, talking
from orders.forms import CancelForm
from orders.lifecycle import ALL_THAT_IS_LEFT, Cancelling
from orders.models import Order
from orders.order_forms import AskForm, DeliveryNoteForm, MissingForm
from orders.plan import plan_of
from orders.steps import Role, lock
from orders.views.bought_order import (
    buyer,
    changed,
    mine,
    promises_shown,
    refuse_unless_shown,
    show,
    step,
)


@step
@transaction.atomic
def wait(request: Request, order: Order) -> HttpResponse:
    """The buyer has read of the delay, and will wait."""
    order = lock(order)
    refuse_unless_shown(request.POST.get("promise"), promises_shown(plan_of(order)))
    promising.wait(order, by=buyer(request, order))
    messages.success(
        request,
        _("Thank you. %(maker)s will be glad.") % {"maker": order.shop.maker_name},
    )
    return changed(request, order)


@step
@transaction.atomic
def cancel(request: Request, order: Order) -> HttpResponse:
    """The buyer does not want it any more, or not what is late; the money goes back."""
    order = lock(order)
    what = request.POST.get("what", "all")
    way = next((one for one in plan_of(order).cancels if one.what == what), None)
    if way is not None:
        refuse_unless_shown(request.POST.get(f"refund_{what}"), way.cents)
    if way is None and what != "all":
        raise Refused(_("This order has just changed. Look again, then decide."))
    codes = (
        [line.code for line, _count in way.pieces] if way and what == "late" else None
    )
    form = CancelForm(request.POST)
    event = lifecycle.cancel(
        order,
        by=buyer(request, order),
        reason=form.cleaned_data["reason"] if form.is_valid() else "",
        role=Role.BUYER,
        cancelling=Cancelling(lines=codes) if codes else ALL_THAT_IS_LEFT,
    )
    back = format_money(event.details["refund_cents"], order.currency)
    messages.success(
        request, _("It is cancelled. %(sum)s goes back to your card.") % {"sum": back}
    )
    return changed(request, order)


@step
def received(request: Request, order: Order, parcel: int) -> HttpResponse:
    """A parcel is in the buyer's hands."""
    shipment = get_object_or_404(order.shipments, number=parcel)
    by = buyer(request, order)
    arriving.deliver(order, by=by, shipment=shipment, role=Role.BUYER)
    messages.success(request, _("Good that it is with you."))
    return changed(request, order)


@step
def missing(request: Request, order: Order, parcel: int) -> HttpResponse:
    """A parcel is not here: it is looked for from now on."""
    shipment = get_object_or_404(order.shipments, number=parcel)
    form = MissingForm(request.POST)
    if not form.is_valid():
        raise Refused(_("At most 500 characters fit into the line about it."))
    note = form.cleaned_data["note"]
    by = buyer(request, order)
    arriving.report_missing(order, by=by, shipment=shipment, note=note)
    maker = order.shop.maker_name
    messages.success(
        request,
        _("Thank you for telling us. %(maker)s looks for it now.") % {"maker": maker},
    )
    return changed(request, order)


@step
def patient(request: Request, order: Order, parcel: int) -> HttpResponse:
    """A week more for a parcel that is not here."""
    shipment = get_object_or_404(order.shipments, number=parcel)
    promising.wait(order, by=buyer(request, order), shipment=shipment)
    messages.success(request, _("Thank you for waiting. Below stands until when."))
    return changed(request, order)


@step
def well(request: Request, order: Order) -> HttpResponse:
    """All is well, and the order is closed."""
    arriving.all_good(order, by=buyer(request, order))
    maker = order.shop.maker_name
    messages.success(
        request, _("Good to hear. %(maker)s will be glad.") % {"maker": maker}
    )
    return changed(request, order)


@step
def ask(request: Request, order: Order) -> HttpResponse:
    """A question to the maker; what was typed stays when it cannot be sent."""
    form = AskForm(request.POST, auto_id="ask_%s")
    if not form.is_valid():
        order = mine(request).get(pk=order.pk)
        return show(request, order, status=422, ask_form=form, do="write")
    talking.ask(order, by=buyer(request, order), note=form.cleaned_data["note"])
    messages.success(
        request, _("It is with %(maker)s now.") % {"maker": order.shop.maker_name}
    )
    return changed(request, order)


@step
def note(request: Request, order: Order) -> HttpResponse:
    """Another word for the carrier."""
    form = DeliveryNoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        order = mine(request).get(pk=order.pk)
        return show(request, order, status=422, note_form=form, do="note")
    words = form.cleaned_data["delivery_note"]
    changing.note_delivery(order, by=buyer(request, order), note=words)
    messages.success(request, _("The note is on every label that is still to print."))
    return changed(request, order)
