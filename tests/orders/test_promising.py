"""The steps of a promise, as verbs: consent, its deadline, and a buyer's patience."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from marketplace.errors import Refused
from orders import promising, sweep
from orders.models import Order, Promise
from orders.promising import NewDate
from shops.models import Shop
from tests import cast
from tests.orders.verbs import WHY, fresh, later, move

HOURS = timedelta(hours=1)


def newest(order: Order) -> Promise:
    """The last one made."""
    return order.promises.latest("number")


@pytest.fixture
def two_lines(
    stripe: Running, mugs: Variant, bea_shop: Shop, ada: User
) -> tuple[Order, list[str]]:
    """Ada's order of a mug and a plate, and the codes of its lines."""
    plates = cast.piece(bea_shop, "Plate", stock=2)
    order = cast.order_of(cast.buy(stripe, mugs, plates, buyer=ada))
    return order, list(order.lines.values_list("code", flat=True))


def test_silence_is_consent_to_a_first_short_delay(
    paid_order: Order, bea: User
) -> None:
    move(paid_order, bea, 14)
    assert (newest(paid_order).needs_yes, newest(paid_order).answer_by_at) == (
        False,
        None,
    )


@pytest.mark.parametrize(
    ("days", "has_date"), [(45, True), (7, False)], ids=["long", "without a day"]
)
def test_else_a_yes_is_needed_by_the_old_day(
    paid_order: Order, bea: User, days: int, has_date: bool
) -> None:
    was = fresh(paid_order).ship_by_at
    move(paid_order, bea, days, has_date=has_date)
    soonest = timezone.now() + 72 * HOURS
    deadline = newest(paid_order).answer_by_at
    assert deadline
    assert abs(deadline - max(was, soonest)) < timedelta(minutes=1)


def test_a_second_delay_needs_one_however_short(paid_order: Order, bea: User) -> None:
    move(paid_order, bea, 3)
    move(paid_order, bea, 3)
    assert newest(paid_order).needs_yes


def test_one_line_moves_and_the_other_keeps_its_day(
    two_lines: tuple[Order, list[str]], bea: User
) -> None:
    order, (mug, plate) = two_lines
    was = fresh(order).ship_by_at
    move(order, bea, 14, lines=[plate])
    assert dict(order.lines.values_list("code", "promise_number")) == {mug: 1, plate: 2}
    assert fresh(order).ship_by_at == was
    move(order, bea, 7, lines=[mug])
    assert fresh(order).ship_by_at == order.promises.get(number=3).ship_by_at
    assert not newest(order).needs_yes


def test_of_two_promises_each_is_missed_at_its_time(
    two_lines: tuple[Order, list[str]], bea: User, time_machine: Any
) -> None:
    order, (_, plate) = two_lines
    move(order, bea, 14, lines=[plate])
    time_machine.move_to(fresh(order).ship_by_at + 12 * HOURS, tick=False)
    sweep.sweep()
    missed = order.promises.filter(missed_at__isnull=False)
    assert list(missed.values_list("number", flat=True)) == [1]


@pytest.mark.parametrize("codes", [["NOWHERE1"], []], ids=["unknown", "none"])
def test_lines_that_are_not_there(
    paid_order: Order, bea: User, codes: list[str]
) -> None:
    with pytest.raises(Refused, match="Say which pieces"):
        move(paid_order, bea, 7, lines=codes)
    assert paid_order.promises.count() == 1


@pytest.mark.parametrize("days", [-30, 0, 120])
def test_days_that_cannot_be(paid_order: Order, bea: User, days: int) -> None:
    new = NewDate(later(paid_order, days) if days else later(paid_order, 0), WHY)
    with pytest.raises(Refused):
        promising.revise(paid_order, by=bea, new=new)


@pytest.mark.parametrize("who", ["ada", "carl"])
def test_nobody_else_moves_it(
    paid_order: Order, ada: User, carl: User, who: str
) -> None:
    with pytest.raises(Refused):
        move(paid_order, {"ada": ada, "carl": carl}[who])


def test_a_yes_lifts_the_deadline(
    paid_order: Order, ada: User, bea: User, time_machine: Any
) -> None:
    move(paid_order, bea, 60)
    deadline = newest(paid_order).answer_by_at
    assert deadline
    promising.wait(paid_order, by=ada)
    time_machine.move_to(deadline + 48 * HOURS, tick=False)
    sweep.sweep()
    assert fresh(paid_order).state == Order.State.RECEIVED
    with pytest.raises(Refused, match="already said"):
        promising.wait(paid_order, by=ada)


def test_what_is_missed_after_the_yes_can_be_waited_for_again(
    paid_order: Order, ada: User, bea: User, time_machine: Any
) -> None:
    move(paid_order, bea, 7)
    promising.wait(paid_order, by=ada)
    time_machine.move_to(fresh(paid_order).ship_by_at + 12 * HOURS, tick=False)
    sweep.sweep()
    promising.wait(paid_order, by=ada)
    time_machine.move_to(timezone.now() + timedelta(days=3), tick=False)
    sweep.sweep()
    assert fresh(paid_order).state == Order.State.RECEIVED
    time_machine.move_to(timezone.now() + timedelta(days=9), tick=False)
    sweep.sweep()
    assert fresh(paid_order).state == Order.State.CANCELLED


def test_what_is_on_time_is_not_waited_for(paid_order: Order, ada: User) -> None:
    with pytest.raises(Refused, match="on time"):
        promising.wait(paid_order, by=ada)
