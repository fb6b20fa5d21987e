"""A maker's parcels: packed, posted, arrived, missed."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import MemberRequest
from orders import arriving, lifecycle
from orders.models import Order
from orders.parcel_forms import PackForm, ShipForm
from orders.steps import Kind
from orders.views.own_order import as_seen, done, mend


@require_POST
@login_required
@transaction.atomic
def ship(request: MemberRequest, number: str) -> HttpResponse:
    """A parcel has left the workshop."""
    order = as_seen(request, number, Kind.SHIPPED)
    form = ShipForm(order, request.POST)
    if not form.is_valid():
        return mend(request, order, form)
    lifecycle.ship(order, by=request.user, parcel=form.parcel())
    return done(request, order, f"On its way. The buyer gets an email.{_rest(order)}")


@require_POST
@login_required
@transaction.atomic
def pack(request: MemberRequest, number: str) -> HttpResponse:
    """The label is printed; the promise stands."""
    order = as_seen(request, number, Kind.PACKED)
    form = PackForm(order, request.POST)
    if not form.is_valid():
        return mend(request, order, form)
    lifecycle.pack(order, by=request.user, parcel=form.parcel())
    return done(request, order, _("Packed. Say so here when it is posted."))


@require_POST
@login_required
@transaction.atomic
def post(request: MemberRequest, number: str, parcel: int) -> HttpResponse:
    """A packed parcel has left the workshop."""
    order = as_seen(request, number, Kind.SHIPPED)
    shipment = get_object_or_404(order.shipments, number=parcel)
    lifecycle.post(order, by=request.user, shipment=shipment)
    return done(request, order, f"On its way. The buyer gets an email.{_rest(order)}")


@require_POST
@login_required
@transaction.atomic
def unpack(request: MemberRequest, number: str, parcel: int) -> HttpResponse:
    """What was packed and has not left is taken out again."""
    order = as_seen(request, number, Kind.UNPACKED)
    shipment = get_object_or_404(order.shipments, number=parcel)
    lifecycle.unpack(order, by=request.user, shipment=shipment)
    return done(request, order, _("Unpacked: its pieces are to be sent again."))


@require_POST
@login_required
@transaction.atomic
def delivered(request: MemberRequest, number: str, parcel: int) -> HttpResponse:
    """The carrier says that a parcel has arrived."""
    order = as_seen(request, number, Kind.DELIVERED)
    shipment = get_object_or_404(order.shipments, number=parcel)
    arriving.deliver(order, by=request.user, shipment=shipment)
    return done(
        request, order, _("Parcel %(parcel)s has arrived.") % {"parcel": parcel}
    )


@require_POST
@login_required
@transaction.atomic
def lose(request: MemberRequest, number: str, parcel: int) -> HttpResponse:
    """Nobody knows where a parcel is: its price goes back."""
    order = as_seen(request, number, Kind.LOST)
    shipment = get_object_or_404(order.shipments, number=parcel)
    arriving.lose(order, by=request.user, shipment=shipment)
    return done(
        request,
        order,
        _("Parcel %(parcel)s is refunded. The buyer hears of it.") % {"parcel": parcel},
    )


def _rest(order: Order) -> str:
    """What the buyer still waits for keeps its own promise."""
    left = any(line.left_to_ship for line in order.lines.order_by("pk"))
    return " The rest keeps its own day." if left else ""
