"""What a message is about, as its reader would say after the first lines."""

import re
from enum import StrEnum

from devtools.simulator.reading import Mail


class Topic(StrEnum):
    """What one can hear of an order."""

    RECEIVED = "received"
    SHIPPED = "shipped"
    DELAY = "delay"
    ARRIVAL = "has it arrived?"
    ARRIVED = "arrived"
    OVER = "cancelled or refunded"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


#: The first that fits, in the subject; then the first that fits in the first lines.
PATTERNS: list[tuple[Topic, str]] = [
    (
        Topic.RECEIVED,
        r"order received|order is paid|payment is through|new order\b"
        r"|paid and received",
    ),
    (Topic.WITHDRAWN, r"withdrawal|withdrawn"),
    (Topic.ARRIVAL, r"arrived\?|is it (here|there|with you)|has it come|did it arrive"),
    (
        Topic.DELAY,
        r"\blate\b|\blater\b|delay|more time|new date|has passed|needs until"
        r"|cannot say|no date|was to ship|day has moved",
    ),
    (Topic.OVER, r"cancelled|refunded|money (is|goes) back|goes back to"),
    (Topic.ARRIVED, r"(has|have|is) arrived|arrived at|in your hands\b"),
    (
        Topic.SHIPPED,
        r"on (its|their) way|has (been )?(shipped|posted)|have (shipped|posted)"
        r"|(is|was) posted",
    ),
]
MONEY = re.compile(r"refund|paid|payment|goes back|money back|cancelled", re.I)


def topic(mail: Mail) -> Topic:
    """The subject says it; if not, the first paragraph does."""
    opening = mail.opening.partition("\n")
    for words in (opening[0], opening[2]):
        for found, pattern in PATTERNS:
            if re.search(pattern, words, re.IGNORECASE):
                return found
    return Topic.OTHER


def is_about_money(mail: Mail) -> bool:
    """Something was paid, or goes back."""
    return topic(mail) == Topic.RECEIVED or bool(MONEY.search(mail.opening))
