"""The cast and their things. Ada buys, Bea makes bowls, Carl is a stranger who makes
scarves, Olga operates. Plain functions: a test says what it needs."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from devtools.stripe import Running
from listings import photos
from listings.models import Category, Listing, Photo, Variant
from marketplace.codes import new_number
from orders import basket as baskets
from orders import lifecycle, placing, promising, settling
from orders.models import Basket, Checkout, Order, OrderEvent
from orders.parcels import Parcel
from orders.placing import Details
from orders.promising import NewDate
from orders.quote import quote
from shops.models import ShippingProfile, ShippingRate, Shop

PASSWORD = "a long and quiet word"
BERLIN = {
    "name": "Ada Lovelace",
    "street_address": "Torstraße 1",
    "city": "Berlin",
    "postal_code": "10119",
    "country": "DE",
}


def person(email: str, name: str, **rest: Any) -> User:
    """Somebody with a verified email address."""
    user = User.objects.create_user(email, PASSWORD, name=name, **rest)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def shop(owner: User, name: str, slug: str, **rest: Any) -> Shop:
    """An open shop with one shipping profile: Germany €5, everywhere else €12."""
    values: dict[str, Any] = {
        "maker_name": owner.name,
        "place": "Leipzig",
        "country": "DE",
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "cut_off": time(14, 0),
    }
    made = Shop.objects.create(owner=owner, name=name, slug=slug, **(values | rest))
    profile = ShippingProfile.objects.create(
        shop=made, name="Parcel", code=new_number(), processing_days=3, is_default=True
    )
    rate(profile, "DE", "Standard post", 500)
    rate(profile, "*", "Standard post", 1200)
    return made


def rate(
    profile: ShippingProfile, destination: str, name: str, cents: int, **rest: Any
) -> ShippingRate:
    """One way of posting; a further piece costs €1."""
    values: dict[str, Any] = {"additional_cents": 100}
    return ShippingRate.objects.create(
        profile=profile,
        code=new_number(),
        destination=destination,
        name=name,
        price_cents=cents,
        **(values | rest),
    )


def piece(shop: Shop, title: str, **rest: Any) -> Variant:
    """A piece for sale, without options; `stock` None is made to order."""
    stock = rest.pop("stock", 1)
    price_cents = rest.pop("price_cents", 4200)
    kind = Listing.Kind.SOME if stock else Listing.Kind.MADE_TO_ORDER
    category, _ = Category.objects.get_or_create(name="Pottery", slug="pottery")
    values: dict[str, Any] = {
        "category": category,
        "shipping_profile": shop.shipping_profiles.get(is_default=True),
        "slug": f"{title.lower().replace(' ', '-')}-{new_number().lower()}",
        "description": f"{title}, made by hand.",
        "kind": kind,
        "state": Listing.State.ACTIVE,
        "published_at": timezone.now(),
    }
    listing = Listing.objects.create(shop=shop, title=title, **(values | rest))
    return Variant.objects.create(
        listing=listing,
        code=new_number(),
        kind=listing.kind,
        price_cents=price_cents,
        stock=stock,
    )


def photo(listing: Listing, alt: str = "A bowl on a linen cloth.") -> Photo:
    """A small picture of it, plain clay."""
    drawn = BytesIO()
    Image.new("RGB", (80, 100), (180, 120, 90)).save(drawn, "PNG")
    upload = SimpleUploadedFile("clay.png", drawn.getvalue())
    (made,) = photos.add(listing, [photos.develop(upload)], alt=alt)
    return made


def basket_of(
    *variants: Variant, user: User | None = None, quantity: int = 1
) -> Basket:
    """A basket that goes to Germany, with so many of each of these."""
    made = Basket.objects.create(key=new_number() * 5, user=user, country="DE")
    for variant in variants:
        baskets.add(made, variant, quantity=quantity)
    return made


def details(buyer: User | None = None, **rest: Any) -> Details:
    """What Ada, or a guest, fills in."""
    values: dict[str, Any] = {
        "email": buyer.email if buyer else "guest@example.com",
        "address": BERLIN,
        "buyer": buyer,
        "time_zone": "Europe/Berlin",
    }
    return Details(**(values | rest))


def place(
    *variants: Variant, buyer: User | None = None, quantity: int = 1, **rest: Any
) -> Checkout:
    """Bought up to the payment page, which waits for a card."""
    basket = Basket.objects.filter(user=buyer).first() if buyer else None
    basket = basket or basket_of(user=buyer)
    for variant in variants:
        baskets.add(basket, variant, quantity=quantity)
    checkout = placing.place(basket, quote(basket), details(buyer, **rest))
    placing.payment_page(checkout)
    return Checkout.objects.select_related("payment").get(pk=checkout.pk)


def buy(
    stripe: Running, *variants: Variant, buyer: User | None = None, **rest: Any
) -> Checkout:
    """Bought and paid with 4242…; Stripe was asked and the orders are received."""
    checkout = place(*variants, buyer=buyer, **rest)
    stripe.pay(str(checkout.payment.session_id))
    settling.settle(checkout)
    return Checkout.objects.select_related("payment").get(pk=checkout.pk)


def order_of(checkout: Checkout) -> Order:
    """Its only order, fresh."""
    return Order.objects.select_related("shop", "checkout").get(checkout=checkout)


def working_day(order: Order, days: int) -> date:
    """The shop's first working day that is so many days away, or more."""
    eve = timezone.localdate() + timedelta(days=days - 1)
    return order.shop.working_week.next_working_day(eve)


def orders_of(
    stripe: Running, buyer: User, wares: tuple[Variant, Variant, Variant]
) -> dict[str, Order]:
    """Three orders in three states, and a picture of each piece; the first two pieces
    are one maker's."""
    for variant in wares:
        photo(variant.listing)
    first, second, _ = wares
    maker = first.listing.shop.owner
    delayed = order_of(buy(stripe, first, buyer=buyer))
    delay(delayed, maker)
    split = order_of(buy(stripe, second, buyer=buyer, quantity=2))
    part = Parcel("DHL", tracking_number="1", quantities={split.lines.get().code: 1})
    lifecycle.ship(split, by=maker, parcel=part)
    gone = order_of(buy(stripe, second, buyer=buyer))
    lifecycle.cancel(gone, by=buyer, reason="")
    return {"delayed": delayed, "split": split, "gone": gone}


def delay(
    order: Order, by: User, *, days: int = 20, reason: str = "The kiln broke."
) -> OrderEvent:
    """The maker needs so many days from today, or until the working day after."""
    new = NewDate(working_day(order, days), reason)
    return promising.revise(order, by=by, new=new)


def session_of(user: User) -> SessionStore:
    """A signed-in session for a browser: set its key as the session cookie."""
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = (
        "allauth.account.auth_backends.AuthenticationBackend"
    )
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return session


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment, briefly."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
