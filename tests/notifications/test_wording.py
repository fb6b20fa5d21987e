"""What emails say, to whom an answer goes, and what never gets into them."""

from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from devtools import purchases
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from notifications.facts import with_facts
from notifications.models import Email
from notifications.wording import Letter
from orders import access, lifecycle, promising
from orders.models import Order
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.steps import Role
from shops.models import Shop
from tests import cast
from tests.notifications import scenes
from tests.notifications.conftest import Letters

pytestmark = pytest.mark.django_db


def source(letter: Letter) -> str:
    return str(letter.envelope("ada@example.com").message().as_bytes(), "ascii")


def test_order_received_says_what_when_and_where(
    paid_order: Order, letters: Letters
) -> None:
    letter = letters()["order_received"]
    assert letter.subject == "Order received: Bea's Bowls"
    first = letter.text.splitlines()[0]
    assert "It ships by " in first
    assert "arrives by " in first
    assert "1 × Ash bowl  €42.00" in letter.text
    assert "Total  €47.00" in letter.text
    assert access.link(paid_order) in letter.text
    assert access.link(paid_order) in letter.html
    assert letter.reply_to == "bea@example.com"


def test_a_purchase_over_two_shops_is_one_email(
    stripe: Running, bowl: Variant, scarf: Variant, letters: Letters
) -> None:
    checkout = cast.buy(stripe, bowl, scarf)
    letter = letters()["order_received"]
    assert letter.subject == "Order received: Bea's Bowls and 1 more"
    assert letter.reply_to == ""
    for order in checkout.orders.all():
        assert access.link(order) in letter.text
        assert order.shop.owner.email in letter.text
    assert "Paid altogether: €117.00" in letter.text


def test_shipped_says_what_is_in_it_and_what_still_comes(
    mug_order: Order, bea: User, letters: Letters
) -> None:
    line = mug_order.lines.get()
    parcel = Parcel(
        carrier="An Post",
        tracking_number="RR1",
        tracking_url="https://track.example/RR1",
        quantities={line.code: 2},
    )
    lifecycle.ship(mug_order, by=bea, parcel=parcel)
    letter = letters()["shipped"]
    assert letter.subject == "Bea's Bowls: part of your order is on its way"
    packed, _, coming = letter.text.partition("Still to come, ships by ")
    assert "2 × Speckled mug" in packed
    assert "https://track.example/RR1" in packed
    assert "1 × Speckled mug" in coming


def test_delayed_has_both_dates_her_words_and_the_choice(
    paid_order: Order, bea: User, letters: Letters
) -> None:
    day = scenes.later(paid_order, 20)
    reason = "The wood is wet.\nI am sorry."
    promising.revise(paid_order, by=bea, new=NewDate(day, reason))
    letter = letters()["delayed"]
    assert "If you say nothing, it is made and sent by then." in letter.text
    assert "Promised before: " in letter.text
    assert "Bea Wood writes:\n> The wood is wet.\n> I am sorry." in letter.text
    link = access.link(paid_order)
    assert f"I’ll wait:\n{link}" in letter.text
    assert f"Cancel, €47.00 back:\n{link}" in letter.text
    assert letter.reply_to == "bea@example.com"


def test_emails_to_the_maker_answer_to_the_buyer(
    paid_order: Order, letters: Letters
) -> None:
    letter = letters()["new_order"]
    assert letter.reply_to == "ada@example.com"
    assert f"/dashboard/orders/{paid_order.number}/" in letter.text
    assert "/orders/open/" not in letter.text


def test_cancelled_says_how_much_and_by_when(
    paid_order: Order, letters: Letters
) -> None:
    lifecycle.cancel(paid_order, by=None, role=Role.MAKER, reason="The bowl cracked.")
    letter = letters()["cancelled"]
    assert letter.subject == "Bea's Bowls: cancelled, €47.00 refunded"
    assert "is on its statement by " in letter.text
    assert "> The bowl cracked." in letter.text


def test_every_email_is_whole(everything: list[tuple[Email, Letter]]) -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "emails"
    names = {path.stem for path in folder.glob("*.html")}
    assert {row.email for row, _ in everything} == names - {
        "base",
        "sold_out",
        "nudges",
        "secret",
    }
    for row, letter in everything:
        name = row.email
        assert 0 < len(letter.subject) <= 64, (name, letter.subject)
        assert "\n\n\n" not in letter.text, name
        assert "{" not in letter.text, name
        assert "&" not in letter.text, name
        assert "  ." not in letter.text, name
        assert "None" not in letter.text, name
        assert letter.html.count("<h1") == 1, name
        assert "prefers-color-scheme: dark" in letter.html, name
        assert "<script" not in letter.html, name


def test_no_email_apologises_emptily(everything: list[tuple[Email, Letter]]) -> None:
    """R16: sorry is said once, past the promised day; else dates and choices."""
    sorry: dict[int | None, int] = {}
    for row, letter in everything:
        text = letter.text.lower()
        for phrase in ("oops", "apologi", "do better", "inconvenience"):
            assert phrase not in text
        if "sorry" in text:
            assert row.email == "late_notice"
            order = row.step.order_id
            sorry[order] = sorry.get(order, 0) + 1
    missed = [row for row, _ in everything if row.email == "late_notice"]
    assert len(missed) == 2
    assert list(sorry.values()) == [1]


def test_the_keys_are_not_kept(everything: list[tuple[Email, Letter]]) -> None:
    for _, letter in everything:
        for path in ("/orders/open/", "/account/emails/"):
            assert f"{path}…" in letter.evidence or path not in letter.text


WICKED = [
    "Bea\r\nBcc: eve@example.com",
    "Bea\nBcc: eve@example.com",
    "Bea\x0bBcc: eve@example.com",
    "Bea\u2028Bcc: eve@example.com",
    "Bea\x85Bcc: eve@example.com",
    "=?utf-8?q?Bea=0ABcc=3A_eve=40example.com?=",
]


@pytest.mark.parametrize("name", WICKED)
def test_a_name_adds_no_header(paid_order: Order, letters: Letters, name: str) -> None:
    Shop.objects.filter(pk=paid_order.shop_id).update(name=name)
    letter = letters()["order_received"]
    headers, _, _ = source(letter).partition("\r\n\r\n")
    assert "\r\nBcc:" not in headers
    assert letter.text.splitlines()[0].startswith("Your order is paid")


def test_markup_stays_text(paid_order: Order, letters: Letters) -> None:
    Shop.objects.filter(pk=paid_order.shop_id).update(name="<img src=x onerror=a()>")
    letter = letters()["order_received"]
    assert "<img src=x" not in letter.html
    assert "&lt;img src=x" in letter.html


def test_queries_do_not_grow_with_emails(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    piece = purchases.piece("Bea", "Bea's Bowls", "Bowl")
    purchases.paid([piece], 10)
    outbox.announce()
    pks = list(Email.objects.values_list("pk", flat=True))
    for some in (pks[:1], pks):
        with django_assert_num_queries(8):
            with_facts(some)
