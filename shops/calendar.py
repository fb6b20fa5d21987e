"""Working days: from a payment to the last moment to post, and on to arrival.

Pure functions on dates. Nothing here knows of orders or of the database.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from shops import public_holidays

LAST_SECOND = time(23, 59, 59)
ONE_DAY = timedelta(days=1)
#: A calendar that is free for longer than this has no next working day.
LONGEST_REST = 366
#: The carrier has two days in hand: then a date is likely to be met.
TO_SPARE = timedelta(days=2)

#: The first and the last day away.
Break = tuple[date, date]


class NeverWorksError(ValueError):
    """A calendar without a working day within a year: nothing can be promised by it."""


@dataclass(frozen=True)
class WorkingWeek:
    """The one calendar of a shop: its weekdays, less the public holidays if it keeps
    them, less its breaks; in its own zone, with the hour after which a day is over.

    Weekdays count from Monday, 0, as in Python.
    """

    zone: ZoneInfo
    weekdays: frozenset[int]
    cut_off: time
    country: str = ""
    region: str = ""
    keeps_holidays: bool = True
    breaks: tuple[Break, ...] = ()

    def __post_init__(self) -> None:
        if not self.weekdays & set(range(7)):
            raise NeverWorksError("A shop works on at least one day of the week.")

    def works_on(self, day: date) -> bool:
        """Whether the maker is at her bench on this day."""
        return (
            day.weekday() in self.weekdays
            and not any(first <= day <= last for first, last in self.breaks)
            and not self.is_holiday(day)
        )

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday that this shop keeps."""
        return self.keeps_holidays and public_holidays.is_one(
            self.country, self.region, day
        )

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        return self._next(day, ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day before this one."""
        return self._next(day, -ONE_DAY)

    def working_days_after(self, day: date, n: int) -> date:
        """The nth working day after this one; none after it is the day itself."""
        for _ in range(n):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days come after the first, the last one included."""
        days = range(1, (last - first).days + 1)
        return sum(self.works_on(first + n * ONE_DAY) for n in days)

    def first_day(self, paid_at: datetime) -> date:
        """The day a payment counts from: its own, or the next if that is over or free.

        The very moment of the cut-off is still in time.
        """
        day = paid_at.astimezone(self.zone).date()
        in_time = paid_at.astimezone(UTC) <= self.closes_at(day).astimezone(UTC)
        if self.works_on(day) and in_time:
            return day
        return self.next_working_day(day)

    def closes_at(self, day: date) -> datetime:
        """The last moment at which a payment still counts from this day."""
        return min(self._moment(day, self.cut_off), self.end_of(day))

    def holds_until(self, now: datetime) -> datetime:
        """Until when every date counted at this moment stays the same: the hour passes,
        or a day begins."""
        today = now.astimezone(self.zone).date()
        closes = self.closes_at(today)
        begins = self._moment(today + timedelta(days=1), time.min)
        return closes if closes > now else begins

    def require_work(self) -> None:
        """Raise NeverWorksError if its breaks leave a whole year without work."""
        for first, _ in self.breaks:
            self.next_working_day(self.previous_working_day(first))

    def end_of(self, day: date) -> datetime:
        """The last second of a day in the shop's zone."""
        return self._moment(day, LAST_SECOND)

    def _next(self, day: date, step: timedelta) -> date:
        for n in range(1, LONGEST_REST + 1):
            if self.works_on(day + n * step):
                return day + n * step
        raise NeverWorksError(f"No working day within a year of {day}.")

    def _moment(self, day: date, at: time) -> datetime:
        """A wall-clock time as a moment that exists.

        Clocks that go back show a time twice: the second one is meant, so that a later
        payment never counts from an earlier day. Clocks that go forward skip some (in
        Nuuk the last hour of a day in March): then the moment as long before the jump.
        """
        wall = datetime.combine(day, at, tzinfo=self.zone).replace(fold=1)
        return wall.astimezone(UTC).astimezone(self.zone)


def ship_by(paid_at: datetime, *, days: int, shop_days: WorkingWeek) -> datetime:
    """The promise: so many working days after the first, at the end of that day.

    In the shop's zone, so that its `date()` is the shop's day. Never before `paid_at`.
    """
    first = shop_days.first_day(paid_at)
    return shop_days.end_of(shop_days.working_days_after(first, days))


def arrives(ship_on: date, transit_min: int, transit_max: int) -> tuple[date, date]:
    """The earliest and the latest day of arrival; transit is counted in all days."""
    return ship_on + transit_min * ONE_DAY, ship_on + transit_max * ONE_DAY


class Fit(StrEnum):
    """How a promise stands to the day by which somebody needs the piece."""

    LIKELY = "likely"
    TIGHT = "tight"
    NO = "no"


def fit(needed_by: date, *, arrives_from: date, arrives_by: date) -> Fit:
    """Likely with two days to spare; no, if even the earliest arrival is too late."""
    if arrives_by + TO_SPARE <= needed_by:
        return Fit.LIKELY
    return Fit.TIGHT if arrives_from <= needed_by else Fit.NO
