"""The overview tells an operator what is wrong, and leads to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from notifications.figures import Figure
from notifications.models import Email
from orders import lifecycle, talking
from orders.models import Checkout, Order
from orders.parcels import Parcel
from payments import refunds
from payments.models import Payment, Refund, StripeEvent
from tests import cast

LONG_AGO = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False


def figures(client: Client, olga: User) -> dict[str, Figure]:
    """What the overview shows, by its title."""
    client.force_login(olga)
    response = client.get(reverse("notifications:overview"))
    assert response.status_code == 200
    groups = response.context["groups"]
    return {each.title: each for group in groups for each in group.figures}


def bad(client: Client, olga: User) -> list[str]:
    """The titles of what should be nought and is not."""
    found = figures(client, olga)
    for each in found.values():
        assert client.get(each.url).status_code == 200, each.title
    return [title for title, each in found.items() if each.look == "bad"]


def unguarded(statement: str) -> None:
    """Break something as only a fault could: past Postgres' own guards."""
    with connection.cursor() as cursor:
        # What waits for the commit is judged now, while it still holds.
        cursor.execute("set constraints all immediate; set constraints all deferred")
        cursor.execute("set local session_replication_role = 'replica'")
        cursor.execute(statement)
        cursor.execute("set local session_replication_role = 'origin'")


def test_all_is_well(
    client: Client, paid_order: Order, mugs: Variant, olga: User
) -> None:
    cast.place(mugs)
    outbox.announce()
    assert bad(client, olga) == []


def make_late(order: Order, by: timedelta) -> None:
    """Its promise has passed so long ago, and no sweep came by."""
    past = (timezone.now() - by).isoformat()
    unguarded(f"update orders_order set ship_by_at = '{past}', look_again_at = null")
    unguarded(f"update orders_promise set ship_by_at = '{past}'")


def test_late_and_untold_is_shown(
    client: Client, paid_order: Order, olga: User
) -> None:
    outbox.announce()
    make_late(paid_order, timedelta(hours=13))
    assert bad(client, olga) == ["Late, and the buyer does not know"]
    listed = client.get(figures(client, olga)["Late, and the buyer does not know"].url)
    assert paid_order.number in listed.content.decode()


def test_late_in_the_night_is_no_fault(
    client: Client, paid_order: Order, olga: User
) -> None:
    make_late(paid_order, timedelta(hours=11))
    outbox.announce()
    assert bad(client, olga) == []
    assert figures(client, olga)["Late, told in their morning"].count == 1


def test_late_and_told_is_no_fault(
    client: Client, paid_order: Order, olga: User
) -> None:
    make_late(paid_order, timedelta(days=2))
    unguarded("update orders_promise set missed_at = now()")
    outbox.announce()
    assert bad(client, olga) == []
    assert figures(client, olga)["Late, and the buyer knows"].count == 1


