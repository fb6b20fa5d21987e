"""What Inês's buyers lived through; her shop is the newest."""

from datetime import timedelta

from devtools.demodata.buying import Want, World
from devtools.demodata.past import Story
from devtools.demodata.people import ADA, CLAIRE, GRETA, NORA, ORLA, SAM
from orders.parcels import Parcel


def wallet_in_the_making(world: World) -> Story:
    """A blue one, with initials."""
    yield world.ago(4, 12, 30)
    (order,) = world.buy(CLAIRE, Want("wallet", "Indigo", answer="C.M."))
    yield world.ago(3, 16, 10)
    world.make(order, "Cut and dyed. The seams are tomorrow's work.")


def ring_shipped(world: World) -> Story:
    """Small enough for a letter."""
    yield world.ago(6, 19, 50)
    (order,) = world.buy(GRETA, Want("ring", "Size 54"), Want("earrings"))
    yield world.ago(5, 11, 30)
    world.hello(order, "Size 54, hammered this morning while the coffee ran through.")
    yield world.in_time(order, 4, 17)
    world.post(order, Parcel("CTT", "RL480112357PT", note="A padded letter."))


def cards_arrived(world: World) -> Story:
    """Ten swallows for Ada's wall and her aunts."""
    yield world.ago(21, 10, 0)
    wants = Want("print", "Card, A6", 10), Want("candles", "Honey")
    (order,) = world.buy(ADA, *wants)
    yield world.ago(20, 12, 0)
    world.hello(order, "Thank you, Ada. One card more is in it, misprinted and pretty.")
    yield world.in_time(order, 19, 17, 30)
    world.post(order, Parcel("CTT", "RL480110994PT"))
    yield world.ago(14, 13, 15)
    world.arrive(order)


def due_soon(world: World) -> Story:
    """Candles that leave on the next working day."""
    due = world.working_day("paper", 1)
    paid = world.paid_to_be_due("paper", 2, due)
    yield paid
    (order,) = world.buy(ORLA, Want("candles", "Indigo ends", 2))
    yield min(paid + timedelta(hours=3), world.before(hours=1))
    world.hello(order, "Dipping the ends tonight.")


def cancelled_after_a_day(world: World) -> Story:
    """Sam found one at home."""
    yield world.ago(24, 17, 0)
    (order,) = world.buy(SAM, Want("wallet", "Walnut"))
    yield world.ago(23, 18, 30)
    world.cancel(order, "I found the old one under the car seat. Sorry!")


def never_paid(world: World) -> Story:
    """The bank wanted a code and the telephone was elsewhere."""
    yield world.ago(8, 20, 0)
    checkout = world.place(NORA, Want("earrings"))
    yield world.ago(8, 20, 50)
    world.give_up(checkout)


STORIES = [
    wallet_in_the_making,
    ring_shipped,
    cards_arrived,
    due_soon,
    cancelled_after_a_day,
    never_paid,
]
