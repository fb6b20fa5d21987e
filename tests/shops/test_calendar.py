"""The promise's arithmetic, in every zone and across every clock change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shops.calendar import WorkingWeek, arrives, ship_by

BERLIN = WorkingWeek(ZoneInfo("Europe/Berlin"), frozenset(range(5)), time(14))

zones = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
weeks = st.builds(
    WorkingWeek,
    zone=zones,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    cut_off=st.times(),
)
moments = st.datetimes(
    datetime.combine(date(2025, 1, 1), time.min),
    datetime.combine(date(2037, 12, 31), time.min),
    timezones=st.just(UTC),
)
days_to_make = st.integers(0, 180)


def paid(text: str, zone: str = "Europe/Berlin") -> datetime:
    """A wall-clock moment, `2026-11-24 13:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("paid_at", "days", "expected"),
    [
        ("2026-11-24 13:00", 0, "2026-11-24"),
        ("2026-11-24 14:00", 0, "2026-11-24"),
        ("2026-11-24 14:00:01", 0, "2026-11-25"),
        ("2026-11-24 13:00", 3, "2026-11-27"),
        ("2026-11-24 13:00", 4, "2026-11-30"),
        ("2026-11-27 15:00", 0, "2026-11-30"),
        ("2026-11-28 09:00", 0, "2026-11-30"),
        ("2026-11-29 23:00", 1, "2026-12-01"),
        ("2026-12-31 15:00", 1, "2027-01-04"),
    ],
)
def test_counts_working_days_from_the_cut_off(
    paid_at: str, days: int, expected: str
) -> None:
    due = ship_by(paid(paid_at), days=days, shop_days=BERLIN)
    assert due == paid(f"{expected} 23:59:59")


def test_a_payment_is_read_in_the_shops_zone() -> None:
    tokyo = WorkingWeek(ZoneInfo("Asia/Tokyo"), frozenset(range(5)), time(14))
    late_on_sunday_here = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    due = ship_by(late_on_sunday_here, days=0, shop_days=tokyo)
    assert due.date() == date(2026, 11, 23)


def test_the_night_the_clocks_go_back_shows_an_hour_twice() -> None:
    sundays = WorkingWeek(ZoneInfo("Europe/Berlin"), frozenset({6}), time(2, 30))
    second_half_past_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    on_time = ship_by(second_half_past_two, days=0, shop_days=sundays)
    too_late = ship_by(
        second_half_past_two + timedelta(seconds=1), days=0, shop_days=sundays
    )
    assert on_time.date() == date(2026, 10, 25)
    assert too_late.date() == date(2026, 11, 1)


def test_a_day_without_its_last_hour_ends_before_the_jump() -> None:
    nuuk = WorkingWeek(ZoneInfo("America/Nuuk"), frozenset({5}), time(14))
    paid_at = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    due = ship_by(paid_at, days=0, shop_days=nuuk)
    assert due.isoformat() == "2026-03-28T22:59:59-02:00"


def test_a_shop_that_never_works_promises_nothing() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        WorkingWeek(ZoneInfo("UTC"), frozenset(), time(14))


@settings(max_examples=400)
@given(weeks, moments, days_to_make)
def test_due_on_a_working_day_and_never_before_the_payment(
    week: WorkingWeek, paid_at: datetime, days: int
) -> None:
    due = ship_by(paid_at, days=days, shop_days=week)
    assert due.astimezone(UTC) >= paid_at
    assert week.works_on(due.date())
    assert due.astimezone(UTC) + timedelta(seconds=1) >= datetime.combine(
        due.date(), time(22, 59), tzinfo=week.zone
    ).astimezone(UTC)


@settings(max_examples=400)
@given(weeks, moments, days_to_make)
def test_counts_exactly_so_many_working_days(
    week: WorkingWeek, paid_at: datetime, days: int
) -> None:
    first = ship_by(paid_at, days=0, shop_days=week).date()
    last = ship_by(paid_at, days=days, shop_days=week).date()
    between = [first + timedelta(n) for n in range(1, (last - first).days + 1)]
    assert sum(week.works_on(day) for day in between) == days


@settings(max_examples=400)
@given(weeks, moments, days_to_make)
def test_more_days_never_end_sooner(
    week: WorkingWeek, paid_at: datetime, days: int
) -> None:
    sooner = ship_by(paid_at, days=days, shop_days=week)
    later = ship_by(paid_at, days=days + 1, shop_days=week)
    assert later.astimezone(UTC) > sooner.astimezone(UTC)


@settings(max_examples=400)
@given(weeks, moments, st.timedeltas(timedelta(0), timedelta(days=9)), days_to_make)
def test_paying_later_never_ships_sooner(
    week: WorkingWeek, paid_at: datetime, wait: timedelta, days: int
) -> None:
    now = ship_by(paid_at, days=days, shop_days=week)
    then = ship_by(paid_at + wait, days=days, shop_days=week)
    assert then.astimezone(UTC) >= now.astimezone(UTC)


@given(st.dates(date(2025, 1, 1), date(2037, 12, 31)), days_to_make, days_to_make)
def test_travel_is_counted_in_all_days(
    ship_on: date, shortest: int, longest: int
) -> None:
    first, last = arrives(ship_on, shortest, longest)
    assert (first - ship_on).days == shortest
    assert (last - ship_on).days == longest
