"""Orders with a past, for the benchmark of the sweep: each was bought, made and talked
about at its time by the real verbs, and every step that time asked for was taken.

It is Wednesday 10 June 2026, ten in the morning in Dublin and in London. The calm ones
have nothing to do today; the others have one step that became due this morning."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine

from devtools import purchases
from listings.models import Variant
from orders import arriving, lifecycle, promising, sweep, talking
from orders.models import Order
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.steps import remember_to_look

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
#: Until then every sweep came in time; since then none did.
SWEPT_UNTIL = NOW - timedelta(hours=3)

Act = tuple[datetime, Callable[[Order], object]]


def calm(variant: Variant, chance: random.Random) -> Order:
    """An open order of which nothing is due today."""
    while True:
        order = chance.choice([_fresh, _moved, _begun])(variant, chance)
        if order.look_again_at and order.look_again_at > NOW + timedelta(hours=1):
            return order


def due(kind: str, variant: Variant) -> Order:
    """An order of which time asks for this step now."""
    paid_at, acts = DUE[kind]
    order = _live(variant, paid_at, *acts)
    with time_machine.travel(NOW, tick=False):
        if not order.look_again_at or order.look_again_at > NOW:
            raise ValueError(f"Of {kind}, nothing is due: {order.look_again_at}")
    return order


def _fresh(variant: Variant, chance: random.Random) -> Order:
    return _live(variant, NOW - chance.uniform(0.1, 46) * HOUR)


def _moved(variant: Variant, chance: random.Random) -> Order:
    paid_at = NOW - chance.uniform(7, 20) * DAY
    to = NOW + chance.uniform(6, 25) * DAY
    said = NOW - chance.uniform(0.2, 2) * DAY
    return _live(variant, paid_at, (paid_at + 2 * DAY, _move(to)), (said, _write))


def _begun(variant: Variant, chance: random.Random) -> Order:
    paid_at = NOW - chance.uniform(0.5, 3) * DAY
    return _live(variant, paid_at, (paid_at + 5 * HOUR, _start))


def _live(variant: Variant, paid_at: datetime, *acts: Act) -> Order:
    """From the payment until this morning."""
    with time_machine.travel(paid_at, tick=False):
        (checkout,) = purchases.paid([variant])
        order = checkout.orders.get()
        remember_to_look(order)
    for moment, act in acts:
        _catch_up(order, moment)
        with time_machine.travel(moment, tick=False):
            act(order)
    _catch_up(order, SWEPT_UNTIL)
    return order


def _catch_up(order: Order, until: datetime) -> None:
    """Every step that time asked for by then, each at its very moment."""
    order.refresh_from_db()
    while order.look_again_at and order.look_again_at <= until:
        with time_machine.travel(order.look_again_at, tick=False):
            sweep.look_again(order.pk)
        order.refresh_from_db()


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def _start(order: Order) -> None:
    lifecycle.start(order, by=order.shop.owner)


def _write(order: Order) -> None:
    talking.write(order, by=order.shop.owner, note="The glaze is drying.")


def _ask(order: Order) -> None:
    talking.ask(order, by=None, note="Is it on its way?")


def _ship(order: Order) -> None:
    lifecycle.ship(order, by=order.shop.owner, parcel=Parcel("An Post"))


def _deliver(order: Order) -> None:
    arriving.deliver(order, by=None, shipment=order.shipments.get())


def _miss(order: Order) -> None:
    arriving.report_missing(order, by=None, shipment=order.shipments.get())


def _move(to: datetime) -> Callable[[Order], None]:
    def act(order: Order) -> None:
        week = order.shop.working_week
        day = week.next_working_day(to.date())
        new = NewDate(day, "The kiln has cracked; a new shelf comes on Thursday.")
        promising.revise(order, by=order.shop.owner, new=new)

    return act


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: Kind of step → when its order was paid, and what was done with it.
DUE: dict[str, tuple[datetime, list[Act]]] = {
    "hello_due": (_at(6, 8, 8, 30), []),
    "due_tomorrow": (_at(6, 6, 9), [(_at(6, 6, 10), _write)]),
    "missed": (_at(6, 4, 23, 30), [(_at(6, 5, 10), _write)]),
    "arrival_asked": (_at(6, 1, 9), [(_at(6, 4, 10), _ship)]),
    "asked_if_well": (
        _at(6, 1, 9),
        [(_at(6, 3, 10), _ship), (_at(6, 7, 8, 30), _deliver)],
    ),
    "chased": (_at(6, 7, 9), [(_at(6, 7, 10), _write), (_at(6, 9, 8, 30), _ask)]),
    "silence_noticed": (_at(6, 2, 9), [(_at(6, 3, 9), _move(NOW + 20 * DAY))]),
    "reassured": (_at(6, 1, 9), [(_at(6, 2, 9), _move(NOW + 20 * DAY))]),
    "closed": (_at(5, 1, 9), [(_at(5, 4, 10), _ship), (_at(5, 11, 8, 30), _deliver)]),
    "cancelled": (_at(5, 30, 12), [(_at(5, 30, 13), _write)]),
    "escalated": (
        _at(6, 6, 9),
        [(_at(6, 6, 10), _move(NOW + 20 * DAY)), (_at(6, 7, 8, 30), _ask)],
    ),
    "lost": (_at(5, 28, 9), [(_at(5, 31, 10), _ship), (_at(6, 6, 8, 30), _miss)]),
}
