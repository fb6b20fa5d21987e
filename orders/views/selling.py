"""The maker's pages: Today, the list of orders, one order, and every step with it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.http import MemberRequest
from marketplace.errors import Refused
from orders import arriving, lifecycle, promising, workbench
from orders.carriers import CARRIERS
from orders.http import SeeOther
from orders.lifecycle import Cancelling
from orders.models import Order
from orders.models.order import OPEN_STATES
from orders.promising import NewDate
from orders.sale import Sale, with_all
from orders.selling_forms import (
    AcknowledgeForm,
    CancelForm,
    ReviseForm,
    SearchForm,
    ShipForm,
    StartForm,
    StepForm,
)
from orders.steps import Kind, Role, lock, refuse_unless
from shops.models import Shop

PER_PAGE = 25


@require_safe
@login_required
def today(request: MemberRequest) -> HttpResponse:
    """What needs the maker, what is due first first."""
    shop = Shop.objects.run_by(request.user).first()
    if shop is None:
        return render(request, "orders/today_without_shop.html")
    return render(request, "orders/today.html", _bench(request, shop))


@require_safe
@login_required
def sold(request: MemberRequest) -> HttpResponse:
    """Every order of the shop, narrowed by state, found by words."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    asked = request.GET.get("state", "")
    tab = asked if asked in workbench.TABS else "all" if words else "to-ship"
    orders = workbench.narrowed(Order.objects.sold_by(request.user), tab)
    if words:
        orders = workbench.matching(orders, words)
    page = Paginator(orders.for_rows(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tab": tab,
        "tabs": workbench.TABS,
        "words": words,
        "query": urlencode({"state": tab, "q": words}) + "&",
        "open_states": OPEN_STATES,
        "empty_title": workbench.EMPTY[tab],
    }
    return render(request, "orders/sold.html", context)


@require_safe
@login_required
def sale(request: MemberRequest, number: str) -> HttpResponse:
    """One order: what to make and pack, for whom, by when."""
    orders = with_all(Order.objects.sold_by(request.user))
    order = get_object_or_404(orders, number=number)
    return render(request, "orders/sale.html", {"sale": Sale(order)})


@require_POST
@login_required
@transaction.atomic
def acknowledge(request: MemberRequest, number: str) -> HttpResponse:
    """The maker has seen it, and says hello if she likes."""
    order = _as_seen(request, number, Kind.ACKNOWLEDGED)
    form = AcknowledgeForm(order, request.POST)
    if not form.is_valid():
        return _mend(request, order, form)
    lifecycle.acknowledge(order, by=request.user, note=form.cleaned_data["note"])
    return _done(request, order, "The buyer hears that you have seen the order.")


@require_POST
@login_required
@transaction.atomic
def start(request: MemberRequest, number: str) -> HttpResponse:
    """It is being made."""
    order = _as_seen(request, number, Kind.STARTED)
    form = StartForm(order, request.POST)
    if not form.is_valid():
        return _mend(request, order, form)
    lifecycle.start(order, by=request.user, note=form.cleaned_data["note"])
    return _done(request, order, "In the making: the buyer sees it on their page.")


@require_POST
@login_required
@transaction.atomic
def ship(request: MemberRequest, number: str) -> HttpResponse:
    """A parcel has left the workshop."""
    order = _as_seen(request, number, Kind.SHIPPED)
    form = ShipForm(order, request.POST)
    if not form.is_valid():
        return _mend(request, order, form)
    lifecycle.ship(order, by=request.user, parcel=form.parcel())
    return _done(request, order, "On its way. The buyer gets an email about it.")


@require_POST
@login_required
@transaction.atomic
def revise(request: MemberRequest, number: str) -> HttpResponse:
    """The maker needs more time, and says why."""
    order = _as_seen(request, number, Kind.REVISED)
    form = ReviseForm(order, request.POST)
    if not form.is_valid():
        return _mend(request, order, form)
    day, reason = form.cleaned_data["ship_by_on"], form.cleaned_data["reason"]
    promising.revise(order, by=request.user, new=NewDate(day, reason))
    return _done(request, order, "The buyer hears the new date now, in your words.")


@require_POST
@login_required
@transaction.atomic
def cancel_sale(request: MemberRequest, number: str) -> HttpResponse:
    """It will not be sent; the money goes back."""
    order = _as_seen(request, number, Kind.CANCELLED, Kind.REST_CANCELLED)
    form = CancelForm(order, request.POST)
    if not form.is_valid():
        return _mend(request, order, form)
    reason, restock = form.cleaned_data["reason"], form.cleaned_data["restock"]
    cancelling = Cancelling(restock=restock)
    lifecycle.cancel(order, by=request.user, reason=reason, cancelling=cancelling)
    return _done(request, order, "Cancelled. The money goes back to the buyer's card.")


@require_POST
@login_required
def delivered(request: MemberRequest, number: str, parcel: int) -> HttpResponse:
    """The carrier says that a parcel has arrived."""
    order = get_object_or_404(Order.objects.sold_by(request.user), number=number)
    shipment = get_object_or_404(order.shipments, number=parcel)
    arriving.deliver(order, by=request.user, shipment=shipment)
    return _done(request, order, f"Parcel {parcel} has arrived.")


def _as_seen(request: MemberRequest, number: str, *kinds: Kind) -> Order:
    """The maker's order, locked, if the step is possible and nothing has changed since
    the page was made: a second click of a part shipment must not ship another part."""
    order = get_object_or_404(Order.objects.sold_by(request.user), number=number)
    order = lock(order)
    kind = kinds[-1] if order.state == Order.State.PART_SHIPPED else kinds[0]
    refuse_unless(order, kind, Role.MAKER)
    if request.POST.get("version", str(order.version)) != str(order.version):
        raise Refused("This order has just changed. Look again, then decide.")
    return order


def _bench(request: MemberRequest, shop: Shop) -> dict[str, object]:
    orders = Order.objects.sold_by(request.user)
    groups = workbench.groups(orders, shop)
    numbers = workbench.numbers(orders, shop)
    return {
        "groups": groups,
        "numbers": numbers,
        "week": workbench.week(orders, shop),
        "later": numbers["to_ship"] - sum(len(group.tasks) for group in groups),
        "carriers": list(CARRIERS),
    }


def _mend(request: MemberRequest, order: Order, form: StepForm) -> HttpResponse:
    """The form again, with what was typed and what to mend."""
    form.focus()
    if _is_row(request, order):
        task = workbench.task(order, {form.step: form})
        return render(request, "orders/today.html#row", {"task": task}, status=422)
    page = "orders/sale.html#order" if request.htmx else "orders/sale.html"
    order = with_all(Order.objects.all()).get(pk=order.pk)
    context = {"sale": Sale(order, {form.step: form})}
    return render(request, page, context, status=422)


def _done(request: MemberRequest, order: Order, said: str) -> HttpResponse:
    """The part that htmx asked for; else back to the page the step was taken on."""
    if not request.htmx:
        messages.success(request, said)
        on_today = request.POST.get("back") == "today"
        page = reverse("orders:sale", args=[order.number])
        return SeeOther(reverse("orders:today") if on_today else page)
    if not _is_row(request, order):
        order = with_all(Order.objects.all()).get(pk=order.pk)
        shown = {"sale": Sale(order), "said": said}
        return render(request, "orders/sale.html#order", shown)
    orders = Order.objects.sold_by(request.user)
    order = orders.for_rows().prefetch_related("shipments", "promises").get(pk=order.pk)
    context = {
        "task": workbench.task(order),
        "said": said,
        "numbers": workbench.numbers(orders, order.shop),
        "week": workbench.week(orders, order.shop),
    }
    return render(request, "orders/today.html#answer", context)


def _is_row(request: MemberRequest, order: Order) -> bool:
    """Whether the step was taken on Today, where each order is a row."""
    return bool(request.htmx) and request.htmx.target == f"order-{order.number}"
