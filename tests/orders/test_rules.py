"""Each rule of the promise as a pure function, at its edges."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from orders import rules
from orders.models.order import OPEN_STATES, OrderState
from tests.orders.promised import (
    AUCKLAND,
    BERLIN,
    DAY,
    HOUR,
    LIMITS,
    LOS_ANGELES,
    PAID,
    SECOND,
    SPOKEN,
    asked,
    at,
    changed,
    delivered,
    dues,
    facts,
    missed,
    parcel,
    promise,
    shipped,
    taken,
    week,
    when,
)

FRIDAY = date(2026, 3, 6)


# R15: the night


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (at(3, 6, 7, 59), at(3, 6, 8)),
        (at(3, 6, 8), at(3, 6, 8)),
        (at(3, 6, 20, 59), at(3, 6, 20, 59)),
        (at(3, 6, 21), at(3, 7, 8)),
        (at(3, 6, 0), at(3, 6, 8)),
        # Clocks go forward in the night to Sunday the 29th, and back in October.
        (at(3, 28, 22), at(3, 29, 8)),
        (at(10, 24, 22), at(10, 25, 8)),
    ],
)
def test_who_sleeps_is_written_to_in_the_morning(
    moment: datetime, until: datetime
) -> None:
    assert rules.awake(moment, BERLIN, LIMITS) == until


def test_the_night_in_which_clocks_go_forward_is_an_hour_shorter() -> None:
    asleep = at(3, 28, 22).astimezone(UTC)
    assert rules.awake(asleep, BERLIN, LIMITS) - asleep == 9 * HOUR


def test_what_must_be_said_within_hours_is_said_before_the_night() -> None:
    assert rules.before_night(at(3, 6, 21), BERLIN, LIMITS) == at(3, 6, 20, 30)
    assert rules.before_night(at(3, 6, 3), BERLIN, LIMITS) == at(3, 5, 20, 30)
    assert rules.before_night(at(3, 6, 20, 59), BERLIN, LIMITS) == at(3, 6, 20, 59)


# R2: a hello


def test_two_days_without_a_word_ask_for_a_hello_on_the_second() -> None:
    known = facts()
    assert when(known, "hello_due") == PAID + 48 * HOUR
    assert taken(known, PAID + 48 * HOUR - SECOND) == ""
    assert taken(known, PAID + 48 * HOUR) == "hello_due"


def test_a_day_later_the_buyer_hears_from_us() -> None:
    known = facts(hello_at=PAID + 48 * HOUR)
    assert when(known, "reassured") == PAID + 72 * HOUR
    asked_late = facts(hello_at=at(3, 4, 22))
    assert when(asked_late, "reassured") == at(3, 6, 8)


def test_of_the_hello_it_is_told_once() -> None:
    known = facts(hello_at=PAID + 48 * HOUR, reassured=frozenset({"R2"}))
    assert [due.about for due in dues(known, "reassured")] == []


def test_who_has_written_is_not_asked_to() -> None:
    assert when(facts(**SPOKEN), "hello_due") is None
    spoken_since = facts(hello_at=at(3, 4, 12), maker_wrote_at=at(3, 4, 13))
    assert when(spoken_since, "reassured") is None


def test_a_short_promise_passes_before_the_hello_and_says_more() -> None:
    tomorrow = facts(promises=(promise(date(2026, 3, 3)),))
    assert when(tomorrow, "hello_due") is None
    assert when(tomorrow, "missed") == at(3, 4, 8)


def test_the_hello_comes_before_the_day_before() -> None:
    known = facts()
    assert when(known, "hello_due") == at(3, 4, 12)
    assert when(known, "due_tomorrow") == at(3, 5, 8)


# R3: due tomorrow


def test_the_maker_hears_on_the_morning_of_the_working_day_before() -> None:
    monday = facts(promises=(promise(date(2026, 3, 9)),), **SPOKEN)
    assert when(monday, "due_tomorrow") == at(3, 6, 8)
    assert taken(monday, at(3, 6, 8)) == "due_tomorrow"


def test_her_own_free_days_are_no_days_before() -> None:
    away = week(breaks=((date(2026, 3, 4), date(2026, 3, 5)),))
    assert when(facts(shop_days=away, **SPOKEN), "due_tomorrow") == at(3, 3, 8)


def test_it_is_her_morning_and_not_the_buyers() -> None:
    far = facts(
        shop_days=week(AUCKLAND),
        buyer_zone=LOS_ANGELES,
        promises=(promise(zone=AUCKLAND),),
        **SPOKEN,
    )
    assert when(far, "due_tomorrow") == at(3, 5, 8, zone=AUCKLAND)


@pytest.mark.parametrize(
    "rest",
    [
        {"was_announced": True},
        {"missed_at": at(3, 7, 8)},
        {"answer_by_at": at(3, 9, 12)},
        {"made_at": at(3, 5, 9)},
    ],
    ids=["told", "passed", "waits for a yes", "made that very day"],
)
def test_of_that_she_hears_nothing(rest: dict[str, Any]) -> None:
    known = facts(promises=(promise(**rest),), **SPOKEN)
    assert when(known, "due_tomorrow") is None


# R13: nothing to be seen


LONG = {"promises": (promise(date(2026, 6, 30)),)}


def test_five_working_days_of_nothing_ask_the_maker() -> None:
    known = facts(**LONG, **SPOKEN)
    assert when(known, "silence_noticed") == at(3, 9, 8)
    assert taken(known, at(3, 9, 8) - SECOND) == ""


def test_a_day_later_the_buyer_hears_from_us_in_their_own_day() -> None:
    known = facts(**LONG, **SPOKEN, silence_at=at(3, 9, 8))
    assert when(known, "reassured") == at(3, 10, 8)
    assert dues(known, "reassured")[0].about == {"rule": "R13"}
    far = replace(known, buyer_zone=LOS_ANGELES)
    assert when(far, "reassured") == at(3, 10, 8, zone=LOS_ANGELES)


def test_a_long_order_is_never_dark() -> None:
    """Nobody says a word for four months: something can be seen every nine days."""
    known, now = facts(**LONG, **SPOKEN), at(3, 2, 14)
    seen, longest = [now], timedelta(0)
    while now < at(6, 29):
        now = rules.look_again_at(known, LIMITS) or at(12, 31)
        match taken(known, now):
            case "silence_noticed":
                known = replace(known, silence_at=now)
            case "reassured":
                longest = max(longest, now - seen[-1])
                seen.append(now)
                known = replace(known, silence_at=None, seen_at=now)
            case "due_tomorrow":
                told = replace(known.promises[0], was_announced=True)
                known = replace(known, promises=(told,))
    assert len(seen) > 12
    assert longest <= 9 * DAY


def test_her_break_is_no_reason_for_silence() -> None:
    away = week(weekdays=frozenset({2}), breaks=((FRIDAY, date(2026, 5, 31)),))
    known = facts(**LONG, **SPOKEN, shop_days=away)
    assert when(known, "silence_noticed") == at(3, 9, 8)


def test_of_what_is_late_nobody_says_that_all_is_calm() -> None:
    calm = {"hello_due", "reassured", "silence_noticed", "due_tomorrow"}
    for rest in ({}, {"hello_at": at(3, 4, 12)}, {"silence_at": at(3, 5, 8)}):
        late = facts(promises=(promise(missed_at=at(3, 7, 8)),), **rest)
        assert not calm & {due.kind for due in rules.all_due(late, LIMITS)}


def test_a_promise_that_comes_first_says_more_than_silence() -> None:
    # Silence would be noticed on Monday the 9th, and told the day after.
    soon = facts(promises=(promise(date(2026, 3, 9)),), **SPOKEN)
    assert when(soon, "silence_noticed") is None


# All of them


@pytest.mark.parametrize("state", [OrderState.AWAITING_PAYMENT, OrderState.EXPIRED])
def test_what_was_never_paid_is_never_looked_at(state: OrderState) -> None:
    known = facts(state=state, paid_at=None, seen_at=None)
    assert rules.look_again_at(known, LIMITS) is None


def test_what_is_over_is_never_looked_at_again() -> None:
    for state in (OrderState.CLOSED, OrderState.CANCELLED):
        known = facts(state=state, promises=())
        assert rules.look_again_at(known, LIMITS) is None


def test_an_open_order_is_always_looked_at_again() -> None:
    for state in OPEN_STATES:
        known = facts(state=state, reassured=frozenset({"R2"}), **SPOKEN)
        assert rules.look_again_at(known, LIMITS) is not None


def test_it_is_looked_at_when_the_first_of_them_is_due() -> None:
    known = facts()
    first = min(rules.all_due(known, LIMITS), key=lambda due: due.at)
    assert rules.look_again_at(known, LIMITS) == first.at
    assert rules.due_now(known, LIMITS, first.at - SECOND) is None
    assert rules.due_now(known, LIMITS, first.at) == first


def test_after_a_week_of_nothing_the_gravest_comes_first() -> None:
    now = at(3, 13, 12)
    late = facts(question_at=at(3, 3, 10))
    assert taken(late, now) == "missed"
    told = facts(promises=(promise(missed_at=now),), question_at=at(3, 3, 10))
    assert taken(told, now) == "escalated"


def test_every_number_moves_its_rule() -> None:
    """The control: a rule that forgot its setting would be found here."""
    lost = parcel(missing_at=at(3, 11, 9))
    cases = {
        "hello_hours": (facts(), "hello_due"),
        "reassure_hours": (facts(hello_at=PAID), "reassured"),
        "grace_working_days": (missed(7, 8), "cancelled"),
        "patience_working_days": (missed(7, 8, waits_since=at(3, 9, 9)), "cancelled"),
        "arrival_days": (shipped(parcel()), "arrival_asked"),
        "arrival_again_days": (shipped(parcel(asks=1)), "arrival_asked"),
        "well_days": (delivered(), "asked_if_well"),
        "close_days": (delivered(), "closed"),
        "chase_hours": (asked(), "chased"),
        "tell_hours": (asked(chases=1), "chased"),
        "support_hours": (asked(), "escalated"),
        "missing_support_hours": (shipped(lost), "escalated"),
        "missing_refund_hours": (shipped(lost), "lost"),
        "silence_working_days": (facts(**LONG, **SPOKEN), "silence_noticed"),
        "silence_hours": (facts(**LONG, silence_at=at(3, 9, 12)), "reassured"),
        "return_days": (delivered(withdrawals=(at(3, 11, 10),)), "escalated"),
        "wakes_hour": (facts(), "missed"),
    }
    for name, (known, kind) in cases.items():
        other = changed(**{name: getattr(LIMITS, name) - 1})
        before, after = when(known, kind), when(known, kind, other)
        assert before is not None
        assert after is not None
        assert after < before, name
