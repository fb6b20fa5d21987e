"""Every page in a language nobody speaks: what stays plain English was never marked for
translation. And every page from right to left: nothing sticks out."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel import Locale
from django.conf import settings as configured
from django.db.models import CharField, JSONField, Model, TextField
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from accounts.models import Address, User
from devtools import pseudo
from listings.models import Category, Listing, Photo, Question, Variant
from orders import access
from orders.models import Checkout, Order, OrderEvent, OrderLine, Promise, Shipment
from shops import public_holidays
from shops.models import ShippingProfile, ShippingRate, Shop
from tests.browser.test_every_page import open_as, world

__all__ = ["world"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: What people have written, or chosen as their own.
THEIRS: list[type[Model]] = [Address, Category, Checkout, Listing, Order, OrderEvent]
THEIRS += [OrderLine, Photo, Promise, Shipment, ShippingProfile, ShippingRate, Shop]
THEIRS += [Question, User, Variant]
#: Germany's next holidays, which another package names.
COMING = ("DE", "", datetime.now(UTC).date(), 20)
#: The same everywhere, or told by Babel in a real language's own words.
SAME = {"Handloop", "EUR", "UTC", "JSON", "PDF", "DHL", "Stripe", "QR"}
ENGLISH = Locale("en")
#: Every text of a page and what it says to those who hear it; lists of places are
#: named by Babel.
TEXTS = """() => {
  const skipped = "script, style, noscript, template, svg, [translate=no],"
    + "select[autocomplete=country] *, select[autocomplete=address-level1] *,"
    + "select[name=time_zone] *, select[name=language] *, datalist *";
  const found = [];
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !parent.closest(skipped)) found.push(walker.currentNode.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (!one.closest(skipped)) found.push(one.getAttribute(name));
  return found;
}"""
WORD = re.compile("[A-Za-z]{2,}")
#: Addresses, and the codes of orders, gifts and photos.
NAMES = re.compile(r"\S+@\S+|https?://\S+|\S+\.example\S*|\b[A-Z0-9]{8}\b")


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both pseudo-languages, compiled once."""
    place = tmp_path_factory.mktemp("locale")
    pseudo.write(place)
    return place


@pytest.fixture
def babel(settings: Settings, books: Path) -> None:
    """A marketplace that speaks these two alone; the accented one unless asked."""
    settings.LOCALE_PATHS = [books]
    settings.LANGUAGES = [(code, code) for code in pseudo.CODES]
    settings.LANGUAGE_CODE = pseudo.CODES[0]


def words_of_people() -> set[str]:
    """Every word that stands in a row of theirs, and the names of days and places."""
    texts: list[object] = []
    for model in THEIRS:
        names = [
            field.name
            for field in model._meta.fields
            if isinstance(field, CharField | TextField | JSONField)
            and field.name not in ("state", "kind")
        ]
        texts += [
            value for row in model._default_manager.values_list(*names) for value in row
        ]
    texts += [*ENGLISH.territories.values(), *ENGLISH.time_zones]
    for width in ("wide", "abbreviated"):
        texts += ENGLISH.months["format"][width].values()
        texts += ENGLISH.days["format"][width].values()
    for part in (*public_holidays.regions("DE"), *public_holidays.upcoming(*COMING)):
        texts += part
    return SAME.union(*(WORD.findall(str(text)) for text in texts))


def missed_on(page: Page, known: set[str]) -> list[str]:
    """What a page says in plain English."""
    return [
        text.strip()
        for text in page.evaluate(TEXTS)
        if set(WORD.findall(NAMES.sub(" ", text))) - known
    ]


def missed(
    browser: Browser, site: str, user: User | None, paths: Iterable[str]
) -> list[str]:
    """What these pages say in plain English to one person."""
    known, found = words_of_people(), []
    context = open_as(browser, site, user)
    page = context.new_page()
    for path in paths:
        page.goto(site + path, wait_until="domcontentloaded")
        found += [f"{path}: {text}" for text in missed_on(page, known)]
    context.close()
    return sorted(set(found))


