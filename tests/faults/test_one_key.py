"""Many ask for the same link at once: it is one link, and one claim of an order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from marketplace.errors import Refused
from orders import access
from orders.models import AccessKey, Checkout, Order
from tests import cast

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
AT_ONCE = 6
Recipient = AccessKey.Purpose.RECIPIENT


def at_once(act: Callable[[], str]) -> list[str]:
    """What each of several workers got, all of them started together."""
    barrier = Barrier(AT_ONCE)

    def one() -> str:
        try:
            barrier.wait()
            return act()
        except (IntegrityError, Refused) as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(one) for _ in range(AT_ONCE)]
        return [each.result() for each in waiting]


@pytest.fixture
def order(stripe: Running, mugs: Variant) -> Order:
    """A guest's, with Ada's address."""
    return cast.order_of(cast.buy(stripe, mugs, email="ada@example.com"))


def test_a_gift_has_one_link(order: Order) -> None:
    links = at_once(lambda: access.gift_link(Order.objects.get(pk=order.pk)))
    assert len(set(links)) == 1
    assert AccessKey.objects.filter(purpose=Recipient).count() == 1


def test_without_looking_first_there_are_many(order: Order) -> None:
    """The negative control: the same race, without the lock and the second look."""

    def grant() -> str:
        return access.grant(Order.objects.get(pk=order.pk), Recipient).salt

    got = set(at_once(grant))
    assert len(got) > 1


def test_an_order_is_claimed_once(order: Order, ada: User) -> None:
    def claim() -> str:
        access.claim(Order.objects.get(pk=order.pk), by=ada)
        return "claimed"

    got = sorted(at_once(claim))
    assert got == sorted(["claimed"] + ["Refused"] * (AT_ONCE - 1))
    assert Checkout.objects.get().buyer == ada
    buyers = AccessKey.objects.filter(purpose=AccessKey.Purpose.BUYER)
    assert buyers.count() == 2
    assert buyers.live().count() == 1
