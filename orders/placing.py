"""Placing an order: agree, hold the pieces, then ask Stripe for its page.

One basket has at most one live checkout, so two tabs, a double click or an answer that
got lost all lead to the same order and the same page (reliability.md 6.3)."""

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

import stripe
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from listings import stock
from listings.models import Photo
from marketplace.codes import new_number
from marketplace.errors import Refused
from orders import access, basis, settling
from orders.models import (
    AccessKey,
    Basket,
    BasketLine,
    Checkout,
    Order,
    OrderEvent,
    OrderLine,
)
from orders.quote import Quote, ShopQuote
from payments import gateway
from payments.gateway import PaymentMismatch
from payments.models import Payment

log = logging.getLogger(__name__)

#: Stripe keeps a page open for 30 minutes at least; some more, so that a request
#: repeated after a fault still asks for something Stripe accepts.
PAGE_STAYS_OPEN = timedelta(minutes=45)
FIRST_CHECK = timedelta(seconds=60)


@dataclass(frozen=True)
class Details:
    """What the buyer fills in at the checkout."""

    email: str
    address: dict[str, str]
    phone: str = ""
    delivery_note: str = ""
    is_gift: bool = False
    gift_message: str = ""
    gift_secret_until: date | None = None
    time_zone: str = "UTC"
    language: str = "en"
    buyer: User | None = field(default=None, compare=False)


def place(basket: Basket, quote: Quote, details: Details) -> Checkout:
    """One order per shop, its pieces held, waiting for one payment.

    Placed twice, it is placed once. Another checkout of the same basket is given up
    first. Raises stock.SoldOut when pieces have gone, Refused when it was paid already.
    """
    if quote.problems or not quote.shops:
        raise Refused(" ".join(quote.problems) or _("Your basket is empty."))
    fingerprint = _fingerprint(quote, details)
    live = _live(basket)
    if live is not None and live.fingerprint != fingerprint:
        _give_up(live)
    return _place(basket, quote, details, fingerprint)


def payment_page(checkout: Checkout) -> str:
    """The address of Stripe's page for this checkout; always the same one."""
    payment = checkout.payment
    if not payment.session_url:
        try:
            gateway.open_session(payment)
        except stripe.InvalidRequestError as error:
            settling.expire(checkout)
            raise Refused(_why_not(error)) from error
        except stripe.StripeError as error:
            raise Refused(
                _(
                    "The payment page could not be reached. Nothing was charged and"
                    " your basket is as it was: please try again in a minute."
                )
            ) from error
    return payment.session_url


def _why_not(error: stripe.InvalidRequestError) -> str:
    """Stripe answered, and there will be no page: trying again would be in vain, or
    starts afresh."""
    if error.code == "amount_too_small":
        return _("This is less than a card can be charged: put something more in.")
    log.error("Stripe made no payment page. %s", error)
    return _(
        "Stripe did not take this payment. Nothing was charged and your basket is"
        " as it was: look at your email address once more, then try again."
    )


@transaction.atomic
def _place(
    basket: Basket, quote: Quote, details: Details, fingerprint: str
) -> Checkout:
    Basket.objects.select_for_update().get(pk=basket.pk)
    live = _live(basket)
    if live is not None and live.fingerprint == fingerprint:
        return live
    if live is not None:
        raise Refused(
            _(
                "Another payment for this basket is still open. Please try again in a"
                " minute."
            )
        )
    if not _lines_still_there(basket, quote):
        raise Refused(_("Your basket has just changed. Look again, then pay."))
    stock.hold(_pieces(quote))
    number = new_number()
    checkout = Checkout.objects.create(
        number=number,
        basket=basket,
        fingerprint=fingerprint,
        buyer=details.buyer,
        email=details.email,
        phone=details.phone,
        delivery_note=details.delivery_note,
        is_gift=details.is_gift or bool(details.gift_message),
        gift_message=details.gift_message,
        gift_secret_until=details.gift_secret_until,
        time_zone=details.time_zone,
        language=details.language,
        payment=_payment(number, quote, details),
        currency=quote.currency,
        total_cents=quote.total_cents,
        check_at=timezone.now() + FIRST_CHECK,
        **details.address,
    )
    for shop in quote.shops:
        _order(checkout, shop)
    return checkout


def _give_up(live: Checkout) -> None:
    """The basket or the address is another now: close the page that asked for less."""
    try:
        ended = settling.settle(live, give_up=True)
    except (stripe.StripeError, PaymentMismatch) as error:
        raise Refused(
            _(
                "Your earlier payment page could not be closed yet. Nothing was"
                " charged: please try again in a minute."
            )
        ) from error
    if ended.state == Checkout.State.PAID:
        raise Refused(_("This basket was paid a moment ago in another window."))


def _live(basket: Basket) -> Checkout | None:
    waiting = basket.checkouts.filter(state=Checkout.State.AWAITING_PAYMENT)
    return waiting.select_related("payment").first()


