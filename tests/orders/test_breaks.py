"""A break: none begins while somebody would be left waiting (R12)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from orders import breaks, lifecycle, promising
from orders.models import Order
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.thread import ship_by_on
from shops.models import Shop
from tests import cast

BREAK = "/dashboard/break/"


@pytest.fixture
def desk(client: Client, bea: User) -> Client:
    """Bea at her desk."""
    client.force_login(bea)
    return client


def days(first: date, last: date) -> dict[str, str]:
    """As the form has them."""
    return {"first": first.isoformat(), "last": last.isoformat()}


def around(order: Order) -> tuple[date, date]:
    """A break over the day of this order."""
    due = ship_by_on(order)
    return due - timedelta(days=1), due + timedelta(days=7)


@pytest.mark.parametrize(
    "day", ["9999-12-31", "0001-01-01", "2026-02-30", "1e9", "\x00"]
)
def test_no_day_is_too_odd_to_be_answered(
    desk: Client, paid_order: Order, bea_shop: Shop, day: str
) -> None:
    far = {"first": day, "last": day}
    assert desk.get(BREAK, far).status_code == 200
    response = desk.post(BREAK, far)
    assert response.status_code == 422
    assert not response.context["waiting"]
    assert desk.post(f"{BREAK}end/", far).status_code == 409
    assert desk.get("/dashboard/delay/", {"until": day}).status_code == 200


def test_an_order_in_the_way_comes_first(
    desk: Client, paid_order: Order, bea_shop: Shop
) -> None:
    response = desk.post(BREAK, days(*around(paid_order)))
    shown = response.content.decode()
    assert response.status_code == 422
    assert "1 order first" in shown
    assert paid_order.number in shown
    bea_shop.refresh_from_db()
    assert bea_shop.breaks == []


def test_it_can_be_taken_once_it_has_moved_with_notice(
    desk: Client, paid_order: Order, bea_shop: Shop, bea: User
) -> None:
    first, last = around(paid_order)
    cast.delay(paid_order, bea, days=(last - bea_shop.today).days + 2)
    assert desk.post(BREAK, days(first, last)).status_code == 303
    bea_shop.refresh_from_db()
    assert bea_shop.days_away == ((first, last),)


@pytest.mark.parametrize("end", ["ship", "cancel"])
def test_what_is_shipped_or_cancelled_is_not_in_the_way(
    paid_order: Order, bea_shop: Shop, bea: User, end: str
) -> None:
    assert breaks.in_the_way(bea_shop, *around(paid_order)) == [paid_order]
    if end == "ship":
        lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    else:
        lifecycle.cancel(paid_order, by=bea, reason="It broke.")
    assert breaks.in_the_way(bea_shop, *around(paid_order)) == []


def test_what_is_late_is_in_the_way_of_every_break(
    paid_order: Order, bea_shop: Shop, time_machine: Any
) -> None:
    far = ship_by_on(paid_order) + timedelta(days=60)
    assert breaks.in_the_way(bea_shop, far, far) == []
    time_machine.move_to(paid_order.ship_by_at + timedelta(hours=1))
    assert breaks.in_the_way(bea_shop, far, far) == [paid_order]


def test_the_way_to_the_delay_page_and_back(
    desk: Client, paid_order: Order, mug_order: Order, bea: User, bea_shop: Shop
) -> None:
    """Only what is in the way is ticked; after telling them the break can be taken."""
    cast.delay(mug_order, bea, days=40)
    first, last = around(paid_order)
    shown = desk.post(BREAK, days(first, last))
    back_on = shown.context["back_on"]
    query = {"order": paid_order.number, "until": back_on.isoformat()}
    form = desk.get("/dashboard/delay/", query | days(first, last)).context["form"]
    assert form.ticked == [paid_order.number]
    filled = {"orders": form.ticked, "how": "until", "until": back_on.isoformat()}
    filled |= {"reason": "I am away to teach.", **days(first, last)}
    plan = desk.post("/dashboard/delay/preview/", filled)
    done = desk.post(
        "/dashboard/delay/all/", {"plan": plan.context["plan"], **days(first, last)}
    )
    link = f"{reverse('orders:break')}?first={first}&amp;last={last}"
    assert link in done.content.decode()
    ready = desk.get(BREAK, days(first, last))
    assert ready.context["waiting"] == []
    assert desk.post(BREAK, days(first, last)).status_code == 303


def test_a_second_promise_inside_it_is_in_the_way(
    stripe: Any, bowl: Any, mugs: Any, bea: User, bea_shop: Shop
) -> None:
    order = cast.order_of(cast.buy(stripe, bowl, mugs))
    line = order.lines.all()[1]
    moved = cast.working_day(order, 20)
    promising.revise(order, by=bea, new=NewDate(moved, "The glaze.", [line.code]))
    assert breaks.in_the_way(bea_shop, moved, moved) == [order]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("", "2027-05-01", "Say on which day it begins."),
        ("2027-05-01", "", "Say which day is the last one."),
        ("2027-05-02", "2027-05-01", "cannot be before the first"),
        ("2020-05-01", "2020-05-02", "These days are over."),
        ("2027-01-01", "2027-12-31", "A break can be at most 180 days."),
        ("tomorrow", "2027-05-01", "Write the day as"),
    ],
)
def test_days_that_cannot_be_are_to_be_mended(
    desk: Client, bea_shop: Shop, first: str, last: str, words: str
) -> None:
    response = desk.post(BREAK, {"first": first, "last": last})
    assert response.status_code == 422
    assert words in response.content.decode()
    bea_shop.refresh_from_db()
    assert bea_shop.breaks == []


def test_it_need_not_happen(desk: Client, bea_shop: Shop) -> None:
    first = bea_shop.today + timedelta(days=5)
    desk.post(BREAK, days(first, first))
    assert "It does not happen" in desk.get(BREAK).content.decode()
    answer = desk.post("/dashboard/break/end/", {"first": first.isoformat()})
    assert answer.status_code == 303
    bea_shop.refresh_from_db()
    assert bea_shop.breaks == []
    for again in (first.isoformat(), "never", "2027-02-31", ""):
        answer = desk.post("/dashboard/break/end/", {"first": again})
        assert answer.status_code == 409


def test_who_has_no_shop_finds_nothing(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.get(BREAK).status_code == 404
    assert client.post(BREAK, {"first": "2027-01-01"}).status_code == 404


def test_a_strangers_order_is_not_shown(
    client: Client, paid_order: Order, carl_shop: Shop
) -> None:
    client.force_login(carl_shop.owner)
    shown = client.get(BREAK, days(*around(paid_order))).content.decode()
    assert paid_order.number not in shown
