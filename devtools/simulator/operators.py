"""The people of the marketplace: once a day they settle what they have taken on."""

from dataclasses import dataclass
from datetime import timedelta

from devtools.simulator.stage import Stage
from devtools.simulator.town import OPERATORS
from orders import talking
from orders.models import Order

ROUND = timedelta(hours=24)


@dataclass
class Operators:
    """Both of them, every morning."""

    stage: Stage

    def begin(self) -> None:
        """At nine, by the clock of London."""
        self.stage.clock.at(self.stage.script.start + timedelta(hours=9), self._round)

    def _round(self) -> None:
        a_day_ago = self.stage.now - timedelta(hours=20)
        waiting = Order.objects.waiting_for_support().filter(support_at__lt=a_day_ago)
        # A parcel that is not found is refunded by itself: nobody has to settle it.
        missing = {"shipments__missing_at__isnull": False, "shipments__lost_at": None}
        for order in waiting.exclude(**missing).order_by("pk"):
            self._settle(order)
        self.stage.clock.at(self.stage.now + ROUND, self._round)

    def _settle(self, order: Order) -> None:
        by = order.support_owner or self.stage.town.users[OPERATORS[0]]
        note = "We have spoken with the maker: all is well, and you can count on it."

        def settle() -> object:
            return talking.settle(order, by=by, note=note)

        self.stage.step(order, "settle", settle, who="operator")
