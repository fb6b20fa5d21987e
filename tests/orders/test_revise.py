"""The maker needs more time."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from marketplace.templatetags.show import moment
from orders import lifecycle, promising
from orders.models import Order
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.thread import ship_by_on
from tests import cast
from tests.orders.maker import address, post, row, steps_of

WHY = "The kiln has cracked; a new shelf comes on Thursday."


def later(order: Order, days: int = 7) -> date:
    """So many days after the promised one."""
    return ship_by_on(order) + timedelta(days=days)


def test_it_works(paid_order: Order, bea: User) -> None:
    day = later(paid_order)
    post(bea, paid_order, "revise", ship_by_on=day.isoformat(), reason=WHY)
    paid_order.refresh_from_db()
    assert ship_by_on(paid_order) == day
    assert paid_order.promise_number == 2


def test_it_is_written_down(paid_order: Order, bea: User) -> None:
    day = later(paid_order)
    post(bea, paid_order, "revise", ship_by_on=day.isoformat(), reason=WHY)
    promise = paid_order.promises.get(number=2)
    assert (promise.reason, promise.by) == (WHY, bea)
    event = paid_order.events.latest("seq")
    assert event.kind == "revised"
    code = paid_order.lines.get().code
    assert event.details == {
        "role": "maker",
        "promise": 2,
        "before": 1,
        "reason": WHY,
        "lines": [code],
        "bulk": False,
    }


@pytest.mark.parametrize("days", [0, -1, 200])
def test_a_day_that_cannot_be_is_to_be_mended(
    paid_order: Order, bea: User, days: int
) -> None:
    before = paid_order.ship_by_at
    day = later(paid_order, days).isoformat()
    response = post(bea, paid_order, "revise", ship_by_on=day, reason=WHY)
    shown = response.content.decode()
    assert response.status_code == 422
    assert "The new date" in shown
    assert WHY in shown
    paid_order.refresh_from_db()
    assert paid_order.ship_by_at == before


def test_a_reason_is_needed(paid_order: Order, bea: User) -> None:
    day = later(paid_order).isoformat()
    response = post(
        bea, paid_order, "revise", htmx=row(paid_order), ship_by_on=day, reason=" "
    )
    shown = response.content.decode()
    assert response.status_code == 422
    assert "in your own words" in shown
    assert day in shown
    assert paid_order.promises.count() == 1


def test_a_shipped_order_is_refused_and_nothing_happens(
    paid_order: Order, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    before = steps_of(paid_order)
    day = later(paid_order).isoformat()
    response = post(bea, paid_order, "revise", ship_by_on=day, reason=WHY)
    assert response.status_code == 409
    assert steps_of(paid_order) == before


def test_a_stale_page_moves_nothing(paid_order: Order, bea: User) -> None:
    version = paid_order.version
    lifecycle.start(paid_order, by=bea)
    response = post(
        bea,
        paid_order,
        "revise",
        version=version,
        ship_by_on=later(paid_order).isoformat(),
        reason=WHY,
    )
    assert response.status_code == 409
    assert paid_order.promises.count() == 1


def test_carl_cannot_find_it(paid_order: Order, carl: User) -> None:
    day = later(paid_order).isoformat()
    response = post(carl, paid_order, "revise", ship_by_on=day, reason=WHY)
    assert response.status_code == 404
    assert paid_order.promises.count() == 1


def test_htmx_gets_the_part(paid_order: Order, bea: User) -> None:
    day = later(paid_order).isoformat()
    response = post(bea, paid_order, "revise", htmx="order", ship_by_on=day, reason=WHY)
    shown = response.content.decode()
    assert WHY in shown
    assert "Moved from" in shown
    assert "<html" not in shown


def test_a_plain_browser_gets_a_redirect(paid_order: Order, bea: User) -> None:
    day = later(paid_order).isoformat()
    response = post(bea, paid_order, "revise", ship_by_on=day, reason=WHY)
    assert response.status_code == 303


def test_the_suggested_day_is_a_working_day_that_is_taken(
    paid_order: Order, bea: User
) -> None:
    form = paid_order.shop.working_week
    response = post(bea, paid_order, "revise", reason="")
    field = response.context["sale"].forms["revise"]
    suggested = field.fields["ship_by_on"].initial
    assert form.works_on(suggested)
    assert ship_by_on(paid_order) < suggested <= field.last
    assert field.first > timezone.localdate()
    done = post(bea, paid_order, "revise", ship_by_on=suggested.isoformat(), reason=WHY)
    assert done.status_code == 303


@pytest.fixture
def both(stripe: Running, bowl: Variant, mugs: Variant, ada: User) -> Order:
    """Ada's order of the bowl and a mug."""
    return cast.order_of(cast.buy(stripe, bowl, mugs, buyer=ada))


def test_some_pieces_can_take_longer(both: Order, bea: User) -> None:
    first, second = both.lines.all()
    day = later(both)
    data: dict[str, Any] = {"lines": [second.code]}
    data |= {"ship_by_on": day.isoformat(), "reason": WHY}
    answer = post(bea, both, "revise", htmx="order", **data)
    assert answer.status_code == 200
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.promise_number, second.promise_number) == (1, 2)
    shown = answer.content.decode()
    assert shown.count("Ships by") >= 2


