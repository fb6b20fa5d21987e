"""What a link in an email asks for: the page opens with that button at hand, and
nothing happens by opening it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from marketplace.templatetags.show import day
from orders import access, arriving, lifecycle, promising, sweep
from orders.models import Order, OrderLine
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.steps import Role
from payments.models import Refund
from tests import cast
from tests.orders.buyer import address, overdue, page, read
from tests.orders.test_open import link

pytestmark = pytest.mark.django_db


def at_hand(text: str) -> list[str]:
    """The ids of what the browser puts the focus on."""
    main = text.partition("<main")[2]
    tags = [tag for tag in re.findall(r"<[^>]+>", main) if " autofocus" in tag]
    return [match[1] for tag in tags if (match := re.search(r' id="([^"]+)"', tag))]


def test_wait_and_cancel(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    cast.delay(paid_order, bea)
    client.force_login(ada)
    assert at_hand(page(client, paid_order)) == []
    assert at_hand(page(client, paid_order, "?do=wait")) == ["wait"]
    text = page(client, paid_order, "?do=cancel")
    assert at_hand(text) == ["cancel"]
    assert '<details class="confirm confirm--danger" open>' in text
    assert at_hand(page(client, paid_order, "?do=ask")) == ["write"]
    assert at_hand(page(client, paid_order, "?do=withdraw")) == ["withdraw"]


def test_here_and_missing(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    order = overdue(paid_order)
    client.force_login(ada)
    assert at_hand(page(client, order, "?do=here")) == ["arrived"]
    assert at_hand(page(client, order, "?do=missing")) == ["missing"]
    arriving.deliver(order, by=ada, shipment=order.shipments.get(), role=Role.BUYER)
    assert at_hand(page(client, order, "?do=well")) == ["well"]


def test_the_parcel_that_is_meant(
    client: Client, mug_order: Order, ada: User, bea: User
) -> None:
    code = mug_order.lines.get().code
    for _ in range(2):
        lifecycle.ship(mug_order, by=bea, parcel=Parcel("DHL", quantities={code: 1}))
    order = overdue(mug_order)
    client.force_login(ada)
    text = page(client, order, "?do=here&parcel=2")
    tag = next(tag for tag in re.findall(r"<form[^>]+>", text) if "/received/2/" in tag)
    assert at_hand(text) == ["arrived"]
    assert 'id="arrived"' in text.partition(tag)[2].partition("</form>")[0]


def test_too_late_it_says_so(client: Client, paid_order: Order, ada: User) -> None:
    client.force_login(ada)
    assert "has been answered, or is not open any more" in page(
        client, paid_order, "?do=wait"
    )
    assert "is not open any more" not in page(client, paid_order, "?do=nonsense")


def test_the_key_brings_it_along(client: Client, paid_order: Order) -> None:
    access.grant(paid_order)
    response = client.get(f"{link(paid_order)}?do=cancel&parcel=1&next=//evil.example")
    assert response["Location"] == f"/orders/{paid_order.number}/?do=cancel&parcel=1"


@pytest.mark.parametrize(
    "do", ["wait", "cancel", "here", "missing", "ask", "well", "withdraw"]
)
def test_opening_it_does_nothing(
    client: Client, paid_order: Order, ada: User, bea: User, do: str
) -> None:
    cast.delay(paid_order, bea)
    before = list(paid_order.events.values_list("pk", flat=True))
    for _ in range(2):
        client.get(f"{link(paid_order)}?do={do}")
        client.head(f"/orders/{paid_order.number}/?do={do}")
        client.get(f"/orders/{paid_order.number}/?do={do}")
    assert list(paid_order.events.values_list("pk", flat=True)) == before
    assert not Refund.objects.exists()


def test_only_what_is_late_can_be_cancelled(
    client: Client, stripe: Running, mugs: Variant, bowl: Variant, ada: User, bea: User
) -> None:
    order = cast.order_of(cast.buy(stripe, mugs, bowl, buyer=ada))
    mug = order.lines.get(title="Speckled mug")
    new = NewDate(cast.working_day(order, 20), "The glaze ran.", lines=[mug.code])
    promising.revise(order, by=bea, new=new)
    client.force_login(ada)
    text = page(client, order)
    assert "Cancel only 1 × Speckled mug, refund of €18.00" in text
    assert "Cancel, full refund of €66.00" in text
    wrong = {"what": "late", "refund_late": "6600"}
    assert client.post(address(order, "cancel"), wrong).status_code == 409
    assert not Refund.objects.exists()
    data = {"what": "late", "refund_late": "1800", "refund_all": "6600"}
    assert client.post(address(order, "cancel"), data).status_code == 303
    assert Refund.objects.get().amount_cents == 1800
    assert [line.left_to_ship for line in order.lines.all()] == [0, 1]
    assert client.post(address(order, "cancel"), data).status_code == 409


def test_what_passed_meanwhile_is_not_waited_for_unseen(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    cast.delay(paid_order, bea)
    paid_order.refresh_from_db()
    with time_machine.travel(paid_order.ship_by_at + timedelta(days=1), tick=False):
        sweep.sweep()
        client.force_login(ada)
        url = address(paid_order, "wait")
        assert client.post(url, {"promise": "2"}).status_code == 409
        assert client.post(url, {"promise": "2 2"}).status_code == 303
    assert paid_order.promises.get(number=2).answer == "waiting"


def test_the_day_it_is_needed_by_comes_first(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    needed = cast.working_day(paid_order, 12)
    OrderLine.objects.update(needed_by=needed)
    client.force_login(ada)
    sentence = f"It will not be there by {day(needed)}, the day you need it by."
    assert sentence not in read(client, paid_order)
    cast.delay(paid_order, bea, days=20)
    text = read(client, paid_order)
    assert text.index(sentence) < text.index("Have they received it?")
    assert "Cancel, full refund of €47.00" in text
    client.post(address(paid_order, "wait"))
    text = read(client, paid_order)
    assert "You may end it now" in text
    assert "Cancel, full refund of €47.00" in text


def test_the_list_says_what_is_next_and_needed(
    client: Client, paid_order: Order, ada: User, bea: User
) -> None:
    client.force_login(ada)
    assert "Next: Bea Wood posts it by" in re.sub(
        r"<[^>]+>", "", client.get("/orders/").text
    )
    cast.delay(paid_order, bea, days=50)
    text = client.get("/orders/").text
    assert "Your answer is needed by" in text
    assert "whether you wait for it." in text
