"""Life happened: many orders moved at once, each shown before anybody is told."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import lifecycle, promising
from orders.models import Order
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.thread import ship_by_on
from shops.models import Shop
from tests import cast
from tests.notifications import scenes
from tests.orders.maker import steps_of

DELAY, PREVIEW = "/dashboard/delay/", "/dashboard/delay/preview/"
WHY = "My kiln has cracked; a new one comes on Thursday."


@pytest.fixture
def desk(client: Client, bea: User) -> Client:
    """Bea at her desk."""
    client.force_login(bea)
    return client


@pytest.fixture
def three(stripe: Running, mugs: Variant, ada: User) -> list[Order]:
    """Three orders of mugs."""
    return [cast.order_of(cast.buy(stripe, mugs, buyer=ada)) for _ in range(3)]


def filled(*orders: Order, **rest: Any) -> dict[str, Any]:
    """What Bea fills in."""
    numbers = [order.number for order in orders]
    return {"orders": numbers, "how": "days", "days": 5, "reason": WHY} | rest


def preview(desk: Client, *orders: Order, **rest: Any) -> Any:
    """Who would hear what."""
    response = desk.post(PREVIEW, filled(*orders, **rest))
    assert response.status_code == 200
    return response


def tell(desk: Client, plan: str) -> Any:
    """Tell them."""
    response = desk.post("/dashboard/delay/all/", {"plan": plan})
    assert response.status_code == 200
    return response


def told(response: Any) -> list[str]:
    """The numbers of the orders whose buyers hear of it."""
    return [one.order.number for one in response.context["told"]]


def five_days_later(order: Order) -> date:
    """Counted in the shop's working days."""
    week = order.shop.working_week
    return week.working_days_after(ship_by_on(order), 5)


def test_it_lists_every_open_order_ticked(desk: Client, three: list[Order]) -> None:
    form = desk.get(DELAY).context["form"]
    assert form.ticked == [order.number for order in three]


def test_a_link_ticks_only_some(desk: Client, three: list[Order]) -> None:
    form = desk.get(DELAY, {"order": three[1].number}).context["form"]
    assert form.ticked == [three[1].number]


def test_the_preview_changes_nothing_and_says_all(
    desk: Client, three: list[Order]
) -> None:
    before = [steps_of(order) for order in three]
    shown = preview(desk, *three).content.decode()
    assert "Tell 3 buyers" in shown
    assert "Silence" not in shown
    assert "silence is a yes" in shown
    assert WHY in shown
    assert [steps_of(order) for order in three] == before


def test_it_works(desk: Client, three: list[Order]) -> None:
    days = [five_days_later(order) for order in three]
    plan = preview(desk, *three).context["plan"]
    assert len(told(tell(desk, plan))) == 3
    for order, day in zip(three, days, strict=True):
        order.refresh_from_db()
        assert ship_by_on(order) == day
        event = order.events.latest("seq")
        assert (event.kind, event.details["bulk"]) == ("revised", True)
        assert event.details["reason"] == WHY


def test_twice_sent_does_it_once(desk: Client, three: list[Order]) -> None:
    plan = preview(desk, *three).context["plan"]
    tell(desk, plan)
    again = tell(desk, plan)
    assert told(again) == []
    assert "has been told already" in again.content.decode()
    assert all(order.promises.count() == 2 for order in three)


def test_what_changed_meanwhile_is_left_out_and_said(
    desk: Client, three: list[Order], bea: User
) -> None:
    plan = preview(desk, *three).context["plan"]
    lifecycle.ship(three[0], by=bea, parcel=Parcel("DHL"))
    lifecycle.start(three[1], by=bea)
    answer = tell(desk, plan)
    assert told(answer) == [three[2].number]
    assert answer.content.decode().count("has changed since you looked") == 2
    assert three[1].promises.count() == 1


