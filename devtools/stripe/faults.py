"""The fault switch: what should go wrong next, how often, and where."""

import itertools
import threading
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from devtools.stripe.errors import Json, StripeRefusal, invalid

#: What each fault does, as the dashboard tells it.
KINDS = {
    "drop_answer": "act, then close the connection without answering",
    "delay": "wait `seconds` with the answer (`when`: after or before acting)",
    "error": "answer `status` (500 or 429) without acting",
    "webhook_drop": "the webhook is lost for good",
    "webhook_duplicate": "the webhook is sent `times` times more",
    "webhook_shuffle": "hold `hold` webhooks back, then send them shuffled",
    "webhook_pause": "send no webhooks until this is cleared",
}


@dataclass
class Fault:
    """One thing that goes wrong, `count` times or (None) until it is cleared."""

    fault: str
    id: int = 0
    count: int | None = None
    path: str = "*"
    method: str = "*"
    seconds: float = 1.0
    when: str = "after"
    status: int = 500
    times: int = 1
    hold: int = 5

    def fits(self, kind: str, method: str, path: str) -> bool:
        """Whether this fault is meant for that request or event."""
        return (
            self.fault == kind
            and self.method in ("*", method)
            and fnmatchcase(path, self.path)
        )


class Faults:
    """All faults that are switched on."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()

    def add(self, given: Json) -> Fault:
        """Switch a fault on."""
        fault = _read(given)
        with self.lock:
            fault.id = next(self.numbers)
            self.active.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all faults off."""
        with self.lock:
            self.active.clear()

    def shown(self) -> list[Json]:
        """All active faults, as JSON."""
        with self.lock:
            return [asdict(fault) for fault in self.active]

    def standing(self, kind: str, path: str = "") -> Fault | None:
        """The first such fault that is on, without using it up."""
        with self.lock:
            fitting = (f for f in self.active if f.fits(kind, "*", path))
            return next(fitting, None)

    def take(
        self, kind: str, path: str, method: str = "*", when: str = ""
    ) -> Fault | None:
        """The first such fault that is on; counts as one use of it."""
        with self.lock:
            for fault in self.active:
                if fault.fits(kind, method, path) and when in ("", fault.when):
                    self._count(fault)
                    return fault
        return None

    def _count(self, fault: Fault) -> None:
        if fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                self.active.remove(fault)


NUMBERS = {"count": int, "seconds": float, "status": int, "times": int, "hold": int}
LARGEST = 100_000
#: These look at the whole queue, not at one webhook.
FOR_ALL = {"webhook_shuffle", "webhook_pause"}
WORDS = ("fault", "path", "method", "when")


def _read(given: Json) -> Fault:
    if given.get("fault") not in KINDS:
        raise invalid(f"Invalid fault: must be one of {', '.join(KINDS)}", "fault")
    values: dict[str, Any] = {}
    for name, value in given.items():
        if value in (None, ""):
            continue
        if name not in (*WORDS, *NUMBERS):
            raise invalid(f"Received unknown parameter: {name}", name)
        values[name] = _number(name, value) if name in NUMBERS else str(value)
    if given["fault"] in FOR_ALL and values.get("path", "*") != "*":
        raise invalid(f"{given['fault']} is for all webhooks, it takes no path", "path")
    return Fault(**values)


def _number(name: str, value: Any) -> float:
    try:
        number: float = NUMBERS[name](value)
    except (TypeError, ValueError, OverflowError):
        raise invalid(f"Invalid number: {value}", name) from None
    if not 0 < number <= LARGEST:
        raise invalid(
            f"Invalid number: {value} is not above 0 and up to {LARGEST}", name
        )
    return number


def error_answer(fault: Fault) -> StripeRefusal:
    """What Stripe answers when it is overloaded or broken."""
    if fault.status == 429:
        return StripeRefusal(
            "Request rate limit exceeded. Learn more at https://stripe.com/docs/rate-limits.",
            status=429,
            code="rate_limit",
        )
    return StripeRefusal(
        "An unknown error occurred. (This is the sandbox's fault switch.)",
        status=fault.status,
        kind="api_error",
    )
