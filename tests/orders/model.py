"""What an order must be, kept by hand: pieces, parcels and money, told by its events.

Small and plain on purpose: it knows nothing of rules, dates or verbs."""

from collections import Counter
from dataclasses import dataclass, field

from orders.models import Order, OrderEvent, Withdrawal


@dataclass
class Box:
    """A parcel: what is in it, and what became of it."""

    pieces: dict[str, int]
    posted: bool = False
    arrived: bool = False
    lost: bool = False


@dataclass
class Model:
    """Line code → counts; parcels by their number."""

    prices: dict[str, int]
    postage: int
    bought: Counter[str]
    cancelled: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)
    boxes: dict[int, Box] = field(default_factory=dict)
    back_on_the_shelf: Counter[str] = field(default_factory=Counter)
    seen: int = 0

    def left(self) -> Counter[str]:
        """Neither posted nor cancelled."""
        posted = [box.pieces for box in self.boxes.values() if box.posted]
        return self.bought - self.cancelled - _sum(posted)

    def kept(self) -> Counter[str]:
        """Paid for, and neither cancelled, nor lost, nor sent back."""
        lost = _sum([box.pieces for box in self.boxes.values() if box.lost])
        return self.bought - self.cancelled - lost - self.returned

    def refunded(self) -> int:
        """The price of all that is not kept; the postage with the last of it."""
        gone = self.bought - self.kept()
        cents = sum(self.prices[code] * n for code, n in gone.items())
        return cents if self.kept() else cents + self.postage

    def state(self) -> str:
        """Where it stands, but for what only people say (begun, closed)."""
        posted = [box for box in self.boxes.values() if box.posted and not box.lost]
        if self.left():
            left_before = any(box.posted for box in self.boxes.values())
            return "part_shipped" if left_before else "open"
        if not posted:
            return "cancelled"
        return "delivered" if all(box.arrived for box in posted) else "shipped"

    def read(self, order: Order) -> None:
        """Everything that has happened since."""
        for event in order.events.filter(seq__gt=self.seen).order_by("seq"):
            self.seen = event.seq
            tell = getattr(self, f"_{event.kind}", None)
            if tell:
                tell(order, event)

    def _packed(self, order: Order, event: OrderEvent) -> None:
        number = event.details["shipment"]
        parcel = order.shipments.get(number=number)
        pieces = {one.line.code: one.quantity for one in parcel.lines.all()}
        self.boxes[number] = Box(pieces)

    def _shipped(self, order: Order, event: OrderEvent) -> None:
        self._packed(order, event)
        self.boxes[event.details["shipment"]].posted = True

    def _delivered(self, order: Order, event: OrderEvent) -> None:
        self.boxes[event.details["shipment"]].arrived = True

    def _missing(self, order: Order, event: OrderEvent) -> None:
        self.boxes[event.details["shipment"]].arrived = False

    def _lost(self, order: Order, event: OrderEvent) -> None:
        self.boxes[event.details["shipment"]].lost = True

    def _cancelled(self, order: Order, event: OrderEvent) -> None:
        left = self.left()
        gone = Counter({code: left[code] for code in event.details["lines"]})
        self._take_out(gone, on_the_shelf=not event.details["rule"])

    _rest_cancelled = _cancelled

    def _withdrawn(self, order: Order, event: OrderEvent) -> None:
        left, wanted = self.left(), Counter(event.details["quantities"])
        self._take_out(wanted & left, on_the_shelf=True)

    def _returned(self, order: Order, event: OrderEvent) -> None:
        number = event.details["withdrawal"]
        back = Withdrawal.objects.get(order=order, number=number)
        self.returned += Counter(back.coming_back) & self.kept()

    def _take_out(self, gone: Counter[str], *, on_the_shelf: bool) -> None:
        self.cancelled += gone
        if on_the_shelf:
            self.back_on_the_shelf += gone
        waiting = [number for number, box in self.boxes.items() if not box.posted]
        for number in waiting:
            del self.boxes[number]


def _sum(parts: list[dict[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return total
