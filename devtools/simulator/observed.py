"""What could be seen from outside: mails in the sink, pages, money, what people did.

The judge gets this and the script; nothing of the tested code is in either."""

from dataclasses import dataclass, field
from datetime import datetime


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
