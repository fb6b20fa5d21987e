"""What tests and load scripts use: faults, clock, paying without the page."""

import json
from typing import Any

from devtools.stripe import payments, refunds, sessions
from devtools.stripe.checkout_page import read, success_url
from devtools.stripe.errors import Json, invalid
from devtools.stripe.http import Answer, Request, as_json
from devtools.stripe.sandbox import Sandbox

MOST_AHEAD = 10 * 365 * 86_400
STATUS = {"paid": 200, "requires_action": 200, "declined": 402, "closed": 409}


def _given(request: Request) -> Json:
    try:
        given: Any = json.loads(request.text or "{}")
    except json.JSONDecodeError:
        raise invalid("The body must be JSON.", "body") from None
    if not isinstance(given, dict):
        raise invalid("The body must be a JSON object.", "body")
    return given


def pay(sandbox: Sandbox, request: Request, session_id: str) -> Answer:
    """Pay as the page would: ``{"card": "4242…", "three_d_secure": "complete"}``."""
    given = _given(request)
    session = sandbox.need("checkout.session", session_id, "session")
    form = {
        "number": str(given.get("card", "4242424242424242")),
        "expiry": str(given.get("expiry", "12/34")),
        "cvc": str(given.get("cvc", "123")),
        "name": str(given.get("name", "Ada Buyer")),
        "email": str(given.get("email", "ada@example.com")),
        "shipping": str(given.get("shipping", "0")),
    }
    buyer, errors = read(session, form)
    if errors and session["status"] == "open":
        return as_json({"state": "invalid", "errors": errors}, 422)
    outcome = payments.attempt(sandbox, session_id, buyer)
    wish = given.get("three_d_secure")
    if outcome.state == "requires_action" and wish:
        outcome = payments.authenticate(
            sandbox, session_id, confirmed=wish == "complete"
        )
    url = success_url(outcome.session) if outcome.state == "paid" else None
    said = {"state": outcome.state, "message": outcome.message, "redirect": url}
    return as_json(said | {"session": outcome.session}, STATUS[outcome.state])


def show_faults(sandbox: Sandbox, _request: Request) -> Answer:
    """What goes wrong at the moment."""
    return as_json({"faults": sandbox.faults.shown()})


def add_fault(sandbox: Sandbox, request: Request) -> Answer:
    """Let something go wrong."""
    sandbox.faults.add(_given(request))
    return as_json({"faults": sandbox.faults.shown()}, 201)


def clear_faults(sandbox: Sandbox, request: Request) -> Answer:
    """Let everything go right again; what was held back is sent."""
    sandbox.faults.clear()
    return show_faults(sandbox, request)


def advance(sandbox: Sandbox, request: Request) -> Answer:
    """Let time pass; what is overdue has ended when this answers."""
    seconds = _given(request).get("advance")
    if not isinstance(seconds, int) or not 0 <= seconds <= MOST_AHEAD:
        raise invalid("Invalid integer: advance is in seconds", "advance")
    sandbox.clock.advance(seconds)
    expired = sessions.end_overdue(sandbox)
    settled = refunds.settle_due(sandbox)
    told = {"now": sandbox.clock.now(), "ahead": sandbox.clock.ahead}
    return as_json(told | {"expired": expired, "settled": settled})


def reset_clock(sandbox: Sandbox, _request: Request) -> Answer:
    """Back to real time."""
    sandbox.clock.reset()
    return as_json({"now": sandbox.clock.now(), "ahead": 0})


def reset(sandbox: Sandbox, request: Request) -> Answer:
    """Forget everything: objects, keys, deliveries, faults and the clock."""
    sandbox.faults.clear()
    sandbox.store.clear()
    return reset_clock(sandbox, request)


def health(_sandbox: Sandbox, _request: Request) -> Answer:
    """The sandbox is up."""
    return as_json({"ok": True})