def test_no_piece_ticked_is_to_be_mended(both: Order, bea: User) -> None:
    day = later(both).isoformat()
    answer = post(bea, both, "revise", htmx="order", ship_by_on=day, reason=WHY)
    assert answer.status_code == 422
    assert "Tick the pieces that need more time." in answer.content.decode()
    assert both.promises.count() == 1


def test_a_piece_that_has_left_is_to_be_mended(both: Order, bea: User) -> None:
    third = "AAAAAAAA"
    day = later(both).isoformat()
    data: dict[str, Any] = {"lines": [third], "ship_by_on": day, "reason": WHY}
    assert post(bea, both, "revise", **data).status_code == 422
    assert both.promises.count() == 1


def test_she_may_not_know_yet(paid_order: Order, bea: User) -> None:
    day = later(paid_order).isoformat()
    answer = post(
        bea,
        paid_order,
        "revise",
        htmx="order",
        until="unknown",
        ship_by_on=day,
        reason=WHY,
    )
    promise = paid_order.promises.get(number=2)
    assert (promise.has_date, promise.needs_yes) == (False, True)
    shown = answer.content.decode()
    assert "You give them a date by" in shown
    assert "yes is needed by" in shown


def test_a_second_sorry_is_to_be_mended(paid_order: Order, bea: User) -> None:
    cast.delay(paid_order, bea, days=9, reason="I am sorry: the clay was wet.")
    sorry = "I am so sorry, it broke again."
    day = cast.working_day(paid_order, 14).isoformat()
    answer = post(bea, paid_order, "revise", ship_by_on=day, reason=sorry)
    assert answer.status_code == 422
    assert "a second sorry makes it worse" in answer.content.decode()
    assert sorry in answer.content.decode()
    assert paid_order.promises.count() == 2


def test_any_number_of_times(paid_order: Order, bea: User) -> None:
    for days in (9, 14, 21, 28):
        day = cast.working_day(paid_order, days).isoformat()
        answer = post(bea, paid_order, "revise", ship_by_on=day, reason=WHY)
        assert answer.status_code == 303
    assert paid_order.promises.count() == 5


def test_another_date_puts_off_no_deadline(paid_order: Order, bea: User) -> None:
    """A date a day before each deadline would keep the buyer's money for ever."""
    cast.delay(paid_order, bea, days=40)
    first = paid_order.promises.get(number=2).answer_by_at
    assert first is not None
    with time_machine.travel(first - timedelta(hours=2), tick=False):
        cast.delay(paid_order, bea, days=50, reason="The new shelf has cracked too.")
        assert paid_order.promises.get(number=3).answer_by_at == first


def test_pieces_not_asked_about_before_have_their_time(both: Order, bea: User) -> None:
    """A deadline that nearly ends for one piece is none for another."""
    one = both.lines.order_by("pk")[0].code
    far = both.shop.working_week.next_working_day(later(both, 40))
    new = NewDate(far, WHY, [one])
    promising.revise(both, by=bea, new=new)
    ends = both.promises.get(number=2).answer_by_at
    assert ends is not None
    moment_before = ends - timedelta(hours=2)
    with time_machine.travel(moment_before, tick=False):
        later_still = both.shop.working_week.next_working_day(far)
        promising.revise(both, by=bea, new=NewDate(later_still, "A second crack."))
        asked = both.promises.get(number=3).answer_by_at
    assert asked == moment_before + timedelta(hours=72)


def terms(bea: User, order: Order, **query: str) -> str:
    """What the form says of a day before it is sent."""
    client = Client()
    client.force_login(bea)
    return client.get(address(order, "revise-terms"), query).content.decode()


def test_it_says_beforehand_what_a_day_asks(paid_order: Order, bea: User) -> None:
    before = steps_of(paid_order)
    near = terms(bea, paid_order, ship_by_on=later(paid_order).isoformat())
    assert "Silence is a yes." in near
    far = later(paid_order, 35)
    far = paid_order.shop.working_week.next_working_day(far)
    long = terms(bea, paid_order, ship_by_on=far.isoformat())
    assert "We ask for the buyer’s yes by" in long
    assert "€47.00 goes back" in long
    day = later(paid_order).isoformat()
    unknown = terms(bea, paid_order, ship_by_on=day, until="unknown")
    assert "We ask for the buyer’s yes by" in unknown
    rule = terms(bea, paid_order, ship_by_on="soon")
    assert "the buyer’s silence is a yes. For a later day" in rule
    assert steps_of(paid_order) == before


def test_what_was_said_beforehand_is_what_is_promised(
    paid_order: Order, bea: User
) -> None:
    far = paid_order.shop.working_week.next_working_day(later(paid_order, 35))
    said = terms(bea, paid_order, ship_by_on=far.isoformat())
    post(bea, paid_order, "revise", ship_by_on=far.isoformat(), reason=WHY)
    promise = paid_order.promises.get(number=2)
    assert moment(promise.answer_by_at, paid_order.shop.time_zone) in said
