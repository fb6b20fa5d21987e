"""Checkout Sessions: begin, look up, expire (by request or by the clock)."""

import re
from urllib.parse import urlsplit

from devtools.stripe import currencies, lines, shapes
from devtools.stripe.errors import Json, invalid, missing, unsupported
from devtools.stripe.sandbox import Sandbox

MINUTE, DAY = 60, 86_400
LEAST_OPEN, MOST_OPEN = 30 * MINUTE, DAY
#: The time between an app's reading of its clock and Stripe's own.
CLOCK_SLACK = 30
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
KNOWN = {
    "allowed_payment_method_types",
    "automatic_tax",
    "cancel_url",
    "client_reference_id",
    "currency",
    "custom_text",
    "customer_creation",
    "customer_email",
    "excluded_payment_method_types",
    "expand",
    "expires_at",
    "integration_identifier",
    "line_items",
    "locale",
    "metadata",
    "mode",
    "payment_intent_data",
    "shipping_options",
    "submit_type",
    "success_url",
    "ui_mode",
}
INTENT_KNOWN = {
    "capture_method",
    "description",
    "metadata",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
}
PASSED_ON = (
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "integration_identifier",
    "locale",
    "submit_type",
    "success_url",
)


def create(sandbox: Sandbox, params: Json) -> Json:
    """Begin a Checkout Session: a page where somebody can pay."""
    _check_support(params)
    _check_texts(params)
    created = sandbox.clock.now()
    items = lines.build(params.get("line_items", []), created)
    currency = items[0]["currency"]
    rates = lines.rates(params.get("shipping_options", []), currency, created)
    sums = lines.totals(items, rates[0] if rates else None)
    _check_total(sums["amount_total"], currency)
    identifier = shapes.identifier("checkout.session")
    session = shapes.new(
        "checkout.session",
        id=identifier,
        created=created,
        currency=currency,
        expires_at=_expires_at(params, created),
        metadata=params.get("metadata", {}),
        custom_text=shapes.NO_TEXT | params.get("custom_text", {}),
        shipping_options=[lines.option(rate) for rate in rates],
        url=f"{sandbox.base_url}/c/pay/{identifier}",
        **sums,
        **{name: params.get(name) for name in PASSED_ON},
    )
    made = lines.products(params["line_items"], items, created)
    _keep_parts(sandbox, session, items, made, rates, params)
    return sandbox.store.add("checkout.session", session)


def _keep_parts(
    sandbox: Sandbox,
    session: Json,
    items: list[Json],
    products: list[Json],
    rates: list[Json],
    params: Json,
) -> None:
    """What belongs to a session but is not shown in it."""
    for product in products:
        sandbox.store.add("product", product)
    for rate in rates:
        sandbox.store.add("shipping_rate", rate)
    parts = {
        "id": f"{session['id']}/parts",
        "lines": items,
        "payment_intent_data": params.get("payment_intent_data", {}),
    }
    sandbox.store.add("parts", parts)


def parts(sandbox: Sandbox, session: Json) -> Json:
    """The lines of a session, and what its payment was asked to carry."""
    found = sandbox.store.get(f"{session['id']}/parts")
    return found or {"lines": [], "payment_intent_data": {}}


def _check_support(params: Json) -> None:
    lines.only(params, KNOWN, "")
    if "mode" not in params:
        raise missing("mode")
    if params["mode"] != "payment":
        raise unsupported(f"mode={params['mode']}")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise unsupported(f"ui_mode={params['ui_mode']}")
    if params.get("automatic_tax", {}).get("enabled"):
        raise unsupported("automatic_tax[enabled]=true")
    if params.get("customer_creation") == "always":
        raise unsupported("customer_creation=always")
    _check_methods(params)
    intent = params.get("payment_intent_data", {})
    lines.only(intent, INTENT_KNOWN, "payment_intent_data")
    if intent.get("capture_method") == "manual":
        raise unsupported("payment_intent_data[capture_method]=manual")


