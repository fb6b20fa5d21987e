"""The sandbox as one thing: its memory, its clock, its faults and its address."""

from contextvars import ContextVar
from dataclasses import dataclass, field

import stripe

from devtools.stripe import shapes
from devtools.stripe.clock import Clock
from devtools.stripe.errors import Json, not_found
from devtools.stripe.faults import Faults
from devtools.stripe.store import Store

#: The API request that is being answered, so that its events can name it.
REQUEST: ContextVar[Json | None] = ContextVar("REQUEST", default=None)


@dataclass
class Sandbox:
    """What every part of the sandbox works on."""

    store: Store
    webhook: str = ""
    secret: str = ""
    base_url: str = ""
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)

    def need(self, kind: str, identifier: str, param: str = "id") -> Json:
        """The object with that identifier, or Stripe's refusal."""
        found = self.store.get(identifier, kind)
        if found is None:
            raise not_found(kind, identifier, param)
        return found

    def tell(self, kind: str, thing: Json, before: Json | None = None) -> None:
        """Write down an event, and the delivery of its webhook."""
        data: Json = {"object": thing}
        if before is not None:
            data["previous_attributes"] = before
        event = shapes.new(
            "event",
            type=kind,
            created=self.clock.now(),
            api_version=stripe.api_version,
            data=data,
            pending_webhooks=1 if self.webhook else 0,
            request=REQUEST.get() or {"id": None, "idempotency_key": None},
        )
        self.store.add("event", event)
        if self.webhook:
            self.store.rows(
                "INSERT INTO deliveries (event, state, next_at)"
                " VALUES (?, 'waiting', 0)",
                event["id"],
            )
