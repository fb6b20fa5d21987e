"""Nobody is written to at night, in their own zone, but about money or today (R15)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.mail import EmailMessage
from pytest_django import Settings

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from notifications.models import Email
from orders import lifecycle, talking
from orders.models import Checkout, Order
from orders.steps import Kind, Role
from tests import cast
from tests.notifications import scenes

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 11, 24, 20, 59, tzinfo=BERLIN)
NIGHT = datetime(2026, 11, 24, 23, 30, tzinfo=BERLIN)
MORNING = datetime(2026, 11, 25, 8, 0, tzinfo=BERLIN)
#: Nudges wait a little for each other, too.
LATER = MORNING + timedelta(minutes=15)


@pytest.fixture(autouse=True)
def _nights(settings: Settings) -> None:
    settings.QUIET_HOURS = True


@pytest.fixture
def order(stripe: Running, mugs: Variant, ada: User) -> Order:
    """Paid in the afternoon, and told of."""
    with time_machine.travel(EVENING - timedelta(hours=5)):
        made = cast.order_of(cast.buy(stripe, mugs, buyer=ada, quantity=2))
        outbox.deliver()
    return made


def sent(mailoutbox: list[EmailMessage]) -> list[str]:
    """What left since the last time somebody asked, by name."""
    names = [str(m.extra_headers["Message-ID"])[1:].split(".")[0] for m in mailoutbox]
    mailoutbox.clear()
    return names


def test_what_can_wait_waits_for_the_morning(
    order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    with time_machine.travel(NIGHT):
        talking.write(order, by=bea, note="Tomorrow I fire.")
        outbox.deliver()
        assert sent(mailoutbox) == []
        assert outbox.health().late == 0
    with time_machine.travel(MORNING - timedelta(minutes=1)):
        outbox.deliver()
        assert sent(mailoutbox) == []
        assert outbox.health().late == 0
    with time_machine.travel(MORNING):
        outbox.deliver()
        assert sent(mailoutbox) == ["message"]


def test_before_nine_in_the_evening_nothing_waits(
    order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    with time_machine.travel(EVENING):
        talking.write(order, by=bea, note="Tomorrow I fire.")
        outbox.deliver()
    assert sent(mailoutbox) == ["message"]


def test_money_does_not_wait_and_what_waits_does_not_hold_it_up(
    order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    with time_machine.travel(NIGHT):
        scenes.delay(order, 20, by=bea)
        lifecycle.cancel(order, by=None, role=Role.BUYER, reason="")
        outbox.deliver()
        assert sorted(sent(mailoutbox)) == ["cancelled", "order_cancelled"]
    with time_machine.travel(LATER):
        outbox.deliver()
    assert sent(mailoutbox) == []
    assert Email.objects.get(email="delayed").state == Email.State.DROPPED


def test_each_has_a_night_of_their_own(
    order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    """Evening in Honolulu is night in Leipzig, and the other way round."""
    Checkout.objects.update(time_zone="Pacific/Honolulu")
    order = Order.objects.get(pk=order.pk)
    mailoutbox.clear()
    with time_machine.travel(NIGHT):
        talking.ask(order, by=None, note="When?")
        outbox.deliver()
        assert sent(mailoutbox) == []
        talking.write(order, by=bea, note="On Friday.")
        outbox.deliver()
        assert sent(mailoutbox) == ["message"]


def test_an_unknown_zone_is_the_shops(
    order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    Checkout.objects.update(time_zone="UTC")
    order = Order.objects.get(pk=order.pk)
    mailoutbox.clear()
    # 20:30 in UTC is still evening, in Leipzig it is night.
    with time_machine.travel(NIGHT - timedelta(hours=2)):
        talking.write(order, by=bea, note="On Friday.")
        outbox.deliver()
        assert sent(mailoutbox) == []
    with time_machine.travel(MORNING):
        outbox.deliver()
        assert sent(mailoutbox) == ["message"]


def test_what_failed_by_day_is_not_tried_again_at_night(
    order: Order, bea: User, mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    with time_machine.travel(EVENING):
        talking.write(order, by=bea, note="On Friday.")
        outbox.announce()
        Email.objects.filter(email="message").update(
            attempts=2, last_error="Busy.", due_at=NIGHT
        )
    with time_machine.travel(NIGHT):
        outbox.deliver()
        assert sent(mailoutbox) == []
        waiting = Email.objects.get(email="message")
        assert (waiting.due_at, waiting.attempts) == (MORNING, 2)
    with time_machine.travel(MORNING):
        outbox.deliver()
        assert sent(mailoutbox) == ["message"]


def test_a_nudge_waits_for_the_makers_morning(
    order: Order, mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    with time_machine.travel(NIGHT):
        scenes.happens(order, Kind.HELLO_DUE)
        outbox.deliver()
    assert sent(mailoutbox) == []
    with time_machine.travel(LATER):
        outbox.deliver()
    assert sent(mailoutbox) == ["hello_due"]


def test_control_without_quiet_hours_it_leaves_at_night(
    order: Order, bea: User, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.QUIET_HOURS = False
    mailoutbox.clear()
    with time_machine.travel(NIGHT):
        talking.write(order, by=bea, note="Tomorrow I fire.")
        outbox.deliver()
    assert sent(mailoutbox) == ["message"]