def _check_methods(params: Json) -> None:
    """The sandbox's page takes cards, and only cards."""
    if "card" not in params.get("allowed_payment_method_types", ["card"]):
        raise unsupported("allowed_payment_method_types without card")
    if "card" in params.get("excluded_payment_method_types", []):
        raise unsupported("excluded_payment_method_types with card")


def _check_texts(params: Json) -> None:
    if "success_url" not in params:
        raise missing("success_url")
    for name in ("success_url", "cancel_url"):
        if name in params and not _is_url(params[name]):
            raise invalid("Not a valid URL", name, "url_invalid")
    email = params.get("customer_email")
    if email and not EMAIL.match(email):
        message = f"Invalid email address: {email}"
        raise invalid(message, "customer_email", "email_invalid")
    if len(params.get("client_reference_id", "")) > 200:
        raise invalid(
            "Invalid string: must be at most 200 characters", "client_reference_id"
        )


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _check_total(total: int, currency: str) -> None:
    least = currencies.least(currency)
    if 0 < total < least:
        shown = currencies.shown(least, currency)
        raise invalid(
            f"The Checkout Session's total amount due must add up to at least {shown}"
            f" {currency}",
            "line_items",
            "amount_too_small",
        )
    if total == 0:
        raise unsupported("a Checkout Session with nothing to pay")
    if total > currencies.MOST:
        shown = currencies.shown(currencies.MOST, currency)
        message = (
            "The Checkout Session's total amount due must be no more than "
            f"{shown} {currency}"
        )
        raise invalid(message, "line_items", "amount_too_large")


def _expires_at(params: Json, created: int) -> int:
    asked: int = params.get("expires_at", created + DAY)
    if asked < created + LEAST_OPEN - CLOCK_SLACK:
        raise invalid(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout"
            " Session creation.",
            "expires_at",
        )
    if asked > created + MOST_OPEN + CLOCK_SLACK:
        raise invalid(
            "The `expires_at` timestamp must be less than 24 hours from Checkout"
            " Session creation.",
            "expires_at",
        )
    return asked


def retrieve(sandbox: Sandbox, _params: Json, identifier: str) -> Json:
    """One session."""
    return sandbox.need("checkout.session", identifier, "session")


def line_items(sandbox: Sandbox, params: Json, identifier: str) -> Json:
    """A session's line items, page by page."""
    session = retrieve(sandbox, {}, identifier)
    every = parts(sandbox, session)["lines"]
    after = [
        n for n, it in enumerate(every) if it["id"] == params.get("starting_after")
    ]
    start = after[0] + 1 if after else 0
    end = start + params.get("limit", 10)
    url = f"/v1/checkout/sessions/{identifier}/line_items"
    return shapes.page(url, every[start:end], has_more=end < len(every))


def expire(sandbox: Sandbox, _params: Json, identifier: str) -> Json:
    """End an open session before its time."""
    session = retrieve(sandbox, {}, identifier)
    if session["status"] != "open":
        raise invalid(
            'Only Checkout Sessions with a status in ["open"] can be expired. This'
            f" Checkout Session has a status of {session['status']}.",
            "session",
        )
    return end(sandbox, session)


def end(sandbox: Sandbox, session: Json) -> Json:
    """The session is over and nobody can pay it any more."""
    session |= {"status": "expired", "url": None}
    sandbox.store.save(session)
    if session["payment_intent"]:
        _cancel_payment(sandbox, session["payment_intent"])
    sandbox.tell("checkout.session.expired", session)
    return session


def _cancel_payment(sandbox: Sandbox, identifier: str) -> None:
    intent = sandbox.need("payment_intent", identifier)
    intent |= {
        "status": "canceled",
        "canceled_at": sandbox.clock.now(),
        "cancellation_reason": "expired",
        "next_action": None,
    }
    sandbox.store.save(intent)
    sandbox.tell("payment_intent.canceled", intent)


def end_overdue(sandbox: Sandbox) -> int:
    """Expire every open session whose time is over; says how many."""
    with sandbox.store.transaction():
        overdue = sandbox.store.overdue(sandbox.clock.now())
        for identifier in overdue:
            end(sandbox, sandbox.need("checkout.session", identifier))
    return len(overdue)
