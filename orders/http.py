"""Who asks for a purchase or an order."""

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect

from accounts.http import member
from marketplace.http import Request
from orders.models import Checkout

CHECKOUTS = "checkouts"
#: A session remembers this many purchases, the newest.
REMEMBERED = 20


class SeeOther(HttpResponseRedirect):
    """Done; what came of it is to be fetched there."""

    status_code = 303


def remember_checkout(request: Request, checkout: Checkout) -> None:
    """The browser that placed it may see how it goes."""
    known = [n for n in request.session.get(CHECKOUTS, []) if n != checkout.number]
    request.session[CHECKOUTS] = [*known, checkout.number][-REMEMBERED:]


def placed_here(request: Request, checkout: Checkout) -> bool:
    """Whether it was placed in this very browser."""
    return checkout.number in request.session.get(CHECKOUTS, [])


def checkouts_of(request: Request) -> QuerySet[Checkout]:
    """Every purchase of this person: placed in this browser, or by their account."""
    mine = Q(number__in=request.session.get(CHECKOUTS, []))
    if (user := member(request)) is not None:
        mine |= Q(buyer=user)
    return Checkout.objects.filter(mine).select_related("payment", "basket")


def turn_away(request: Request, back_to: str) -> HttpResponse:
    """Not theirs: a member is told that there is nothing, a visitor may sign in."""
    if member(request) is not None:
        raise Http404
    return redirect_to_login(back_to)
