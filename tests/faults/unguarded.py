"""The web application with its guard on stock taken away: for negative controls only.

Run by gunicorn as `tests.faults.unguarded`. The naive check-then-write is how most open
shops do it. Models can be imported only once the application is set up, hence the
imports by name."""

from collections.abc import Mapping
from importlib import import_module

from marketplace.wsgi import application

__all__ = ["application"]

stock = import_module("listings.stock")
models = import_module("listings.models")


def naive_hold(pieces: Mapping[int, int]) -> None:
    """Look whether there are enough, then take them, as two steps."""
    for pk, quantity in sorted(pieces.items()):
        variant = models.Variant.objects.get(pk=pk)
        if variant.left is not None and variant.left < quantity:
            raise stock.SoldOut("Sold out.")
        variant.held += quantity
        variant.save()


vars(stock)["hold"] = naive_hold