def test_one_refusal_stops_no_other(
    desk: Client, three: list[Order], bea: User
) -> None:
    """She has said sorry to one of them before: that one is left as it is (R16)."""
    cast.delay(three[0], bea, days=9, reason="I am sorry: the clay was wet.")
    sorry = "I am sorry, my kiln has cracked."
    response = preview(desk, *three, reason=sorry)
    assert told(response) == [three[1].number, three[2].number]
    assert "a second sorry makes it worse" in response.content.decode()
    assert len(told(tell(desk, response.context["plan"]))) == 2


def test_a_second_delay_says_that_a_yes_is_needed(
    desk: Client, three: list[Order], bea: User
) -> None:
    cast.delay(three[0], bea, days=9)
    shown = preview(desk, three[0]).content.decode()
    assert "their yes is needed by" in shown
    assert "goes back to you" in shown


def test_until_a_day_leaves_the_later_ones(
    desk: Client, three: list[Order], bea: User
) -> None:
    cast.delay(three[0], bea, days=28)
    until = cast.working_day(three[1], 14)
    response = preview(desk, *three, how="until", until=until.isoformat())
    assert told(response) == [three[1].number, three[2].number]
    assert "It ships later than that anyway" in response.content.decode()


def test_lines_with_days_of_their_own_move_each_from_its_own(
    desk: Client, stripe: Running, bowl: Variant, mugs: Variant, bea: User
) -> None:
    order = cast.order_of(cast.buy(stripe, bowl, mugs))
    first, second = order.lines.all()
    new = NewDate(cast.working_day(order, 12), "The glaze.", [second.code])
    promising.revise(order, by=bea, new=new)
    plan = preview(desk, order).context["plan"]
    tell(desk, plan)
    days = {one.number: one.ship_by_on for one in order.promises.all()}
    first.refresh_from_db()
    second.refresh_from_db()
    week = order.shop.working_week
    assert days[first.promise_number or 0] == week.working_days_after(days[1], 5)
    assert days[second.promise_number or 0] == week.working_days_after(days[2], 5)


def test_no_new_orders_until(desk: Client, three: list[Order], bea_shop: Shop) -> None:
    until = bea_shop.today + timedelta(days=10)
    plan = preview(desk, *three, paused_until=until.isoformat()).context["plan"]
    bea_shop.refresh_from_db()
    assert bea_shop.paused_until is None
    tell(desk, plan)
    bea_shop.refresh_from_db()
    assert bea_shop.paused_until == until
    assert "Take orders again now" in desk.get("/dashboard/").content.decode()
    desk.post("/dashboard/delay/over/")
    bea_shop.refresh_from_db()
    assert bea_shop.is_open


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"orders": []}, "Tick the orders"),
        ({"days": ""}, "Say by how many working days."),
        ({"days": "61"}, "less than or equal to 60"),
        ({"reason": " "}, "in your own words"),
        ({"reason": "It won't happen again."}, "Leave out the promise to do better"),
        ({"how": "until", "until": ""}, "Choose the new day."),
        ({"how": "until", "until": "2020-01-01"}, "must not be in the past"),
        ({"how": "until", "until": "2099-01-01"}, "can be at most 90 days"),
        ({"how": "until", "until": "soon"}, "Write the day as"),
        ({"paused_until": "2020-01-01"}, "still to come"),
        ({"orders": ["AAAAAAAA"]}, "has left already"),
    ],
)
def test_what_cannot_be_is_to_be_mended(
    desk: Client, three: list[Order], wrong: dict[str, Any], words: str
) -> None:
    response = desk.post(PREVIEW, filled(*three, **wrong))
    assert response.status_code == 422
    shown = response.content.decode()
    assert words in shown
    if "reason" not in wrong:
        assert WHY in shown
    assert all(order.promises.count() == 1 for order in three)


