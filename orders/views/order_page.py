"""A buyer's orders: the list, and the page of one."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import member
from marketplace.http import Request, private
from orders import thread
from orders.answers import answers
from orders.http import turn_away
from orders.plan import plan_of
from orders.turn import turns
from orders.views.bought_order import mine, show, state_of

PER_PAGE = 20


@private
@require_safe
def bought(request: Request) -> HttpResponse:
    """Every order of mine, the newest first, with what happens next."""
    orders = mine(request).order_by("-paid_at", "-pk")
    if member(request) is None and not orders.exists():
        return turn_away(request, request.path)
    page = Paginator(orders, PER_PAGE).get_page(request.GET.get("page"))
    plans = [plan_of(order) for order in page]
    cards = [
        {
            "order": plan.order,
            "thread": thread.thread(plan.order),
            "state": state_of(plan.order),
            "when": answers(plan)[2],
            "turn": turns(plan)[0],
            "yes": next(iter(plan.awaiting_yes), None),
            "zone": plan.facts.buyer_zone.key,
        }
        for plan in plans
    ]
    return render(request, "orders/bought.html", {"page": page, "cards": cards})


@private
@require_safe
def detail(request: Request, number: str) -> HttpResponse:
    """Received? Happening? When? And what can be done now."""
    order = mine(request).filter(number=number).first()
    return show(request, order) if order else turn_away(request, request.path)