def test_what_has_left_is_not_late(
    client: Client, paid_order: Order, olga: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    outbox.announce()
    make_late(paid_order, timedelta(days=2))
    assert bad(client, olga) == []


def test_an_order_that_the_sweep_forgot_is_shown(
    client: Client, paid_order: Order, olga: User
) -> None:
    outbox.announce()
    past = timezone.now() - timedelta(minutes=4)
    unguarded(f"update orders_order set look_again_at = '{past.isoformat()}'")
    assert bad(client, olga) == []
    past = timezone.now() - timedelta(minutes=6)
    unguarded(f"update orders_order set look_again_at = '{past.isoformat()}'")
    assert bad(client, olga) == ["Orders that nobody looked at in time"]


def ask_long_ago(order: Order, hours: int) -> None:
    """The buyer asked, and no rule has looked at it since."""
    talking.ask(order, by=order.checkout.buyer, note="Is it coming?")
    at = (timezone.now() - timedelta(hours=hours)).isoformat()
    unguarded(f"update orders_orderevent set at = '{at}' where kind = 'asked'")
    outbox.announce()


def test_a_question_without_anybody_is_shown(
    client: Client, paid_order: Order, olga: User
) -> None:
    ask_long_ago(paid_order, 73)
    assert bad(client, olga) == ["Questions without an answer or a person"]


@pytest.mark.parametrize("what", ["young", "answered", "taken", "settled"])
def test_a_question_in_good_hands_is_not(
    client: Client, paid_order: Order, olga: User, bea: User, what: str
) -> None:
    ask_long_ago(paid_order, 71 if what == "young" else 73)
    if what == "answered":
        talking.write(paid_order, by=bea, note="It is in the kiln.")
    if what in ("taken", "settled"):
        talking.take_on(paid_order, by=olga)
    if what == "settled":
        talking.settle(paid_order, by=olga, note="It comes on Monday.")
    outbox.announce()
    title = "Questions without an answer or a person"
    assert figures(client, olga)[title].count == 0


def test_the_queue_says_who_has_what_since_when(
    client: Client, paid_order: Order, olga: User
) -> None:
    talking.escalate(paid_order, about="question")
    client.force_login(olga)
    shown = client.get(reverse("notifications:overview"))
    (waiting,) = shown.context["queue"]
    assert (waiting.order, waiting.owner) == (paid_order, olga)
    assert waiting.about == "A question nobody answered"
    assert waiting.since
    assert paid_order.number in shown.text
    assert client.get(waiting.url).status_code == 200
    talking.settle(paid_order, by=olga, note="It comes on Monday.")
    assert client.get(reverse("notifications:overview")).context["queue"] == []


def test_what_nobody_has_stands_first(
    client: Client, paid_order: Order, stripe: Running, mugs: Variant, olga: User
) -> None:
    talking.take_on(paid_order, by=olga)
    other = cast.order_of(cast.buy(stripe, mugs))
    unguarded(f"update orders_order set support_at = now() where id = {other.pk}")
    client.force_login(olga)
    shown = client.get(reverse("notifications:overview"))
    assert [one.order for one in shown.context["queue"]] == [other, paid_order]
    assert "Nobody yet" in shown.text


def test_emails_that_do_not_go_out_are_shown(
    client: Client, paid_order: Order, olga: User
) -> None:
    outbox.announce()
    Email.objects.update(not_before=timezone.now() - LONG_AGO)
    assert bad(client, olga) == ["Not sent after 5 minutes"]
    Email.objects.update(state=Email.State.PARKED)
    assert bad(client, olga) == ["Given up"]


def test_webhooks_that_fail_are_shown(client: Client, olga: User) -> None:
    event = StripeEvent.objects.create(stripe_id="evt_1", kind="x", object_id="y")
    assert bad(client, olga) == []
    StripeEvent.objects.update(last_error="No.")
    assert bad(client, olga) == ["Webhooks failing"]
    StripeEvent.objects.filter(pk=event.pk).update(parked_at=timezone.now())
    assert bad(client, olga) == ["Webhooks given up"]


def test_refunds_that_wait_or_fail_are_shown(
    client: Client, paid_order: Order, olga: User
) -> None:
    refunds.owe(
        paid_order.checkout.payment, amount_cents=100, order_number="X", reason="y"
    )
    unguarded("update orders_order set refunded_cents = 100")
    outbox.announce()
    assert bad(client, olga) == []
    Refund.objects.update(created_at=timezone.now() - LONG_AGO)
    assert bad(client, olga) == ["Refunds not sent after 15 minutes"]
    Refund.objects.update(state=Refund.State.FAILED)
    assert bad(client, olga) == ["Refunds refused"]


def test_a_checkout_without_an_end_is_shown(
    client: Client, placed: Checkout, olga: User
) -> None:
    outbox.announce()
    Payment.objects.update(session_expires_at=timezone.now() - LONG_AGO)
    assert bad(client, olga) == ["Checkouts that do not end"]


@pytest.mark.parametrize(
    "fault",
    [
        "update payments_payment set amount_cents = amount_cents + 1",
        "update orders_order set total_cents = total_cents + 1,"
        " items_cents = items_cents + 1",
        "update orders_orderline set price_cents = price_cents + 1",
        "update orders_order set refunded_cents = 1",
        "update payments_payment set state = 'open', paid_at = null",
    ],
)
def test_money_that_does_not_add_up_is_shown(
    client: Client, paid_order: Order, olga: User, fault: str
) -> None:
    outbox.announce()
    unguarded(fault)
    assert bad(client, olga) == ["Payments that do not add up"]


def test_stock_held_for_nobody_is_shown(
    client: Client, mugs: Variant, olga: User
) -> None:
    Variant.objects.update(held=2)
    assert bad(client, olga) == ["Stock held for nobody"]
    assert str(figures(client, olga)["Stock held for nobody"].count) == "1"


def test_it_asks_sixteen_times_at_most(
    client: Client, paid_order: Order, olga: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(olga)
    with django_assert_max_num_queries(16):
        client.get(reverse("notifications:overview"))
