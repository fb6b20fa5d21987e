"""A buyer's orders: the list, the page of one, and what can be done about it there."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import countries
from accounts.models import User
from marketplace.errors import Refused
from marketplace.http import Request
from marketplace.money import format_money
from orders import access, arriving, lifecycle, promising, thread
from orders.answers import answers, is_overdue
from orders.facts import zone_of_buyer
from orders.forms import CancelForm
from orders.http import SeeOther, member, placed_here, private, turn_away
from orders.models import Order, Promise, Shipment, ShipmentLine
from orders.steps import Role, lock, possible
from orders.story import story
from payments.models import Refund

PER_PAGE = 20


@private
@require_safe
def bought(request: Request) -> HttpResponse:
    """Every order of mine, the newest first."""
    mine = access.orders_of(request)
    if member(request) is None and not mine.exists():
        return turn_away(request, request.path)
    rows = mine.for_rows().prefetch_related("shipments").order_by("-paid_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    cards = [
        {
            "order": order,
            "thread": thread.thread(order),
            "state": _state(order),
            "when": answers(order)[2],
        }
        for order in page
    ]
    context = {"page": page, "cards": cards}
    return render(request, "orders/bought.html", context)


@private
@require_safe
def detail(request: Request, number: str) -> HttpResponse:
    """Received? Happening? When? And what can be done now."""
    order = _mine(request).filter(number=number).first()
    return _show(request, order) if order else turn_away(request, request.path)


@private
@require_POST
@transaction.atomic
def wait(request: Request, number: str) -> HttpResponse:
    """The buyer has read of the delay, and will wait."""
    order = access.orders_of(request).filter(number=number).first()
    if order is None:
        return turn_away(request, reverse("orders:detail", args=[number]))
    order = lock(order)
    _refuse_unless_shown(request.POST.get("promise"), order.promise_number)
    promising.wait(order, by=_buyer(request, order))
    messages.success(request, f"Thank you. {order.shop.maker_name} will be glad.")
    return _changed(request, order)


@private
@require_POST
@transaction.atomic
def cancel(request: Request, number: str) -> HttpResponse:
    """The buyer does not want it any more; the money goes back."""
    order = access.orders_of(request).filter(number=number).first()
    if order is None:
        return turn_away(request, reverse("orders:detail", args=[number]))
    order = lock(order)
    _refuse_unless_shown(request.POST.get("refund"), order.cancel_refund_cents)
    form = CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    by = _buyer(request, order)
    event = lifecycle.cancel(order, by=by, reason=reason, role=Role.BUYER)
    back = format_money(event.details["refund_cents"], order.currency)
    messages.success(request, f"It is cancelled. {back} goes back to your card.")
    return _changed(request, order)


@private
@require_POST
def received(request: Request, number: str, parcel: int) -> HttpResponse:
    """A parcel is in the buyer's hands."""
    order = access.orders_of(request).filter(number=number).first()
    if order is None:
        return turn_away(request, reverse("orders:detail", args=[number]))
    shipment = get_object_or_404(order.shipments, number=parcel)
    by = _buyer(request, order)
    arriving.deliver(order, by=by, shipment=shipment, role=Role.BUYER)
    messages.success(request, "Good that it is with you.")
    return _changed(request, order)


def _refuse_unless_shown(shown: str | None, now: int) -> None:
    """A new date is not agreed to, and less money not taken back, unseen."""
    if shown is not None and shown != str(now):
        raise Refused("This order has just changed. Look again, then decide.")


def _mine(request: Request) -> QuerySet[Order]:
    """My orders with everything that the page of one shows."""
    contents = ShipmentLine.objects.select_related("line")
    parcels = Shipment.objects.prefetch_related(Prefetch("lines", contents))
    return (
        access.orders_of(request)
        .select_related("checkout__buyer", "shop__owner")
        .prefetch_related(
            "lines",
            Prefetch("shipments", parcels),
            "promises",
            "events",
            "withdrawals",
        )
    )


def _show(request: Request, order: Order) -> HttpResponse:
    is_own = _buyer(request, order) is not None or placed_here(request, order.checkout)
    may = possible(order, Role.BUYER)
    context = {
        "order": order,
        "answers": answers(order),
        "thread": thread.thread(order),
        "state": _state(order),
        "story": story(order),
        "steps": may,
        "asked": "waiting" in may and _answer(order) != Promise.Answer.WAITING,
        "zone": zone_of_buyer(order).key,
        "refund_cents": order.cancel_refund_cents,
        "refunds": Refund.objects.filter(order_number=order.number).order_by("pk"),
        "left_to_ship": [line for line in order.lines.all() if line.left_to_ship],
        "pieces": sum(line.quantity for line in order.lines.all()),
        "address": _address(order, is_own),
        "is_own": is_own,
    }
    part = "#order" if request.htmx else ""
    return render(request, f"orders/detail.html{part}", context)


def _state(order: Order) -> str:
    """How the promise stands to whoever waits for it: to arrive late is late, too."""
    return "late" if is_overdue(order) else thread.promise_state(order)


def _answer(order: Order) -> str:
    """What the buyer has said to the date in force."""
    return next((p.answer for p in reversed(order.promises.all())), "")


def _changed(request: Request, order: Order) -> HttpResponse:
    if request.htmx:
        return _show(request, _mine(request).get(pk=order.pk))
    return SeeOther(order.get_absolute_url())


def _buyer(request: Request, order: Order) -> User | None:
    """The member who bought it; a guest, or whoever has the key, is nobody by name."""
    user = member(request)
    return user if user and user.pk == order.checkout.buyer_id else None


def _address(order: Order, is_own: bool) -> list[str]:
    """Where it goes; in short for whoever only has the key, which may be forwarded."""
    to = order.checkout
    if is_own:
        return countries.lines(to)
    return [f"{to.name[:1]}…", f"{to.city or '…'}, {countries.name(to.country)}"]