def for_anybody(world: dict[str, Order], bowl: Variant, mugs: Variant) -> list[str]:
    """Pages that nobody need sign in for."""
    paths = ["/", "/c/pottery/", "/search/?q=mug", "/search/?q=0"]
    paths += [bowl.listing.get_absolute_url(), mugs.listing.get_absolute_url()]
    paths += [bowl.listing.shop.get_absolute_url(), "/basket/", "/nowhere/"]
    paths += ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
    paths += ["/orders/open/unknown/", "/how-pieces-are-ordered/"]
    link = access.link(world["delayed"])
    return [*paths, link.removeprefix(configured.BASE_URL)]


def for_a_buyer(world: dict[str, Order]) -> list[str]:
    """Pages of who buys."""
    paths = ["/basket/", "/checkout/", "/orders/", "/account/", "/account/profile/"]
    paths += ["/account/addresses/", "/account/addresses/add/", "/account/emails/"]
    paths += ["/accounts/email/", "/accounts/password/change/", "/accounts/2fa/"]
    paths += ["/accounts/sessions/", "/accounts/logout/", "/dashboard/shop/open/"]
    paths += ["/accounts/2fa/webauthn/add/", "/accounts/2fa/totp/activate/"]
    paths += ["/dashboard/"]
    for order in world.values():
        paths += [order.get_absolute_url(), f"/orders/{order.number}/withdraw/"]
    return [*paths, f"/checkout/{world['new'].checkout.number}/done/"]


def for_a_maker(world: dict[str, Order], bowl: Variant) -> list[str]:
    """Pages of who makes."""
    numbers = [order.number for order in world.values()]
    paths = ["/dashboard/", "/dashboard/orders/", "/dashboard/orders/?state=all"]
    paths += [f"/dashboard/orders/{number}/" for number in numbers]
    paths += [
        f"/dashboard/orders/{numbers[0]}/?do={step}" for step in ("pack", "write")
    ]
    paths += ["/dashboard/delay/", "/dashboard/record/", "/dashboard/break/"]
    paths += ["/dashboard/break/?first=2026-01-01&last=2030-01-01"]
    paths += ["/dashboard/listings/", "/dashboard/listings/add/", "/dashboard/shop/"]
    paths += ["/dashboard/shop/days/", "/dashboard/shop/returns/"]
    paths += ["/dashboard/shipping/", "/dashboard/shipping/add/"]
    return [*paths, reverse("listings:edit", args=[bowl.listing.slug])]


def test_anybody_reads_it_in_their_language(
    babel: None,
    browser: Browser,
    site: str,
    world: dict[str, Order],
    bowl: Variant,
    mugs: Variant,
) -> None:
    assert missed(browser, site, None, for_anybody(world, bowl, mugs)) == []


def test_a_buyer_reads_it_in_their_language(
    babel: None, browser: Browser, site: str, world: dict[str, Order], ada: User
) -> None:
    assert missed(browser, site, ada, for_a_buyer(world)) == []


def test_a_maker_reads_it_in_her_language(
    babel: None,
    browser: Browser,
    site: str,
    world: dict[str, Order],
    bea: User,
    bowl: Variant,
) -> None:
    assert missed(browser, site, bea, for_a_maker(world, bowl)) == []


@pytest.mark.parametrize("wide", [390, 1440])
def test_from_right_to_left_nothing_sticks_out(
    babel: None,
    browser: Browser,
    site: str,
    world: dict[str, Order],
    ada: User,
    bea: User,
    bowl: Variant,
    mugs: Variant,
    wide: int,
) -> None:
    seen = {None: for_anybody(world, bowl, mugs), ada: for_a_buyer(world)}
    found = []
    User.objects.update(language=pseudo.CODES[1])
    for user, paths in [*seen.items(), (bea, for_a_maker(world, bowl))]:
        context = open_as(browser, site, user)
        name = configured.LANGUAGE_COOKIE_NAME
        context.add_cookies([{"name": name, "value": pseudo.CODES[1], "url": site}])
        page = context.new_page()
        page.set_viewport_size({"width": wide, "height": 900})
        for path in paths:
            page.goto(site + path, wait_until="load")
            assert page.locator("html").get_attribute("dir") == "rtl", path
            needs = page.evaluate("document.documentElement.scrollWidth")
            if needs > wide:
                found.append(f"{path}: {needs} px")
        context.close()
    assert found == []
