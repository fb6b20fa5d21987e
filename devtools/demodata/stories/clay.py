"""What Bea's buyers lived through. Ada's purchases over several shops are here too."""

from datetime import timedelta

from devtools.demodata.buying import Gift, Want, World
from devtools.demodata.past import Story
from devtools.demodata.people import (
    ADA,
    CLAIRE,
    GRETA,
    HENRIK,
    JONAS,
    MIREIA,
    NORA,
    SAM,
    TOMASZ,
)
from orders import promising
from orders.parcels import Parcel

NAME_MUG_DAYS = 12
PACKING_DAYS = 2


def late_and_told(world: World) -> Story:
    """A name mug that cracked; Bea has not written, so the marketplace has."""
    week = world.shops["clay"].working_week
    missed = world.today("clay") - timedelta(days=3)
    paid = world.paid_to_be_due("clay", NAME_MUG_DAYS, missed)
    yield paid
    (order,) = world.buy(NORA, Want("name-mug", answer="Matti"))
    yield week.end_of(week.next_working_day(paid.date())) - timedelta(hours=14)
    world.hello(order, "Hello Nora! Matti goes under the letters on Monday.")


def due_today(world: World) -> Story:
    """Two mugs that should leave today."""
    due = world.working_day("clay", 0)
    paid = world.paid_to_be_due("clay", PACKING_DAYS, due)
    yield paid
    wants = (Want("mug", "Oatmeal", 2), Want("mug", "Indigo", 2))
    (order,) = world.buy(JONAS, *wants)
    yield min(paid + timedelta(hours=5), world.before(hours=3))
    world.make(order, "I picked four that look like a family.")


def due_tomorrow(world: World) -> Story:
    """Plates for Lyon, seen and not yet packed."""
    due = world.working_day("clay", 1)
    paid = world.paid_to_be_due("clay", PACKING_DAYS, due)
    yield paid
    gift = Gift("For Maman, from all of us. Salad is on you.")
    (order,) = world.buy(CLAIRE, Want("plate", quantity=6), gift=gift)
    yield min(paid + timedelta(hours=2), world.before(hours=2))
    world.hello(order, "Bonjour Claire, the plates are wrapped tomorrow. Thank you!")


def new_this_morning(world: World) -> Story:
    """Ada buys from two shops at once; nobody has looked yet."""
    yield world.before(hours=3, minutes=10)
    wants = Want("mug", "Moss"), Want("wallet", "Natural", answer="A.W.")
    world.buy(ADA, *wants)


def new_from_a_guest(world: World) -> Story:
    """A left-handed spoon for a left-handed guest."""
    yield world.before(minutes=50)
    world.buy(HENRIK, Want("spoon", "Left-handed"))


def revised_and_waited_for(world: World) -> Story:
    """The kiln broke; Greta reads it and waits."""
    yield world.ago(15, 10, 20)
    (order,) = world.buy(GRETA, Want("name-mug", quantity=2, answer="Lotte"))
    yield world.ago(14, 9, 5)
    world.make(order, "Both are thrown. Now they have to dry slowly.")
    yield world.ago(4, 17, 40)
    world.delay(
        order,
        world.working_day("clay", 6),
        (
            "The kiln's heating coil burned through on Wednesday, with your mugs in"
            " it. They are fine, but only half fired. The new coil is ordered; I fire"
            " again as soon as it is in."
        ),
    )
    yield world.ago(3, 8, 15)
    promising.wait(order, by=world.users[GRETA.email])


def revised_and_unanswered(world: World) -> Story:
    """Ada has an email with a new date and two buttons; she has not chosen yet."""
    yield world.ago(13, 20, 30)
    (order,) = world.buy(ADA, Want("name-mug", answer="Ida"))
    yield world.ago(12, 11, 0)
    world.hello(order, "Ida, lovely. My own grandmother's name.")
    yield world.ago(1, 16, 10)
    world.delay(
        order,
        world.working_day("clay", 7),
        (
            "Your mug came out of the glaze firing with a pinhole right beside the I."
            " I would not want it on my table, so I have thrown a new one. It needs to"
            " dry, and then two firings."
        ),
    )


def part_shipped(world: World) -> Story:
    """Plates first, the mugs follow: Portland is far, and the plates were ready."""
    yield world.ago(6, 22, 10)
    wants = Want("plate", quantity=4), Want("name-mug", answer="Ngozi")
    (order,) = world.buy(SAM, *wants)
    yield world.ago(5, 9, 30)
    world.hello(order, "Hello Sam, plates go out this week, the mug when it is fired.")
    yield world.in_time(order, 3, 15, 45)
    plates = order.lines.get(title__startswith="Dinner plate")
    note = "The four plates, with a lot of wood wool. Reuse it for the rabbit."
    parcel = Parcel(
        "DHL", "CV271828182DE", note=note, quantities={plates.code: plates.quantity}
    )
    world.post(order, parcel)


def shipped(world: World) -> Story:
    """On its way to Kraków."""
    yield world.ago(5, 12, 40)
    (order,) = world.buy(TOMASZ, Want("mug", "Moss", 2), Want("spoon", "Right-handed"))
    yield world.ago(4, 10, 0)
    world.make(order)
    yield world.in_time(order, 2, 16, 20)
    world.post(order, Parcel("DPD", "01355902141883", note="Fragile, and says so."))


def arrived_and_closed(world: World) -> Story:
    """The first order of these forty days: all is well and long ago."""
    yield world.ago(41, 13, 10)
    (order,) = world.buy(JONAS, Want("mug", "Oatmeal"))
    yield world.ago(40, 9, 45)
    world.hello(order, "Thank you, Jonas! It is on the shelf, I pack it on Friday.")
    yield world.in_time(order, 38, 15)
    world.post(order, Parcel("DHL", "00340434161094042557"))
    yield world.ago(36, 18, 5)
    world.arrive(order)


def arrived(world: World) -> Story:
    """The vase for one branch, which is sold out since."""
    yield world.ago(19, 21, 15)
    (order,) = world.buy(MIREIA, Want("vase"))
    yield world.ago(18, 10, 10)
    world.hello(order, "Hola Mireia, this one I would have liked to keep.")
    yield world.in_time(order, 17, 16)
    world.post(order, Parcel("DHL", "CV314159265DE"))
    yield world.ago(11, 19, 30)
    world.arrive(order)


def cancelled_by_the_buyer(world: World) -> Story:
    """Ordered twice by mistake, and undone before breakfast."""
    yield world.ago(9, 22, 50)
    (order,) = world.buy(HENRIK, Want("mug", "Indigo", 2))
    yield world.ago(8, 7, 20)
    world.cancel(order, "I had ordered them already.")


def left_on_the_page(world: World) -> Story:
    """Somebody is on Stripe's page at this moment, or has gone to look for a card."""
    yield world.before(minutes=6)
    world.place(GRETA, Want("plate", quantity=2))


STORIES = [
    late_and_told,
    due_today,
    due_tomorrow,
    new_this_morning,
    new_from_a_guest,
    revised_and_waited_for,
    revised_and_unanswered,
    part_shipped,
    shipped,
    arrived_and_closed,
    arrived,
    cancelled_by_the_buyer,
    left_on_the_page,
]
