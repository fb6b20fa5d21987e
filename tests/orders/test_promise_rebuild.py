"""`manage.py promise_rebuild`: it finds what is wrong, and then nothing."""

from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from listings.models import Variant
from orders import lifecycle, sweep
from orders.models import Order
from orders.parcels import Parcel
from shops.models import Shop
from tests.orders.verbs import fresh, move


def rebuild() -> dict[str, int]:
    """What it says, by the words before the number."""
    out = StringIO()
    call_command("promise_rebuild", stdout=out)
    lines = [line.removesuffix(".") for line in out.getvalue().splitlines()]
    said = [line.rpartition(": ") for line in lines]
    return {words: int(number) for words, _, number in said}


def differed() -> list[int]:
    """Without how many there are."""
    return list(rebuild().values())[1:]


@pytest.fixture(autouse=True)
def _fast(settings: Settings) -> None:
    settings.PROMISE = {}


def test_where_all_is_well_it_changes_nothing(paid_order: Order) -> None:
    before = Order.objects.values().get()
    assert rebuild() == {
        "Orders looked at": 1,
        "Of another moment to look again": 0,
        "Of another ship-by": 0,
        "Shops with another queue": 0,
    }
    assert Order.objects.values().get() == before


def test_it_mends_what_differs_and_then_nothing(
    paid_order: Order, mug_order: Order, bea: User, mugs: Variant, bea_shop: Shop
) -> None:
    move(mug_order, bea)
    before = list(Order.objects.order_by("pk").values())
    Order.objects.filter(pk=paid_order.pk).update(look_again_at=None)
    Shop.objects.filter(pk=bea_shop.pk).update(pieces_per_week=5, pieces_waiting=9)
    assert differed() == [1, 0, 1]
    assert differed() == [0, 0, 0]
    assert list(Order.objects.order_by("pk").values()) == before


def test_a_ship_by_can_be_put_right_and_nothing_else(
    paid_order: Order, bea: User
) -> None:
    move(paid_order, bea)
    right = fresh(paid_order).ship_by_at
    wrong = right + timedelta(days=9)
    orders = Order.objects.filter(pk=paid_order.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        orders.update(ship_by_at=wrong)
    assert orders.update(ship_by_at=right) == 1


def test_it_puts_the_earliest_promise_in_force_first(
    paid_order: Order, bea: User
) -> None:
    """A line was given back its first promise, by a hand that knew no more."""
    first = fresh(paid_order).ship_by_at
    move(paid_order, bea)
    paid_order.lines.update(promise_number=1)
    assert differed() == [1, 1, 0]
    assert fresh(paid_order).ship_by_at == first
    assert differed() == [0, 0, 0]


def test_another_number_of_the_rules_is_counted_with(
    paid_order: Order, settings: Settings
) -> None:
    was = fresh(paid_order).look_again_at
    assert was
    settings.PROMISE = {"hello_hours": "24"}
    assert differed() == [1, 0, 0]
    now = fresh(paid_order).look_again_at
    assert now == was - timedelta(hours=24)


@pytest.mark.parametrize(("days", "is_looked_at"), [(20, True), (90, False)])
def test_an_order_from_before_the_rules_is_looked_at_once(
    paid_order: Order, bea: User, days: int, is_looked_at: bool
) -> None:
    """Posted when nobody asked whether a parcel had come; long ago, it rests."""
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    long_ago = timezone.now() - timedelta(days=days)
    Order.objects.update(look_again_at=None, shipped_at=long_ago)
    look = import_module("orders.migrations.0010_look_at_older_orders").LOOK
    with connection.cursor() as cursor:
        cursor.execute(look)
    sweep.sweep()
    assert (Order.objects.get().look_again_at is not None) == is_looked_at
