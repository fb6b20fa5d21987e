"""The page for people: payments, refunds, sessions, events, and the fault switch."""

import time
from datetime import UTC, datetime

from devtools.stripe import faults
from devtools.stripe.checkout_page import HTML, form_of
from devtools.stripe.currencies import shown
from devtools.stripe.errors import Json
from devtools.stripe.http import Answer, Request, redirect
from devtools.stripe.markup import Safe, fill, join, page, part
from devtools.stripe.sandbox import Sandbox
from devtools.stripe.store import Query

NEWEST = 50
CARDS = {
    "4242 4242 4242 4242": "pays",
    "4000 0025 0000 3155": "asks for 3-D Secure, then pays",
    "4000 0000 0000 3220": "asks for 3-D Secure, then pays",
    "4000 0000 0000 0002": "is declined",
    "4000 0000 0000 9995": "has insufficient funds",
    "4000 0000 0000 7726": "pays; a refund stays pending for a moment",
    "4000 0000 0000 5126": "pays; a refund fails a moment later",
}


def home(_sandbox: Sandbox, _request: Request) -> Answer:
    """What this is."""
    row = "<dt>{number}</dt><dd>{what}</dd>"
    cards = join([fill(row, number=n, what=w) for n, w in CARDS.items()])
    main = part("home", cards=cards)
    return Answer(200, page("Payment sandbox", main), dict(HTML))


def dashboard(sandbox: Sandbox, _request: Request) -> Answer:
    """Everything at a glance, newest first."""
    kinds = [
        fill('<option value="{k}">{k}: {does}</option>', k=kind, does=does)
        for kind, does in faults.KINDS.items()
    ]
    tables = [_payments(sandbox), _refunds(sandbox), _sessions(sandbox)]
    main = part(
        "dashboard",
        webhook=sandbox.webhook or "nowhere",
        clock=_moment(sandbox.clock.now()),
        tables=join([*tables, _events(sandbox)]),
        faults=_faults(sandbox),
        kinds=join(kinds),
    )
    title = "Payments, refunds and webhooks"
    return Answer(200, page(title, main, "dashboard"), dict(HTML))


def add_fault(sandbox: Sandbox, request: Request) -> Answer:
    """The form of the fault switch."""
    sandbox.faults.add(dict(form_of(request)))
    return redirect("/dashboard#faults")


def clear_faults(sandbox: Sandbox, _request: Request) -> Answer:
    """The button beside it."""
    sandbox.faults.clear()
    return redirect("/dashboard#faults")


def resend(sandbox: Sandbox, _request: Request, event_id: str) -> Answer:
    """Send one webhook once more."""
    sandbox.need("event", event_id)
    sandbox.store.rows(
        "INSERT INTO deliveries (event, state, next_at) VALUES (?, 'waiting', ?)",
        event_id,
        time.time(),
    )
    return redirect("/dashboard#events")


def _payments(sandbox: Sandbox) -> Safe:
    rows = []
    for intent in sandbox.store.find(Query("payment_intent", limit=NEWEST)):
        charge = sandbox.store.get(intent["latest_charge"] or "") or {}
        back = charge.get("amount_refunded", 0)
        rows.append(
            [
                _moment(intent["created"]),
                shown(intent["amount"], intent["currency"]),
                shown(back, intent["currency"]) if back else "–",
                intent["status"],
                charge.get("failure_message")
                or charge.get("billing_details", {}).get("email")
                or "",
                intent["transfer_group"] or intent["description"] or "",
                _code(intent["id"]),
            ]
        )
    head = ["When", "Amount", "Refunded", "Status", "Who", "For", "Payment"]
    return _table("payments", "Payments", head, rows)


def _refunds(sandbox: Sandbox) -> Safe:
    rows = [
        [
            _moment(refund["created"]),
            shown(refund["amount"], refund["currency"]),
            refund["status"],
            refund["reason"] or "",
            _code(refund["payment_intent"]),
            _code(refund["id"]),
        ]
        for refund in sandbox.store.find(Query("refund", limit=NEWEST))
    ]
    head = ["When", "Amount", "Status", "Reason", "Payment", "Refund"]
    return _table("refunds", "Refunds", head, rows)


def _sessions(sandbox: Sandbox) -> Safe:
    link = '<a href="{url}">{status}</a>'
    rows = [
        [
            _moment(session["created"]),
            shown(session["amount_total"], session["currency"]),
            fill(link, url=session["url"], status="open: pay")
            if session["url"]
            else session["status"],
            _moment(session["expires_at"]),
            session["client_reference_id"] or "",
            _code(session["id"]),
        ]
        for session in sandbox.store.find(Query("checkout.session", limit=NEWEST))
    ]
    head = ["When", "Amount", "Status", "Expires", "Reference", "Session"]
    return _table("sessions", "Checkout sessions", head, rows)


def _events(sandbox: Sandbox) -> Safe:
    again = (
        '<form method="post" action="/dashboard/events/{id}/resend">'
        '<button type="submit" class="second" aria-label="Send {id} again">'
        "Send again</button></form>"
    )
    rows = [
        [
            _moment(event["created"]),
            event["type"],
            _code(event["data"]["object"]["id"]),
            _delivery(sandbox, event),
            fill(again, id=event["id"]) if sandbox.webhook else "",
        ]
        for event in sandbox.store.find(Query("event", limit=NEWEST))
    ]
    head = ["When", "Event", "About", "Webhook", "Again"]
    return _table("events", "Events and webhooks", head, rows)


def _delivery(sandbox: Sandbox, event: Json) -> str:
    rows = sandbox.store.rows(
        "SELECT state, attempts, answer FROM deliveries WHERE event = ? ORDER BY seq",
        event["id"],
    )
    return "; ".join(
        f"{state}, {attempts} {'try' if attempts == 1 else 'tries'} {answer}".strip()
        for state, attempts, answer in rows
    )


def _faults(sandbox: Sandbox) -> Safe:
    active = sandbox.faults.shown()
    if not active:
        return Safe("<p>Nothing goes wrong on purpose at the moment.</p>")
    rows = [
        [
            fault["fault"],
            fault["path"],
            "until cleared" if fault["count"] is None else f"{fault['count']} more",
        ]
        for fault in active
    ]
    return _table("active", "Switched on", ["Fault", "Where", "How often"], rows)


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%d %b %H:%M:%S")


def _code(text: str) -> Safe:
    return fill("<code>{text}</code>", text=text)


def _table(name: str, heading: str, head: list[str], rows: list[list[str]]) -> Safe:
    if not rows:
        empty = '<section><h2 id="{name}">{heading}</h2><p>None yet.</p></section>'
        return fill(empty, name=name, heading=heading)
    cells = [
        fill("<tr>{row}</tr>", row=join([fill("<td>{c}</td>", c=c) for c in row]))
        for row in rows
    ]
    return part(
        "table",
        name=name,
        heading=heading,
        head=join([fill('<th scope="col">{word}</th>', word=word) for word in head]),
        rows=join(cells),
    )
