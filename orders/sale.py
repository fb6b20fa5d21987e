"""One order as its maker sees it: what to pack, for whom, what was promised."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from marketplace.money import format_money
from marketplace.templatetags.show import day, moment
from orders.carriers import CARRIERS
from orders.models import Order, OrderEvent, Promise, ShipmentLine
from orders.models.order import OPEN_STATES, OrderQuerySet
from orders.promise import is_late_and_told, told_late_at
from orders.selling_forms import StepForm, forms_for
from orders.steps import Kind, Role, possible
from orders.thread import Knot, arrives_by, promise_state, ship_by_on, thread
from payments.models import Refund

State = Order.State
STATE_LABELS = {
    "on_time": "On time",
    "due_soon": "Due soon",
    "revised": "New date",
    "late": "Late",
    "ended": "Over",
}


def with_all(orders: OrderQuerySet) -> OrderQuerySet:
    """Orders with everything their maker's page shows."""
    contents = Prefetch("shipments__lines", ShipmentLine.objects.select_related("line"))
    events = Prefetch("events", OrderEvent.objects.select_related("by"))
    return orders.select_related("checkout", "shop").prefetch_related(
        "lines", "promises", "shipments", contents, events, "withdrawals"
    )


@dataclass(frozen=True)
class Entry:
    """Something that happened, in words for the maker."""

    what: str
    at: datetime
    who: str
    words: str


@dataclass(frozen=True)
class Sale:
    """An order from `with_all`; `mend` are forms that were filled in wrongly."""

    order: Order
    mend: dict[str, StepForm] = field(default_factory=dict)

    @cached_property
    def possible(self) -> set[str]:
        """The steps that the maker may take now."""
        return possible(self.order, Role.MAKER)

    @cached_property
    def forms(self) -> dict[str, StepForm]:
        """A form for each of them, by its name."""
        return forms_for(self.order, self.possible) | self.mend

    @property
    def thread(self) -> list[Knot]:
        """How it stands, in knots."""
        return thread(self.order, hands="their")

    @property
    def state(self) -> str:
        """How the promise stands."""
        return promise_state(self.order)

    @property
    def state_label(self) -> str:
        """The same in words."""
        return STATE_LABELS[self.state]

    @property
    def is_open(self) -> bool:
        """Something is still to be posted."""
        return self.order.state in OPEN_STATES

    @property
    def is_gift(self) -> bool:
        """Prices stay off the packing slip."""
        return bool(self.order.checkout.gift_message)

    @property
    def pieces_left(self) -> int:
        """How many are still to be posted."""
        return sum(line.left_to_ship for line in self.order.lines.all())

    @property
    def carriers(self) -> list[str]:
        """Those whose parcels we can follow."""
        return list(CARRIERS)

    @property
    def mail_subject(self) -> str:
        """What a letter to the buyer is about."""
        return f"Your order {self.order.number} from {self.order.shop}"

    @property
    def refund_cents(self) -> int:
        """What goes back to the card if what is left is cancelled now."""
        return self.order.cancel_refund_cents

    @cached_property
    def refunds(self) -> list[Refund]:
        """Money on its way back, the first one first."""
        if not self.order.refunded_cents:
            return []
        return list(
            Refund.objects.filter(order_number=self.order.number).order_by("pk")
        )

    @property
    def promise(self) -> Promise:
        """The promise in force."""
        return self.promises[-1]

    @cached_property
    def promises(self) -> list[Promise]:
        """Every “ships by”, the first one first."""
        return list(self.order.promises.all())

    @property
    def promise_title(self) -> str:
        """The date that counts now."""
        order = self.order
        if order.state == State.CANCELLED:
            return "Nothing more to do"
        if order.delivered_at:
            return f"Arrived on {day(order.delivered_at, order.shop.time_zone)}"
        if not self.is_open:
            return f"With them by {day(arrives_by(order))}"
        verb = "Should have shipped by" if order.is_late else "Ships by"
        return f"{verb} {day(ship_by_on(order))}"

    @property
    def promise_words(self) -> str:
        """What was said about it, and what the buyer answered."""
        if not self.is_open:
            return ""
        told = self._late_words() if self.order.is_late else ""
        return f"{told} {self._answer_words()}".strip()

    def _late_words(self) -> str:
        order, zone = self.order, self.order.shop.time_zone
        if is_late_and_told(order):
            when = moment(told_late_at(order), zone)
            return f"We told the buyer on {when}. Give them a new date, or ship it."
        due = told_late_at(order)
        if due and due > timezone.now():
            when = moment(due, zone)
            return f"It is night where the buyer is: they hear of it on {when}."
        return "The buyer hears of it within a minute."

    def _answer_words(self) -> str:
        promise = self.promise
        if promise.answer == Promise.Answer.WAITING:
            when = day(promise.answered_at, self.order.shop.time_zone)
            return f"On {when} the buyer wrote that they will wait."
        if promise.number == 1:
            return ""
        before = day(self.promises[-2].ship_by_at, self.order.shop.time_zone)
        return (
            f"Moved from {before}. The buyer has not answered; they may still cancel."
        )

    @property
    def timeline(self) -> list[Entry]:
        """What happened, the newest first."""
        return [
            Entry(
                what=SAID[Kind(event.kind)](self, event.details),
                at=event.at,
                who=self._who(event),
                words=event.details.get("note") or event.details.get("reason", ""),
            )
            for event in reversed(self.order.events.all())
            if Kind(event.kind) in SAID
        ]

    def _who(self, event: OrderEvent) -> str:
        role = event.details.get("role")
        if role == Role.MAKER:
            return "You"
        if role == Role.OPERATOR:
            return f"{event.by} for the marketplace"
        return self.order.checkout.name if role == Role.BUYER else ""

    def date_of(self, number: int) -> str:
        """The day that a promise names."""
        promise = self.promises[number - 1]
        return day(promise.ship_by_at, self.order.shop.time_zone)

    def money(self, cents: int) -> str:
        """An amount in the order's currency."""
        return format_money(cents, self.order.currency)


Details = dict[str, Any]
#: What each step reads like to the maker; steps that are not here are not shown.
SAID: dict[Kind, Callable[[Sale, Details], str]] = {
    Kind.PAID: lambda sale, _: f"Paid: {sale.money(sale.order.total_cents)}",
    Kind.ACKNOWLEDGED: lambda sale, _: "Seen, and the buyer knows",
    Kind.STARTED: lambda sale, _: "In the making",
    Kind.REVISED: lambda sale, said: f"New date: {sale.date_of(said['promise'])}",
    Kind.MISSED: lambda sale, said: (
        f"{sale.date_of(said['promise'])} has passed; we told the buyer"
    ),
    Kind.WAITING: lambda sale, said: "The buyer will wait",
    Kind.SHIPPED: lambda sale, said: f"Parcel {said['shipment']} is on its way",
    Kind.DELIVERED: lambda sale, said: f"Parcel {said['shipment']} has arrived",
    Kind.CANCELLED: lambda sale, said: (
        f"Cancelled, {sale.money(said['refund_cents'])} refunded"
    ),
    Kind.REST_CANCELLED: lambda sale, said: (
        f"The rest was cancelled, {sale.money(said['refund_cents'])} refunded"
    ),
    Kind.SOLD_OUT: lambda sale, said: (
        f"Paid too late, {sale.money(said['refund_cents'])} refunded"
    ),
    Kind.CLOSED: lambda sale, _: "Closed: all is well",
}
