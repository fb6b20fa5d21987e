"""Whom the samples are about: two workshops and a buyer who exist only in a story.

Faces and pictures are lent by the marketplace, if it has any."""

from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any

import stripe
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from listings.models import Category, Listing, Photo, Variant
from marketplace.codes import new_number
from orders import basket as baskets
from orders import placing, settling
from orders.models import Basket, Checkout
from orders.placing import Details
from orders.quote import quote
from shops.models import ShippingProfile, ShippingRate, Shop

ADA = {
    "name": "Ada Winter",
    "street_address": "Weserstraße 40",
    "city": "Berlin",
    "postal_code": "12045",
    "country": "DE",
}
BERLIN = "Europe/Berlin"


def person(name: str, language: str, *, is_staff: bool = False) -> User:
    """Somebody with an account that nobody can use."""
    address = f"{name.split()[0].lower()}@sample.example"
    return User.objects.create_user(
        address, name=name, language=language, time_zone=BERLIN, is_staff=is_staff
    )


def shop(owner: User, name: str, place: str) -> Shop:
    """A workshop that posts to Germany, plainly or with the express."""
    lent = Shop.objects.exclude(face="").order_by("pk")
    number = Shop.objects.filter(owner__email__endswith="@sample.example").count()
    faces = list(islice(cycle(lent), number, number + 1)) if lent else []
    made = Shop.objects.create(
        owner=owner,
        name=name,
        slug=new_number().lower(),
        maker_name=owner.name,
        face=faces[0].face.name if faces else "",
        place=place,
        country="DE",
        currency="EUR",
        time_zone=BERLIN,
        keeps_holidays=False,
    )
    profile = ShippingProfile.objects.create(
        shop=made, name="Parcel", code=new_number(), is_default=True
    )
    ShippingRate.objects.create(
        profile=profile,
        code=new_number(),
        destination="DE",
        name="DHL parcel",
        price_cents=590,
    )
    return made


def piece(shop: Shop, title: str, cents: int, *, days: int, **more: Any) -> Variant:
    """Made to order in so many working days, unless there is a `stock` of it; its
    picture is the likeliest there is."""
    stock: int | None = more.get("stock")
    kind = Listing.Kind.ONE_OF_A_KIND if stock else Listing.Kind.MADE_TO_ORDER
    listing = Listing.objects.create(
        shop=shop,
        category=Category.objects.first() or _some_category(),
        shipping_profile=shop.shipping_profiles.get(),
        title=title,
        slug=new_number().lower(),
        description=title,
        kind=kind,
        processing_days=days,
        state=Listing.State.ACTIVE,
        published_at=timezone.now(),
        personalisation_question=more.get("question", ""),
    )
    word = title.split()[-1]
    lent = Photo.objects.filter(listing__title__icontains=word).order_by("pk").first()
    lent = lent or Photo.objects.order_by("pk").first()
    if lent is not None:
        Photo.objects.create(
            listing=listing,
            code=new_number(),
            image=lent.image.name,
            small=lent.small.name,
            width=lent.width,
            height=lent.height,
            alt=lent.alt,
        )
    return Variant.objects.create(
        listing=listing,
        code=new_number(),
        kind=kind,
        price_cents=cents,
        stock=stock,
    )


def _some_category() -> Category:
    return Category.objects.create(name="Pottery", slug=new_number().lower())


def place(
    buyer: User | None,
    wants: Sequence[tuple[Variant, int, str]],
    language: str,
    gift: str = "",
) -> Checkout:
    """As far as Stripe's page."""
    basket = Basket.objects.create(key=new_number() * 5, country="DE")
    for variant, quantity, answer in wants:
        baskets.add(basket, variant, quantity=quantity, personalisation=answer)
    details = Details(
        email=buyer.email if buyer else "guest@sample.example",
        address=ADA,
        delivery_note="Third floor; the bell says Winter.",
        gift_message=gift,
        time_zone=BERLIN,
        language=language,
        buyer=buyer,
    )
    return placing.place(basket, quote(basket), details)


def pay(checkout: Checkout) -> Checkout:
    """Without asking Stripe: nothing of it stays."""
    return settling.receive(checkout, _paid(checkout))


def _paid(checkout: Checkout) -> stripe.checkout.Session:
    """What Stripe would say of a page that was paid."""
    payment = checkout.payment
    payment.session_id = f"cs_{checkout.number}"
    payment.save(update_fields=["session_id"])
    given = {
        "id": payment.session_id,
        "amount_total": payment.amount_cents,
        "currency": payment.currency.lower(),
        "livemode": "_live_" in settings.STRIPE_SECRET_KEY,
        "payment_intent": f"pi_{checkout.number}",
    }
    return stripe.checkout.Session.construct_from(given, "")
