"""The promise's arithmetic, in every zone and across every clock change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shops import public_holidays
from shops.calendar import Fit, NeverWorksError, WorkingWeek, arrives, fit, ship_by
from tests.shops.calendars import days_to_make, moments, weeks

BERLIN = WorkingWeek(ZoneInfo("Europe/Berlin"), frozenset(range(5)), time(14))


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
    with pytest.raises(NeverWorksError, match="at least one day"):
        WorkingWeek(ZoneInfo("UTC"), frozenset(), time(14))


@settings(max_examples=300, deadline=None)
@given(weeks(), moments, days_to_make)
def test_due_on_a_working_day_and_never_before_the_payment(
    week: WorkingWeek, paid_at: datetime, days: int
) -> None:
    due = ship_by(paid_at, days=days, shop_days=week)
    assert due.astimezone(UTC) >= paid_at
    assert week.works_on(due.date())
    assert due.astimezone(UTC) + timedelta(seconds=1) >= datetime.combine(
        due.date(), time(22, 59), tzinfo=week.zone
    ).astimezone(UTC)


@settings(max_examples=300, deadline=None)
@given(weeks(), moments, days_to_make)
def test_counts_exactly_so_many_working_days(
    week: WorkingWeek, paid_at: datetime, days: int
) -> None:
    first = ship_by(paid_at, days=0, shop_days=week).date()
    last = ship_by(paid_at, days=days, shop_days=week).date()
    between = [first + timedelta(n) for n in range(1, (last - first).days + 1)]
    assert sum(week.works_on(day) for day in between) == days


@settings(max_examples=300, deadline=None)
@given(weeks(), moments, days_to_make)
def test_more_days_never_end_sooner(
    week: WorkingWeek, paid_at: datetime, days: int
) -> None:
    sooner = ship_by(paid_at, days=days, shop_days=week)
    later = ship_by(paid_at, days=days + 1, shop_days=week)
    assert later.astimezone(UTC) > sooner.astimezone(UTC)


@settings(max_examples=300, deadline=None)
@given(weeks(), moments, st.timedeltas(timedelta(0), timedelta(days=9)), days_to_make)
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


def test_a_holiday_of_the_region_is_free_there_alone() -> None:
    buss_und_bettag = date(2026, 11, 18)
    saxony = replace(BERLIN, country="DE", region="SN")
    assert not saxony.works_on(buss_und_bettag)
    assert replace(saxony, region="BY").works_on(buss_und_bettag)
    assert replace(saxony, region="").works_on(buss_und_bettag)
    assert replace(saxony, region="no such part").works_on(buss_und_bettag)
    assert replace(saxony, keeps_holidays=False).works_on(buss_und_bettag)


def test_a_country_nobody_knows_has_no_holidays() -> None:
    assert replace(BERLIN, country="XX").works_on(date(2026, 12, 25))
    assert public_holidays.names("XX", "", 2026) == {}
    assert public_holidays.regions("XX") == []


def test_a_holiday_moved_into_the_year_before_is_known_there() -> None:
    """New Year's Day 2028 is a Saturday: the United States are free on the Friday."""
    america = WorkingWeek(
        ZoneInfo("America/New_York"), frozenset(range(5)), time(14), country="US"
    )
    assert not america.works_on(date(2027, 12, 31))


def test_years_far_ahead_are_counted_too() -> None:
    far = replace(BERLIN, country="DE")
    assert not far.works_on(date(2090, 12, 25))
    assert far.next_working_day(date(2240, 12, 31)).year == 2241


def test_every_country_and_region_can_be_asked() -> None:
    for country in public_holidays._countries():
        for region, name in [("", ""), *public_holidays.regions(country)]:
            assert len(region) <= 32
            assert name or not region
            assert len(public_holidays.names(country, region, 2027)) < 60


def test_breaks_are_free_to_their_last_day() -> None:
    away = replace(BERLIN, breaks=((date(2026, 5, 4), date(2026, 5, 8)),))
    assert away.next_working_day(date(2026, 5, 3)) == date(2026, 5, 11)
    assert away.previous_working_day(date(2026, 5, 11)) == date(2026, 5, 1)
    assert away.works_on(date(2026, 5, 1))


def test_a_calendar_without_work_for_a_year_says_so() -> None:
    never = replace(BERLIN, breaks=((date(2026, 1, 1), date(2027, 12, 31)),))
    for ask in (
        lambda: never.next_working_day(date(2026, 3, 1)),
        lambda: never.previous_working_day(date(2027, 6, 1)),
        lambda: ship_by(paid("2026-03-01 10:00"), days=3, shop_days=never),
        never.require_work,
    ):
        with pytest.raises(NeverWorksError, match="No working day within a year"):
            ask()


@settings(max_examples=200, deadline=None)
@given(weeks(), moments, st.integers(0, 40))
def test_working_days_after_and_between_agree(
    week: WorkingWeek, moment: datetime, n: int
) -> None:
    day = moment.date()
    later = week.working_days_after(day, n)
    assert week.working_days_between(day, later) == n
    assert n == 0 or week.works_on(later)
    earlier = week.previous_working_day(day)
    assert earlier < day
    assert week.works_on(earlier)
    assert week.next_working_day(earlier) >= day


def test_between_counts_nothing_backwards() -> None:
    assert BERLIN.working_days_between(date(2026, 11, 24), date(2026, 11, 20)) == 0
    assert BERLIN.working_days_after(date(2026, 11, 22), 0) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("needed_by", "answer"),
    [
        ("2026-12-08", Fit.LIKELY),
        ("2026-12-07", Fit.LIKELY),
        ("2026-12-06", Fit.TIGHT),
        ("2026-12-05", Fit.TIGHT),
        ("2026-12-02", Fit.TIGHT),
        ("2026-12-01", Fit.NO),
        ("2026-11-01", Fit.NO),
    ],
)
def test_likely_tight_or_no(needed_by: str, answer: Fit) -> None:
    window = {"arrives_from": date(2026, 12, 2), "arrives_by": date(2026, 12, 5)}
    assert fit(date.fromisoformat(needed_by), **window) == answer


def test_a_page_of_pieces_is_counted_quickly() -> None:
    """24 pieces of 24 shops with long queues, holidays and breaks; it takes 15 ms."""
    spans = tuple((date(2026, m, 1), date(2026, m, 14)) for m in range(1, 13))
    shops = [
        replace(BERLIN, country=country, breaks=spans)
        for country in ("DE", "GB", "US", "NZ", "JP", "FR")
    ]
    began = perf_counter()
    for n in range(24):
        ship_by(paid("2026-11-24 13:00"), days=60, shop_days=shops[n % 6])
    assert perf_counter() - began < 0.5
