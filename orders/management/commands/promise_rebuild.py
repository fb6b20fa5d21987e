"""`manage.py promise_rebuild`: what is derived from promises, counted anew.

For when a number of the rules has changed, or somebody doubts. Run twice, the second
run changes nothing. Workers may run beside it: each order is locked for a moment."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from orders import lifecycle, queue, rules
from orders.facts import facts_of
from orders.limits import limits
from orders.models import Order
from orders.steps import FACTS

BITE = 200


class Command(BaseCommand):
    """Prints how many orders and shops differed from what was stored."""

    help = (
        "Count anew when each order is looked at, its ship-by, and each shop's queue."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Every paid order, by and by; then the queues."""
        found: Counter[str] = Counter()
        last = 0
        while bite := _bite_after(last):
            found += _rebuild(bite)
            last = bite[-1]
        self.stdout.write(f"Orders looked at: {found['orders']}.")
        self.stdout.write(f"Of another moment to look again: {found['look_again_at']}.")
        self.stdout.write(f"Of another ship-by: {found['ship_by_at']}.")
        self.stdout.write(f"Shops with another queue: {queue.count()}.")


def _bite_after(last: int) -> list[int]:
    paid = Order.objects.paid().filter(pk__gt=last).order_by("pk")
    return list(paid.values_list("pk", flat=True)[:BITE])


@transaction.atomic
def _rebuild(pks: list[int]) -> Counter[str]:
    """How many there were, and what differed. Nobody else moves them meanwhile."""
    orders = Order.objects.filter(pk__in=pks).order_by("pk")
    orders = orders.select_related("checkout", "shop").prefetch_related(*FACTS)
    found = Counter(orders=len(pks))
    for order in orders.select_for_update(of=("self",)):
        changes = _changes(order)
        if changes:
            Order.objects.filter(pk=order.pk).update(**changes)
            found.update(changes.keys())
    return found


def _changes(order: Order) -> dict[str, Any]:
    should = {
        "look_again_at": rules.look_again_at(facts_of(order), limits()),
        "ship_by_at": lifecycle.earliest(order),
    }
    return {name: at for name, at in should.items() if at != getattr(order, name)}
