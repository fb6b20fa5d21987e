"""Sends signed webhooks, again and again until the app answers 2xx.

Deliveries are rows, written with the event itself; a thread carries them out.
"""

import hashlib
import hmac
import http.client
import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from devtools.stripe import refunds, sessions
from devtools.stripe.errors import Json
from devtools.stripe.sandbox import Sandbox

#: Seconds before the next try; Stripe waits for hours, a sandbox must not.
BACK_OFF = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
TIMEOUT = 10
SENDERS = 4
TICK = 0.1


def signature(body: bytes, secret: str, at: int) -> str:
    """The Stripe-Signature header of a webhook."""
    signed = f"{at}.".encode() + body
    mac = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"


def send(url: str, secret: str, event: Json) -> tuple[int, str]:
    """Deliver one event; the status (0: nobody answered) and what was said."""
    body = json.dumps(event, indent=2).encode()
    parts = urlsplit(url)
    maker = (
        http.client.HTTPSConnection
        if parts.scheme == "https"
        else http.client.HTTPConnection
    )
    connection = maker(parts.netloc, timeout=TIMEOUT)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        # Real time: receivers compare it with their own clock.
        "Stripe-Signature": signature(body, secret, int(time.time())),
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    }
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(500).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as problem:
        return 0, str(problem) or type(problem).__name__
    finally:
        connection.close()


@dataclass
class Postman:
    """The threads that deliver webhooks and end what is overdue."""

    sandbox: Sandbox
    stopping: threading.Event = field(default_factory=threading.Event)
    under_way: set[int] = field(default_factory=set)
    threads: list[threading.Thread] = field(default_factory=list)
    senders: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(SENDERS, "webhook")
    )

    def start(self) -> None:
        """Begin the rounds."""
        for job in (self._deliver_always, self._end_always):
            thread = threading.Thread(target=job, daemon=True)
            thread.start()
            self.threads.append(thread)

    def stop(self) -> None:
        """Finish what is under way, then stop; the rest is kept for the next start."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        self.senders.shutdown()

    def _end_always(self) -> None:
        while not self.stopping.wait(TICK * 2):
            sessions.end_overdue(self.sandbox)
            refunds.settle_due(self.sandbox)

    def _deliver_always(self) -> None:
        while not self.stopping.wait(TICK / 2):
            for number, event in self._due():
                self.under_way.add(number)
                self.senders.submit(self._deliver, number, event)

    def _due(self) -> list[tuple[int, str]]:
        """What to send now, after the faults have had their say."""
        faults = self.sandbox.faults
        if faults.standing("webhook_pause"):
            return []
        rows = self.sandbox.store.rows(
            "SELECT seq, event FROM deliveries WHERE state = 'waiting'"
            " AND next_at <= ? ORDER BY seq LIMIT 500",
            time.time(),
        )
        due = [(number, event) for number, event in rows if not self._busy(number)]
        shuffle = faults.standing("webhook_shuffle")
        if shuffle and due:
            if len(due) < shuffle.hold:
                return []
            faults.take("webhook_shuffle", "")
            random.shuffle(due)
        return due

    def _busy(self, number: int) -> bool:
        return number in self.under_way

    def _deliver(self, number: int, event_id: str) -> None:
        try:
            event = self.sandbox.need("event", event_id)
            take = self.sandbox.faults.take
            if take("webhook_drop", event["type"]):
                self._note(number, event, "dropped", 0, "dropped by the fault switch")
                return
            twice = take("webhook_duplicate", event["type"])
            status, said = 0, ""
            for _ in range(1 + (twice.times if twice else 0)):
                status, said = send(self.sandbox.webhook, self.sandbox.secret, event)
            state = "delivered" if 200 <= status < 300 else "waiting"
            self._note(number, event, state, status, said)
        finally:
            self.under_way.discard(number)

    def _note(
        self, number: int, event: Json, state: str, status: int, said: str
    ) -> None:
        """Write down how a delivery went, and when to try again."""
        store = self.sandbox.store
        with store.transaction():
            [(attempts,)] = store.rows(
                "SELECT attempts FROM deliveries WHERE seq = ?", number
            )
            wait = BACK_OFF[min(attempts, len(BACK_OFF) - 1)]
            store.rows(
                "UPDATE deliveries SET state = ?, attempts = attempts + 1,"
                " next_at = ?, answer = ? WHERE seq = ?",
                state,
                time.time() + wait,
                f"{status or ''} {'' if 200 <= status < 300 else said[:200]}".strip(),
                number,
            )
            if state == "delivered":
                store.save(event | {"pending_webhooks": 0})
