"""A shop's break, as its orders see it: none begins over an order left in the dark."""

from datetime import date

from django.db import transaction
from django.utils.translation import ngettext

from marketplace.errors import Refused
from orders.facts import in_force
from orders.models import Order
from shops import breaks
from shops.models import Shop


def in_the_way(shop: Shop, first: date, last: date) -> list[Order]:
    """Open orders that are late, or promised for a day of the break, the first due
    first; each is shipped, moved with notice or cancelled before (R12)."""
    until = shop.working_week.end_of(last)
    found = Order.objects.open().filter(shop=shop, ship_by_at__lte=until)
    found = found.for_rows().prefetch_related("promises").order_by("ship_by_at", "pk")
    return [order for order in found if _is_in_the_way(order, first, last)]


def _is_in_the_way(order: Order, first: date, last: date) -> bool:
    days = [promise.ship_by_on for promise in in_force(order)]
    return order.is_late or any(first <= day <= last for day in days)


@transaction.atomic
def take(shop: Shop, first: date, last: date) -> None:
    """Away from the first to the last of these days.

    Raises Refused while an order is in the way."""
    waiting = in_the_way(shop, first, last)
    if waiting:
        raise Refused(
            ngettext(
                "%(count)s order would be left waiting while you are away. Ship, move"
                " or cancel what is listed first.",
                "%(count)s orders would be left waiting while you are away. Ship, move"
                " or cancel what is listed first.",
                len(waiting),
            )
            % {"count": len(waiting)}
        )
    breaks.add(shop, first, last)
