"""What the sandbox's tests share: an app with a webhook, a client, a wanted session."""

import http.server
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import stripe
from stripe.checkout import Session

SECRET = "whsec_test"
type MakeSession = Callable[..., Session]


class App:
    """What an app with a webhook endpoint got, checked with the SDK's own verifier."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        #: Statuses to answer next; then 200.
        self.statuses: list[int] = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/stripe/webhook/"
        serve = self.server.serve_forever
        threading.Thread(target=serve, args=(0.02,), daemon=True).start()

    def types(self) -> list[str]:
        """The types of all events that came, in order."""
        return [event["type"] for event in self.events]

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        app = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = self.headers["Stripe-Signature"]
                stripe.Webhook.construct_event(body, signed, SECRET)
                app.events.append(json.loads(body))
                app.headers.append(dict(self.headers))
                self.send_response(app.statuses.pop(0) if app.statuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


def connect(url: str, key: str = "sk_test_handloop") -> stripe.StripeClient:
    return stripe.StripeClient(key, base_addresses={"api": url}, max_network_retries=0)


def wanted(**changes: Any) -> Any:
    """The parameters of an ordinary session: two bowls and the postage, 47.00 euro."""
    bowl = {"name": "Bowl", "description": "Bea’s Bowls", "metadata": {"sku": "B1"}}
    post = {
        "display_name": "Post",
        "type": "fixed_amount",
        "fixed_amount": {"amount": 500, "currency": "eur"},
    }
    return {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 2,
                "price_data": {
                    "currency": "eur",
                    "unit_amount": 2100,
                    "product_data": bowl,
                },
            }
        ],
        "shipping_options": [{"shipping_rate_data": post}],
        "success_url": "http://shop.test/thanks/?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.test/basket/",
        "client_reference_id": "K7M2P9QX",
        "customer_email": "ada@example.com",
        "metadata": {"checkout": "K7M2P9QX"},
        "payment_intent_data": {
            "description": "Handloop K7M2P9QX",
            "transfer_group": "K7M2P9QX",
            "metadata": {"checkout": "K7M2P9QX"},
        },
        "expires_at": int(time.time()) + 31 * 60,
    } | changes
