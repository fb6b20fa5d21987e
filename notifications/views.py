"""The evidence of an order for whoever may have it: buyer, maker, operator."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.http import MemberRequest
from marketplace.http import Request, private
from notifications import evidence
from notifications.evidence import Copy
from orders import access
from orders.evidence import Reader, with_all
from orders.http import turn_away
from orders.models import Order

Writer = Callable[[Order, Copy], bytes]
#: The ending of the address → what is written, and what it is called.
FORMS: dict[str, tuple[Writer, str]] = {
    "pdf": (evidence.as_pdf, "application/pdf"),
    "json": (evidence.as_json, "application/json"),
}


@private
@require_safe
def of_order(request: Request, number: str, form: str) -> HttpResponse:
    """For the buyer: the emails to them, and nothing that is the maker's alone."""
    order = with_all(access.orders_of(request)).filter(number=number).first()
    if order is None:
        return turn_away(request, request.path)
    is_known = access.is_own(request, order)
    return _file(order, Copy(Reader.BUYER, is_known), form)


@require_safe
@login_required
def of_sale(request: MemberRequest, number: str, form: str) -> HttpResponse:
    """For the maker: all that her buyer was told, too."""
    orders = with_all(Order.objects.sold_by(request.user))
    order = get_object_or_404(orders, number=number)
    return _file(order, Copy(Reader.MAKER), form)


@require_safe
def of_case(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """For an operator, behind the admin's own door; see `urls`."""
    order = get_object_or_404(with_all(Order.objects.all()), number=number)
    return _file(order, Copy(Reader.OPERATOR), form)


def _file(order: Order, copy: Copy, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    write, kind = FORMS[form]
    response = HttpResponse(write(order, copy), content_type=kind)
    name = f"order-{order.number}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
