"""What happened after paying, where it did not go to plan: how it was made right."""

from datetime import timedelta

from devtools.demodata.buying import Gift, Want, World
from devtools.demodata.past import Story
from devtools.demodata.people import (
    CLAIRE,
    GRETA,
    HENRIK,
    JONAS,
    MIREIA,
    NORA,
    ORLA,
    SAM,
    TOMASZ,
)
from orders.parcels import Parcel

CUSHION_DAYS = 14
PACKING_DAYS = 3


def needs_a_yes(world: World) -> Story:
    """A scarf moved for the second time: without Tomasz's yes his money goes back."""
    yield world.ago(19, 18, 20)
    (order,) = world.buy(TOMASZ, Want("scarf", "Weld"))
    yield world.ago(18, 10, 0)
    world.hello(order, "Tomasz, weld it is. The yarn is in the pot since this morning.")
    yield world.ago(9, 11, 15)
    world.delay(
        order,
        world.working_day("wool", 2),
        "The weld came out green: too much iron in our water this week. I dye again"
        " with rain water.",
    )
    yield world.ago(1, 15, 40)
    world.delay(
        order,
        world.working_day("wool", 9),
        "The second pot is the yellow I wanted, but a warp beam has cracked. My"
        " neighbour turns me a new one.",
    )


def gone_silent(world: World) -> Story:
    """Nobody wrote, nothing was posted: after three working days it went back."""
    due = world.today("wool") - timedelta(days=11)
    yield world.paid_to_be_due("wool", CUSHION_DAYS, due)
    world.buy(HENRIK, Want("own-cushion", "40 by 40 cm", answer="A row of geese"))


def asked_and_answered(world: World) -> Story:
    """A question on the way, and a look at the bench."""
    yield world.ago(6, 14, 10)
    (order,) = world.buy(ORLA, Want("wallet", "Walnut", answer="O."))
    yield world.ago(5, 10, 5)
    world.make(
        order, "Hello Orla, I cut it from the back of the hide, it lasts longest."
    )
    yield world.ago(3, 20, 15)
    world.ask(order, "Could the thread be red? If it is too late, brown is lovely.")
    yield world.ago(2, 9, 30)
    world.answer(order, "Red it is, you were an hour early. I send you a picture.")
    yield world.before(hours=4)
    world.show(order, "wallet", step="Stitched", note="Six stitches to the centimetre.")


def question_waiting(world: World) -> Story:
    """Jonas asks, and Aoife has not looked yet."""
    paid = world.paid_to_be_due("wool", PACKING_DAYS, world.working_day("wool", 1))
    yield paid
    (order,) = world.buy(JONAS, Want("skein", "Weld", 2))
    yield min(paid + timedelta(hours=3), world.before(hours=10))
    world.hello(order)
    yield world.before(hours=9)
    world.ask(order, "Are both from the same pot? They are for one pair of socks.")


def not_here_yet(world: World) -> Story:
    """It should have come; Claire says that it has not."""
    yield world.ago(13, 13, 0)
    (order,) = world.buy(CLAIRE, Want("ring", "Size 52"))
    yield world.ago(12, 10, 0)
    world.hello(order, "Bonjour Claire, polished and in its little bag.")
    yield world.in_time(order, 11, 16, 30)
    world.post(order, Parcel("CTT", "RL480113377PT"))
    yield world.before(hours=20)
    world.miss(order, "The postwoman knows nothing of it, and nor do the neighbours.")


def never_came(world: World) -> Story:
    """A soft parcel that the sea kept: looked for, then refunded."""
    yield world.ago(38, 19, 0)
    (order,) = world.buy(SAM, Want("skein", "Weld"))
    yield world.ago(37, 11, 0)
    world.hello(order)
    yield world.in_time(order, 35, 15)
    world.post(order, Parcel("An Post", note="By surface, without a number."))
    yield world.ago(13, 21, 45)
    world.miss(order, "Nothing yet. Could it still be at sea?")
    yield world.ago(12, 9, 0)
    world.answer(order, "It could. I ask at the post office today.")
    yield world.ago(8, 10, 30)
    world.settle(order, "The carrier gave it up, and so did we: the money is back.")


def asked_for(world: World) -> Story:
    """The day has passed, and Nora has not said whether it has come."""
    yield world.ago(11, 8, 30)
    (order,) = world.buy(NORA, Want("earrings"))
    yield world.ago(10, 12, 40)
    world.hello(order, "Two small moons, on their way to Nora soon.")
    yield world.in_time(order, 9, 16)
    world.post(order, Parcel("CTT", "RL480114018PT"))


def a_secret(world: World) -> Story:
    """For a birthday that is still to come."""
    yield world.ago(2, 21, 5)
    gift = Gift(
        "Happy birthday, Mum. Guess who finally learned to keep a secret.",
        world.today("wool") + timedelta(days=12),
    )
    (order,) = world.buy(GRETA, Want("spindle", "Undyed roving"), gift=gift)
    yield world.ago(1, 11, 0)
    world.hello(order, "Not a word from me until the day. It will be there in time.")


def packed(world: World) -> Story:
    """The label is printed; the post office opens at nine."""
    yield world.ago(1, 8, 40)
    (order,) = world.buy(MIREIA, Want("candles", "Honey", 3))
    yield world.before(hours=6)
    world.pack(order, Parcel("CTT", "RL480115100PT"))


def withdrawn(world: World) -> Story:
    """The ring is lovely and too small; it is on its way back to Porto."""
    yield world.ago(16, 12, 0)
    (order,) = world.buy(GRETA, Want("ring", "Size 50"))
    yield world.ago(15, 10, 20)
    world.hello(order, "Size 50, the smallest I make. Tell me if it pinches.")
    yield world.in_time(order, 14, 17)
    world.post(order, Parcel("CTT", "RL480112990PT"))
    yield world.ago(8, 13, 30)
    world.arrive(order)
    yield world.ago(3, 18, 0)
    world.withdraw(order)


STORIES = [
    needs_a_yes,
    gone_silent,
    asked_and_answered,
    question_waiting,
    not_here_yet,
    never_came,
    asked_for,
    a_secret,
    packed,
    withdrawn,
]
