"""Sample threads, a week and a timeline, around today."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

DYES = [
    "undyed",
    "bleached",
    "flax",
    "bark",
    "walnut",
    "walnut-thin",
    "madder",
    "madder-cloth",
]
DYES += ["indigo", "weld", "moss", "rust"]
ORDER_STATES = ["awaiting_payment", "received", "in_the_making", "part_shipped"]
ORDER_STATES += ["shipped", "delivered", "closed", "cancelled"]
PROMISE_STATES = ["on_time", "due_soon", "revised", "late", "kept", "missed"]
PIECE_STATES = ["draft", "active", "paused", "sold_out", "only_one", "made_to_order"]
PIECE_STATES += ["low_stock", "new", "failed"]
ICONS = ["search", "heart", "shopping-basket", "package", "truck", "calendar-check"]
ICONS += ["spool", "store", "user-round", "message-circle", "undo-2", "sprout"]


def samples() -> dict[str, Any]:
    """What an order can look like."""
    today = timezone.localdate()
    return {
        "dyes": DYES,
        "badges": [_named(ORDER_STATES), _named(PROMISE_STATES), _named(PIECE_STATES)],
        "icons": ICONS,
        "threads": [
            ("on_time", "It is in the making", _knots(today, now=1)),
            ("due_soon", "It ships tomorrow", _knots(today, now=2)),
            ("revised", "It has a new date", _knots(today, now=1, moved=True)),
            ("late", "Its date has passed", _knots(today, now=3, late=True)),
            ("on_time", "It has arrived", _knots(today, now=5)),
            ("ended", "It was cancelled", _knots(today, now=2)[:2]),
        ],
        "week": [_day(today + timedelta(days), days) for days in range(7)],
        "story": [
            SimpleNamespace(what="Paid and received", who="", words=""),
            SimpleNamespace(what="Begun", who="Bea", words="It is on the wheel."),
        ],
        "now": timezone.now(),
        "steps": ["Basket", "Where to", "Pay"],
    }


def _named(states: list[str]) -> list[tuple[str, str]]:
    return [(state, state.replace("_", " ").capitalize()) for state in states]


def _day(day: date, ahead: int) -> dict[str, Any]:
    working = day.weekday() < 5
    counts = {0: 1, 2: 3, 3: 12} if working else {}
    return {
        "day": day,
        "count": counts.get(ahead, 0),
        "working": working,
        "late": ahead == 0,
        "today": ahead == 0,
    }


def _knots(
    today: date, *, now: int, moved: bool = False, late: bool = False
) -> list[dict[str, Any]]:
    labels = ["Received", "In the making", "Packed", "Ships by", "In your hands by"]
    if moved:
        labels[3] = "Now ships by"
    if late:
        labels[3] = "Should have shipped by"
    knots = []
    for at, label in enumerate(labels):
        state = "done" if at < now else "now" if at == now else "next"
        knots.append(
            {
                "label": label,
                "at": None if label == "Packed" else today + timedelta(3 * (at - now)),
                "state": "late" if late and at == now else state,
                "promised": at == 3,
                "words": "It dries beside the stove." if at == 1 else "",
            }
        )
    return knots
