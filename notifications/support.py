"""The support queue: orders that a person of the marketplace looks after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from orders.models import Order, OrderEvent

#: What an order was handed on for → as an operator reads it.
ABOUT = {
    "question": gettext_lazy("A question nobody answered"),
    "missing": gettext_lazy("A parcel that did not arrive"),
    "withdrawal": gettext_lazy("A withdrawal that came to no end"),
    "order": gettext_lazy("Taken on by hand"),
}


@dataclass(frozen=True)
class Waiting:
    """One order in the queue: about what, since when, who has it."""

    order: Order
    about: str
    since: datetime | None
    owner: User | None
    url: str


def queue() -> list[Waiting]:
    """Those without an owner first, then the oldest."""
    handed_on = OrderEvent.objects.filter(kind=OrderEvent.Kind.ESCALATED).order_by("pk")
    orders = (
        Order.objects.waiting_for_support()
        .select_related("shop", "checkout", "support_owner")
        .prefetch_related(Prefetch("events", handed_on, to_attr="handed_on"))
        .order_by("support_at")
    )
    found = [_waiting(order, getattr(order, "handed_on", [])) for order in orders]
    return sorted(found, key=lambda one: one.owner is not None)


def _waiting(order: Order, handed_on: list[OrderEvent]) -> Waiting:
    """Since it is in the queue only: what was settled before is not told again."""
    since = order.support_at
    present = [event for event in handed_on if since is None or event.at >= since]
    about = dict.fromkeys(_about(event.details) for event in present or handed_on[-1:])
    return Waiting(
        order=order,
        about=", ".join(about),
        since=since,
        owner=order.support_owner,
        url=reverse("admin:orders_order_change", args=[order.pk]),
    )


def _about(details: dict[str, Any]) -> str:
    about = str(details.get("about", ""))
    said = str(ABOUT.get(about, about))
    parcel = details.get("shipment")
    if not parcel:
        return said
    return _("%(said)s (parcel %(parcel)s)") % {"said": said, "parcel": parcel}
