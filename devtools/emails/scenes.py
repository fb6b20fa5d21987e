"""What happens in the story: everything that an email tells of."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from devtools.emails import workshop
from devtools.emails.narrator import DAY, HOUR, Narrator
from listings import catalogue, questions, restocking, waitlist
from listings.models import Photo, Variant
from listings.reader import Reader
from orders import arriving, lifecycle, promising, settling, talking, withdrawing
from orders.lifecycle import Cancelling
from orders.models import Checkout, Order, OrderEvent
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.steps import Kind, Role, lock, take_step
from orders.talking import Progress
from orders.withdrawing import Statement

WHY = (
    "The kiln has lost a heating coil, and the new one comes on Thursday."
    "\nYour bowl is thrown and dry; I fire it the day after."
)
TRACK = "https://track.example/00340434161094042557"


@dataclass
class Cast:
    """Who is in it, and what they make."""

    tell: Narrator
    ada: User
    bea: User
    tom: User
    bowl: Variant
    mugs: Variant
    scarf: Variant
    only_one: Variant
    #: From how many shops at once they bought so far.
    bought: set[int] = field(default_factory=set)
    #: Noon of a Tuesday six weeks ago: nobody sleeps, and everybody works.
    began: datetime = field(default_factory=lambda: _a_tuesday(timezone.now()))

    def buys(self, *wants: tuple[Variant, int, str], gift: str = "") -> Order:
        """Ada buys, and it is told; the first of her orders."""
        language = self.tell.language

        def buy() -> Checkout:
            return workshop.pay(workshop.place(self.ada, wants, language, gift))

        before = len(self.tell.told)
        checkout = self.tell.at(self.began, buy)
        self.began += 2 * HOUR
        shops = checkout.orders.count()
        if shops in self.bought:
            # The same two letters as the last time.
            del self.tell.told[before:]
        self.bought.add(shops)
        order: Order = checkout.orders.select_related("shop").order_by("pk")[0]
        return order


def play(tell: Narrator) -> None:
    """All of it, one order after the other."""
    cast = _cast(tell)
    made_and_sent(cast)
    two_shops(cast)
    nudged(cast)
    moved(cast)
    late(cast)
    in_parcels(cast)
    sent_back(cast)
    ended(cast)
    sold_out(cast)
    surprise(cast)
    waited_for(cast)


def _cast(tell: Narrator) -> Cast:
    ada, bea, tom = (
        workshop.person(name, tell.language)
        for name in ("Ada Winter", "Wren Harlow", "Tom Birk")
    )
    clay = workshop.shop(bea, "Harlow Clay", "Leipzig")
    wool = workshop.shop(tom, "Birk & Loom", "Husum")
    ask = "Whose name goes on the foot?"
    return Cast(
        tell,
        ada,
        bea,
        tom,
        workshop.piece(clay, "Ash-glazed bowl", 6400, days=12, question=ask),
        workshop.piece(clay, "Speckled mug", 2800, days=8),
        workshop.piece(wool, "Herringbone scarf", 8900, days=10),
        workshop.piece(clay, "Moon-white bowl", 21000, days=2, stock=1),
    )


def made_and_sent(cast: Cast) -> None:
    """As it should be: seen, begun, shown, a question, posted, there, all well."""
    tell, bea = cast.tell, cast.bea
    order = cast.buys((cast.bowl, 1, "For Ida"))
    photo = Photo.objects.filter(listing=cast.bowl.listing).first()
    picture = photo.image.url if photo else ""
    tell.after(order, 0.2, lambda: lifecycle.acknowledge(order, by=bea, note=HELLO))
    tell.after(order, 1, lambda: lifecycle.start(order, by=bea, note=BEGUN))
    first = Progress("Thrown", "", "Drying slowly, under a cloth.")
    second = Progress("Glazed", picture, "Two coats of ash, one of rain.")
    tell.after(order, 2, lambda: talking.progress(order, by=bea, shown=first))
    tell.after(order, 3, lambda: talking.progress(order, by=bea, shown=second))
    tell.together("from_the_workbench")
    tell.after(order, 10, lambda: _happens(order, Kind.REASSURED, rule="R13"))
    tell.after(order, 10.1, lambda: talking.ask(order, by=cast.ada, note=QUESTION))
    tell.after(order, 11.1, lambda: _happens(order, Kind.CHASED, level=1))
    tell.after(order, 12.1, lambda: _happens(order, Kind.CHASED, level=2))
    about: dict[str, Any] = {"about": "question", "owner": "Olga"}
    tell.after(order, 13.1, lambda: _happens(order, Kind.ESCALATED, **about))
    tell.after(order, 13.2, lambda: talking.write(order, by=bea, note=ANSWER))
    olga = workshop.person("Olga Marin", tell.language, is_staff=True)
    tell.after(order, 13.3, lambda: talking.take_on(order, by=olga))
    tell.after(order, 13.4, lambda: talking.settle(order, by=olga, note=SETTLED))
    number = "00340434161094042557"
    parcel = Parcel("DHL", number, TRACK, note="Packed in straw from next door.")
    tell.after(order, 14, lambda: lifecycle.ship(order, by=bea, parcel=parcel))
    shipment = order.shipments.get()
    tell.after(order, 22, lambda: arriving.ask_arrival(order, shipment=shipment))
    tell.after(order, 23, lambda: arriving.deliver(order, by=None, shipment=shipment))
    tell.after(order, 27, lambda: arriving.ask_if_well(order))
    tell.after(order, 28, lambda: arriving.all_good(order, by=cast.ada))


def two_shops(cast: Cast) -> None:
    """One payment, two parcels, and a faster postage that was slow."""
    order = cast.buys((cast.mugs, 2, ""), (cast.scarf, 1, ""))
    refund = {"refund_cents": order.shipping_cents}
    cast.tell.after(order, 9, lambda: _happens(order, Kind.POSTAGE_REFUNDED, **refund))


def nudged(cast: Cast) -> None:
    """What a maker is asked to do; then we write ourselves."""
    tell = cast.tell
    orders = [cast.buys((piece, 1, "")) for piece in (cast.bowl, cast.mugs, cast.bowl)]
    one, two, three = orders
    tell.after(one, 2, lambda: _happens(one, Kind.HELLO_DUE))
    tell.after(one, 3, lambda: _happens(one, Kind.REASSURED, rule="R2"))
    tell.after(two, 8, lambda: _happens(two, Kind.SILENCE_NOTICED))
    tell.after(three, 9, lambda: _happens(three, Kind.DUE_TOMORROW, promise=1))
    tell.together("hello_due", "silence_noticed", "due_tomorrow")


def moved(cast: Cast) -> None:
    """A new day: once silence is a yes, once it is not, once there is none."""
    tell, bea = cast.tell, cast.bea
    short, long, none = (cast.buys((cast.bowl, 1, "")) for _ in range(3))
    tell.after(short, 3, lambda: _delay(short, 18, by=bea))
    tell.after(long, 3, lambda: _delay(long, 60, by=bea))
    tell.after(long, 4, lambda: promising.wait(long, by=cast.ada))
    tell.after(none, 3, lambda: _delay(none, 20, by=bea, has_date=False))


def late(cast: Cast) -> None:
    """A day that passed in silence, and the end of it."""
    tell = cast.tell
    order = cast.buys((cast.scarf, 1, ""))
    missed = order.ship_by_at + 12 * HOUR
    tell.at(missed, lambda: promising.miss(order))
    tell.at(missed + DAY, lambda: promising.wait(order, by=cast.ada))
    ended = Cancelling(rule="R4", restock=False)
    tell.at(
        missed + 8 * DAY,
        lambda: lifecycle.cancel(order, by=None, reason="Late.", cancelling=ended),
    )


def in_parcels(cast: Cast) -> None:
    """Three mugs: two leave, one of them never arrives, and one is still to come."""
    tell, bea = cast.tell, cast.bea
    order = cast.buys((cast.mugs, 3, ""))
    code = order.lines.get().code
    parcels = [
        Parcel("DHL", f"JJD00{number}", TRACK, quantities={code: 1})
        for number in (1, 2)
    ]
    tell.after(order, 1, lambda: lifecycle.ship(order, by=bea, parcel=parcels[0]))
    tell.after(order, 2, lambda: lifecycle.ship(order, by=bea, parcel=parcels[1]))
    first, second = order.shipments.order_by("number")
    note = "Neither here nor at the bakery downstairs."
    tell.after(
        order,
        12,
        lambda: arriving.report_missing(order, by=cast.ada, shipment=first, note=note),
    )
    about: dict[str, Any] = {"about": "missing", "owner": "", "shipment": 1}
    tell.after(order, 14, lambda: _happens(order, Kind.ESCALATED, **about))
    patient: dict[str, Any] = {"by": cast.ada, "shipment": first}
    tell.after(order, 14.1, lambda: promising.wait(order, **patient))
    tell.after(order, 23, lambda: arriving.lose(order, by=None, shipment=first))
    there: dict[str, Any] = {"by": cast.ada, "role": Role.BUYER}
    tell.after(order, 24, lambda: arriving.deliver(order, shipment=second, **there))


def sent_back(cast: Cast) -> None:
    """A withdrawal, and what came back of it."""
    tell, bea = cast.tell, cast.bea
    order = cast.buys((cast.mugs, 2, ""))
    code = order.lines.get().code
    parcel = Parcel("DHL", "JJD003", TRACK)
    tell.after(order, 5, lambda: lifecycle.ship(order, by=bea, parcel=parcel))
    shipment = order.shipments.get()
    tell.after(order, 8, lambda: arriving.deliver(order, by=None, shipment=shipment))
    statement = Statement("Ada Winter", cast.ada.email, {code: 1})
    tell.after(
        order,
        12,
        lambda: withdrawing.withdraw(order, by=cast.ada, statement=statement),
    )
    back = order.withdrawals.get(number=1)
    tell.after(order, 18, lambda: withdrawing.take_back(order, by=bea, withdrawal=back))


def ended(cast: Cast) -> None:
    """Cancelled by her, by them, and sold out."""
    tell = cast.tell
    hers, theirs = (cast.buys((cast.bowl, 1, "")) for _ in range(2))
    why = "A crack went through it in the second firing, and the clay is used up."
    tell.after(hers, 2, lambda: lifecycle.cancel(hers, by=cast.bea, reason=why))
    tell.after(theirs, 0.1, lambda: lifecycle.cancel(theirs, by=cast.ada, reason=""))


def sold_out(cast: Cast) -> None:
    """Paid when the hold was over and somebody else had been quicker."""
    language = cast.tell.language
    one = [(cast.only_one, 1, "")]
    slow = cast.tell.at(cast.began, lambda: workshop.place(cast.ada, one, language))
    cast.tell.at(cast.began + HOUR, lambda: settling.expire(slow))
    cast.began += 2 * HOUR
    cast.buys(*one)
    cast.tell.at(cast.began, lambda: workshop.pay(slow))


def surprise(cast: Cast) -> None:
    """The same as in the beginning, of a gift that nobody may know of."""
    cast.bought.clear()
    order = cast.buys((cast.scarf, 1, ""), gift="Happy birthday, dear Nele!")
    cast.tell.after(order, 3, lambda: _delay(order, 60, by=cast.tom))


def waited_for(cast: Cast) -> None:
    """A piece that is gone: asked about, waited for, back, and gone for good."""
    tell, only = cast.tell, cast.only_one.listing
    ida = Reader.guest("ida@sample.example", "Ida Blum", workshop.BERLIN)
    asked = tell.at(cast.began, lambda: questions.ask(only, ida, words=QUESTION))
    tell.at(cast.began + 2 * DAY, questions.chase)
    tell.at(cast.began + 3 * DAY, questions.chase)
    tell.at(
        cast.began + 3 * DAY + HOUR,
        lambda: questions.answer(asked, by=cast.bea, words=ANSWER),
    )
    place = tell.at(cast.began + 4 * DAY, lambda: waitlist.join(only, ida))
    waitlist.confirm(place)
    day = (cast.began + 9 * DAY).date()
    tell.at(cast.began + 5 * DAY, lambda: waitlist.expect(only, day))
    tell.at(cast.began + 5 * DAY + HOUR, restocking.sweep)
    tell.at(cast.began + 11 * DAY, restocking.sweep)
    Variant.objects.filter(pk=cast.only_one.pk).update(stock=1)
    tell.at(cast.began + 12 * DAY, restocking.sweep)
    tell.at(cast.began + 13 * DAY, lambda: catalogue.remove(only))
    tell.at(cast.began + 13 * DAY + HOUR, restocking.sweep)


def _happens(order: Order, kind: Kind, **details: Any) -> OrderEvent:
    return take_step(lock(order), kind, by=None, role=Role.SYSTEM, **details)


def _delay(order: Order, days: int, *, by: User, has_date: bool = True) -> OrderEvent:
    today = timezone.localdate()
    week = order.shop.working_week
    day = week.next_working_day(today + timedelta(days=days))
    return promising.revise(order, by=by, new=NewDate(day, WHY, has_date=has_date))


def _a_tuesday(now: datetime) -> datetime:
    day = now - timedelta(days=42 + (now.weekday() - 1) % 7)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


HELLO = (
    "Hello Ada, how lovely that the bowl goes to you.\nI throw it on Thursday, and ask"
    " if anything is unclear. Ida with an I?"
)
BEGUN = "The clay is on the wheel. It is a dark one this time."
QUESTION = "Does it go into the oven?\nI would like to bake bread in it."
ANSWER = "Yes, up to 220 degrees; only let it warm up slowly with the oven."
SETTLED = "Wren was ill for three days. She has answered you, and all is as promised."
