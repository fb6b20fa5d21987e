"""What Aoife's buyers lived through."""

from devtools.demodata.buying import Gift, Want, World
from devtools.demodata.past import Story
from devtools.demodata.people import ADA, HENRIK, JONAS, MIREIA, ORLA, TOMASZ
from orders import lifecycle
from orders.lifecycle import Cancelling
from orders.parcels import Parcel


def scarf_arrived(world: World) -> Story:
    """Ada's scarf, from the loom to the neck."""
    yield world.ago(26, 9, 40)
    (order,) = world.buy(ADA, Want("scarf", "Madder"))
    yield world.ago(25, 13, 0)
    world.hello(order, "Ada, hello from a very wet Cork. The warp goes on tomorrow.")
    yield world.ago(22, 20, 15)
    world.make(order, "Half of it is woven. The red is deeper than in the picture.")
    yield world.in_time(order, 16, 11, 30)
    world.post(order, Parcel("An Post", "CE100200301IE", note="Wash it cool."))
    yield world.ago(10, 12, 10)
    world.arrive(order)


def basket_on_its_way(world: World) -> Story:
    """A basket and two skeins, in the post to Berlin."""
    yield world.ago(7, 18, 30)
    wants = Want("basket", "Middle, 30 cm"), Want("skein", "Weld", 2)
    (order,) = world.buy(ADA, *wants)
    yield world.ago(5, 10, 30)
    world.hello(order, "Dad says it is a good one. It goes with Thursday's post.")
    yield world.in_time(order, 2, 12, 50)
    parcel = Parcel("An Post", "CE100200917IE", note="The skeins sit in the basket.")
    world.post(order, parcel)


def scarf_on_the_loom(world: World) -> Story:
    """Blue, for Barcelona."""
    yield world.ago(5, 16, 0)
    (order,) = world.buy(MIREIA, Want("scarf", "Indigo"))
    yield world.ago(4, 9, 20)
    world.hello(order, "Mireia, yours is next on the loom.")
    yield world.ago(1, 19, 0)
    world.make(order, "Warp is on: 240 threads, all of them blue.")


def new_spindle(world: World) -> Story:
    """Not seen yet."""
    yield world.before(hours=7)
    gift = Gift("So that you stop stealing my yarn. Happy birthday!")
    world.buy(TOMASZ, Want("spindle", "Madder roving"), gift=gift)


def closed(world: World) -> Story:
    """Wool for a jumper in Galway, and everybody is content."""
    yield world.ago(44, 15, 20)
    (order,) = world.buy(ORLA, Want("skein", "Weld", 4))
    yield world.ago(43, 9, 0)
    world.hello(order)
    yield world.in_time(order, 40, 12)
    world.post(order, Parcel("An Post", "CE100199884IE"))
    yield world.ago(38, 9, 30)
    world.arrive(order)


def cancelled_by_the_maker(world: World) -> Story:
    """Moths."""
    yield world.ago(12, 11, 45)
    (order,) = world.buy(JONAS, Want("skein", "Moss", 3))
    yield world.ago(11, 14, 30)
    lifecycle.cancel(
        order,
        by=world.maker(order),
        cancelling=Cancelling(restock=False),
        reason=(
            "I am sorry: when I took the skeins down I found moth in one of them, and I"
            " will not send anybody moth. The next moss green is in January; I write to"
            " you first."
        ),
    )


def never_paid(world: World) -> Story:
    """A basket left on Stripe's page; an hour later it was free again."""
    yield world.ago(2, 23, 5)
    checkout = world.place(HENRIK, Want("basket", "Large, 40 cm"))
    yield world.ago(1, 0, 0)
    world.give_up(checkout)


STORIES = [
    scarf_arrived,
    basket_on_its_way,
    scarf_on_the_loom,
    new_spindle,
    closed,
    cancelled_by_the_maker,
    never_paid,
]
