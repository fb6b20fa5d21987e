"""How tests take a buyer's steps, and what her page then says."""

from datetime import timedelta
from html import unescape
from re import sub

from django.test import Client
from django.utils import timezone

from orders import sweep
from orders.models import Order


def address(order: Order, step: str, *words: object) -> str:
    """Where a step of the buyer's is posted to."""
    return "/".join(["/orders", order.number, step, *map(str, words), ""])


def page(client: Client, order: Order, query: str = "") -> str:
    """The order page as it is written."""
    response = client.get(f"/orders/{order.number}/{query}")
    assert response.status_code == 200
    return str(response.text)


def read(client: Client, order: Order, query: str = "") -> str:
    """The order page as it is read: its words, one space between them."""
    main = page(client, order, query).partition("<main")[2].partition("</main>")[0]
    words = sub(r"\s+", " ", unescape(sub(r"<[^>]+>", " ", main)))
    return sub(r" (?=[,.])", "", words)


def overdue(order: Order) -> Order:
    """The parcels that are under way should have been here two days ago."""
    today = timezone.localdate()
    order.shipments.update(
        arrives_from=today - timedelta(days=4), arrives_by=today - timedelta(days=2)
    )
    sweep.sweep()
    order.refresh_from_db()
    return order
