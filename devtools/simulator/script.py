"""What really happens: who buys what when, what each maker truly does, what carriers
do.

Drawn from a seed before anything runs (`drawing`); nothing here knows of the code that
is tested, and neither does the judge, who reads this beside what reached people.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Temper(StrEnum):
    """How a maker is."""

    PROMPT = "prompt"
    FORGETFUL = "forgetful"
    ILL = "ill for some weeks"
    HOLIDAY = "on holiday for a while"
    DISHONEST = "marks as shipped and never posts"
    SPLITTER = "splits over parcels"
    VANISHES = "vanishes for ever"
    TELLER = "writes while making"
    MOVER = "moves dates"


class Reader(StrEnum):
    """How a buyer is."""

    ANSWERS = "reads and answers"
    READS = "reads, seldom answers"
    #: Says nothing, but does say “not yet” the second time when nothing ever came.
    SILENT = "ignores every notice"
    #: Reads nothing for months: no system can know what reached them.
    AWAY = "reads nothing at all"


@dataclass(frozen=True)
class Workshop:
    """A shop and the person who runs it."""

    key: int
    name: str
    maker: str
    email: str
    place: str
    country: str
    region: str
    zone: str
    weekdays: tuple[int, ...]
    cut_off: int
    days_to_make: int
    #: The slowest day a parcel is said to take: in its own country, and elsewhere.
    transit_home: int
    transit_away: int
    temper: Temper
    away: tuple[date, date] | None = None
    #: Ill, she still tells everybody at once; or says nothing until she is back.
    announces: bool = False
    gone_from: datetime | None = None
    #: None: questions are never answered.
    answers_after: timedelta | None = timedelta(hours=6)

    @property
    def tz(self) -> ZoneInfo:
        """Where she lives."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True)
class Buyer:
    """Somebody who buys once, with or without an account."""

    name: str
    email: str
    zone: str
    country: str
    city: str
    postal_code: str
    area: str
    has_account: bool
    #: Whether the browser said which zone it is in.
    tells_zone: bool
    reader: Reader
    reads_after: timedelta
    #: What they say when a date moves or passes: wait, cancel or nothing.
    on_delay: str = ""
    confirms_arrival: bool = False

    @property
    def tz(self) -> ZoneInfo:
        """Where they live."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True)
class Posting:
    """A parcel as the maker marks it, and what then truly happens to it."""

    #: Which of the order's lines are in it.
    lines: tuple[int, ...]
    #: When she would do it by herself; a reminder can make her do it earlier.
    at: datetime
    is_posted: bool = True
    #: None: the carrier loses it.
    transit_days: int | None = 3
    #: The carrier tells the marketplace when it has delivered it.
    is_reported: bool = False
    #: The carrier says delivered so long after posting, and it is not true.
    misreported_after: timedelta | None = None


@dataclass(frozen=True)
class Move:
    """She asks for more time, so many days from the date in force."""

    at: datetime
    days: int
    has_date: bool = True


@dataclass(frozen=True)
class Part:
    """One shop's order within a purchase, as its maker truly goes about it."""

    shop: int
    #: Pieces by number, with how many of each: a line each.
    lines: tuple[tuple[int, int], ...]
    hello_at: datetime | None = None
    start_at: datetime | None = None
    updates: tuple[datetime, ...] = ()
    moves: tuple[Move, ...] = ()
    postings: tuple[Posting, ...] = ()
    #: Reminded by an email, she does it so soon; None: reminders do not reach her.
    reminded_after: timedelta | None = None


@dataclass(frozen=True)
class Purchase:
    """One payment of one buyer."""

    number: int
    buyer: Buyer
    placed_at: datetime
    parts: tuple[Part, ...]
    is_gift: bool = False
    secret_until: date | None = None
    needed_by: date | None = None
    question_at: datetime | None = None
    cancels_at: datetime | None = None
    #: Sent back within the fourteen days that the law of the EU gives.
    withdraws_after: timedelta | None = None
    abandons: bool = False


class Mishap(StrEnum):
    """What goes wrong around the marketplace."""

    NUDGES_LOST = "nudges lost for an hour"
    VALKEY_FLUSHED = "Valkey flushed"
    WORKER_KILLED = "worker killed while it posts"
    POST_REFUSES = "the SMTP server refuses for an hour"
    WEBHOOKS_DROPPED = "webhooks dropped for an hour"
    STEP_ROLLED_BACK = "a step rolled back before its commit"


#: Nobody buys in two of them at once, so each can be played by a process of its own.
DISTRICTS = 2


@dataclass(frozen=True)
class Script:
    """All of it."""

    seed: int
    start: datetime
    end: datetime
    shops: tuple[Workshop, ...]
    purchases: tuple[Purchase, ...]
    mishaps: tuple[tuple[datetime, Mishap], ...]
    #: Of two that share nothing, the one to be played; None: both.
    district: int | None = None

    def is_here(self, shop: int) -> bool:
        """Whether this workshop is in the district that is played."""
        return self.district is None or shop % DISTRICTS == self.district

    @property
    def workshops(self) -> list[Workshop]:
        """Those in the district."""
        return [shop for shop in self.shops if self.is_here(shop.key)]

    @property
    def customers(self) -> list[Purchase]:
        """Those who buy in the district."""
        return [one for one in self.purchases if self.is_here(one.parts[0].shop)]

    @property
    def orders(self) -> int:
        """How many orders, one for each shop of each purchase."""
        return sum(len(purchase.parts) for purchase in self.purchases)
