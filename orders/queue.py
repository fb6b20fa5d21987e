"""The honest queue: how many made-to-order pieces each shop still owes, counted from
the orders themselves, so that it cannot drift."""

from django.db.models import F, Sum

from listings.models import Listing
from orders.models import OrderLine
from orders.models.order import OPEN_STATES
from shops import queue
from shops.models import Shop


def count() -> int:
    """Count anew, for every shop that says how much it makes in a week; how many had
    changed."""
    left = F("quantity") - F("shipped_quantity") - F("cancelled_quantity")
    lines = OrderLine.objects.filter(
        order__state__in=OPEN_STATES,
        order__shop__pieces_per_week__isnull=False,
        variant__kind=Listing.Kind.MADE_TO_ORDER,
    )
    owed = dict(lines.values_list("order__shop").annotate(n=Sum(left)).order_by())
    changed = 0
    for shop in Shop.objects.filter(pieces_per_week__isnull=False):
        waiting = owed.get(shop.pk, 0)
        if waiting != shop.pieces_waiting:
            queue.set_to(shop, waiting)
            changed += 1
    return changed
