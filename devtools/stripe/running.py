"""A sandbox inside a test: start it, pay, look, break things, stop it."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from devtools.stripe.errors import Json
from devtools.stripe.server import Server, make

SECRET = "whsec_sandbox"


@dataclass
class Running:
    """A running sandbox; talks to it over HTTP, as everybody does."""

    server: Server
    thread: threading.Thread

    @property
    def url(self) -> str:
        """Its address: give it to ``StripeClient(base_addresses={"api": url})``."""
        return self.server.sandbox.base_url

    def stop(self) -> None:
        """Stop it; with a state file it can be started again."""
        self.server.close()
        self.thread.join()

    def ask(self, method: str, path: str, given: Json | None = None) -> Any:
        """One request to it, answered in JSON."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        body = json.dumps(given) if given is not None else None
        headers = {"Authorization": "Bearer sk_test_sandbox"}
        try:
            connection.request(method, path, body, headers)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def pay(self, session_id: str, card: str = "4242424242424242", **more: Any) -> Json:
        """Pay; ``state``: paid, declined, requires_action, closed or invalid."""
        found: Json = self.ask("POST", f"/pay/{session_id}", {"card": card} | more)
        return found

    def events(self, **filters: Any) -> list[Json]:
        """All events (of a `type`, …), oldest first."""
        return self._all("/v1/events", filters)

    def refunds(self, **filters: Any) -> list[Json]:
        """All refunds, oldest first."""
        return self._all("/v1/refunds", filters)

    def payments(self, **filters: Any) -> list[Json]:
        """All payment intents, oldest first."""
        return self._all("/v1/payment_intents", filters)

    def sessions(self, **filters: Any) -> list[Json]:
        """All checkout sessions, oldest first."""
        return self._all("/v1/checkout/sessions", filters)

    def _all(self, path: str, filters: Json) -> list[Json]:
        found: list[Json] = []
        cursor: Json = {}
        while True:
            query = urlencode(filters | cursor | {"limit": 100})
            page = self.ask("GET", f"{path}?{query}")
            found += page["data"]
            if not page["has_more"]:
                return found[::-1]
            cursor = {"starting_after": found[-1]["id"]}

    def faults(self, fault: str, **settings: Any) -> list[Json]:
        """Switch a fault on; returns all that are on."""
        answer = self.ask("POST", "/faults", {"fault": fault} | settings)
        if "error" in answer:
            raise ValueError(answer["error"]["message"])
        found: list[Json] = answer["faults"]
        return found

    def clear_faults(self) -> None:
        """Switch all faults off; held-back webhooks are sent."""
        self.ask("DELETE", "/faults")

    def advance(self, seconds: int) -> Json:
        """Let time pass; sessions that are over have expired when this returns."""
        told: Json = self.ask("POST", "/clock", {"advance": seconds})
        return told

    def reset_clock(self) -> None:
        """Back to real time."""
        self.ask("DELETE", "/clock")

    def reset(self) -> None:
        """Forget everything, between tests."""
        self.ask("POST", "/reset")

    def send_webhooks_to(self, url: str) -> None:
        """From now on events are sent there; an empty address sends none."""
        self.server.sandbox.webhook = url

    def delivered(self, timeout: float = 10) -> bool:
        """Wait until no webhook is waiting any more; says whether that happened."""
        store = self.server.sandbox.store
        waiting = "SELECT 1 FROM deliveries WHERE state = 'waiting' LIMIT 1"
        return _until(lambda: not store.rows(waiting), timeout)


def _until(fact: Callable[[], bool], timeout: float) -> bool:
    end = time.monotonic() + timeout
    while not fact():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def start(
    port: int = 0,
    webhook: str = "",
    secret: str = SECRET,
    state: Path | str | None = None,
) -> Running:
    """Run a sandbox in threads of this process."""
    server = make(port=port, webhook=webhook, secret=secret, state=state)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    server.postman.start()
    return Running(server, thread)
