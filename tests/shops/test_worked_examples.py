"""The worked examples of docs/promise.md, executed as they are written there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shops.calendar import Break, WorkingWeek, arrives, ship_by

ROOT = Path(__file__).resolve().parent.parent.parent
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
COLUMNS = ["shop", "its zone", "works", "cut-off", "away", "paid at", "days"]
COLUMNS += ["travels", "ships by", "arrives", "why"]


@dataclass(frozen=True)
class Example:
    """A row of the table."""

    shop: str
    zone: str
    works: str
    cut_off: str
    away: str
    paid_at: str
    days: str
    travels: str
    ships_by: str
    arrives: str
    why: str

    @property
    def week(self) -> WorkingWeek:
        """The shop's calendar, as the row says it."""
        country, _, region = self.shop.partition("-")
        days, _, holidays = self.works.partition(", ")
        assert holidays in ("", "holidays too")
        return WorkingWeek(
            zone=ZoneInfo(self.zone),
            weekdays=weekdays(days),
            cut_off=time.fromisoformat(self.cut_off),
            country=country,
            region=region,
            keeps_holidays=not holidays,
            breaks=() if self.away == "–" else (span(self.away),),
        )


def weekdays(words: str) -> frozenset[int]:
    """`Mon–Fri` or `Tue Thu`."""
    first, _, last = words.partition("–")
    if last:
        whole = range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1)
        return frozenset(whole)
    return frozenset(WEEKDAYS.index(word) for word in words.split())


def span(words: str) -> Break:
    """`2026-05-04 … 2026-05-15`."""
    first, last = words.split(" … ")
    return date.fromisoformat(first), date.fromisoformat(last)


def named(words: str) -> date:
    """`Tue 2026-05-19`, and it is a Tuesday."""
    weekday, day = words.split()
    found = date.fromisoformat(day)
    assert WEEKDAYS[found.weekday()] == weekday
    return found


def examples() -> Iterator[Example]:
    """The rows of the one table of the section."""
    text = (ROOT / "docs/promise.md").read_text()
    section = text.partition("## The calendar\n")[2]
    section = re.split(r"^## ", section, flags=re.MULTILINE)[0]
    head, _, *rows = [line for line in section.splitlines() if line.startswith("|")]
    assert cells(head) == COLUMNS
    for row in rows:
        yield Example(*cells(row))


def cells(row: str) -> list[str]:
    """What stands between the bars."""
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_there_are_enough_of_them() -> None:
    assert len(list(examples())) >= 20


@pytest.mark.parametrize("example", [*examples()], ids=lambda row: row.why)
def test_it_is_as_written(example: Example) -> None:
    weekday, moment = example.paid_at.split(" ", 1)
    paid_at = datetime.fromisoformat(moment.replace(" +", "+").replace(" -", "-"))
    assert WEEKDAYS[paid_at.weekday()] == weekday
    due = ship_by(paid_at, days=int(example.days), shop_days=example.week)
    assert due.date() == named(example.ships_by)
    shortest, longest = example.travels.split("–")
    window = arrives(due.date(), int(shortest), int(longest))
    assert window == span(example.arrives)
