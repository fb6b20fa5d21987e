"""How tests take a maker's steps: in a plain browser, or by htmx on either page."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from orders.models import Order


def address(order: Order, step: str) -> str:
    """Where a step is posted to."""
    return reverse(f"orders:{step}", args=[order.number])


def post(
    user: User,
    order: Order,
    step: str,
    *,
    htmx: str = "",
    args: list[Any] | None = None,
    **data: Any,
) -> Any:
    """This person takes a step; `htmx` is the id of what the answer replaces, `args`
    are what its address is made of, if not the order's number alone."""
    client = Client()
    client.force_login(user)
    headers = {"HX-Request": "true", "HX-Target": htmx} if htmx else {}
    where = reverse(f"orders:{step}", args=args) if args else address(order, step)
    return client.post(where, data, headers=headers)


def row(order: Order) -> str:
    """The id of an order's row on Today."""
    return f"order-{order.number}"


def steps_of(order: Order) -> list[str]:
    """What has happened to it."""
    return list(order.events.order_by("seq").values_list("kind", flat=True))
