"""Asking a maker before buying: by anybody, answered once, and never forgotten."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from unittest.mock import patch

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import User
from listings import questions
from listings.models import ListingEvent, Question, Variant
from notifications import outbox
from tests import cast
from tests.listings import lines
from tests.listings.pieces import HTMX

pytestmark = pytest.mark.django_db
Kind = ListingEvent.Kind
GUS = {"words": "Is it oven-proof?", "name": "Gus", "email": "Gus@example.com"}


def ask(client: Client, variant: Variant, **said: str) -> int:
    url = f"/listings/{variant.listing.slug}/ask/"
    return client.post(url, GUS | said).status_code


def test_a_guest_asks_and_reads_the_answer_without_a_login(
    client: Client, bea: User, mugs: Variant, mailoutbox: list[EmailMessage]
) -> None:
    assert ask(client, mugs) == 302
    (to_maker,) = lines.posted(mailoutbox, "piece_question")
    assert to_maker.to == ["bea@example.com"]
    assert "> Is it oven-proof?" in str(to_maker.body)
    assert "gus@example.com" not in str(to_maker.message())
    question = Question.objects.get()
    hers = Client()
    hers.force_login(bea)
    assert "Is it oven-proof?" in hers.get("/dashboard/questions/").content.decode()
    assert "Gus about Speckled mug" in hers.get("/dashboard/").content.decode()
    url = f"/dashboard/questions/{question.code}/answer/"
    assert hers.post(url, {"words": "Yes,\r\nto 180°."}).status_code == 302
    assert hers.post(url, {"words": "Yes,\nto 180°."}).status_code == 302
    assert hers.post(url, {"words": "No."}).status_code == 409
    (letter,) = lines.posted(mailoutbox, "piece_answer")
    assert letter.to == ["gus@example.com"]
    assert "> Yes,\n> to 180°." in str(letter.body)
    assert "bea@example.com" not in str(letter.message())
    found = re.search(r"http://localhost:8000(/questions/[\w-]+/)", str(letter.body))
    assert found is not None
    page = Client().get(found[1])
    assert "to 180°." in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().get(f"/questions/{question.digest}/").status_code == 404


def test_a_member_need_not_say_who_they_are(
    client: Client, ada: User, mugs: Variant
) -> None:
    client.force_login(ada)
    page = client.get(mugs.listing.get_absolute_url()).content.decode()
    assert "Your email address" not in page
    url = f"/listings/{mugs.listing.slug}/ask/"
    answer = client.post(url, {"words": "Dishwasher?"}, headers=HTMX)
    assert "has your question" in answer.content.decode()
    asked = Question.objects.get()
    assert (asked.user, asked.email, asked.name) == (ada, ada.email, "Ada Lovelace")
    assert asked.events.get().by == ada


def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(
    client: Client, mugs: Variant
) -> None:
    url = f"/listings/{mugs.listing.slug}/ask/"
    answer = client.post(url, GUS | {"email": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Without an address no answer reaches you." in page
    assert "Is it oven-proof?" in page
    assert client.post(url, GUS | {"words": "x" * 1001}).status_code == 422
    assert client.post(url, GUS | {"words": " "}).status_code == 422
    assert not Question.objects.exists()


def test_sent_twice_it_is_asked_once_and_nobody_floods_a_maker(
    client: Client, mugs: Variant, bea: User
) -> None:
    assert [ask(client, mugs) for _ in range(2)] == [302, 302]
    assert Question.objects.count() == 1
    codes = [ask(client, mugs, words=f"And {number}?") for number in range(3)]
    assert codes == [302, 302, 409]
    client.force_login(bea)
    own = client.post(f"/listings/{mugs.listing.slug}/ask/", {"words": "Me?"})
    assert own.status_code == 409


def test_a_day_later_the_maker_two_days_later_both(
    client: Client, mugs: Variant, mailoutbox: list[EmailMessage]
) -> None:
    with time_machine.travel("2026-11-24 10:00Z"):
        ask(client, mugs)
        questions.chase()
    for moment, makers, askers in [
        ("2026-11-25 09:59Z", 0, 0),
        ("2026-11-25 10:01Z", 1, 0),
        ("2026-11-26 07:59Z", 1, 0),
        ("2026-11-26 08:01Z", 2, 1),
        ("2026-11-29 08:01Z", 2, 1),
    ]:
        with time_machine.travel(moment):
            questions.chase()
            questions.chase()
            outbox.announce()
        with time_machine.travel("2026-11-30 10:00Z"):
            assert len(lines.posted(mailoutbox, "piece_chased")) == makers
            assert len(lines.posted(mailoutbox, "piece_chased_asker")) == askers


@time_machine.travel("2026-11-24 23:00Z")
def test_two_days_that_end_at_night_end_the_evening_before(
    client: Client, mugs: Variant
) -> None:
    """46 hours later it is 22:00 in Leipzig: told at half past eight that evening."""
    ask(client, mugs)
    with time_machine.travel("2026-11-26 19:25Z"):
        questions.chase()
        questions.chase()
    assert Question.objects.get().chases == 1
    with time_machine.travel("2026-11-26 19:31Z"):
        questions.chase()
    assert Question.objects.get().chases == 2


def test_answered_nobody_is_chased(
    client: Client, bea: User, mugs: Variant, mailoutbox: list[EmailMessage]
) -> None:
    ask(client, mugs)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        questions.chase()
        questions.answer(Question.objects.get(), by=bea, words="Yes.")
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        questions.chase()
        assert lines.posted(mailoutbox, "piece_chased") == []
        assert lines.posted(mailoutbox, "piece_question") == []


def test_nudges_about_pieces_and_orders_go_as_one(
    client: Client, bea_shop: object, mugs: Variant, mailoutbox: list[EmailMessage]
) -> None:
    ask(client, mugs)
    ask(client, mugs, words="And the glaze?")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        questions.chase()
        lines.posted(mailoutbox, "piece_chased")
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        (letter,) = lines.posted(mailoutbox, "piece_chased")
    assert letter.subject == "2 things your buyers wait for"
    assert "> And the glaze?" in str(letter.body)


def test_a_stranger_answers_nothing(client: Client, carl: User, mugs: Variant) -> None:
    ask(client, mugs)
    cast.shop(carl, "Carl's Looms", "carls-looms")
    client.force_login(carl)
    url = f"/dashboard/questions/{Question.objects.get().code}/answer/"
    assert client.post(url, {"words": "Mine now."}).status_code == 404
    assert "oven" not in client.get("/dashboard/questions/").content.decode()
    assert not Question.objects.get().is_answered


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_sweeps_remind_once(mugs: Variant, *, is_guarded: bool) -> None:
    """The control reminds whoever it found, without asking whether they still wait."""
    question = questions.ask(mugs.listing, lines.guest("gus"), words="Oven?")
    Question.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    question.refresh_from_db()
    start = Barrier(4)

    def run() -> None:
        found = Question.objects.get()
        start.wait()
        if is_guarded:
            questions._remind(found)
        else:
            with patch.object(questions, "wake"):
                turn = int(1000 * id(found) % 1_000_003)
                questions._write_down(found, Kind.PIECE_CHASED, turn=turn)
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(run) for _ in range(4)]:
            one.result()
    reminded = ListingEvent.objects.filter(kind=Kind.PIECE_CHASED).count()
    assert (reminded == 1) == is_guarded
