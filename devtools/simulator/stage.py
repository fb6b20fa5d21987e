"""What every actor stands on: the clock, the town, and what is written down of them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from devtools.simulator.clock import Clock
from devtools.simulator.observed import Act, Look, Observation
from devtools.simulator.script import Posting, Script
from devtools.simulator.town import Town
from marketplace.errors import Refused
from orders import arriving
from orders.models import Order
from orders.steps import Role

Step = Callable[[], object]
AGAIN = timedelta(minutes=20)
#: Of an order that somebody has just ended: the story goes on elsewhere.
DAY = timedelta(days=1)


class CutOff(Exception):
    """The power went, just before the commit."""


@dataclass
class Stage:
    """Where the script is played."""

    script: Script
    clock: Clock
    town: Town
    seen: Observation = field(default_factory=Observation)
    #: Of each order, the parcels that are truly with the buyer.
    arrived: dict[str, set[int]] = field(default_factory=dict)
    #: The next step of anybody's is undone before its commit, once.
    roll_back_next: bool = False
    rolled_back: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    on_arrival: Callable[[str, int], None] = lambda number, parcel: None

    @property
    def now(self) -> datetime:
        """On the travelled clock."""
        return self.clock.now

    def note(
        self, number: str, who: str, what: str, parcel: int = 0, whole: bool = True
    ) -> None:
        """Written down for the judge."""
        self.seen.acts.append(Act(self.now, number, who, what, parcel, whole))

    def look(self, number: str, html: str) -> None:
        """Somebody looked at an order's page."""
        if number in self.keys:
            self.seen.looks.append(Look(self.now, number, html))

    def step(
        self, order: Order, what: str, verb: Step, parcel: int = 0, who: str = "maker"
    ) -> bool:
        """Somebody's step, by a verb; False when the marketplace says no."""
        if self.roll_back_next:
            self.roll_back_next = False
            self._undone(verb)
            if parcel == 0:
                again = partial(self._again, order, what, verb, who)
                self.clock.at(self.now + AGAIN, again)
                return False
        try:
            verb()
        except Refused as why:
            day = f"{self.now:%d %b %H:%M}"
            self.seen.refusals.append(f"{day} {order.number} {who} {what}: {why}")
            return False
        order = Order.objects.prefetch_related("lines").get(pk=order.pk)
        left = any(line.left_to_ship for line in order.lines.all())
        self.note(order.number, who, what, parcel, not left)
        return True

    def _again(self, order: Order, what: str, verb: Step, who: str) -> None:
        self.step(order, what, verb, who=who)

    def _undone(self, verb: Step) -> None:
        with suppress(CutOff, Refused), transaction.atomic():
            verb()
            self.rolled_back += 1
            raise CutOff

    def under_way(self, number: str, parcel: int, posting: Posting) -> None:
        """What truly becomes of a parcel that was just marked as sent."""
        if posting.is_posted:
            self.note(number, "maker", "posted", parcel)
            if posting.transit_days is not None:
                there_at = self.now + posting.transit_days * DAY
                arrive = partial(self._arrive, number, parcel, posting)
                self.clock.at(there_at, arrive)
        if posting.misreported_after:
            said_at = self.now + posting.misreported_after
            self.clock.at(said_at, partial(self._say_delivered, number, parcel))

    def _arrive(self, number: str, parcel: int, posting: Posting) -> None:
        self.arrived.setdefault(number, set()).add(parcel)
        self.note(number, "carrier", "arrived", parcel)
        if posting.is_reported:
            self._say_delivered(number, parcel)
        self.on_arrival(number, parcel)

    def _say_delivered(self, number: str, parcel: int) -> None:
        """The carrier says so, true or not."""
        order = Order.objects.get(pk=self.keys[number])
        shipment = order.shipments.filter(number=parcel).first()
        if shipment is None:
            return

        def deliver() -> object:
            return arriving.deliver(order, by=None, shipment=shipment, role=Role.SYSTEM)

        self.step(order, "delivered", deliver, parcel, "carrier")
