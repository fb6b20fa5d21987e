"""The data of buying: baskets, checkouts, orders, promises, parcels, events."""

from orders.models.access_key import AccessKey
from orders.models.basket import Basket, BasketLine
from orders.models.checkout import Checkout
from orders.models.order import Order, OrderLine
from orders.models.parcel import Shipment, ShipmentLine
from orders.models.timeline import OrderEvent, Promise
from orders.models.withdrawal import Withdrawal

__all__ = [
    "AccessKey",
    "Basket",
    "BasketLine",
    "Checkout",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Promise",
    "Shipment",
    "ShipmentLine",
    "Withdrawal",
]
