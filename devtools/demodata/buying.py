"""How somebody in a story buys: a basket, an address, Stripe's page, the verbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from devtools.demodata.past import PastStripe
from devtools.demodata.people import BERLIN, OLGA, Person
from listings.models import Listing, Variant
from marketplace.codes import new_number
from orders import (
    arriving,
    lifecycle,
    placing,
    promising,
    settling,
    talking,
    withdrawing,
)
from orders import basket as baskets
from orders.models import Basket, Checkout, Order
from orders.parcels import Parcel
from orders.placing import Details
from orders.promising import NewDate
from orders.quote import quote
from orders.steps import Role
from orders.talking import Progress
from orders.withdrawing import Statement
from shops.calendar import WorkingWeek, ship_by
from shops.models import Shop


@dataclass(frozen=True)
class Want:
    """Some pieces of one kind."""

    piece: str
    option: str = ""
    quantity: int = 1
    answer: str = ""


@dataclass(frozen=True)
class Gift:
    """What the card says, and until when it is a secret."""

    message: str = ""
    secret_until: date | None = None


NO_GIFT = Gift()


@dataclass(frozen=True)
class World:
    """Everybody and everything that stories are about; `now` is when they end."""

    now: datetime
    stripe: PastStripe
    users: dict[str, User]
    shops: dict[str, Shop]
    listings: dict[str, Listing]

    def ago(self, days: int, hour: int, minute: int = 0) -> datetime:
        """So many days ago at this hour in Berlin; never later than a while ago."""
        day = self.now.astimezone(ZoneInfo(BERLIN)) - timedelta(days=days)
        moment = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return min(moment.astimezone(UTC), self.now - timedelta(minutes=5))

    def in_time(self, order: Order, days: int, hour: int, minute: int = 0) -> datetime:
        """So many days ago, or earlier if it was promised for an earlier day."""
        latest = order.ship_by_at - timedelta(hours=7)
        return min(self.ago(days, hour, minute), latest)

    def before(self, **span: float) -> datetime:
        """So long ago."""
        return self.now - timedelta(**span)

    def today(self, shop: str) -> date:
        """The day it is in that shop's zone."""
        return self.now.astimezone(self.shops[shop].zone).date()

    def working_day(self, shop: str, after: int) -> date:
        """The shop's working day today or next, and so many working days further."""
        week = self.shops[shop].working_week
        day = week.next_working_day(self.today(shop) - timedelta(days=1))
        for _ in range(after):
            day = week.next_working_day(day)
        return day

    def paid_to_be_due(self, shop: str, days: int, due: date) -> datetime:
        """The last moment by daylight at which a payment promised that day at most."""
        week = self.shops[shop].working_week
        moment = self.before(hours=4)
        while not (_is_day(moment, week) and _due(moment, days, week) <= due):
            moment -= timedelta(minutes=53)
        return moment

    def basket(self, buyer: Person, wants: Sequence[Want]) -> Basket:
        """Theirs, filled; a guest's is a new one."""
        user = self.users.get(buyer.email)
        key = new_number() * 5
        basket = Basket.objects.filter(user=user).first() if user else None
        basket = basket or Basket.objects.create(user=user, key=key)
        baskets.choose_shipping(basket, country=buyer.country, names={})
        for want in wants:
            variant = self._variant(want)
            answer = want.answer
            baskets.add(basket, variant, quantity=want.quantity, personalisation=answer)
        return basket

    def place(self, buyer: Person, *wants: Want, gift: Gift = NO_GIFT) -> Checkout:
        """As far as Stripe's page."""
        basket = self.basket(buyer, wants)
        details = Details(
            email=buyer.email,
            address=buyer.address,
            delivery_note=buyer.delivery_note,
            is_gift=gift != NO_GIFT,
            gift_message=gift.message,
            gift_secret_until=gift.secret_until,
            time_zone=buyer.time_zone,
            buyer=self.users.get(buyer.email),
        )
        checkout = placing.place(basket, quote(basket), details)
        placing.payment_page(checkout)
        return checkout

    def buy(self, buyer: Person, *wants: Want, gift: Gift = NO_GIFT) -> list[Order]:
        """Paid; one order per shop, in the order of the shops' first pieces."""
        checkout = self.place(buyer, *wants, gift=gift)
        session = str(checkout.payment.session_id)
        self.stripe.pay(session, buyer.name, buyer.email)
        settling.settle(checkout)
        return list(checkout.orders.select_related("shop").order_by("pk"))

    def maker(self, order: Order) -> User:
        """Whose order it is."""
        return User.objects.get(shop=order.shop_id)

    def hello(self, order: Order, note: str = "") -> None:
        """Its maker has seen it."""
        lifecycle.acknowledge(order, by=self.maker(order), note=note)

    def make(self, order: Order, note: str = "") -> None:
        """Its maker begins."""
        lifecycle.start(order, by=self.maker(order), note=note)

    def post(self, order: Order, parcel: Parcel) -> None:
        """Its maker brings it to the post."""
        lifecycle.ship(order, by=self.maker(order), parcel=parcel)

    def arrive(self, order: Order) -> None:
        """Its buyer says that the newest parcel is there."""
        shipment = order.shipments.latest("number")
        buyer = Checkout.objects.get(pk=order.checkout_id).buyer
        role = Role.BUYER
        arriving.deliver(order, by=buyer, shipment=shipment, role=role)

    def pack(self, order: Order, parcel: Parcel) -> None:
        """Its maker prints the label; it has not left."""
        lifecycle.pack(order, by=self.maker(order), parcel=parcel)

    def ask(self, order: Order, words: str) -> None:
        """Its buyer asks something."""
        talking.ask(order, by=self.buyer(order), note=words)

    def answer(self, order: Order, words: str) -> None:
        """Its maker writes back."""
        talking.write(order, by=self.maker(order), note=words)

    def show(self, order: Order, piece: str, *, step: str, note: str) -> None:
        """A picture from its maker's bench, in the light of that piece's last one."""
        photo = self.listings[piece].photos.latest("position", "pk")
        shown = Progress(step=step, photo=photo.image.url, note=note)
        talking.progress(order, by=self.maker(order), shown=shown)

    def miss(self, order: Order, words: str) -> None:
        """Its buyer says that the newest parcel is not here."""
        parcel = order.shipments.latest("number")
        buyer = self.buyer(order)
        arriving.report_missing(order, by=buyer, shipment=parcel, note=words)

    def settle(self, order: Order, words: str) -> None:
        """Whoever of the marketplace has it says how it ended."""
        olga = User.objects.get(email=OLGA.email)
        talking.settle(order, by=olga, note=words)

    def withdraw(self, order: Order) -> None:
        """Its buyer withdraws from all of it."""
        given = Checkout.objects.get(pk=order.checkout_id)
        quantities = {line.code: line.quantity for line in order.lines.all()}
        statement = Statement(given.name, given.email, quantities)
        withdrawing.withdraw(order, by=given.buyer, statement=statement)

    def buyer(self, order: Order) -> User | None:
        """Who bought it; a guest is nobody by name."""
        return Checkout.objects.get(pk=order.checkout_id).buyer

    def cancel(self, order: Order, reason: str) -> None:
        """Its buyer has changed their mind."""
        buyer = Checkout.objects.get(pk=order.checkout_id).buyer
        lifecycle.cancel(order, by=buyer, role=Role.BUYER, reason=reason)

    def delay(self, order: Order, until: date, reason: str) -> None:
        """Its maker needs longer, and says why."""
        promising.revise(order, by=self.maker(order), new=NewDate(until, reason))

    def give_up(self, checkout: Checkout) -> None:
        """Stripe's page was left open too long: the poller finds it over."""
        settling.settle(Checkout.objects.select_related("payment").get(pk=checkout.pk))

    def _variant(self, want: Want) -> Variant:
        return Variant.objects.select_related("listing").get(
            listing=self.listings[want.piece], name=want.option
        )


def _due(moment: datetime, days: int, week: WorkingWeek) -> date:
    return ship_by(moment, days=days, shop_days=week).date()


def _is_day(moment: datetime, week: WorkingWeek) -> bool:
    return 8 <= moment.astimezone(week.zone).hour < 21
