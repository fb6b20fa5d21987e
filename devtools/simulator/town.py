"""The marketplace of a script: its people, shops and pieces, and what is bought."""

from dataclasses import dataclass, field
from datetime import date, time
from io import BytesIO

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from darkroom.prints import Developed
from devtools.simulator.places import PIECES
from devtools.simulator.script import Buyer, Part, Purchase, Script, Workshop
from listings import catalogue, photos
from listings.catalogue import Details as PieceDetails
from listings.catalogue import Option
from listings.models import Category, Listing, Variant
from marketplace.codes import new_number
from orders import basket as baskets
from orders import placing
from orders.models import Basket, Checkout
from orders.placing import Details
from orders.quote import quote
from shops import opening, pictures, profiles
from shops.models import ANYWHERE, Shop

OPERATORS = ["olga@operators.example", "otto@operators.example"]


@dataclass
class Town:
    """Everybody and everything, by what the script calls them."""

    script: Script
    users: dict[str, User] = field(default_factory=dict)
    shops: dict[int, Shop] = field(default_factory=dict)
    #: By shop and number of the piece.
    variants: dict[tuple[int, int], Variant] = field(default_factory=dict)

    def build(self) -> None:
        """Before anything is bought."""
        self.password = make_password(new_number())
        for email in OPERATORS:
            name = email.partition("@")[0].title()
            self._register(email, name, "UTC", is_staff=True, is_superuser=True)
        category = Category.objects.create(slug="things", name="Things")
        picture = photos.develop(_upload())
        face = pictures.face(_upload())
        for workshop in self.script.workshops:
            owner = self._register(workshop.email, workshop.maker, workshop.zone)
            shop = opening.open_shop(owner, facts=_facts(workshop) | {"face": face})
            self.shops[workshop.key] = shop
            _rates(shop, workshop)
            for number, title in enumerate(PIECES):
                self.variants[workshop.key, number] = _piece(
                    shop, title, category, picture
                )

    def _register(self, email: str, name: str, zone: str, **more: bool) -> User:
        user = User.objects.create(
            email=email, name=name, time_zone=zone, password=self.password, **more
        )
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        self.users[email] = user
        return user

    def place(self, purchase: Purchase) -> Checkout:
        """As far as Stripe's page."""
        buyer = purchase.buyer
        user = self._user(buyer) if buyer.has_account else None
        basket = Basket.objects.create(user=user, key=new_number() * 5)
        baskets.choose_shipping(basket, country=buyer.country, names={})
        for part in purchase.parts:
            self._fill(basket, part, purchase.needed_by)
        basket.refresh_from_db()
        checkout = placing.place(basket, quote(basket), _details(purchase, user))
        placing.payment_page(checkout)
        return Checkout.objects.select_related("payment").get(pk=checkout.pk)

    def _fill(self, basket: Basket, part: Part, needed_by: date | None) -> None:
        for number, quantity in part.lines:
            variant = self.variants[part.shop, number]
            baskets.add(basket, variant, quantity=quantity, needed_by=needed_by)

    def _user(self, buyer: Buyer) -> User:
        known = self.users.get(buyer.email)
        zone = buyer.zone if buyer.tells_zone else "UTC"
        return known or self._register(buyer.email, buyer.name, zone)


def _details(purchase: Purchase, user: User | None) -> Details:
    buyer = purchase.buyer
    address = {
        "name": buyer.name,
        "street_address": f"{purchase.number + 1} Weaver Street",
        "city": buyer.city,
        "country_area": buyer.area,
        "postal_code": buyer.postal_code,
        "country": buyer.country,
    }
    return Details(
        email=buyer.email,
        address=address,
        is_gift=purchase.is_gift,
        gift_message="For you, with love." if purchase.is_gift else "",
        gift_secret_until=purchase.secret_until,
        time_zone=buyer.zone if buyer.tells_zone else "UTC",
        buyer=user,
    )


def _facts(workshop: Workshop) -> dict[str, object]:
    return {
        "name": workshop.name,
        "maker_name": workshop.maker,
        "banner": "",
        "tagline": "Made by hand",
        "announcement": "",
        "story": "I make things, slowly.",
        "place": workshop.place,
        "country": workshop.country,
        "time_zone": workshop.zone,
        "working_days": list(workshop.weekdays),
        "cut_off": time(workshop.cut_off),
    }


def _rates(shop: Shop, workshop: Workshop) -> None:
    profile = shop.shipping_profiles.get()
    days = workshop.days_to_make
    profiles.edit_profile(profile, name="Parcels", processing_days=days)
    slowest = {
        workshop.country: workshop.transit_home,
        ANYWHERE: workshop.transit_away,
    }
    for destination, most in slowest.items():
        rate = profile.rates.get(destination=destination)
        facts = {"transit_days_min": max(1, most // 2), "transit_days_max": most}
        profiles.edit_rate(rate, facts=facts)


def _piece(shop: Shop, title: str, category: Category, picture: Developed) -> Variant:
    details = PieceDetails(
        title=title,
        description=f"{title}, made by hand.",
        category=category,
        kind=Listing.Kind.MADE_TO_ORDER,
        shipping_profile=shop.shipping_profiles.get(),
    )
    listing = catalogue.draft(shop, details=details, options=[Option(4200)])
    photos.add(listing, [picture], alt=title)
    catalogue.publish(listing)
    return listing.variants.select_related("listing__shop").get()


def _upload() -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (80, 100), (180, 120, 90)).save(drawn, "PNG")
    return SimpleUploadedFile("clay.png", drawn.getvalue())
