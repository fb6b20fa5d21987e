"""What could be seen from outside: mails in the sink, pages, money, what people did.

The judge gets this and the script; nothing of the tested code is in either."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Placed:
    """An order as its number is known to everybody."""

    number: str
    purchase: int
    part: int


@dataclass(frozen=True)
class Letter:
    """A raw message at the moment the sink took it."""

    at: datetime
    recipients: tuple[str, ...]
    content: bytes


@dataclass(frozen=True)
class Look:
    """What the buyer's page showed when the buyer looked."""

    at: datetime
    order: str
    html: str


@dataclass(frozen=True)
class Money:
    """A refund as Stripe saw it."""

    at: datetime
    order: str
    cents: int


@dataclass(frozen=True)
class Act:
    """Something a person or a carrier did, and the marketplace accepted."""

    at: datetime
    order: str
    #: buyer, maker, carrier or operator.
    who: str
    #: paid, hello, start, update, move, ship, answer, ask, wait, cancel, received,
    #: missing, withdraw, delivered; posted and arrived are the truth, said by nobody.
    what: str
    #: Which parcel it is about, from 1; nought: none.
    parcel: int = 0
    #: Of a ship: nothing was left to send after it. Of a cancel: nothing was sent.
    is_whole: bool = True


@dataclass
class Observation:
    """All of it, in the order in which it happened."""

    orders: list[Placed] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    #: What the marketplace said no to: a story that could not go on as written.
    refusals: list[str] = field(default_factory=list)

    def add(self, other: "Observation") -> None:
        """What was seen elsewhere at the same time."""
        for name, things in vars(other).items():
            getattr(self, name).extend(things)


KINDS: dict[str, Any] = {
    "orders": Placed,
    "letters": Letter,
    "looks": Look,
    "money": Money,
    "acts": Act,
}


def written(seen: Observation) -> str:
    """All of it as JSON, to be read in another process or another day."""
    return json.dumps(
        {name: [_plain(one) for one in things] for name, things in vars(seen).items()}
    )


def _plain(thing: Any) -> Any:
    if isinstance(thing, str):
        return thing
    given = dict(vars(thing))
    if "at" in given:
        given["at"] = given["at"].isoformat()
    if "content" in given:
        given["content"] = b64encode(given["content"]).decode()
    return given


def read(text: str) -> Observation:
    """What `written` wrote."""
    found = Observation()
    for name, things in json.loads(text).items():
        make = KINDS.get(name)
        kept = [make(**_typed(one)) for one in things] if make else things
        getattr(found, name).extend(kept)
    return found


def _typed(given: dict[str, Any]) -> dict[str, Any]:
    if "at" in given:
        given["at"] = datetime.fromisoformat(given["at"])
    if "content" in given:
        given["content"] = b64decode(given["content"])
        given["recipients"] = tuple(given["recipients"])
    return given
