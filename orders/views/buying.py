"""From the basket to the payment page and back: a buyer's road up to the order."""

import logging
from typing import Any

import stripe
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import countries
from accounts.http import member
from accounts.models import Address, User
from listings.models import Variant
from marketplace.errors import Refused
from marketplace.http import Request, private
from orders import access, agreement, placing, settling, thread
from orders import basket as baskets
from orders.forms import ADDRESS, AddForm, ChangeForm, CheckoutForm, shipping_names
from orders.http import SeeOther, checkouts_of, remember_checkout, turn_away
from orders.models import Basket, Checkout, Order
from orders.quote import quote
from payments.gateway import PaymentMismatch

log = logging.getLogger(__name__)
#: Besides the address: what stands in the form again, back from the payment page.
KEPT = ("email", "phone", "is_gift", "gift_message", "gift_secret_until")


@private
@require_safe
def basket(request: Request) -> HttpResponse:
    """What is in it, what it costs to which country, and when it would come."""
    return render(request, "orders/basket.html", _basket(baskets.find(request)))


@require_POST
def add(request: Request) -> HttpResponse:
    """A piece goes in."""
    form = AddForm(request.POST)
    if not form.is_valid():
        raise Refused(next(iter(form.errors.values()))[0])
    variants = Variant.objects.select_related("listing__shop")
    variant = get_object_or_404(variants, code=form.cleaned_data["variant"])
    mine = baskets.find_or_start(request)
    baskets.add(
        mine,
        variant,
        quantity=form.cleaned_data["quantity"],
        personalisation=form.cleaned_data["personalisation"],
        needed_by=form.cleaned_data["needed_by"],
    )
    country = form.cleaned_data["country"]
    if country in countries.known() and not mine.country:
        baskets.choose_shipping(mine, country=country, names={})
    messages.success(
        request, _("“%(variant)s” is in your basket.") % {"variant": variant}
    )
    return SeeOther(reverse("orders:basket"))


@require_POST
def change(request: Request, code: str) -> HttpResponse:
    """Another quantity of a line, or day to need it by; none takes it out."""
    mine = baskets.find(request)
    lines = mine.lines.select_related("basket", "variant__listing") if mine else None
    if lines is None:
        return redirect("orders:basket")
    form = ChangeForm(request.POST)
    if not form.is_valid():
        raise Refused(next(iter(form.errors.values()))[0])
    line = get_object_or_404(lines, code=code)
    said = form.cleaned_data
    needed_by = said["needed_by"] if "needed_by" in form.data else line.needed_by
    baskets.change(line, quantity=said["quantity"], needed_by=needed_by)
    return _changed(request)


@require_POST
def choose(request: Request) -> HttpResponse:
    """Where it goes, and how each shop posts it."""
    mine = baskets.find(request)
    if mine is not None:
        asked = request.POST.get("country", "")
        country = asked if asked in countries.known() else mine.country
        _choose(request, mine, country)
    return _changed(request)


@require_POST
def seen(request: Request) -> HttpResponse:
    """The buyer has read which prices have changed."""
    mine = baskets.find(request)
    if mine is not None:
        baskets.mark_seen(mine)
    return _changed(request)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: Request) -> HttpResponse:
    """One page of plain steps; it ends at Stripe's page."""
    mine = baskets.find(request)
    if mine is None or not mine.lines.exists():
        return _nothing_to_pay(request, mine)
    if request.method != "POST":
        form = CheckoutForm(initial=_known(request, mine), user=member(request))
        return _show(request, mine, form)
    looking = request.htmx or request.POST.keys() & {"change_country", "use_address"}
    form = _retyped(request) if looking else _filled_in(request)
    _choose(request, mine, form.country_now)
    return _show(request, mine, form) if looking else _pay(request, mine, form)


def _pay(request: Request, mine: Basket, form: CheckoutForm) -> HttpResponse:
    """Place it, unless something is missing or is not as the page has shown it."""
    now = quote(mine, country=form.country_now)
    said = agreement.differences(request.POST.get("shown", ""), now)
    if now.problems:
        return _show(request, mine, form, status=409)
    if said or not form.is_valid():
        return _show(request, mine, form, said=said, status=422)
    try:
        placed = placing.place(mine, now, form.details())
        page = placing.payment_page(placed)
    except Refused as no:
        # Caught here and nowhere else: an error page would lose what was typed.
        return _show(request, mine, form, said=[str(no)], status=409)
    form.keep_address()
    baskets.mark_seen(mine)
    remember_checkout(request, placed)
    return SeeOther(page)


