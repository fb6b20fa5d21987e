"""Words on an order, as verbs: what answers a question, and who is chased for one."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from marketplace.errors import Refused
from orders import lifecycle, sweep, talking
from orders.facts import facts_of
from orders.lifecycle import Cancelling
from orders.models import Order
from orders.talking import Progress
from shops.models import Shop
from tests import cast
from tests.orders.truths import loaded
from tests.orders.verbs import fresh, kinds

HOUR = timedelta(hours=1)


def is_open(order: Order) -> bool:
    """A question waits for an answer."""
    return facts_of(loaded(order)).question_at is not None


def test_a_question_waits_until_she_writes(
    paid_order: Order, ada: User, bea: User
) -> None:
    talking.write(paid_order, by=bea, note="Hello!")
    talking.ask(paid_order, by=ada, note="Is it blue?")
    assert is_open(paid_order)
    talking.write(paid_order, by=bea, note="It is.")
    assert not is_open(paid_order)


def test_neither_a_nod_nor_what_is_shown_answers(
    paid_order: Order, ada: User, bea: User
) -> None:
    talking.ask(paid_order, by=ada, note="Is it blue?")
    lifecycle.acknowledge(paid_order, by=bea)
    assert is_open(paid_order)
    talking.progress(paid_order, by=bea, shown=Progress(step="Glazed"))
    assert is_open(paid_order)


def test_a_part_that_the_buyer_cancels_is_no_answer(
    stripe: Running, mugs: Variant, bea_shop: Shop, ada: User, bea: User
) -> None:
    plates = cast.piece(bea_shop, "Plate", stock=2)
    order = cast.order_of(cast.buy(stripe, mugs, plates, buyer=ada))
    talking.ask(order, by=ada, note="Is it blue?")
    first, second = (Cancelling([line.code]) for line in order.lines.all())
    lifecycle.cancel(order, by=ada, reason="", cancelling=first)
    assert is_open(order)
    lifecycle.cancel(order, by=bea, reason="It cracked.", cancelling=second)
    assert not is_open(order)


def test_after_an_outage_she_is_not_chased_thrice(
    paid_order: Order, ada: User, bea: User, olga: User, time_machine: Any
) -> None:
    talking.write(paid_order, by=bea, note="Hello!")
    talking.ask(paid_order, by=ada, note="Is it blue?")
    time_machine.move_to(timezone.now() + 73 * HOUR, tick=False)
    sweep.sweep()
    said = kinds(paid_order)
    assert said.count("escalated") == 1
    assert "chased" not in said
    assert fresh(paid_order).support_owner == olga


def test_in_time_each_comes_in_its_turn(
    paid_order: Order, ada: User, bea: User, olga: User, time_machine: Any
) -> None:
    talking.write(paid_order, by=bea, note="Hello!")
    talking.ask(paid_order, by=ada, note="Is it blue?")
    began = timezone.now()
    for hours in range(1, 74):
        time_machine.move_to(began + hours * HOUR, tick=False)
        sweep.sweep()
    asked = [one for one in kinds(paid_order) if one in ("chased", "escalated")]
    assert asked == ["chased", "chased", "escalated"]


@pytest.mark.parametrize("words", ["", "  "])
def test_empty_words_are_refused(paid_order: Order, bea: User, words: str) -> None:
    with pytest.raises(Refused):
        talking.write(paid_order, by=bea, note=words)
    with pytest.raises(Refused):
        talking.ask(paid_order, by=None, note=words)


def test_settled_is_settled(paid_order: Order, ada: User, olga: User) -> None:
    talking.ask(paid_order, by=ada, note="Is it blue?")
    talking.take_on(paid_order, by=olga)
    with pytest.raises(Refused):
        talking.take_on(paid_order, by=olga)
    talking.settle(paid_order, by=olga, note="It is blue.")
    assert fresh(paid_order).support_at is None
    assert not is_open(paid_order)


def test_a_double_click_asks_once(paid_order: Order, ada: User) -> None:
    talking.ask(paid_order, by=ada, note="Is it oiled?")
    with pytest.raises(Refused, match="just asked"):
        talking.ask(paid_order, by=ada, note=" Is it oiled? ")
    assert paid_order.events.filter(kind="asked").count() == 1
    talking.ask(paid_order, by=ada, note="And is it big?")


def test_whoever_has_left_looks_after_nothing_new(paid_order: Order) -> None:
    gone = cast.person("gone@example.com", "Gone Gill", is_staff=True)
    talking.escalate(paid_order, about="question")
    gone.is_active = False
    gone.save()
    cast.person("here@example.com", "Here Hal", is_staff=True)
    talking.escalate(paid_order, about="question")
    owner = Order.objects.get(pk=paid_order.pk).support_owner
    assert owner is not None
    assert owner.email == "here@example.com"
