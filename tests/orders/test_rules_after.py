"""The rules of what has left: asked for, arrived, missing, over (R7 to R10)."""

from dataclasses import replace
from datetime import date

import pytest

from orders import rules
from orders.models.order import OrderState
from tests.orders.promised import (
    AUCKLAND,
    BERLIN,
    DAY,
    HOUR,
    LIMITS,
    LOS_ANGELES,
    SECOND,
    SPOKEN,
    asked,
    at,
    changed,
    delivered,
    dues,
    facts,
    parcel,
    promise,
    shipped,
    taken,
    when,
)

# R7: has it arrived?


def test_the_day_after_the_last_day_the_buyer_is_asked() -> None:
    known = shipped(parcel())
    assert when(known, "arrival_asked") == at(3, 11, 8)
    assert dues(known, "arrival_asked")[0].about == {"shipment": 1, "time": 1}


def test_once_more_four_days_later_and_never_again() -> None:
    once = shipped(parcel(asks=1, asked_at=at(3, 11, 8)))
    assert when(once, "arrival_asked") == at(3, 15, 8)
    twice = shipped(parcel(asks=2, asked_at=at(3, 15, 8)))
    assert when(twice, "arrival_asked") is None


def test_after_an_outage_the_two_questions_are_as_far_apart() -> None:
    """Asked for the first time three weeks late, by night: not twice in one minute."""
    late = shipped(parcel(asks=1, asked_at=at(4, 1, 3)))
    assert when(late, "arrival_asked") == at(4, 5, 8)


def test_who_has_said_that_it_is_not_here_is_not_asked() -> None:
    known = shipped(parcel(missing_at=at(3, 11, 9)))
    assert when(known, "arrival_asked") is None


def test_a_parcel_is_asked_for_while_the_rest_is_made() -> None:
    known = facts(state=OrderState.PART_SHIPPED, parcels=(parcel(),), **SPOKEN)
    assert when(known, "arrival_asked") == at(3, 11, 8)


# R8: is all well?


def test_three_days_later_the_buyer_is_asked_whether_all_is_well() -> None:
    assert when(delivered(), "asked_if_well") == at(3, 13, 19)
    assert when(delivered(was_asked_if_well=True), "asked_if_well") is None


def test_thirty_days_later_it_is_closed() -> None:
    assert when(delivered(), "closed") == at(3, 10, 19) + 30 * DAY


def test_what_is_long_over_is_closed_and_nobody_asked() -> None:
    assert taken(delivered(), at(8, 1, 12)) == "closed"


def test_who_never_answers_is_left_alone_in_the_end() -> None:
    known = shipped(parcel(asks=2, asked_at=at(3, 15, 8)))
    assert when(known, "closed") == at(4, 9, 8)
    assert when(shipped(parcel(asks=1)), "closed") is None
    assert when(shipped(parcel(asks=2, missing_at=at(3, 16, 8))), "closed") is None


def test_nothing_is_closed_in_the_minute_it_was_asked_about() -> None:
    asked_late = shipped(parcel(asks=2, asked_at=at(6, 1, 8)))
    assert when(asked_late, "closed") == at(6, 26, 8)


# R9: a question waits


def test_a_question_is_chased_told_and_taken_on() -> None:
    assert when(asked(), "chased") == at(3, 4, 10)
    assert when(asked(chases=1), "chased") == at(3, 5, 8)
    assert [due.about["level"] for due in dues(asked(chases=1), "chased")] == [2]
    assert when(asked(chases=2), "chased") is None
    assert when(asked(chases=2), "escalated") == at(3, 6, 10)
    assert dues(asked(question_escalated=True), "escalated") == []


def test_what_would_fall_into_the_night_is_told_before_it() -> None:
    known = facts(question_at=at(3, 3, 21, 30), **SPOKEN)
    assert when(known, "chased") == at(3, 4, 20, 30)


def test_nobody_is_chased_before_the_question() -> None:
    at_once = facts(question_at=at(3, 3, 21, 30), **SPOKEN)
    assert when(at_once, "chased", changed(chase_hours=0)) == at(3, 3, 21, 30)


def test_an_outage_chases_nobody_thrice_in_a_minute() -> None:
    now = at(3, 12, 12)
    calm = {"promises": (promise(date(2026, 4, 30)),)}
    assert taken(asked(**calm), now) == "escalated"
    assert taken(asked(**calm, question_escalated=True), at(3, 6, 12)) == ""
    at_50_hours = rules.due_now(asked(**calm), LIMITS, at(3, 5, 12))
    assert at_50_hours is not None
    assert at_50_hours.about == {"level": 2}


@pytest.mark.parametrize("state", [OrderState.CLOSED, OrderState.CANCELLED])
def test_a_question_waits_also_when_the_order_is_over(state: OrderState) -> None:
    known = facts(state=state, promises=(), question_at=at(3, 3, 10))
    assert rules.look_again_at(known, LIMITS) == at(3, 4, 10)


def test_a_withdrawal_that_nobody_refunds_is_taken_on() -> None:
    two = (at(3, 12, 10), at(3, 11, 10))
    assert when(delivered(withdrawals=two), "escalated") == at(3, 25, 10)
    assert dues(delivered(withdrawals=two, withdrawal_escalated=True), "escalated") == (
        []
    )


# R10: a parcel that is not here


def test_a_missing_parcel_goes_to_a_person_and_then_back_to_the_card() -> None:
    known = shipped(parcel(missing_at=at(3, 11, 9)))
    assert when(known, "escalated") == at(3, 13, 9)
    assert when(known, "lost") == at(3, 15, 9)
    taken_on = shipped(parcel(missing_at=at(3, 11, 9), was_escalated=True))
    assert dues(taken_on, "escalated") == []
    assert when(taken_on, "lost") == at(3, 15, 9)


def test_a_patient_buyer_gives_it_until_then() -> None:
    patient = parcel(missing_at=at(3, 11, 9), patient_until=at(3, 19, 9))
    assert when(shipped(patient), "lost") == at(3, 19, 9)
    assert taken(shipped(patient), at(3, 19, 9) - SECOND) == ""
    assert taken(shipped(patient), at(3, 19, 9)) == "lost"


def test_one_parcel_is_missing_and_another_only_late() -> None:
    lost = parcel(number=1, missing_at=at(3, 11, 9))
    known = shipped(lost, parcel(number=2))
    assert [due.about["shipment"] for due in dues(known, "lost")] == [1]
    assert [due.about["shipment"] for due in dues(known, "arrival_asked")] == [2]


def test_a_day_of_arrival_ends_where_the_parcel_goes() -> None:
    """A guest whose clock is unknown: asked neither before the day is over where they
    live, nor half a day after it, nor in the shop's night."""
    for shop, place in ((AUCKLAND, BERLIN), (LOS_ANGELES, AUCKLAND)):
        known = replace(shipped(parcel()), buyer_zone=shop, arrival_zone=place)
        over = at(3, 11, 0, zone=place)
        asked_at = when(known, "arrival_asked")
        assert asked_at is not None
        assert over <= asked_at <= over + 11 * HOUR
        assert 8 <= asked_at.astimezone(shop).hour < 21
