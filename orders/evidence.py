"""All that was promised about an order and all that happened to it, as plain data.

The emails lie above this app and are added there; docs/evidence.md has every name."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from accounts import countries
from orders import basis
from orders.models import (
    Order,
    OrderEvent,
    OrderLine,
    Promise,
    Shipment,
    ShipmentLine,
    Withdrawal,
)
from orders.models.order import OPEN_STATES, OrderQuerySet
from payments.models import Refund
from shops import calendar

Data = dict[str, Any]
Kind = OrderEvent.Kind
#: Between the marketplace and the maker alone: a buyer's copy leaves it out.
NOT_THE_BUYERS = [Kind.HELLO_DUE, Kind.DUE_TOMORROW, Kind.SILENCE_NOTICED]


class Reader(StrEnum):
    """For whom it is written; each sees what is theirs to see."""

    BUYER = "buyer"
    MAKER = "maker"
    OPERATOR = "operator"


def with_all(orders: OrderQuerySet) -> OrderQuerySet:
    """Orders with every row that is told of below."""
    contents = ShipmentLine.objects.select_related("line")
    return orders.select_related("checkout", "shop").prefetch_related(
        "lines",
        "promises",
        "withdrawals",
        Prefetch("events", OrderEvent.objects.select_related("by")),
        Prefetch("shipments__lines", contents),
    )


def record(order: Order, reader: Reader) -> Data:
    """The order, what was promised and from what, what happened, what went back."""
    return {
        "order": _order(order),
        **_people(order),
        "lines": [_line(line) for line in order.lines.all()],
        "basis": _basis(order),
        "promises": [_promise(order, one, reader) for one in order.promises.all()],
        "events": [_event(order, one, reader) for one in _events(order, reader)],
        "parcels": [_parcel(parcel) for parcel in order.shipments.all()],
        "withdrawals": [_withdrawal(one) for one in order.withdrawals.all()],
        "refunds": [_refund(refund) for refund in _refunds(order)],
    }


def moment(at: datetime | None) -> str | None:
    """A moment, to the second, in UTC."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _order(order: Order) -> Data:
    moments = ("paid", "acknowledged", "started", "shipped", "delivered", "cancelled")
    money = ("items", "shipping", "total", "refunded")
    return {
        "number": order.number,
        "purchase": order.checkout.number,
        "state": order.state,
        "currency": order.currency,
        **{f"{name}_cents": getattr(order, f"{name}_cents") for name in money},
        "placed_at": moment(order.checkout.placed_at),
        **{f"{name}_at": moment(getattr(order, f"{name}_at")) for name in moments},
    }


def _people(order: Order) -> Data:
    """Who bought, who makes, and where it goes."""
    checkout, shop = order.checkout, order.shop
    return {
        "shop": {
            "name": shop.name,
            "maker": shop.maker_name,
            "place": shop.place,
            "country": shop.country,
            "time_zone": shop.time_zone,
        },
        "buyer": {
            "name": checkout.name,
            "email": checkout.email,
            "phone": checkout.phone,
            "has_account": checkout.buyer_id is not None,
            "language": checkout.language,
            "time_zone": checkout.time_zone,
        },
        "delivery": {
            "address": countries.lines(checkout),
            "note": checkout.delivery_note,
            "shipping": order.shipping_name,
        },
        "gift": {
            "is_gift": checkout.is_gift,
            "message": checkout.gift_message,
            "secret_until": _day(checkout.gift_secret_until),
        },
    }


def _line(line: OrderLine) -> Data:
    return {
        "code": line.code,
        "title": line.title,
        "option": line.option,
        "question": line.personalisation_question,
        "personalisation": line.personalisation,
        "quantity": line.quantity,
        "price_cents": line.price_cents,
        "days_to_make": line.days_to_make,
        "needed_by": _day(line.needed_by),
        "withdrawable": line.withdrawable,
        "shipped_quantity": line.shipped_quantity,
        "cancelled_quantity": line.cancelled_quantity,
        "promise": line.promise_number,
    }


