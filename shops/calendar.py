"""Working days: from a payment to the last moment to post, and on to arrival.

Pure functions on dates. Nothing here knows of orders or of the database.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_SECOND = time(23, 59, 59)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingWeek:
    """The days a shop works, in its own zone, and the hour after which a day is over.

    Weekdays count from Monday, 0, as in Python.
    """

    zone: ZoneInfo
    weekdays: frozenset[int]
    cut_off: time

    def __post_init__(self) -> None:
        if not self.weekdays & set(range(7)):
            raise ValueError("A shop works on at least one day of the week.")

    def works_on(self, day: date) -> bool:
        """Whether the maker is at her bench on this day."""
        return day.weekday() in self.weekdays

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        day += ONE_DAY
        while not self.works_on(day):
            day += ONE_DAY
        return day

    def first_day(self, paid_at: datetime) -> date:
        """The day a payment counts from: its own, or the next if that is over or free.

        The very moment of the cut-off is still in time.
        """
        day = paid_at.astimezone(self.zone).date()
        closes_at = min(self._moment(day, self.cut_off), self.end_of(day))
        if self.works_on(day) and paid_at.astimezone(UTC) <= closes_at.astimezone(UTC):
            return day
        return self.next_working_day(day)

    def end_of(self, day: date) -> datetime:
        """The last second of a day in the shop's zone."""
        return self._moment(day, LAST_SECOND)

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
    day = shop_days.first_day(paid_at)
    for _ in range(days):
        day = shop_days.next_working_day(day)
    return shop_days.end_of(day)


def arrives(ship_on: date, transit_min: int, transit_max: int) -> tuple[date, date]:
    """The earliest and the latest day of arrival; transit is counted in all days."""
    return ship_on + transit_min * ONE_DAY, ship_on + transit_max * ONE_DAY
