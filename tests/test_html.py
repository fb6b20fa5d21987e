"""The HTML of every page, as a strict parser reads it: no error, no id twice, and what
labels, describes or controls something names a thing that is there."""

import re
from collections import Counter
from collections.abc import Iterator

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from devtools.stripe import Running
from listings import catalogue
from listings.models import Listing, Variant
from orders import access
from orders import basket as baskets
from orders.models import Order
from tests import cast

pytestmark = pytest.mark.django_db

HTML = "{http://www.w3.org/1999/xhtml}"
#: Attributes that name others by their ids.
NAMES = "for aria-labelledby aria-describedby aria-controls form list"
#: A day, or a moment with its zone, in thousandths of a second at most.
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d))?"
)
ACCOUNT_PAGES = "account_login account_signup account_reset_password"
ADAS = """account_logout account_email account_change_password account_reauthenticate
    mfa_index usersessions_list accounts:account accounts:profile accounts:addresses
    accounts:add-address accounts:emails orders:bought orders:basket orders:checkout
    shops:open"""
BEAS = """orders:today orders:sold orders:delay orders:break orders:record shops:edit
    shops:days shops:shipping shops:add-profile listings:mine listings:add"""


@pytest.fixture
def world(
    stripe: Running, bowl: Variant, mugs: Variant, scarf: Variant, ada: User, bea: User
) -> dict[str, Order]:
    """Orders of Ada's in several states, and pictures of the pieces."""
    orders = cast.orders_of(stripe, ada, (bowl, mugs, scarf))
    baskets.add(ada.basket, scarf, quantity=1)
    return orders


def of_everybody() -> list[str]:
    """What a visitor can open."""
    paths = ["/", "/search/", "/search/?q=mugg", "/c/pottery/", "/basket/", "/never/"]
    paths += ["/shops/carls-looms/", "/shops/beas-bowls/"]
    paths += [one.get_absolute_url() for one in Listing.objects.all()]
    return paths + [reverse(name) for name in ACCOUNT_PAGES.split()]


def pages(client: Client, world: dict[str, Order]) -> Iterator[tuple[str, str]]:
    """Every page by its path, as each of the people sees it."""
    buyer, maker = world["delayed"].checkout.buyer, world["delayed"].shop.owner
    assert buyer is not None
    yield from _seen(client, None, of_everybody())
    orders = [f"/orders/{order}/" for order in world.values()]
    orders += [f"/orders/{world['split']}/withdraw/"]
    yield from _seen(client, buyer, [reverse(name) for name in ADAS.split()] + orders)
    sales = [f"/dashboard/orders/{order}/" for order in world.values()]
    piece = Listing.objects.get(title="Ash bowl")
    edit = reverse("listings:edit", args=[piece.slug])
    yield from _seen(client, maker, [*map(reverse, BEAS.split()), *sales, edit])
    client.logout()
    yield from _seen(client, None, [access.link(world["split"]).split("8000")[-1]])
    catalogue.remove(piece)
    yield from _seen(client, None, [piece.get_absolute_url()])


def _seen(
    client: Client, person: User | None, paths: list[str]
) -> Iterator[tuple[str, str]]:
    client.logout()
    if person is not None:
        client.force_login(person)
    for path in paths:
        answer = client.get(path, follow=True)
        assert answer.status_code in (200, 404, 410), (path, answer.status_code)
        yield f"{person or ''} {path}", answer.content.decode()


def errors(html: str) -> list[str]:
    """What is wrong with a page, in words."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    tree = parser.parse(html)
    lines = html.splitlines()
    found = [
        f"{code} {values}: {''.join(lines[line - 1 : line]).strip()[:120]}"
        for (line, _), code, values in parser.errors
    ]
    there = list(tree.iter())
    ids = Counter(one.attrib["id"] for one in there if "id" in one.attrib)
    found += [f"id twice: {name}" for name, count in ids.items() if count > 1]
    for one in there:
        said = " ".join(one.attrib.get(name, "") for name in NAMES.split())
        found += [f"no such id: {word}" for word in said.split() if word not in ids]
        if one.tag == f"{HTML}time" and not MOMENT.fullmatch(one.get("datetime", "")):
            found.append(f"no moment: {one.get('datetime')}")
        if one.tag == f"{HTML}img" and "alt" not in one.attrib:
            found.append(f"no alt: {one.attrib.get('src')}")
    return found


def test_every_page_is_valid(client: Client, world: dict[str, Order]) -> None:
    wrong: dict[str, list[str]] = {}
    count = 0
    for path, html in pages(client, world):
        count += 1
        assert html.lower().startswith("<!doctype html>"), path
        if found := errors(html):
            wrong[path] = found
    assert wrong == {}
    assert count >= 45


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p><div></div></p>", "unexpected-end-tag"),
        ("<ul><li></ul></li>", "unexpected-end-tag"),
        ('<p id="a"></p><p id="a"></p>', "id twice: a"),
        ('<label for="b">B</label>', "no such id: b"),
        ("<time datetime=2026-11-22T03:29:19.726906Z></time>", "no moment"),
        ("<img src=x>", "no alt: x"),
        ("<a href=x&y;>", "entity"),
    ],
)
def test_the_control(html: str, said: str) -> None:
    found = errors(f"<!doctype html><title>T</title>{html}")
    assert any(said in one for one in found), found
