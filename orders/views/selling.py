"""The maker's pages: Today, the list of orders, one order; and the steps with it that
are neither about its day, nor a parcel, nor words."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import MemberRequest
from listings.models import Question
from orders import lifecycle, withdrawing, workbench
from orders.carriers import CARRIERS
from orders.lifecycle import Cancelling
from orders.models import Order
from orders.models.order import OPEN_STATES
from orders.sale import Sale, with_all
from orders.selling_forms import CancelForm, SearchForm
from orders.steps import Kind
from orders.talking_forms import AcknowledgeForm, StartForm
from orders.views.own_order import as_seen, done, mend
from shops.models import Shop

PER_PAGE = 25
#: So many questions about pieces stand on Today; all are on their own page.
ASKED = 5


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
    """One order: what to make and pack, for whom, by when. A link from an email may
    ask to see one of its forms open, and does nothing more."""
    orders = with_all(Order.objects.sold_by(request.user))
    order = get_object_or_404(orders, number=number)
    asked = request.GET.get("do") or request.GET.get("write", "")
    return render(request, "orders/sale.html", {"sale": Sale(order, asked=asked)})


@require_safe
@login_required
def record(request: MemberRequest) -> HttpResponse:
    """How the shop has kept its word, counted by the first date promised."""
    shop = get_object_or_404(Shop.objects.run_by(request.user))
    return render(request, "orders/record.html", {"shop": shop})


@require_POST
@login_required
@transaction.atomic
def acknowledge(request: MemberRequest, number: str) -> HttpResponse:
    """The maker has seen it, and says hello if she likes."""
    order = as_seen(request, number, Kind.ACKNOWLEDGED)
    form = AcknowledgeForm(order, request.POST)
    if not form.is_valid():
        return mend(request, order, form)
    lifecycle.acknowledge(order, by=request.user, note=form.cleaned_data["note"])
    return done(request, order, _("The buyer hears that you have seen the order."))


@require_POST
@login_required
@transaction.atomic
def start(request: MemberRequest, number: str) -> HttpResponse:
    """It is being made."""
    order = as_seen(request, number, Kind.STARTED)
    form = StartForm(order, request.POST)
    if not form.is_valid():
        return mend(request, order, form)
    lifecycle.start(order, by=request.user, note=form.cleaned_data["note"])
    return done(request, order, _("In the making: the buyer sees it on their page."))


@require_POST
@login_required
@transaction.atomic
def cancel_sale(request: MemberRequest, number: str) -> HttpResponse:
    """It will not be sent; the money goes back."""
    order = as_seen(request, number, Kind.CANCELLED, Kind.REST_CANCELLED)
    form = CancelForm(order, request.POST)
    if not form.is_valid():
        return mend(request, order, form)
    reason, restock = form.cleaned_data["reason"], form.cleaned_data["restock"]
    cancelling = Cancelling(restock=restock)
    lifecycle.cancel(order, by=request.user, reason=reason, cancelling=cancelling)
    return done(
        request, order, _("Cancelled. The money goes back to the buyer's card.")
    )


@require_POST
@login_required
@transaction.atomic
def take_back(request: MemberRequest, number: str, withdrawal: int) -> HttpResponse:
    """What was withdrawn is back on the maker's table; its money goes back."""
    order = as_seen(request, number, Kind.RETURNED)
    found = get_object_or_404(order.withdrawals, number=withdrawal)
    withdrawing.take_back(order, by=request.user, withdrawal=found)
    return done(request, order, _("It is back. The money is on its way to the buyer."))


def _bench(request: MemberRequest, shop: Shop) -> dict[str, object]:
    orders = Order.objects.sold_by(request.user)
    groups = workbench.groups(orders, shop)
    numbers = workbench.numbers(orders, shop)
    shown = [task for group in groups for task in group.tasks]
    to_ship = [task for task in shown if task.order.state in OPEN_STATES]
    return {
        "shop": shop,
        "groups": groups,
        "numbers": numbers,
        "week": workbench.week(orders, shop),
        "later": numbers["to_ship"] - len(to_ship),
        "carriers": list(CARRIERS),
        "asked": list(_asked(request)),
    }


def _asked(request: MemberRequest) -> QuerySet[Question]:
    """Who waits for an answer before buying, the longest wait first."""
    waiting = Question.objects.to_maker(request.user).unanswered()
    return waiting.select_related("listing__shop")[:ASKED]
