"""Emails about a surprise: until its day, nothing that is seen at a glance tells."""

from notifications.announcements import Announcement
from notifications.context import today_of_the_buyer
from notifications.facts import Facts
from notifications.people import buyers_zone
from notifications.piece_facts import PieceFacts
from orders.models import Order

#: After these nobody is surprised any more.
UNWRAPPED = (Order.State.DELIVERED, Order.State.CLOSED)


def is_secret(facts: Facts | PieceFacts, row: Announcement) -> bool:
    """Whether this email must not say what was bought, from whom, or for how much."""
    if isinstance(facts, PieceFacts):
        return False
    checkout = facts.checkout
    if not checkout.is_gift or row.to.zone is not buyers_zone:
        return False
    if checkout.gift_secret_until:
        return today_of_the_buyer(facts.orders[0]) < checkout.gift_secret_until
    return any(order.state not in UNWRAPPED for order in facts.orders)
