"""How a maker's step finds her order, and how its answer is shown: as a row on Today,
as the order's own page, or as a redirect to where the step was taken."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import MemberRequest
from marketplace.errors import Refused
from orders import workbench
from orders.http import SeeOther
from orders.models import Order
from orders.sale import Sale, with_all
from orders.step_form import StepForm
from orders.steps import Kind, Role, lock, refuse_unless


def own(request: MemberRequest, number: str) -> Order:
    """The maker's order; anybody else's is not there."""
    return get_object_or_404(Order.objects.sold_by(request.user), number=number)


def as_seen(request: MemberRequest, number: str, *kinds: Kind) -> Order:
    """The maker's order, locked, if the step is possible and nothing has changed since
    the page was made: a second click of a part shipment must not ship another part."""
    order = lock(own(request, number))
    kind = kinds[-1] if order.state == Order.State.PART_SHIPPED else kinds[0]
    refuse_unless(order, kind, Role.MAKER)
    if request.POST.get("version", str(order.version)) != str(order.version):
        raise Refused(_("This order has just changed. Look again, then decide."))
    return order


def mend(request: MemberRequest, order: Order, form: StepForm) -> HttpResponse:
    """The form again, with what was typed and what to mend."""
    form.focus()
    if _is_row(request, order):
        task = workbench.task(_row(order), {form.step: form})
        return render(request, "orders/today.html#row", {"task": task}, status=422)
    page = "orders/sale.html#order" if request.htmx else "orders/sale.html"
    order = with_all(Order.objects.all()).get(pk=order.pk)
    context = {"sale": Sale(order, {form.step: form})}
    return render(request, page, context, status=422)


def done(request: MemberRequest, order: Order, said: str) -> HttpResponse:
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
    context = {
        "task": workbench.task(_row(order)),
        "said": said,
        "numbers": workbench.numbers(orders, order.shop),
        "week": workbench.week(orders, order.shop),
    }
    return render(request, "orders/today.html#answer", context)


def _row(order: Order) -> Order:
    return workbench.with_rows(Order.objects.all()).get(pk=order.pk)


def _is_row(request: MemberRequest, order: Order) -> bool:
    """Whether the step was taken on Today, where each order is a row."""
    return bool(request.htmx) and request.htmx.target == f"order-{order.number}"