def _basis(order: Order) -> Data:
    """What the first promise was counted from, and what it came to."""
    placed = next((e for e in order.events.all() if e.kind == Kind.PLACED), None)
    written = placed.details.get("calendar") if placed else None
    first = next((one for one in order.promises.all() if one.number == 1), None)
    _, arrives_by = (
        calendar.arrives(
            first.ship_by_on, order.transit_days_min, order.transit_days_max
        )
        if first
        else (None, None)
    )
    return {
        "calendar": written or basis.calendar(order.shop.working_week),
        "calendar_as_of": "payment" if written else "export",
        "days_to_make": max(line.days_to_make for line in order.lines.all()),
        "transit_days_min": order.transit_days_min,
        "transit_days_max": order.transit_days_max,
        "ships_by": _day(first.ship_by_on) if first else None,
        "arrives_by": _day(arrives_by),
    }


def _promise(order: Order, promise: Promise, reader: Reader) -> Data:
    held = [
        line.code
        for line in order.lines.all()
        if line.promise_number == promise.number and line.left_to_ship
    ]
    made = next((e for e in order.events.all() if _makes(e, promise)), None)
    return {
        "number": promise.number,
        "ships_by": _day(promise.ship_by_on),
        "ships_by_at": moment(promise.ship_by_at),
        "has_date": promise.has_date,
        "made_at": moment(promise.made_at),
        "by": _who(order, made, reader) if made else settings.MARKETPLACE_NAME,
        "reason": promise.reason,
        "needs_yes": promise.needs_yes,
        "answer_by_at": moment(promise.answer_by_at),
        "answer": promise.answer,
        "answered_at": moment(promise.answered_at),
        "missed_at": moment(promise.missed_at),
        "lines": made.details.get("lines") if made else None,
        "in_force_for": held if order.state in OPEN_STATES else [],
    }


def _makes(event: OrderEvent, promise: Promise) -> bool:
    """The event that this version came with; the first came with the payment."""
    if promise.number == 1:
        return event.kind == Kind.PAID
    is_same = event.details.get("promise") == promise.number
    return event.kind == Kind.REVISED and is_same


def _events(order: Order, reader: Reader) -> list[OrderEvent]:
    told = sorted(order.events.all(), key=lambda event: event.pk)
    if reader != Reader.BUYER:
        return told
    return [event for event in told if event.kind not in NOT_THE_BUYERS]


def _event(order: Order, event: OrderEvent, reader: Reader) -> Data:
    details = {
        name: value
        for name, value in event.details.items()
        if name not in ("role", "calendar")
    }
    return {
        "seq": event.seq,
        "at": moment(event.at),
        "kind": event.kind,
        "what": str(Kind(event.kind).label),
        "role": event.details.get("role", ""),
        "by": _who(order, event, reader),
        "details": details,
    }


def _who(order: Order, event: OrderEvent, reader: Reader) -> str:
    """A person as the reader knows them: the marketplace's own people act in its name,
    and a maker under the name of her shop."""
    if event.details.get("role") == "buyer":
        return order.checkout.name
    if event.details.get("role") == "maker":
        return order.shop.maker_name
    if reader == Reader.OPERATOR and event.by is not None:
        return event.by.name or event.by.email
    return settings.MARKETPLACE_NAME


def _parcel(parcel: Shipment) -> Data:
    moments = ("packed", "shipped", "delivered", "missing", "lost")
    return {
        "number": parcel.number,
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "tracking_url": parcel.tracking_url,
        "note": parcel.note,
        "contents": [
            {"line": one.line.code, "title": one.line.title, "quantity": one.quantity}
            for one in parcel.lines.all()
        ],
        "arrives_from": _day(parcel.arrives_from),
        "arrives_by": _day(parcel.arrives_by),
        **{f"{name}_at": moment(getattr(parcel, f"{name}_at")) for name in moments},
    }


def _withdrawal(one: Withdrawal) -> Data:
    return {
        "number": one.number,
        "name": one.name,
        "email": one.email,
        "made_at": moment(one.made_at),
        "quantities": one.quantities,
        "returned_at": moment(one.returned_at),
    }


def _refunds(order: Order) -> list[Refund]:
    return list(Refund.objects.filter(order_number=order.number).order_by("pk"))


def _refund(refund: Refund) -> Data:
    return {
        "amount_cents": refund.amount_cents,
        "reason": refund.reason,
        "state": refund.state,
        "asked_at": moment(refund.created_at),
        "finished_at": moment(refund.finished_at),
    }