def _show(
    request: Request,
    mine: Basket,
    form: CheckoutForm,
    said: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = quote(mine, country=form.country_now)
    context = {
        "form": form,
        "quote": now,
        "shown": agreement.sign(now),
        "said": said or [],
        "basket_count": now.pieces,
        "where": countries.named(now.country),
        "addresses": _book(form.user),
    }
    part = "#checkout" if request.htmx else ""
    return render(request, f"orders/checkout.html{part}", context, status=status)


def _nothing_to_pay(request: Request, mine: Basket | None) -> HttpResponse:
    """Pressed again after it was paid, it shows what was bought; else the basket."""
    paid = checkouts_of(request).filter(state=Checkout.State.PAID)
    last = paid.filter(basket=mine).first() if mine else None
    if last is not None and request.method == "POST":
        return redirect("orders:done", last.number)
    return redirect("orders:basket")


def _filled_in(request: Request) -> CheckoutForm:
    return CheckoutForm(request.POST, user=member(request))


def _retyped(request: Request) -> CheckoutForm:
    """With what was typed so far, and the saved address that was asked for."""
    typed = request.POST.dict()
    user, wanted = member(request), typed.get("use_address")
    for address in _book(user):
        if address.code == wanted:
            typed |= _parts(address)
    return CheckoutForm.retyped(typed, user=user)


def _known(request: Request, mine: Basket) -> dict[str, Any]:
    """What need not be asked again: a saved address in the country that the basket
    counts to, else that country."""
    live = mine.checkouts.filter(state=Checkout.State.AWAITING_PAYMENT).first()
    if live is not None:
        # Back from the payment page: all that was typed, so that it is the same page.
        return _parts(live) | {name: getattr(live, name) for name in KEPT}
    country, user = mine.country, member(request)
    for address in _book(user):
        if country in ("", address.country):
            return _parts(address)
    return {"country": quote(mine).country, "name": user.name if user else ""}


def _book(user: User | None) -> list[Address]:
    """The member's saved addresses, asked of the database once."""
    if user is None:
        return []
    prefetch_related_objects([user], "addresses")
    return list(user.addresses.all())


def _parts(address: Address | Checkout) -> dict[str, str]:
    return {part: getattr(address, part) for part in (*ADDRESS, "delivery_note")}


def _basket(mine: Basket | None) -> dict[str, object]:
    now = quote(mine)
    lines = [line for shop in now.shops for line in shop.lines]
    changed = [
        line for line in lines if line.seen_price_cents != line.variant.price_cents
    ]
    return {
        "quote": now,
        "basket_count": now.pieces,
        "changed": changed,
        "countries": countries.choices()[1:],
        "where": countries.named(now.country),
    }


def _choose(request: HttpRequest, mine: Basket, country: str) -> None:
    slugs = mine.lines.values_list("variant__listing__shop__slug", flat=True)
    names = shipping_names(request.POST, list(slugs.distinct().order_by()))
    baskets.choose_shipping(mine, country=country or mine.country, names=names)


def _changed(request: Request) -> HttpResponse:
    if not request.htmx:
        return redirect("orders:basket")
    context = _basket(baskets.find(request))
    return render(request, "orders/basket.html#basket", context)


@private
@require_safe
def done(request: Request, number: str) -> HttpResponse:
    """Back from Stripe: received, or still on its way to us."""
    placed = checkouts_of(request).filter(number=number).first()
    if placed is None:
        return turn_away(request, request.path)
    placed = _settled(placed)
    rows = Order.objects.filter(checkout=placed).for_rows().order_by("pk")
    orders = list(rows.prefetch_related("shipments", "promises"))
    if placed.state == Checkout.State.PAID:
        access.remember_orders(request, orders)
    promised = [(order, thread.arrives_by(order)) for order in orders]
    context = {"checkout": placed, "orders": promised}
    part = "#done" if request.htmx else ""
    return render(request, f"orders/done.html{part}", context)


@private
@require_safe
def left(request: Request, number: str) -> HttpResponse:
    """Back from Stripe without paying: the pieces are kept a while."""
    placed = checkouts_of(request).filter(number=number).first()
    if placed is None:
        return turn_away(request, request.path)
    if placed.state == Checkout.State.PAID:
        return redirect("orders:done", number)
    return render(request, "orders/left.html", {"checkout": placed})


@require_POST
def give_up(request: Request, number: str) -> HttpResponse:
    """Not now: the payment page is closed and the pieces are free again."""
    placed = checkouts_of(request).filter(number=number).first()
    if placed is None:
        return turn_away(request, reverse("orders:basket"))
    try:
        ended = settling.settle(placed, give_up=True)
    except (stripe.StripeError, PaymentMismatch) as error:
        raise Refused(
            _(
                "The payment page could not be closed yet. Nothing was charged:"
                " please try again in a minute."
            )
        ) from error
    if ended.state == Checkout.State.PAID:
        return redirect("orders:done", number)
    return redirect("orders:basket")


def _settled(placed: Checkout) -> Checkout:
    """Ask Stripe once, should its word not have come yet; it may be silent."""
    if placed.state != Checkout.State.AWAITING_PAYMENT:
        return placed
    try:
        return settling.settle(placed)
    except stripe.StripeError as error:
        log.warning("Checkout %s: Stripe did not say. %s", placed, error)
    except PaymentMismatch as error:
        log.error("Checkout %s needs a person. %s", placed, error)
    return placed
