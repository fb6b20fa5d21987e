"""A surprise stays one: what is seen at a glance never tells (S14)."""

import re
from datetime import timedelta
from email.utils import parseaddr

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from notifications.models import Email
from notifications.wording import Letter
from orders.models import Checkout, Order
from tests.notifications import scenes
from tests.notifications.conftest import Letters

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
#: What was bought, from whom, and for how much.
SECRETS = ["bowl", "mug", "scarf", "bea", "carl", "wood", "weaver", "loom", "pottery"]
SECRETS += ["€", "surprise", "gift", "leipzig", "london", "oven", "kiln"]
PREVIEW = re.compile(r"<div[^>]*max-height: ?0[^>]*>(.*?)</div>", re.DOTALL)
#: From here on nobody is surprised: the parcels are there.
AFTER = ("delivered", "asked_if_well", "returned", "withdrawal_received")


def at_a_glance(letter: Letter) -> str:
    """What a list of emails shows: subject, sender, and the first words."""
    found = PREVIEW.search(letter.html)
    assert found is not None
    sender, _ = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"{letter.subject} {sender} {found[1]}".lower()


def tells(words: str) -> list[str]:
    return [secret for secret in SECRETS if secret in words]


@pytest.fixture
def secret(everything: list[tuple[Email, Letter]]) -> list[tuple[Email, Letter]]:
    """All of the emails to the buyer, of a gift that is secret for a long time."""
    far = timezone.localdate() + 200 * A_DAY
    Checkout.objects.update(is_gift=True, gift_secret_until=far)
    buyers = {"ada@example.com", "ada@work.example"}
    return [one for one in scenes.letters_with_rows() if one[0].to in buyers]


def test_no_email_tells_at_a_glance(secret: list[tuple[Email, Letter]]) -> None:
    assert len({row.email for row, _ in secret}) >= 18
    told = {row.email: tells(at_a_glance(letter)) for row, letter in secret}
    assert {name: words for name, words in told.items() if words} == {}


def test_nor_does_the_first_screen(secret: list[tuple[Email, Letter]]) -> None:
    for row, letter in secret:
        if row.email != "withdrawal_received":  # the law wants its content in it
            assert tells(letter.text.replace("> ", "").lower()) == [], row.email
        assert re.fullmatch(r"Update on (order|purchase) \w{8}", letter.subject)
        assert "<img" not in letter.html
        assert letter.text.splitlines()[0].strip()


def test_the_preview_does_not_run_into_what_follows(
    secret: list[tuple[Email, Letter]],
) -> None:
    for _, letter in secret:
        found = PREVIEW.search(letter.html)
        assert found is not None
        assert len(found[1]) > 240


def test_control_without_the_secret_they_tell(
    everything: list[tuple[Email, Letter]],
) -> None:
    told = [tells(at_a_glance(letter)) for row, letter in everything]
    assert sum(map(bool, told)) >= 15


def test_the_maker_reads_everything(
    everything: list[tuple[Email, Letter]],
) -> None:
    Checkout.objects.update(is_gift=True)
    for row, letter in scenes.letters_with_rows():
        if row.to in ("bea@example.com", "carl@example.com"):
            assert "Update on" not in letter.subject


def test_from_its_day_on_nothing_is_secret(paid_order: Order, letters: Letters) -> None:
    today = timezone.localdate()
    Checkout.objects.update(is_gift=True, gift_secret_until=today + 3 * A_DAY)
    with time_machine.travel(timezone.now() + 2 * A_DAY):
        assert letters()["order_received"].subject.startswith("Update on order ")
    with time_machine.travel(timezone.now() + 4 * A_DAY):
        assert letters()["order_received"].subject == "Order received: Bea's Bowls"


def test_without_a_day_it_is_secret_until_it_is_there(
    paid_order: Order, letters: Letters
) -> None:
    Checkout.objects.update(is_gift=True)
    with time_machine.travel(timezone.now() + 300 * A_DAY):
        assert letters()["order_received"].subject.startswith("Update on order ")


def test_a_delay_of_a_secret_still_says_all_that_the_law_asks(
    secret: list[tuple[Email, Letter]],
) -> None:
    delayed = [letter for row, letter in secret if row.email == "delayed"]
    assert any("We need your yes by " in one.text for one in delayed)
    assert any("If you say nothing" in one.text for one in delayed)
    for letter in delayed:
        assert "#wait" in letter.text
        assert "#cancel" in letter.text
