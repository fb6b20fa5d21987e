"""Scanners of mail follow every link, some twice, some without a body: nothing happens.

Every email there is, as text, as HTML, in its headers; asked for by nobody in
particular, by a browser that opened the order before, and by one that is signed in."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import posting, wording
from notifications.announcements import announcement
from notifications.facts import facts_about
from notifications.models import Email
from notifications.wording import Letter
from orders import settling
from orders.models import Checkout, Order
from tests import cast
from tests.notifications import scenes

pytestmark = pytest.mark.django_db
URL = re.compile(r"https?://[^\s\"'<>]+")
#: Kept for browsers, not by people: who looks is remembered, nothing is done.
NOT_OURS = ("django_session", "marketplace_cache", "usersessions_usersession")
TEMPLATES = Path(settings.BASE_DIR / "templates" / "emails")


@pytest.fixture
def letters(
    stripe: Running, everything: list[tuple[Email, Letter]], paid_order: Order
) -> dict[str, list[Letter]]:
    """Every email by the name of its template, from orders that went every way."""
    bowl = cast.piece(paid_order.shop, "Birch bowl")
    pay_too_late(stripe, cast.place(bowl), bowl)
    assert len(scenes.letters_with_rows()) > len(everything)
    found: dict[str, list[Letter]] = {"nudges": [nudges()], "secret": []}
    for email, letter in scenes.letters_with_rows():
        found.setdefault(email.email, []).append(letter)
    Checkout.objects.update(is_gift=True)
    found["secret"] = [letter for _, letter in scenes.letters_with_rows()]
    Checkout.objects.update(is_gift=False)
    return found


def pay_too_late(stripe: Running, checkout: Checkout, bowl: Variant) -> None:
    """The hold was over, somebody was quicker, and then the money came."""
    stripe.pay(str(checkout.payment.session_id))
    settling.expire(checkout)
    cast.buy(stripe, bowl, email="quick@example.com")
    settling.settle(checkout)


def nudges() -> Letter:
    """What one maker should do, told in one email."""
    names = ["hello_due", "due_tomorrow", "chased"]
    emails = [load.email for load in posting.loads(list(every_key()))]
    some = [one for one in emails if one.email in names]
    truths = [
        (one, facts_about(one), announcement(one.cause, one.email)) for one in some
    ]
    return wording.write(some[0], truths)


def every_key() -> Iterator[int]:
    """The keys of all emails that were announced."""
    for email, _ in scenes.letters_with_rows():
        yield email.pk


def links(letters: dict[str, list[Letter]]) -> set[str]:
    """Every address of ours in any of them, as a path."""
    found = set()
    for letter in [one for some in letters.values() for one in some]:
        words = " ".join([letter.text, unescape(letter.html), *letter.headers.values()])
        found |= {url.partition("#")[0].rstrip(".,)") for url in URL.findall(words)}
    ours = {url for url in found if url.startswith(settings.BASE_URL)}
    return {url.removeprefix(settings.BASE_URL) or "/" for url in ours}


def everything() -> dict[str, str]:
    """A print of every table there is, but for what browsers are remembered by."""
    tables = [t for t in connection.introspection.table_names() if t not in NOT_OURS]
    prints = {}
    with connection.cursor() as cursor:
        for table in tables:
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"
            )
            prints[table] = str(cursor.fetchone()[0])
    return prints


def test_every_email_is_among_them(letters: dict[str, list[Letter]]) -> None:
    templates = {path.stem for path in TEMPLATES.glob("*.html")} - {"base"}
    assert templates == set(letters)


def test_following_every_link_changes_nothing(
    letters: dict[str, list[Letter]], ada: User
) -> None:
    found = links(letters)
    opens = {link for link in found if "/orders/open/" in link}
    assert len(opens) >= 6
    assert any("/account/emails/" in link for link in found)
    assert any("/dashboard/orders/" in link for link in found)
    fresh, opened, member = Client(), Client(), Client()
    for link in opens:
        opened.get(link)
    member.force_login(ada)
    before = everything()
    assert len(before) > 30
    answers = {}
    for link in sorted(found):
        for browser in (fresh, opened, member):
            for method in (browser.get, browser.head, browser.get, browser.head):
                answers[link] = method(link).status_code
    assert {link: code for link, code in answers.items() if code >= 500} == {}
    assert everything() == before


def test_they_do_lead_somewhere(letters: dict[str, list[Letter]]) -> None:
    """The control of the last: the links are real, and open a page with buttons."""
    for link in links(letters):
        if link.startswith(("/orders/open/", "/account/emails/")):
            assert Client().get(link, follow=True).status_code == 200, link


def test_pressing_a_button_would_be_seen(
    letters: dict[str, list[Letter]], paid_order: Order
) -> None:
    """The negative control: one press on such a page, and the print is another."""
    browser = Client()
    opens = [link for link in links(letters) if "/orders/open/" in link]
    for link in opens:
        browser.get(link)
    before = everything()
    number = paid_order.number
    wait = browser.post(f"/orders/{number}/delivery-note/", {"note": "Ring twice."})
    cancel = browser.post(f"/orders/{number}/cancel/", {})
    assert {wait.status_code, cancel.status_code} & {303, 409}
    page = "/account/emails/"
    off = next(link for link in links(letters) if page in link and link != page)
    Client().post(off, {"List-Unsubscribe": "One-Click"})
    changed = {name for name, seen in everything().items() if before[name] != seen}
    assert "accounts_emailturnedoff" in changed