def _lines_still_there(basket: Basket, quote: Quote) -> bool:
    """A second click may come after the first was paid and the basket emptied."""
    lines = [line for shop in quote.shops for line in shop.lines]
    quoted = {(line.pk, line.quantity, line.needed_by) for line in lines}
    return quoted == set(basket.lines.values_list("pk", "quantity", "needed_by"))


def _fingerprint(quote: Quote, details: Details) -> str:
    given = asdict(details) | {"buyer": details.buyer and details.buyer.pk}
    text = json.dumps([quote.facts, given], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _pieces(quote: Quote) -> dict[int, int]:
    pieces: dict[int, int] = {}
    for shop in quote.shops:
        for line in shop.lines:
            pieces[line.variant_id] = pieces.get(line.variant_id, 0) + line.quantity
    return pieces


def _payment(number: str, quote: Quote, details: Details) -> Payment:
    expires_at = timezone.now() + PAGE_STAYS_OPEN
    done = settings.BASE_URL + reverse("orders:done", args=[number])
    back = settings.BASE_URL + reverse("orders:left", args=[number])
    items = [item for shop in quote.shops for item in _items(shop, quote.currency)]
    return Payment.objects.create(
        amount_cents=quote.total_cents,
        currency=quote.currency,
        session_expires_at=expires_at,
        session_request={
            "mode": "payment",
            "allowed_payment_method_types": ["card"],
            "client_reference_id": number,
            "customer_email": details.email,
            "line_items": items,
            "success_url": done,
            "cancel_url": back,
            "expires_at": int(expires_at.timestamp()),
            "metadata": {"checkout": number},
            "payment_intent_data": {
                "description": f"{settings.MARKETPLACE_NAME} {number}",
                "transfer_group": number,
                "metadata": {"checkout": number},
            },
        },
    )


def _items(shop: ShopQuote, currency: str) -> list[dict[str, Any]]:
    items = [
        _item(str(line.variant), line.variant.price_cents, line.quantity, currency)
        for line in shop.lines
    ]
    if shop.shipping_cents and shop.chosen:
        words = {"way": shop.chosen.name, "shop": shop.shop.name}
        name = _("%(way)s from %(shop)s") % words
        items.append(_item(name, shop.shipping_cents, 1, currency))
    return items


def _item(name: str, cents: int, quantity: int, currency: str) -> dict[str, Any]:
    return {
        "quantity": quantity,
        "price_data": {
            "currency": currency.lower(),
            "unit_amount": cents,
            "product_data": {"name": name},
        },
    }


def _order(checkout: Checkout, quote: ShopQuote) -> Order:
    """One shop's part, as it was shown: what is owed from now on."""
    if quote.chosen is None:
        raise Refused(
            _("%(name)s does not post to this country.") % {"name": quote.shop.name}
        )
    order = Order.objects.create(
        number=new_number(),
        checkout=checkout,
        shop=quote.shop,
        currency=checkout.currency,
        items_cents=quote.items_cents,
        shipping_cents=quote.shipping_cents,
        total_cents=quote.total_cents,
        shipping_name=quote.chosen.name,
        transit_days_min=quote.chosen.transit_days_min,
        transit_days_max=quote.chosen.transit_days_max,
        ship_by_at=quote.ship_by_at,
        paid_for_speed=_is_faster(quote),
    )
    OrderLine.objects.bulk_create(_line(order, line) for line in quote.lines)
    OrderEvent.objects.create(
        checkout=checkout,
        order=order,
        kind=OrderEvent.Kind.PLACED,
        by=checkout.buyer,
        details={
            "role": "buyer",
            "calendar": basis.calendar(quote.shop.working_week),
        },
    )
    access.grant(order)
    if checkout.is_gift:
        access.grant(order, AccessKey.Purpose.RECIPIENT)
    return order


def _is_faster(quote: ShopQuote) -> bool:
    """More was paid than the cheapest way costs, and it travels less long."""
    chosen, cheapest = quote.chosen, quote.options[0]
    return (
        chosen is not None
        and chosen.price_cents > cheapest.price_cents
        and chosen.transit_days_max < cheapest.transit_days_max
    )


def _line(order: Order, line: BasketLine) -> OrderLine:
    listing = line.variant.listing
    photo: Photo | None = next(iter(listing.photos.all()), None)
    return OrderLine(
        order=order,
        code=new_number(),
        variant=line.variant,
        title=listing.title,
        option=line.variant.name,
        personalisation_question=listing.personalisation_question,
        personalisation=line.personalisation,
        photo=photo.small.url if photo else "",
        price_cents=line.variant.price_cents,
        quantity=line.quantity,
        days_to_make=listing.days_to_make_now,
        needed_by=line.needed_by,
        withdrawable=line.withdrawable,
    )
