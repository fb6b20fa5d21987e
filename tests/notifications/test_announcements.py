"""Who hears of what, and what nobody hears because it is no longer true."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from notifications.announcements import ANNOUNCEMENTS
from notifications.models import Email
from orders import arriving, lifecycle, promising
from orders.models import Order, OrderEvent
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.steps import Role
from tests import cast
from tests.notifications import scenes

pytestmark = pytest.mark.django_db
ADA, BEA = "ada@example.com", "bea@example.com"


def heard() -> set[tuple[str, str]]:
    """The emails written since the last time somebody asked."""
    before = set(Email.objects.values_list("pk", flat=True))
    while outbox.announce():
        pass
    new = Email.objects.exclude(pk__in=before)
    return set(new.values_list("email", "to"))


def left() -> list[str]:
    """Everything due is posted; the names of what really left."""
    outbox.deliver()
    sent = Email.objects.filter(state=Email.State.SENT).order_by("sent_at")
    return list(sent.values_list("email", flat=True))


def late(order: Order) -> None:
    with time_machine.travel(order.ship_by_at + timedelta(days=1)):
        promising.miss(order)


def test_every_email_has_its_template() -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "emails"
    for rows in ANNOUNCEMENTS.values():
        for row in rows:
            assert (folder / f"{row.email}.html").exists()


def test_a_paid_order_is_told_to_both(paid_order: Order) -> None:
    assert heard() == {("order_received", ADA), ("new_order", BEA)}


def test_one_purchase_is_one_email_to_its_buyer(
    stripe: Running, bowl: Variant, scarf: Variant
) -> None:
    cast.buy(stripe, bowl, scarf)
    assert heard() == {
        ("order_received", "guest@example.com"),
        ("new_order", BEA),
        ("new_order", "carl@example.com"),
    }


def test_each_step_tells_who_did_not_take_it(paid_order: Order, bea: User) -> None:
    heard()
    lifecycle.acknowledge(paid_order, by=bea)
    assert heard() == {("acknowledged", ADA)}
    lifecycle.start(paid_order, by=bea)
    assert heard() == set()
    day = scenes.later(paid_order, 20)
    promising.revise(paid_order, by=bea, new=NewDate(day, "Wet wood."))
    assert heard() == {("delayed", ADA)}
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    assert heard() == {("shipped", ADA)}


def test_a_line_of_hers_is_told_when_she_starts(paid_order: Order, bea: User) -> None:
    heard()
    lifecycle.start(paid_order, by=bea, note="The clay is on the wheel.")
    assert heard() == {("started", ADA)}


def test_silence_is_told_to_both(paid_order: Order) -> None:
    heard()
    late(paid_order)
    assert heard() == {("late_notice", ADA), ("late_maker", BEA)}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.BUYER, {("cancelled", ADA), ("order_cancelled", BEA)}),
        (Role.SYSTEM, {("cancelled", ADA), ("order_cancelled", BEA)}),
        (Role.OPERATOR, {("cancelled", ADA), ("order_cancelled", BEA)}),
        (Role.MAKER, {("cancelled", ADA)}),
    ],
)
def test_who_cancels_is_not_told_to_stop(
    paid_order: Order, role: Role, expected: set[tuple[str, str]]
) -> None:
    heard()
    lifecycle.cancel(paid_order, by=None, role=role, reason="Because.")
    assert heard() == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.BUYER, {("order_delivered", BEA)}),
        (Role.MAKER, {("delivered", ADA)}),
        (Role.SYSTEM, {("delivered", ADA)}),
    ],
)
def test_arrival_is_told_to_the_other_side(
    paid_order: Order, bea: User, role: Role, expected: set[tuple[str, str]]
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    heard()
    parcel = paid_order.shipments.get()
    arriving.deliver(paid_order, by=None, role=role, shipment=parcel)
    assert heard() == expected


def test_an_event_is_announced_once(paid_order: Order) -> None:
    assert heard()
    assert heard() == set()
    assert not OrderEvent.objects.filter(announced_at=None).exists()


def test_hello_is_dropped_once_it_shipped(paid_order: Order, bea: User) -> None:
    lifecycle.acknowledge(paid_order, by=bea)
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    assert left() == ["order_received", "shipped"]


def test_a_delay_is_dropped_when_a_newer_one_came(paid_order: Order, bea: User) -> None:
    left()
    for days in (20, 30):
        new = NewDate(scenes.later(paid_order, days), "Wet.")
        promising.revise(paid_order, by=bea, new=new)
    assert left()[2:] == ["delayed"]
    sent = Email.objects.get(email="delayed", state=Email.State.SENT)
    assert sent.step.details["promise"] == 3


def test_a_late_notice_is_dropped_when_it_shipped(paid_order: Order, bea: User) -> None:
    left()
    late(paid_order)
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    assert left()[2:] == ["shipped"]


def test_nothing_but_the_end_of_a_cancelled_order(paid_order: Order) -> None:
    lifecycle.cancel(paid_order, by=None, role=Role.BUYER, reason="")
    assert sorted(left()) == ["cancelled", "order_cancelled"]


def test_a_parcel_in_their_hands_is_not_announced(paid_order: Order, bea: User) -> None:
    left()
    lifecycle.ship(paid_order, by=bea, parcel=Parcel(carrier="DHL"))
    parcel = paid_order.shipments.get()
    arriving.deliver(paid_order, by=None, role=Role.MAKER, shipment=parcel)
    assert left()[2:] == ["delivered"]
