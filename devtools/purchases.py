"""Paid purchases, straight into the tables and many at once, for benchmarks and faults.

Everywhere else orders are made by their verbs; the database's own guards hold here too.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from listings.models import Category, Listing, Variant
from marketplace.codes import new_number
from orders import access
from orders.models import Checkout, Order, OrderEvent, OrderLine, Promise
from payments.models import Payment
from shops.models import ShippingProfile, Shop

PRICE, POSTAGE = 4200, 500


def piece(maker: str, shop: str, title: str) -> Variant:
    """A shop with one made-to-order piece, of which there are always enough."""
    owner, _ = User.objects.get_or_create(
        email=f"{maker.lower()}@makers.example", defaults={"name": maker}
    )
    its_shop = Shop.objects.filter(owner=owner).first() or Shop.objects.create(
        owner=owner,
        name=shop,
        slug=new_number().lower(),
        maker_name=maker,
        place="Galway",
        country="IE",
        currency="EUR",
        time_zone="Europe/Dublin",
    )
    profile = ShippingProfile.objects.create(
        shop=its_shop, name=new_number(), code=new_number()
    )
    category, _ = Category.objects.get_or_create(
        slug="bowls", defaults={"name": "Bowls"}
    )
    listing = Listing.objects.create(
        shop=its_shop,
        category=category,
        shipping_profile=profile,
        title=title,
        slug=new_number().lower(),
        kind=Listing.Kind.MADE_TO_ORDER,
        state=Listing.State.ACTIVE,
        published_at=timezone.now(),
    )
    return Variant.objects.create(
        listing=listing, code=new_number(), kind=listing.kind, price_cents=PRICE
    )


@transaction.atomic
def paid(
    pieces: Sequence[Variant], count: int = 1, email: str = "buyer{}@buyers.example"
) -> list[Checkout]:
    """So many purchases of these pieces, one shop each, paid a moment ago."""
    checkouts = _checkouts(pieces, count, email)
    orders = _orders(pieces, checkouts)
    lines = [
        OrderLine(
            order=order,
            code=new_number(),
            variant=variant,
            title=variant.listing.title,
            price_cents=variant.price_cents,
            quantity=1,
            days_to_make=5,
            promise_number=1,
        )
        for order, variant in zip(orders, list(pieces) * count, strict=True)
    ]
    OrderLine.objects.bulk_create(lines)
    Promise.objects.bulk_create(
        Promise(
            order=order,
            number=1,
            ship_by_at=order.ship_by_at,
            ship_by_on=order.ship_by_at.astimezone(order.shop.zone).date(),
        )
        for order in orders
    )
    for order in orders:
        access.grant(order)
    _events(checkouts, orders)
    return checkouts


def _checkouts(pieces: Sequence[Variant], count: int, email: str) -> list[Checkout]:
    total = (PRICE + POSTAGE) * len(pieces)
    now = timezone.now()
    payments = Payment.objects.bulk_create(
        Payment(
            state=Payment.State.PAID,
            amount_cents=total,
            currency="EUR",
            intent_id=f"pi_{new_number()}{new_number()}",
            session_expires_at=now + timedelta(minutes=30),
            paid_at=now,
        )
        for _ in range(count)
    )
    return Checkout.objects.bulk_create(
        Checkout(
            number=new_number(),
            state=Checkout.State.PAID,
            fingerprint=new_number(),
            email=email.format(number),
            name="Ada Lovelace",
            street_address="12 St James’s Square",
            city="London",
            postal_code="SW1Y 4JH",
            country="GB",
            time_zone="Europe/London",
            payment=payment,
            currency="EUR",
            total_cents=total,
        )
        for number, payment in enumerate(payments)
    )


def _orders(pieces: Sequence[Variant], checkouts: Sequence[Checkout]) -> list[Order]:
    now = timezone.now()
    return Order.objects.bulk_create(
        Order(
            number=new_number(),
            checkout=checkout,
            shop=variant.listing.shop,
            state=Order.State.RECEIVED,
            version=1,
            currency="EUR",
            items_cents=PRICE,
            shipping_cents=POSTAGE,
            total_cents=PRICE + POSTAGE,
            shipping_name="Standard post",
            transit_days_min=2,
            transit_days_max=5,
            ship_by_at=now + timedelta(days=5),
            paid_at=now,
        )
        for checkout in checkouts
        for variant in pieces
    )


def _events(checkouts: Sequence[Checkout], orders: Sequence[Order]) -> None:
    kind = OrderEvent.Kind
    events = [
        OrderEvent(
            checkout=order.checkout,
            order=order,
            seq=1,
            kind=kind.PAID,
            details={"role": "system"},
        )
        for order in orders
    ]
    events += [
        OrderEvent(checkout=one, kind=kind.PURCHASED, details={"role": "buyer"})
        for one in checkouts
    ]
    OrderEvent.objects.bulk_create(events)
