"""Line items and shipping options of a Checkout Session, and what they add up to."""

from typing import Any

from devtools.stripe import currencies, shapes
from devtools.stripe.errors import Json, invalid, missing, not_found, unsupported

MOST_LINES = 100
MOST_OPTIONS = 5
LINE_KNOWN = {"price_data", "quantity", "metadata"}
PRICE_KNOWN = {"currency", "unit_amount", "product_data", "tax_behavior"}
RATE_KNOWN = {
    "display_name",
    "fixed_amount",
    "type",
    "delivery_estimate",
    "metadata",
    "tax_behavior",
    "tax_code",
}


def build(given: list[Json], created: int) -> list[Json]:
    """The line items that were asked for, as Stripe keeps them."""
    if not given:
        raise missing("line_items")
    if len(given) > MOST_LINES:
        raise invalid(f"line_items can have at most {MOST_LINES} entries", "line_items")
    lines = [_line(line, f"line_items[{n}]", created) for n, line in enumerate(given)]
    if len({line["currency"] for line in lines}) > 1:
        raise invalid(
            "All prices on a Checkout session must use the same `currency`.",
            "line_items",
        )
    return lines


def _line(given: Json, path: str, created: int) -> Json:
    if "price" in given:
        raise not_found("price", given["price"], f"{path}[price]")
    if "price_data" not in given:
        raise missing(f"{path}[price_data]")
    only(given, LINE_KNOWN, path)
    quantity = given.get("quantity")
    if quantity is None:
        raise missing(f"{path}[quantity]")
    if quantity < 1:
        raise invalid(
            "This value must be greater than or equal to 1.",
            f"{path}[quantity]",
            "parameter_invalid_integer",
        )
    price = _price(given["price_data"], f"{path}[price_data]", created)
    amount = price["unit_amount"] * quantity
    product = given["price_data"]["product_data"]
    return shapes.new(
        "item",
        amount_subtotal=amount,
        amount_total=amount,
        currency=price["currency"],
        description=product["name"],
        metadata=given.get("metadata", {}),
        price=price,
        quantity=quantity,
    )


def _price(given: Json, path: str, created: int) -> Json:
    only(given, PRICE_KNOWN, path)
    for name in ("unit_amount", "product_data"):
        if name not in given:
            raise missing(f"{path}[{name}]")
    currency = currencies.known(given["currency"], f"{path}[currency]")
    amount = non_negative(given["unit_amount"], f"{path}[unit_amount]")
    price: Json = shapes.EXAMPLES["item"]["price"] | {
        "id": shapes.identifier("price"),
        # A price made for one session is not for sale again.
        "active": False,
        "created": created,
        "currency": currency,
        "custom_unit_amount": None,
        "product": shapes.identifier("product"),
        "recurring": None,
        "tax_behavior": given.get("tax_behavior", "unspecified"),
        "transform_quantity": None,
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }
    return price


def products(given: list[Json], lines: list[Json], created: int) -> list[Json]:
    """The products that the lines' prices belong to, for `expand`."""
    return [
        _product(line["price_data"]["product_data"], built["price"], created)
        for line, built in zip(given, lines, strict=True)
    ]


def _product(given: Json, price: Json, created: int) -> Json:
    return {
        "id": price["product"],
        "object": "product",
        "active": False,
        "created": created,
        "default_price": None,
        "description": given.get("description"),
        "images": given.get("images", []),
        "livemode": False,
        "marketing_features": [],
        "metadata": given.get("metadata", {}),
        "name": given["name"],
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": given.get("tax_code"),
        "type": "service",
        "unit_label": given.get("unit_label"),
        "updated": created,
        "url": None,
    }


def rates(given: list[Json], currency: str, created: int) -> list[Json]:
    """The shipping rates that the buyer may choose from."""
    if len(given) > MOST_OPTIONS:
        raise invalid(
            f"shipping_options can have at most {MOST_OPTIONS} entries",
            "shipping_options",
        )
    return [
        _rate(option, currency, created, f"shipping_options[{n}]")
        for n, option in enumerate(given)
    ]


def _rate(option: Json, currency: str, created: int, path: str) -> Json:
    if "shipping_rate" in option:
        raise not_found("shipping rate", option["shipping_rate"], path)
    if "shipping_rate_data" not in option:
        raise missing(f"{path}[shipping_rate_data]")
    path += "[shipping_rate_data]"
    given = option["shipping_rate_data"]
    only(given, RATE_KNOWN, path)
    if "fixed_amount" not in given:
        raise missing(f"{path}[fixed_amount]")
    amount = _postage(given["fixed_amount"], currency, f"{path}[fixed_amount]")
    return {
        "id": shapes.identifier("shipping_rate"),
        "object": "shipping_rate",
        "active": False,
        "created": created,
        "delivery_estimate": given.get("delivery_estimate"),
        "display_name": given["display_name"],
        "fixed_amount": {"amount": amount, "currency": currency},
        "livemode": False,
        "metadata": given.get("metadata", {}),
        "tax_behavior": given.get("tax_behavior", "unspecified"),
        "tax_code": given.get("tax_code"),
        "type": "fixed_amount",
    }


def _postage(given: Json, currency: str, path: str) -> int:
    only(given, {"amount", "currency"}, path)
    if currencies.known(given["currency"], path) != currency:
        raise invalid("The shipping rate's currency is not the session's.", path)
    return non_negative(given["amount"], f"{path}[amount]")


def option(rate: Json) -> Json:
    """A shipping rate as the session mentions it."""
    amount = rate["fixed_amount"]["amount"]
    return {"shipping_amount": amount, "shipping_rate": rate["id"]}


def totals(lines: list[Json], rate: Json | None) -> Json:
    """The session's sums, with the chosen shipping rate."""
    subtotal = sum(line["amount_total"] for line in lines)
    postage = rate["fixed_amount"]["amount"] if rate else 0
    return {
        "amount_subtotal": subtotal,
        "amount_total": subtotal + postage,
        "shipping_cost": {
            "amount_subtotal": postage,
            "amount_tax": 0,
            "amount_total": postage,
            "shipping_rate": rate["id"],
        }
        if rate
        else None,
        "total_details": {
            "amount_discount": 0,
            "amount_shipping": postage,
            "amount_tax": 0,
        },
    }


def only(given: Json, known: set[str], path: str) -> None:
    """Refuse what Stripe takes and the sandbox would silently leave out."""
    for name in given:
        if name not in known:
            raise unsupported(f"{path}[{name}]" if path else name)


def non_negative(amount: Any, path: str) -> int:
    """An amount in minor units."""
    if amount < 0:
        message = "Invalid non-negative integer"
        raise invalid(message, path, "parameter_invalid_integer")
    return int(amount)
