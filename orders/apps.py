"""The app of orders."""

from django.apps import AppConfig

from orders.limits import limits


class OrdersConfig(AppConfig):
    """Starts only with numbers for the promise that can be meant."""

    name = "orders"

    def ready(self) -> None:
        """A setting that nobody knows is said now, not when an order first needs it."""
        limits()