def test_a_day_off_is_to_be_mended(desk: Client, three: list[Order]) -> None:
    day = three[0].shop.today
    sunday = day + timedelta(days=6 - day.weekday() + 7)
    response = desk.post(PREVIEW, filled(*three, how="until", until=str(sunday)))
    assert response.status_code == 422
    assert "You do not work on that day." in response.content.decode()


def test_something_can_be_changed_before(desk: Client, three: list[Order]) -> None:
    response = desk.post(PREVIEW, filled(three[0], change="1", days=7))
    assert response.status_code == 200
    assert response.context["form"].ticked == [three[0].number]
    assert WHY in response.content.decode()


def test_a_plan_that_was_touched_is_refused(desk: Client, three: list[Order]) -> None:
    plan = preview(desk, *three).context["plan"]
    for bad in ("", "nonsense", plan[:-2] + "xx"):
        answer = desk.post("/dashboard/delay/all/", {"plan": bad})
        assert answer.status_code == 409
    assert all(order.promises.count() == 1 for order in three)


def test_another_maker_cannot_use_it(
    client: Client, three: list[Order], bea: User, carl_shop: Shop
) -> None:
    client.force_login(bea)
    plan = preview(client, *three).context["plan"]
    client.force_login(carl_shop.owner)
    answer = client.post("/dashboard/delay/all/", {"plan": plan})
    assert answer.status_code == 409
    assert client.post(PREVIEW, filled(*three)).status_code == 422
    assert three[0].number not in client.get(DELAY).content.decode()
    assert all(order.promises.count() == 1 for order in three)


def test_a_plan_of_yesterday_is_too_old(
    desk: Client, three: list[Order], bea: User, time_machine: Any
) -> None:
    plan = preview(desk, *three).context["plan"]
    time_machine.move_to(timezone.now() + timedelta(hours=13))
    desk.force_login(bea)
    answer = desk.post("/dashboard/delay/all/", {"plan": plan})
    assert answer.status_code == 409
    assert "too old" in answer.content.decode()


def test_it_does_not_ask_once_per_order(
    desk: Client,
    stripe: Running,
    mugs: Variant,
    django_assert_max_num_queries: Any,
) -> None:
    mugs.listing.variants.update(stock=20)
    orders = [cast.order_of(cast.buy(stripe, mugs)) for _ in range(6)]
    with django_assert_max_num_queries(12):
        preview(desk, *orders)


def test_nothing_open_says_so(desk: Client, bea_shop: Shop) -> None:
    assert "Nothing waits to be posted" in desk.get(DELAY).content.decode()


def test_who_has_no_shop_finds_nothing(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.get(DELAY).status_code == 404


def test_what_was_shown_is_what_they_read(
    desk: Client,
    stripe: Running,
    bowl: Variant,
    mugs: Variant,
    three: list[Order],
    bea: User,
) -> None:
    """Silence, a yes, a part of an order: each letter of the preview is in an email."""
    cast.delay(three[1], bea, days=9)
    parted = cast.order_of(cast.buy(stripe, bowl, mugs))
    code = parted.lines.all()[0].code
    new = NewDate(cast.working_day(parted, 12), "The glaze.", [code])
    promising.revise(parted, by=bea, new=new)
    chosen = [three[0], three[1], parted]
    response = preview(desk, *chosen)
    bodies = re.findall(r'letter__body">(.*?)</div>', response.content.decode(), re.S)
    shown = [
        [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in paragraphs]
        for body in bodies
        if (paragraphs := re.findall(r"<p[^>]*>(.*?)</p>", unescape(body), re.S))
    ]
    tell(desk, response.context["plan"])
    letters = [
        letter
        for row, letter in scenes.letters_with_rows()
        if row.event and row.event.details.get("bulk")
    ]
    assert len(shown) == len(letters) == 4
    for subject, *sentences in shown:
        assert len(sentences) >= 3
        assert any(
            subject == email.subject and all(said in email.text for said in sentences)
            for email in letters
        ), sentences
