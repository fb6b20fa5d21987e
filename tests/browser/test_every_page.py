"""Every page, light and dark: axe finds nothing, the browser complains of nothing (a
broken content policy would), nobody else is asked for anything, 320 px is enough."""

import re
from typing import Literal
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
)

from accounts.models import User
from devtools.stripe import Running
from listings import catalogue, keys, questions, waitlist
from listings.models import Favourite, Place, Question, Variant
from listings.reader import Reader
from orders import access
from orders import basket as baskets
from orders.models import Order
from tests import axe, cast

#: A window of 1280 px at 200 %: the whole page enlarged, or its letters alone.
ENLARGED = ((640, "100%"), (1280, "200%"))
#: Colours have stopped changing, or a fifth of a second has passed.
SETTLED = """() => Promise.race([
  Promise.allSettled(document.getAnimations().map((each) => each.finished)),
  new Promise((end) => setTimeout(end, 200)),
])"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(
    stripe: Running, bowl: Variant, mugs: Variant, scarf: Variant, ada: User, bea: User
) -> dict[str, Order]:
    """Orders of Ada's in several states, and pictures of the pieces."""
    orders = cast.orders_of(stripe, ada, (bowl, mugs, scarf))
    new = cast.order_of(cast.buy(stripe, mugs, buyer=ada))
    baskets.add(ada.basket, scarf, quantity=1)
    guest = Reader.guest("gus@example.com", "Gus")
    waitlist.confirm(waitlist.join(bowl.listing, guest))
    for piece in (mugs.listing, scarf.listing):
        questions.ask(piece, guest, words="Is it oven-proof?")
    answered = Question.objects.get(listing=scarf.listing)
    questions.answer(answered, by=scarf.listing.shop.owner, words="It is a scarf.")
    Favourite.objects.create(user=ada, listing=mugs.listing)
    Favourite.objects.create(user=ada, shop=bowl.listing.shop)
    return orders | {"new": new}


def open_as(browser: Browser, site: str, user: User | None) -> BrowserContext:
    """A window of somebody who is signed in, or of nobody."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    if user is not None:
        key = str(cast.session_of(user).session_key)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}]
        )
    return context


def complaints_of(page: Page, url: str) -> list[str]:
    """What the browser says is wrong while the page loads, and who else is asked."""
    found: list[str] = []
    own = urlsplit(url).netloc

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    def see(request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != own:
            found.append(f"asks {request.url}")

    def missed(response: Response) -> None:
        if response.status >= 400 and response.url != url:
            found.append(f"{response.status} {response.url}")

    page.on("console", hear)
    page.on("request", see)
    page.on("response", missed)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.remove_listener("console", hear)  # axe's own styles break the policy
    page.remove_listener("request", see)
    page.remove_listener("response", missed)
    return found


def faults_of(page: Page, url: str) -> list[str]:
    """What is wrong with one page, in both schemes and on a narrow screen."""
    found = complaints_of(page, url)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(SETTLED)
        found += [f"{scheme}: {one}" for one in axe.violations(page)]
    for width, letters in ((320, "100%"), *ENLARGED):
        page.set_viewport_size({"width": width, "height": 640})
        page.evaluate("size => document.documentElement.style.fontSize = size", letters)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} px wide on a screen of {width}, letters {letters}")
    return [f"{urlsplit(url).path}: {one}" for one in found]


def faults_on(
    browser: Browser, site: str, user: User | None, paths: list[str]
) -> list[str]:
    """What is wrong with these pages, seen by one person."""
    context = open_as(browser, site, user)
    found = []
    for path in paths:
        page = context.new_page()
        found += faults_of(page, site + path)
        page.close()
    context.close()
    return found


def test_what_anybody_sees(
    browser: Browser,
    site: str,
    world: dict[str, Order],
    bowl: Variant,
    mugs: Variant,
    scarf: Variant,
) -> None:
    link = access.link(world["delayed"])
    catalogue.remove(scarf.listing)
    paths = ["/", "/c/pottery/", "/search/?q=mug", "/search/?q=nothing+of+that+name"]
    paths += ["/search/?q=mug&colour=blue&kind=some", "/how-pieces-are-ordered/"]
    paths += [bowl.listing.get_absolute_url(), mugs.listing.get_absolute_url()]
    paths += [bowl.listing.shop.get_absolute_url(), "/basket/", "/accounts/login/"]
    paths += [scarf.listing.get_absolute_url()]
    paths += ["/accounts/signup/", link.removeprefix(site), "/orders/open/unknown/"]
    paths += [mugs.listing.get_absolute_url() + "?needed_by=2030-01-01", "/favourites/"]
    opened = [keys.link(Place.objects.get(), "listings:place")]
    opened += [keys.link(one, "listings:question") for one in Question.objects.all()]
    paths += [link.removeprefix(site) for link in opened]
    found = faults_on(browser, site, None, paths)
    expected = re.compile("the server responded with a status of 4(04|10)")
    assert [one for one in found if not expected.search(one)] == []


def test_what_a_buyer_sees(
    browser: Browser, site: str, world: dict[str, Order], ada: User
) -> None:
    paths = [
        "/favourites/",
        "/basket/",
        "/checkout/",
        "/orders/",
        "/account/",
        "/account/addresses/",
    ]
    paths += [order.get_absolute_url() for order in world.values()]
    paths += [f"/checkout/{world['new'].checkout.number}/done/"]
    assert faults_on(browser, site, ada, paths) == []


def test_what_a_maker_sees(
    browser: Browser, site: str, world: dict[str, Order], bea: User, bowl: Variant
) -> None:
    paths = ["/dashboard/", "/dashboard/orders/", "/dashboard/orders/?state=all"]
    paths += [f"/dashboard/orders/{order.number}/" for order in world.values()]
    paths += [
        f"/dashboard/orders/{order.number}/?do={step}"
        for name, order in world.items()
        for step in ("revise", "progress", "pack")
        if name != "gone"
    ]
    paths += ["/dashboard/questions/", "/dashboard/shop/returns/"]
    paths += ["/dashboard/delay/", "/dashboard/record/", "/dashboard/break/"]
    paths += ["/dashboard/break/?first=2026-01-01&last=2030-01-01"]
    paths += ["/dashboard/listings/", "/dashboard/listings/add/", "/dashboard/shop/"]
    paths += [
        "/dashboard/shipping/",
        reverse("listings:edit", args=[bowl.listing.slug]),
    ]
    assert faults_on(browser, site, bea, paths) == []
