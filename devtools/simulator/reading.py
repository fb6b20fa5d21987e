"""Reading as a person reads: raw messages and pages in, dates and topics out.

Knows English and the calendar, and nothing of how these texts were made."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from functools import cached_property
from html import unescape
from zoneinfo import ZoneInfo

from devtools.simulator.observed import Letter

MONTHS = (
    "January February March April May June July August September October November"
    " December"
)
MONTH = {name: number for number, name in enumerate(MONTHS.split(), 1)}
DAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
DATE = re.compile(
    rf"\b({'|'.join(DAYS)})day,? (\d{{1,2}}) ({'|'.join(MONTH)})(?: (\d{{4}}))?\b"
)
#: Before a date: it is told of, not promised.
PAST = re.compile(
    r"(was|were) (due|to|promised)\b|should have|promised before|first promised"
    r"|instead of|statement|until now|old date|you said|you need|needed by|wanted it"
    r"|\bon its\b(?! way)|\bwithdrawal from\b|\b(not|then) (by|until)\b|as promised"
    r"|\bnot before\b|\bhad been\b",
    re.IGNORECASE,
)
SHIP = re.compile(
    r"\b(ships?|shipped|shipping|posts?|posted|leaves?|sent|send|be made and sent"
    r"|needs until|new date)\b",
    re.IGNORECASE,
)
ARRIVE = re.compile(
    r"\b(arrives?|arrived|in (your|their) hands|be (here|there|with you)|delivered)\b",
    re.IGNORECASE,
)
HEAR = re.compile(r"\b(hear|tell you|told|write to you|a date)\b", re.IGNORECASE)
ENDED = re.compile(r"\b(cancelled|refunded|goes back|your yes)\b", re.IGNORECASE)
#: Some sign of life, whatever it says.
WORD = re.compile(r"\bhears? (something|from)\b", re.IGNORECASE)
#: What makes a date one to rely on.
RELIED = re.compile(r"\b(by|until|till|before|at the latest|on|date:?)\W*$", re.I)


@dataclass(frozen=True)
class Mail:
    """A message as its reader has it; posted twice, it is one."""

    at: datetime
    message_id: str
    to: str
    sender: str
    subject: str
    text: str
    copies: int = 1

    @cached_property
    def opening(self) -> str:
        """The subject and the first paragraph: what it is about."""
        return f"{self.subject}\n{self.text.partition(chr(10) * 2)[0]}"

    @cached_property
    def words(self) -> str:
        """All of it but the greeting of the marketplace under the line."""
        return f"{self.subject}\n\n{self.text.partition(chr(10) + '-- ')[0]}"


@dataclass(frozen=True)
class Said:
    """A day that somebody may rely on: ship, arrive, hear of a date, hear any word at
    all, or else outcome."""

    kind: str
    day: date
    at: int = field(default=0, compare=False)


def fold(letters: Iterable[Letter]) -> list[Mail]:
    """One mail for each Message-ID and reader, at the moment the first copy came."""
    found: dict[tuple[str, str], Mail] = {}
    for letter in letters:
        message = message_from_bytes(letter.content)
        identity = str(message["Message-ID"])
        for to in letter.recipients:
            key = identity, to.lower()
            known = found.get(key)
            found[key] = (
                replace(known, copies=known.copies + 1)
                if known
                else _mail(letter.at, identity, to.lower(), message)
            )
    return sorted(found.values(), key=lambda mail: mail.at)


def _mail(at: datetime, identity: str, to: str, message: Message) -> Mail:
    return Mail(
        at=at,
        message_id=identity,
        to=to,
        sender=_header(message, "From"),
        subject=_header(message, "Subject"),
        text=_text(message),
    )


def _header(message: Message, name: str) -> str:
    return str(make_header(decode_header(str(message[name] or ""))))


def _text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                text = content.decode(errors="replace").replace("\r\n", "\n")
                is_flowed = part.get_param("format") == "flowed"
                return _unfolded(text) if is_flowed else text
    return ""


def _unfolded(text: str) -> str:
    """As mail programs show it (RFC 3676): a space at the end of a line goes on."""
    joined = re.sub(r"(?m)(?<!^--) \n(?:> ?| )?", " ", text)
    return re.sub(r"(?m)^ (?=[ >]|From )", "", joined)


def dates(text: str, near: date) -> Iterator[tuple[int, int, date]]:
    """Every day named, with its place in the text; the year is the nearest fitting."""
    for found in DATE.finditer(text):
        weekday = DAYS.index(found[1])
        day, month = int(found[2]), MONTH[found[3]]
        years = [int(found[4])] if found[4] else [near.year + n for n in (0, 1, -1)]
        fitting = [one for year in years if (one := _day(year, month, day))]
        fitting = [one for one in fitting if one.weekday() == weekday] or fitting
        if fitting:
            nearest = min(fitting, key=lambda one: abs(one - near))
            yield found.start(), found.end(), nearest


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def said(text: str, near: date) -> list[Said]:
    """Every day to come that a reader may rely on, in the order of the text."""
    found = []
    end_of_last = 0
    for start, end, day in dates(text, near):
        before = _clause(text, start, end_of_last)
        end_of_last = end
        if day < near or PAST.search(before) or not RELIED.search(before):
            continue
        found.append(Said(_kind(before), day, start))
    return found


def _clause(text: str, start: int, since: int) -> str:
    """What stands before a date and belongs to it."""
    before = text[max(since, start - 90) : start]
    return re.split(r"[.;!?\n](?=\s|$)|\n", before)[-1]


def _kind(before: str) -> str:
    if ENDED.search(before):
        return "outcome"
    if WORD.search(before):
        return "word"
    places = {
        kind: max((found.start() for found in pattern.finditer(before)), default=-1)
        for kind, pattern in (("ship", SHIP), ("arrive", ARRIVE), ("hear", HEAR))
    }
    kind = max(places, key=lambda one: places[one])
    return kind if places[kind] >= 0 else "outcome"


def page(html: str) -> str:
    """What stands on a page above what is history: its answers and its thread."""
    main = html.partition("<main")[2] or html
    for heading in ("What was promised", "What has happened", "What is in it"):
        main = main.partition(heading)[0]
    main = re.sub(r"<(script|style|svg|form)\b.*?</\1>", " ", main, flags=re.S)
    main = re.sub(r"</(p|div|li|dd|dt|h\d|section)>", ".\n", main)
    words = unescape(re.sub(r"<[^>]+>", " ", main))
    lines = [" ".join(line.split()) for line in words.splitlines()]
    return "\n".join(line for line in lines if line.strip(". "))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day where somebody lives."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone).astimezone(UTC)
