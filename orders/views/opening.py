"""From a link in an email to the page it opens, and from a guest's order to a member's:
the addresses that know of keys."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import member
from marketplace.http import Request, private
from orders import access
from orders.http import SeeOther, turn_away
from orders.models import AccessKey

#: What a link may say besides its key: which button, and of which parcel.
ASKED = ("do", "parcel")


@private
@require_safe
def open_with_key(request: Request, key: str) -> HttpResponse:
    """From the email without a login: the key stays out of the page's address."""
    if request.method == "HEAD":
        return HttpResponse()
    found = access.remember(request, key)
    if found is None:
        return render(request, "orders/key_unknown.html", status=404)
    response = SeeOther(_page(request, found))
    # Nothing is told of where one came from. On a page this would cost its forms their
    # origin, and with it the check against forgery: there the site's own policy names
    # no page of ours to anybody else.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(request: Request, key: AccessKey) -> str:
    """What the key opens, and there the button that the link is about."""
    if key.purpose == AccessKey.Purpose.RECIPIENT:
        return reverse("orders:gift", args=[access.gift_name(key)])
    doing = {name: request.GET[name] for name in ASKED if name in request.GET}
    page = reverse("orders:detail", args=[key.order.number])
    return f"{page}?{urlencode(doing)}" if doing else page


@private
@require_POST
def claim(request: Request, number: str) -> HttpResponse:
    """A guest's order joins the orders of the member who made it."""
    page = reverse("orders:detail", args=[number])
    order = access.orders_of(request).filter(number=number).first()
    user = member(request)
    if order is None or user is None:
        return turn_away(request, page)
    access.claim(order, by=user)
    messages.success(
        request,
        _(
            "It is among your orders now. The links in earlier emails no longer open"
            " it; the next email has a new one."
        ),
    )
    return SeeOther(page)
