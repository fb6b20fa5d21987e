"""Words to the buyer: an answer, a message, a first hello."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from orders import lifecycle, talking
from orders.models import Order
from orders.parcels import Parcel
from tests.orders.maker import address, post, row, steps_of

QUESTION = "Could the rim be wider?"


@pytest.fixture
def desk(client: Client, bea: User) -> Client:
    """Bea at her desk."""
    client.force_login(bea)
    return client


def test_it_works(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "write", note="It can.")
    event = paid_order.events.latest("seq")
    assert (event.kind, event.details["note"]) == ("wrote", "It can.")


def test_a_question_waits_and_says_what_happens_next(
    desk: Client, paid_order: Order, ada: User
) -> None:
    talking.ask(paid_order, by=ada, note=QUESTION)
    shown = desk.get(address(paid_order, "sale")).content.decode()
    for words in (
        QUESTION,
        "waits for your answer",
        "we remind you",
        "that we have asked you",
        "a person of the marketplace takes it on",
        ">Answer<",
    ):
        assert words in shown


def test_an_answer_ends_the_waiting(
    desk: Client, paid_order: Order, ada: User, bea: User
) -> None:
    talking.ask(paid_order, by=ada, note=QUESTION)
    answer = post(bea, paid_order, "write", htmx=row(paid_order), note="It can.")
    assert answer.status_code == 200
    assert "waits for your answer" not in answer.content.decode()
    shown = desk.get(address(paid_order, "sale")).content.decode()
    assert QUESTION in shown
    assert "It can." in shown


def test_it_can_be_answered_long_after(paid_order: Order, ada: User, bea: User) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    talking.ask(paid_order, by=ada, note=QUESTION)
    assert post(bea, paid_order, "write", note="It can.").status_code == 303
    assert steps_of(paid_order)[-1] == "wrote"


def test_no_words_are_sent_back(paid_order: Order, bea: User) -> None:
    answer = post(bea, paid_order, "write", htmx="order", note="  ")
    assert answer.status_code == 422
    assert "Write your message first." in answer.content.decode()
    assert "wrote" not in steps_of(paid_order)


def test_two_clicks_write_once(paid_order: Order, bea: User) -> None:
    version = paid_order.version
    codes = [
        post(bea, paid_order, "write", version=version, note="Hello.").status_code
        for _ in range(2)
    ]
    assert codes == [303, 409]
    assert steps_of(paid_order).count("wrote") == 1


@pytest.mark.parametrize("query", ["?do=hello", "?write=hello"])
def test_a_link_opens_the_hello_and_does_nothing(
    desk: Client, paid_order: Order, query: str
) -> None:
    before = steps_of(paid_order)
    response = desk.get(address(paid_order, "sale") + query)
    form = response.context["sale"].forms["acknowledge"]
    assert form.is_open
    assert "Hello Ada Lovelace, I am Bea Wood" in response.content.decode()
    assert "It ships by" in form["note"].value()
    assert steps_of(paid_order) == before


def test_hello_after_packing_is_a_message(
    desk: Client, paid_order: Order, bea: User
) -> None:
    lifecycle.pack(paid_order, by=bea, parcel=Parcel("DHL"))
    response = desk.get(address(paid_order, "sale") + "?do=hello")
    assert response.context["sale"].forms["write"].is_open
    assert "Hello Ada Lovelace, I am Bea Wood" in response.content.decode()


def test_an_odd_link_opens_nothing(desk: Client, paid_order: Order) -> None:
    response = desk.get(address(paid_order, "sale") + "?do=<script>")
    forms: dict[str, Any] = response.context["sale"].forms
    assert not any(form.is_open for form in forms.values())


def test_carl_cannot_find_it(paid_order: Order, carl: User) -> None:
    assert post(carl, paid_order, "write", note="Hello.").status_code == 404
    assert "wrote" not in steps_of(paid_order)
