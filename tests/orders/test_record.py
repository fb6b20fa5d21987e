"""A shop's record counts the first promise: moving a date never repairs it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import lifecycle, promising, talking
from orders.models import Order
from orders.parcels import Parcel
from orders.record import Span, record
from orders.templatetags.records import about_how_long
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db
#: A Monday; three working days to make: to be posted by Thursday.
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def order(
    stripe: Running, scarf: Variant, ada: User, time_machine: Any, carl_shop: Shop
) -> Order:
    """Two scarves from Carl, bought on Monday."""
    time_machine.move_to(MONDAY, tick=False)
    return cast.order_of(cast.buy(stripe, scarf, buyer=ada, quantity=2))


def ship(order: Order, quantity: int = 2) -> None:
    """Carl posts so many."""
    code = order.lines.get().code
    parcel = Parcel("DHL", quantities={code: quantity})
    lifecycle.ship(order, by=order.shop.owner, parcel=parcel)


def delay(order: Order) -> None:
    """Carl needs ten days more, and says so."""
    cast.delay(order, order.shop.owner, days=10)


def recent(order: Order) -> Span:
    """As it stands now."""
    return record(Shop.objects.get(pk=order.shop_id)).recent


def kept(order: Order) -> tuple[int, int, int]:
    """Due, on time, told."""
    found = recent(order)
    return found.due, found.on_time, found.told


def test_nothing_is_due_before_its_day(order: Order) -> None:
    ship(order)
    assert kept(order) == (0, 0, 0)
    assert recent(order).percent is None


def test_posted_by_the_first_date(order: Order, time_machine: Any) -> None:
    time_machine.move_to(MONDAY + 3 * DAY, tick=False)
    ship(order)
    time_machine.move_to(MONDAY + 4 * DAY, tick=False)
    assert kept(order) == (1, 1, 0)
    assert recent(order).percent == 100


def test_moved_in_time_is_told_and_not_on_time(order: Order, time_machine: Any) -> None:
    """The heart of it: posted well before the new date, and late all the same."""
    delay(order)
    time_machine.move_to(MONDAY + 5 * DAY, tick=False)
    ship(order)
    assert kept(order) == (1, 0, 1)


def test_moved_and_posted_by_the_first_date_after_all(
    order: Order, time_machine: Any
) -> None:
    delay(order)
    ship(order)
    time_machine.move_to(MONDAY + 4 * DAY, tick=False)
    assert kept(order) == (1, 1, 0)


def test_moved_after_the_day_is_not_told(order: Order, time_machine: Any) -> None:
    time_machine.move_to(MONDAY + 4 * DAY, tick=False)
    promising.miss(order)
    delay(order)
    ship(order)
    assert kept(order) == (1, 0, 0)


def test_late_by_an_hour_without_a_word(order: Order, time_machine: Any) -> None:
    """Before the sweep came by: nobody was told, and it was late."""
    time_machine.move_to(order.ship_by_at + HOUR, tick=False)
    ship(order)
    assert kept(order) == (1, 0, 0)


def test_half_of_it_in_time_is_late(order: Order, time_machine: Any) -> None:
    ship(order, 1)
    time_machine.move_to(MONDAY + 4 * DAY, tick=False)
    assert kept(order) == (1, 0, 0)
    ship(order, 1)
    assert kept(order) == (1, 0, 0)


def test_cancelled_before_its_day_counts_for_nothing(
    order: Order, time_machine: Any, ada: User
) -> None:
    lifecycle.cancel(order, by=ada, reason="")
    time_machine.move_to(MONDAY + 4 * DAY, tick=False)
    assert kept(order) == (0, 0, 0)


def test_cancelled_after_its_day_was_late(
    order: Order, time_machine: Any, ada: User
) -> None:
    delay(order)
    time_machine.move_to(MONDAY + 4 * DAY, tick=False)
    lifecycle.cancel(order, by=ada, reason="")
    assert kept(order) == (1, 0, 1)


def test_the_rest_cancelled_in_time_is_on_time(
    order: Order, time_machine: Any, carl: User
) -> None:
    ship(order, 1)
    lifecycle.cancel(order, by=carl, reason="The wool is gone.")
    time_machine.move_to(MONDAY + 4 * DAY, tick=False)
    assert kept(order) == (1, 1, 0)


def test_the_rest_cancelled_too_late_is_late(
    order: Order, time_machine: Any, carl: User
) -> None:
    ship(order, 1)
    delay(order)
    time_machine.move_to(MONDAY + 4 * DAY, tick=False)
    lifecycle.cancel(order, by=carl, reason="The wool is gone.")
    assert kept(order) == (1, 0, 1)


def test_long_ago_counts_for_ever_only(order: Order, time_machine: Any) -> None:
    ship(order)
    time_machine.move_to(MONDAY + 100 * DAY, tick=False)
    found = record(order.shop)
    assert (found.recent.due, found.ever.due, found.ever.on_time) == (0, 1, 1)


def test_another_shops_orders_are_its_own(
    order: Order, time_machine: Any, bea_shop: Shop
) -> None:
    time_machine.move_to(MONDAY + 4 * DAY, tick=False)
    assert record(bea_shop).ever.due == 0
    assert record(order.shop).ever.due == 1


def test_the_first_answer_is_the_middle_one(
    order: Order, time_machine: Any, ada: User, carl: User
) -> None:
    """Asked twice before the answer is one question, and “seen” is no answer."""
    moments: list[tuple[int, Callable[[], object]]] = [
        (0, lambda: talking.ask(order, by=ada, note="Which blue?")),
        (1, lambda: talking.ask(order, by=ada, note="And the fringe?")),
        (2, lambda: lifecycle.acknowledge(order, by=carl)),
        (4, lambda: talking.write(order, by=carl, note="Indigo.")),
        (10, lambda: talking.ask(order, by=ada, note="Is it wool?")),
        (12, lambda: talking.write(order, by=carl, note="It is.")),
        (20, lambda: talking.ask(order, by=ada, note="How is it coming on?")),
    ]
    for hours, act in moments:
        time_machine.move_to(MONDAY + hours * HOUR, tick=False)
        act()
    found = recent(order)
    assert found.questions == 3
    assert found.first_answer == 3 * HOUR


def test_no_answer_is_no_length(order: Order, ada: User) -> None:
    talking.ask(order, by=ada, note="Which blue?")
    assert (recent(order).questions, recent(order).first_answer) == (1, None)


def test_it_asks_twice(order: Order, django_assert_num_queries: Any) -> None:
    shop = order.shop
    with django_assert_num_queries(2):
        record(shop)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(minutes=5), "within the hour"),
        (HOUR, "1 hour"),
        (5.4 * HOUR, "5 hours"),
        (47 * HOUR, "47 hours"),
        (3 * DAY, "3 days"),
    ],
)
def test_lengths_are_said_as_people_say_them(length: timedelta, said: str) -> None:
    assert about_how_long(length) == said


def test_it_is_shown(order: Order, time_machine: Any) -> None:
    empty = render_to_string("components/record.html", {"shop": order.shop})
    assert "Nothing was due yet." in empty
    time_machine.move_to(MONDAY + 5 * DAY, tick=False)
    shown = render_to_string("components/record.html", {"shop": order.shop})
    assert "0 of 1" in shown
    assert "(0 %)" in shown


def test_operators_see_it_on_the_shop(
    client: Client, order: Order, olga: User, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(olga)
    page = reverse("admin:shops_shop_change", args=[order.shop_id])
    assert "first date" in client.get(page).text
