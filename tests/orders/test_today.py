"""Today: what needs the maker, what is due first first."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import arriving, lifecycle, promising, talking, withdrawing
from orders.models import Order
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.steps import Kind, lock, take_step
from orders.thread import ship_by_on
from shops.models import Shop
from tests import cast
from tests.orders.maker import row

TODAY = "/dashboard/"


@pytest.fixture
def desk(client: Client, bea: User) -> Client:
    """Bea at her desk."""
    client.force_login(bea)
    return client


def groups(desk: Client) -> dict[str, list[str]]:
    """The numbers of the orders in each group."""
    shown = desk.get(TODAY).context["groups"]
    return {group.name: [task.order.number for task in group.tasks] for group in shown}


def test_each_order_stands_where_it_is_due(
    desk: Client, paid_order: Order, time_machine: Any
) -> None:
    due = paid_order.ship_by_at
    number = [paid_order.number]
    for before, group in [
        (timedelta(hours=-1), "late"),
        (timedelta(hours=3), "today"),
        (timedelta(hours=27), "tomorrow"),
        (timedelta(days=3), "week"),
        (timedelta(days=9), "new"),
    ]:
        time_machine.move_to(due - before, tick=False)
        # Sessions of before the journey have ended by then.
        desk.force_login(paid_order.shop.owner)
        assert groups(desk) == {group: number}


def test_what_is_due_first_is_first(
    desk: Client, stripe: Running, mugs: Variant, bea: User, time_machine: Any
) -> None:
    later, sooner = (cast.order_of(cast.buy(stripe, mugs)) for _ in range(2))
    time_machine.move_to(later.ship_by_at - timedelta(days=2))
    desk.force_login(bea)
    day = later.shop.working_week.next_working_day(ship_by_on(later))
    promising.revise(later, by=bea, new=NewDate(day, "The kiln is full."))
    assert groups(desk) == {"week": [sooner.number, later.number]}


def test_what_was_seen_and_is_due_later_waits(
    desk: Client, paid_order: Order, bea: User
) -> None:
    cast.delay(paid_order, bea, days=30)
    response = desk.get(TODAY)
    assert "Nothing is due this week" in response.content.decode()
    assert response.context["later"] == 1


def test_the_numbers_and_the_week(
    desk: Client, paid_order: Order, mug_order: Order, bea: User
) -> None:
    lifecycle.acknowledge(paid_order, by=bea)
    shown = desk.get(TODAY).context
    assert shown["numbers"] == {
        "late": 0,
        "due": 0,
        "new": 1,
        "to_ship": 2,
        "on_the_way": 0,
    }
    zone = paid_order.shop.zone
    due = paid_order.ship_by_at.astimezone(zone).date()
    counts = {day.day: day.count for day in shown["week"]}
    assert len(counts) == 7
    assert counts[due] == 2
    assert shown["week"][0].today


def test_it_says_whether_the_buyer_was_told(
    desk: Client, paid_order: Order, time_machine: Any
) -> None:
    time_machine.move_to(paid_order.ship_by_at + timedelta(hours=20))
    desk.force_login(paid_order.shop.owner)
    assert "has not been told yet" in desk.get(TODAY).content.decode()
    promising.miss(paid_order)
    assert "The buyer was told on" in desk.get(TODAY).content.decode()


def test_every_possible_step_has_its_form(
    desk: Client, paid_order: Order, bea: User
) -> None:
    shown = desk.get(TODAY).content.decode()
    steps = ("acknowledge", "start", "ship", "revise")
    for step in steps:
        assert f'action="/dashboard/orders/{paid_order.number}/{step}/"' in shown
    lifecycle.start(paid_order, by=bea)
    shown = desk.get(TODAY).content.decode()
    assert "/acknowledge/" not in shown
    assert "/start/" not in shown
    assert f'id="{row(paid_order)}"' in shown


def test_what_has_shipped_is_gone(desk: Client, paid_order: Order, bea: User) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    assert groups(desk) == {}
    assert "All is posted" in desk.get(TODAY).content.decode()


def test_an_empty_desk_says_what_will_be_here(desk: Client, bea_shop: Shop) -> None:
    assert "Your orders will be here" in desk.get(TODAY).content.decode()


def test_without_a_shop_it_invites(client: Client, carl: User) -> None:
    client.force_login(carl)
    response = client.get(TODAY)
    assert response.status_code == 200
    assert 'href="/dashboard/shop/open/"' in response.content.decode()


def test_others_orders_are_not_here(
    client: Client, paid_order: Order, carl_shop: Shop
) -> None:
    client.force_login(carl_shop.owner)
    assert paid_order.number not in client.get(TODAY).content.decode()


def test_strangers_sign_in(client: Client, db: None) -> None:
    response = client.get(TODAY)
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_it_does_not_ask_once_per_order(
    desk: Client,
    stripe: Running,
    mugs: Variant,
    django_assert_max_num_queries: Any,
) -> None:
    mugs.listing.variants.update(stock=20)
    for _ in range(6):
        cast.buy(stripe, mugs)
    with django_assert_max_num_queries(15):
        desk.get(TODAY)


def test_who_waits_for_her_comes_first(
    desk: Client, paid_order: Order, mug_order: Order, ada: User
) -> None:
    talking.ask(mug_order, by=ada, note="Could the rim be wider?")
    assert list(groups(desk)) == ["question", "week"]
    shown = desk.get(TODAY).content.decode()
    assert "Could the rim be wider?" in shown
    assert "we remind you" in shown
    talking.write(mug_order, by=mug_order.shop.owner, note="It can.")
    assert "question" not in groups(desk)


def test_a_question_about_what_has_arrived_waits_too(
    desk: Client, paid_order: Order, ada: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    assert groups(desk) == {}
    talking.ask(paid_order, by=ada, note="How do I wash it?")
    assert groups(desk) == {"question": [paid_order.number]}


def test_a_parcel_that_is_missed(
    desk: Client, paid_order: Order, ada: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    past = timezone.localdate() - timedelta(days=9)
    paid_order.shipments.update(arrives_from=past, arrives_by=past)
    parcel = paid_order.shipments.get()
    arriving.report_missing(paid_order, by=ada, shipment=parcel, note="Nothing came.")
    assert groups(desk) == {"missing": [paid_order.number]}
    assert "Nothing came." in desk.get(TODAY).content.decode()
    arriving.lose(paid_order, by=bea, shipment=parcel)
    assert groups(desk) == {}


def test_packed_and_not_posted(desk: Client, paid_order: Order, bea: User) -> None:
    lifecycle.pack(paid_order, by=bea, parcel=Parcel("DHL"))
    assert groups(desk) == {"packed": [paid_order.number]}
    assert "It is posted now" in desk.get(TODAY).content.decode()


def test_what_comes_back(desk: Client, paid_order: Order, ada: User, bea: User) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    code = paid_order.lines.get().code
    statement = withdrawing.Statement("Ada", "ada@example.com", {code: 1})
    withdrawing.withdraw(paid_order, by=ada, statement=statement)
    assert groups(desk) == {"returning": [paid_order.number]}
    assert "It has come back" in desk.get(TODAY).content.decode()
    back = paid_order.withdrawals.get()
    withdrawing.take_back(paid_order, by=bea, withdrawal=back)
    assert groups(desk) == {}


def test_a_silence_needs_a_sign_of_life(
    desk: Client, paid_order: Order, bea: User
) -> None:
    cast.delay(paid_order, bea, days=30)
    assert groups(desk) == {}
    with transaction.atomic():
        take_step(lock(paid_order), Kind.SILENCE_NOTICED, by=None)
    assert groups(desk) == {"quiet": [paid_order.number]}
    assert 'value="Still on it."' in desk.get(TODAY).content.decode()
    talking.progress(paid_order, by=bea, shown=talking.Progress(note="Still on it."))
    assert groups(desk) == {}
