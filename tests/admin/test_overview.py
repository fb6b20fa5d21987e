"""The overview tells an operator what is wrong, and leads to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from listings.models import Variant
from notifications import outbox
from notifications.models import Email
from notifications.overview import Figure
from orders.models import Checkout, Order
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


def test_late_and_untold_is_shown(
    client: Client, paid_order: Order, olga: User
) -> None:
    past = timezone.now() - LONG_AGO
    unguarded(
        f"update orders_order set ship_by_at = '{past.isoformat()}',"
        f" look_again_at = '{past.isoformat()}'"
    )
    assert bad(client, olga) == ["Late, and the buyer does not know"]
    listed = client.get(figures(client, olga)["Late, and the buyer does not know"].url)
    assert paid_order.number in listed.content.decode()


def test_emails_that_do_not_go_out_are_shown(
    client: Client, paid_order: Order, olga: User
) -> None:
    outbox.announce()
    Email.objects.update(created_at=timezone.now() - LONG_AGO)
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


def test_it_asks_twelve_times_at_most(
    client: Client, paid_order: Order, olga: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(olga)
    with django_assert_max_num_queries(12):
        client.get(reverse("notifications:overview"))
