"""The rules of what is late: missed, waited for, cancelled (R4, R5), at their edges."""

from dataclasses import replace
from datetime import date

import pytest

from orders import rules
from tests.orders.promised import (
    AUCKLAND,
    LIMITS,
    LOS_ANGELES,
    SECOND,
    SPOKEN,
    at,
    dues,
    facts,
    missed,
    promise,
    taken,
    week,
    when,
)

# R4: the day has passed


def test_the_last_second_is_on_time_and_the_next_is_late() -> None:
    awake_at_once = facts(buyer_zone=LOS_ANGELES, **SPOKEN)
    assert when(awake_at_once, "missed") == at(3, 7, 0)
    assert taken(awake_at_once, at(3, 7, 0) - SECOND) == "due_tomorrow"
    assert taken(awake_at_once, at(3, 7, 0)) == "missed"


def test_a_buyer_who_sleeps_hears_of_it_in_the_morning() -> None:
    assert when(facts(**SPOKEN), "missed") == at(3, 7, 8)


def test_auckland_promises_and_los_angeles_hears_by_its_own_day() -> None:
    far = facts(
        shop_days=week(AUCKLAND),
        buyer_zone=LOS_ANGELES,
        promises=(promise(zone=AUCKLAND),),
    )
    assert when(far, "missed") == at(3, 6, 8, zone=LOS_ANGELES)
    assert when(far, "missed") == at(3, 7, 5, zone=AUCKLAND)


def test_each_of_several_promises_is_missed_by_itself() -> None:
    early, later = promise(), promise(date(2026, 3, 20), number=2)
    known = facts(promises=(early, later), **SPOKEN)
    assert [due.about["promise"] for due in dues(known, "missed")] == [1, 2]
    told = facts(promises=(replace(early, missed_at=at(3, 7, 8)), later), **SPOKEN)
    assert [due.about["promise"] for due in dues(told, "missed")] == [2]
    assert [due.about["promise"] for due in dues(told, "cancelled")] == [1]


def test_three_working_days_later_it_is_cancelled_unasked() -> None:
    # Told on Saturday morning: Monday, Tuesday, Wednesday, and the morning after.
    known = missed(7, 8)
    assert when(known, "cancelled") == at(3, 12, 8)
    assert dues(known, "cancelled")[0].about == {"promise": 1, "rule": "R4"}


def test_neither_her_short_week_nor_her_break_prolongs_it() -> None:
    known = missed(7, 8)
    mondays = replace(
        known,
        shop_days=week(
            weekdays=frozenset({0}),
            breaks=((date(2026, 3, 9), date(2026, 4, 30)),),
        ),
    )
    assert when(mondays, "cancelled") == at(3, 12, 8)


@pytest.mark.parametrize("keeps", [True, False])
def test_public_holidays_prolong_it_whether_she_keeps_them_or_not(
    keeps: bool,
) -> None:
    # Good Friday and Easter Monday 2026: 3 and 6 April.
    late = promise(date(2026, 4, 1), missed_at=at(4, 2, 8))
    days = week(country="DE", keeps_holidays=keeps)
    known = facts(shop_days=days, promises=(late,), **SPOKEN)
    assert when(known, "cancelled") == at(4, 10, 8)


def test_who_waits_gives_five_days_more_from_then() -> None:
    known = missed(7, 8, waits_since=at(3, 9, 10))
    assert when(known, "cancelled") == at(3, 17, 8)


def test_who_said_so_before_it_was_missed_has_not_waited_for_that() -> None:
    known = missed(7, 8, waits_since=at(3, 3, 10))
    assert when(known, "cancelled") == at(3, 12, 8)


def test_nobody_is_cancelled_before_they_were_told_of_it() -> None:
    """The sweep was dead for a month: the grace begins when the buyer hears."""
    known = facts(**SPOKEN)
    now = at(4, 6, 14)
    assert taken(known, now) == "missed"
    assert when(known, "cancelled") is None
    told = facts(promises=(promise(missed_at=now),), **SPOKEN)
    assert when(told, "cancelled") == at(4, 10, 8)


def test_the_grace_ends_when_the_buyer_was_told_it_would() -> None:
    known = missed(7, 8)
    assert rules.ends_at(known.promises[0], known, LIMITS) == when(known, "cancelled")


# R5: a yes by its deadline


def test_without_a_yes_it_ends_at_the_deadline() -> None:
    known = facts(promises=(promise(number=2, answer_by_at=at(3, 5, 14)),), **SPOKEN)
    assert when(known, "cancelled") == at(3, 5, 14)
    assert dues(known, "cancelled")[0].about == {"promise": 2, "rule": "R5"}
    assert taken(known, at(3, 5, 14) - SECOND) == ""
    assert taken(known, at(3, 5, 14)) == "cancelled"


def test_nobody_is_cancelled_at_night() -> None:
    known = facts(promises=(promise(answer_by_at=at(3, 5, 23, 59)),), **SPOKEN)
    assert when(known, "cancelled") == at(3, 6, 8)


def test_a_deadline_that_passed_while_the_sweep_was_dead_counts() -> None:
    """The buyer was told of it: the yes that never came is not assumed now."""
    known = facts(promises=(promise(answer_by_at=at(3, 5, 14)),), **SPOKEN)
    assert taken(known, at(3, 30, 12)) == "cancelled"


def test_a_promise_that_waits_for_its_yes_ends_by_that_alone() -> None:
    known = missed(7, 8, answer_by_at=at(3, 20, 12))
    assert [due.about["rule"] for due in dues(known, "cancelled")] == ["R5"]
    assert rules.ends_at(known.promises[0], known, LIMITS) == at(3, 20, 12)


def test_a_yes_lifts_the_deadline() -> None:
    known = facts(promises=(promise(number=2, waits_since=at(3, 5, 9)),), **SPOKEN)
    assert when(known, "cancelled") is None
