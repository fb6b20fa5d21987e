"""The truth about an event's order as it is now, loaded for many emails at once."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, Q

from listings.models import ListingEvent
from notifications.models import Email
from notifications.piece_facts import PieceFacts
from orders.models import (
    Checkout,
    Order,
    OrderEvent,
    Promise,
    Shipment,
    Withdrawal,
)


@dataclass(frozen=True)
class Facts:
    """What happened, and how its purchase stands now."""

    event: OrderEvent

    @property
    def checkout(self) -> Checkout:
        """The purchase it belongs to."""
        return self.event.checkout

    @cached_property
    def orders(self) -> list[Order]:
        """Every order of the purchase."""
        return sorted(self.checkout.orders.all(), key=lambda order: order.pk)

    @cached_property
    def order(self) -> Order:
        """The order it happened to."""
        return next(one for one in self.orders if one.pk == self.event.order_id)

    @cached_property
    def promises(self) -> list[Promise]:
        """Every “ships by” of the order, the first one first."""
        return sorted(self.order.promises.all(), key=lambda promise: promise.number)

    @property
    def promise(self) -> Promise:
        """The promise the event speaks of."""
        number = int(self.event.details["promise"])
        return self.promises[number - 1]

    @cached_property
    def parcel(self) -> Shipment:
        """The parcel the event speaks of."""
        number = self.event.details["shipment"]
        return next(one for one in self.order.shipments.all() if one.number == number)

    @cached_property
    def withdrawal(self) -> Withdrawal:
        """The withdrawal the event speaks of."""
        number = self.event.details["withdrawal"]
        made = self.order.withdrawals.all()
        return next(one for one in made if one.number == number)

    @cached_property
    def later(self) -> list[OrderEvent]:
        """What has happened to the order since."""
        events = self.order.events.all()
        return [one for one in events if one.seq > self.event.seq]

    @property
    def leave_link(self) -> str:
        """An order's emails are owed, or turned off by kind; there is no line."""
        return ""

    def happened(self, *kinds: str) -> bool:
        """Whether one of these has happened since."""
        return any(one.kind in kinds for one in self.later)


def facts_about(email: Email) -> Facts | PieceFacts:
    """What is true now about the event that this email tells of."""
    if email.event is not None:
        return Facts(email.event)
    if email.listing_event is not None:
        return PieceFacts(email.listing_event)
    raise LookupError(f"{email} tells of nothing.")


def with_facts(pks: Collection[int]) -> list[Email]:
    """These emails and those they tell as well, with all that `Facts` asks for, in a
    fixed number of queries."""
    orders = Order.objects.select_related("shop__owner", "support_owner")
    orders = orders.prefetch_related(
        "lines",
        "promises",
        "shipments__lines",
        "access_keys",
        "withdrawals",
        Prefetch("events", OrderEvent.objects.order_by("seq")),
    )
    pieces = ListingEvent.objects.select_related(
        "listing__shop__owner",
        "listing__shipping_profile",
        "place__variant",
        "question",
    ).prefetch_related("listing__photos")
    emails = (
        Email.objects.filter(Q(pk__in=pks) | Q(carrier__in=pks))
        .select_related("event__checkout__buyer")
        .prefetch_related(
            Prefetch("event__checkout__orders", orders),
            Prefetch("listing_event", pieces),
        )
        .order_by("event_id", "pk")
    )
    return [_with_its_order(email) for email in emails]


def _with_its_order(email: Email) -> Email:
    """Its event knows the very order that everything was fetched for."""
    if email.event is not None and email.event.order_id:
        email.event.order = Facts(email.event).order
    return email
