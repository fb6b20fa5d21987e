"""Each email is written in its reader's language; nothing in it stays English."""

import calendar
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from pytest_django import Settings

from accounts.adapter import AccountAdapter
from accounts.models import User
from devtools import pseudo
from devtools.emails import account
from notifications.models import Email
from notifications.wording import Letter
from orders.models import Checkout, Order
from tests.notifications import scenes
from tests.notifications.conftest import Letters

pytestmark = pytest.mark.django_db
NOBODYS = "en-xa"
#: Not words of ours: what is in the head, markup; addresses and order numbers.
MARKUP = re.compile(r"<head>.*?</head>|<!--.*?-->|<[^>]+>", re.DOTALL)
NO_WORDS = re.compile(r"https?://\S+|\S+@\S+|\b[A-Z0-9]{8}\b")
PLAIN = re.compile(r"\b[A-Za-z]{3,}\b")
#: Dates of a language without rules are English; carriers and zones have their names.
NAMES = {*calendar.day_name, *calendar.day_abbr, *calendar.month_name}
NAMES |= {*calendar.month_abbr, "Handloop", "DHL", "Post", "Europe", "Berlin", "London"}
NAMES |= {"UTC", "Firefox", "Linux", "Standard", "post", "Germany", "Olga", "Ada"}
NAMES |= {"Winter", "Lovelace"}


@pytest.fixture
def nobodys(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """A marketplace that speaks English and a language nobody speaks."""
    pseudo.write(tmp_path)
    settings.LANGUAGES = [("en", "English"), (NOBODYS, "Nobody’s")]
    settings.LOCALE_PATHS = [tmp_path]
    yield
    translation.activate("en")


#: Where people type something that emails show: names, notes, reasons, answers.
TYPED = """accounts_user.name shops_shop.name shops_shop.maker_name shops_shop.place
    shops_shop.tagline listings_listing.title listings_question.words
    listings_question.answer listings_question.name orders_checkout.name
    orders_checkout.street_address orders_checkout.city orders_checkout.delivery_note
    orders_checkout.gift_message orders_order.shipping_name orders_orderline.title
    orders_orderline.option orders_orderline.personalisation
    orders_orderline.personalisation_question orders_promise.reason
    orders_shipment.carrier orders_shipment.note orders_withdrawal.name
    orders_orderevent.details->>'note' orders_orderevent.details->>'reason'
    orders_orderevent.details->>'step' orders_orderevent.details->>'owner'"""


def written_by_people() -> set[str]:
    """Every word that somebody typed."""
    words: set[str] = set()
    with connection.cursor() as cursor:
        for place in TYPED.split():
            table, _, column = place.partition(".")
            cursor.execute(f"SELECT {column} FROM {table}")
            for (typed,) in cursor.fetchall():
                words |= set(PLAIN.findall(typed or ""))
    return words


def plain_words(text: str, known: set[str]) -> list[str]:
    """What a translator was never asked about."""
    seen = NO_WORDS.sub(" ", unescape(MARKUP.sub(" ", text)))
    return sorted(set(PLAIN.findall(seen)) - known)


def test_every_email_is_translated(
    nobodys: None, everything: list[tuple[Email, Letter]]
) -> None:
    User.objects.update(language=NOBODYS)
    Checkout.objects.update(language=NOBODYS)
    for table in ("listings_question", "listings_place"):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET language = %s", [NOBODYS])
    letters = scenes.letters_with_rows()
    assert len(letters) == len(everything)
    Checkout.objects.update(is_gift=True)
    letters += scenes.letters_with_rows()
    known = written_by_people() | NAMES
    found: dict[str, Any] = {}
    for row, letter in letters:
        assert letter.language == NOBODYS, row.email
        for part in (letter.subject, letter.text, letter.html):
            if words := plain_words(part, known):
                found.setdefault(row.email, set()).update(words)
    assert found == {}


def test_so_is_every_letter_about_an_account(nobodys: None) -> None:
    found = {}
    for sample in account.letters(NOBODYS):
        for part in (sample.subject, sample.text, sample.html):
            if words := plain_words(part, NAMES):
                found[sample.email] = words
    assert found == {}


def test_control_in_english_there_are_plain_words(
    paid_order: Order, letters: Letters
) -> None:
    known = written_by_people() | NAMES
    letter = letters()["order_received"]
    for part in (letter.subject, letter.html):
        assert "received" in {word.lower() for word in plain_words(part, known)}


def test_each_reads_their_own_language(
    nobodys: None, paid_order: Order, ada: User, letters: Letters
) -> None:
    User.objects.filter(pk=ada.pk).update(language=NOBODYS)
    written = letters()
    assert written["order_received"].language == NOBODYS
    assert "⟦" in written["order_received"].text
    assert written["new_order"].language == "en"
    assert "⟦" not in written["new_order"].text
    envelope = written["order_received"].envelope("ada@example.com")
    assert envelope.message()["Content-Language"] == NOBODYS
    assert f'lang="{NOBODYS}"' in written["order_received"].html


def test_a_guest_reads_what_they_bought_in(
    nobodys: None, paid_order: Order, letters: Letters
) -> None:
    Checkout.objects.update(buyer=None, language=NOBODYS)
    assert letters()["order_received"].language == NOBODYS


def test_a_language_that_is_not_spoken_here_is_the_marketplaces(
    nobodys: None, paid_order: Order, letters: Letters
) -> None:
    Checkout.objects.update(buyer=None, language="tlh")
    assert letters()["order_received"].language == "en"


def test_from_right_to_left_it_is_turned_round(
    tmp_path: Path, settings: Settings, paid_order: Order, letters: Letters
) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    Checkout.objects.update(buyer=None, language="ar")
    html = letters()["order_received"].html
    assert '<html lang="ar" dir="rtl">' in html
    assert "text-align: right" in html


def test_a_letter_about_an_account_says_its_language(nobodys: None) -> None:
    ada = User(email="ada@example.com", name="Ada", language=NOBODYS)
    context = {"user": ada, "code": "1"}
    message = AccountAdapter().render_mail(
        "account/email/login_code", ada.email, context
    )
    assert message.extra_headers["Content-Language"] == NOBODYS
