"""Whatever the post office does, every other email leaves, and none is lost."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from devtools import purchases
from notifications import outbox
from notifications.models import Email
from orders import arriving, lifecycle
from orders.models import Checkout, Order
from orders.parcels import Parcel
from orders.steps import Role
from tests import cast
from tests.faults.post_office import PostOffice, open_post_office

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
OTHERS = 8


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """A real server, and a mailer that waits a second for it."""
    with open_post_office() as opened:
        options = {"host": "127.0.0.1", "port": opened.port, "timeout": 1}
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": options}}
        yield opened


def one_among_others(name: str) -> Email:
    """The email to this buyer; eight to other buyers and nine to the maker beside."""
    piece = purchases.piece("Bea", "Bea's Bowls", "Bowl")
    purchases.paid([piece], 1, name + "{}@buyers.example")
    purchases.paid([piece], OTHERS)
    outbox.announce()
    return Email.objects.get(to=f"{name}0@buyers.example")


def post_all() -> None:
    """A run ends after some seconds and asks for the next one: here it is."""
    outbox.deliver()
    while Email.objects.due().exists():
        outbox.deliver()


def some_hours_pass() -> None:
    Email.objects.unsent().update(due_at=timezone.now())


@pytest.mark.parametrize("name", ["busy", "unknown", "later", "dropped", "stalled"])
def test_one_trouble_stops_nobody_else(office: PostOffice, name: str) -> None:
    trouble = one_among_others(name)
    post_all()
    taken = Counter(message_id for _, message_id in office.taken)
    others = Email.objects.exclude(pk=trouble.pk)
    assert set(others.values_list("state", flat=True)) == {Email.State.SENT}
    assert all(taken[email.message_id] == 1 for email in others)
    trouble.refresh_from_db()
    assert trouble.state == Email.State.DUE
    assert trouble.last_error
    assert trouble.due_at > timezone.now()


def test_an_answer_that_got_lost_costs_a_copy_with_the_same_id(
    office: PostOffice,
) -> None:
    trouble = one_among_others("dropped")
    post_all()
    some_hours_pass()
    post_all()
    copies = [one for one in office.taken if one[0] == trouble.to]
    assert copies == [(trouble.to, trouble.message_id)] * 2


def test_a_closed_post_office_costs_no_attempt(office: PostOffice) -> None:
    one_among_others("busy")
    office.shutdown()
    office.server_close()
    outbox.deliver()
    assert set(Email.objects.values_list("attempts", flat=True)) == {0}
    assert Email.objects.due().count() == 2 * (OTHERS + 1)


def walk(order: Order, chance: random.Random) -> None:
    """Some of the steps an order can take, while nothing is posted."""
    bea = order.shop.owner
    if chance.random() < 0.7:
        lifecycle.acknowledge(order, by=bea, note="Hello!")
    for later in range(chance.randrange(3)):
        cast.delay(order, bea, days=20 + 3 * later, reason="Wet wood.")
    end = chance.choice(["cancel", "ship", "deliver", "wait"])
    if end == "cancel":
        lifecycle.cancel(order, by=None, role=Role.BUYER, reason="")
    if end in ("ship", "deliver"):
        lifecycle.ship(order, by=bea, parcel=Parcel(carrier="DHL"))
    if end == "deliver":
        parcel = order.shipments.get()
        arriving.deliver(order, by=None, role=Role.MAKER, shipment=parcel)


def expected(checkout: Checkout) -> list[str]:
    """What the buyer must read after a day of silence, in this order."""
    order = checkout.orders.get()
    kinds = list(order.events.order_by("seq").values_list("kind", flat=True))
    if "cancelled" in kinds:
        return ["cancelled"]
    if "delivered" in kinds:
        return ["order_received", "delivered"]
    if "shipped" in kinds:
        return ["order_received", "shipped"]
    said = ["acknowledged"] if "acknowledged" in kinds else []
    return ["order_received", *said, *(["delayed"] if "revised" in kinds else [])]


def test_after_a_day_without_posting_only_what_is_true_leaves_in_order(
    office: PostOffice,
) -> None:
    piece = purchases.piece("Bea", "Bea's Bowls", "Bowl")
    checkouts = purchases.paid([piece], 40)
    chance = random.Random(1)
    for checkout in checkouts:
        walk(checkout.orders.get(), chance)
    post_all()
    names = {email.message_id: email.email for email in Email.objects.all()}
    for checkout in checkouts:
        read = [names[sent] for to, sent in office.taken if to == checkout.email]
        assert read == expected(checkout), checkout
    assert not Email.objects.unsent().exists()
