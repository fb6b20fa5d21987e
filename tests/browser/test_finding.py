"""Finding a piece in a browser: with JavaScript in place, without it by plain pages, on
a phone in a sheet, and suggestions by keyboard."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from listings.finding import tallying
from listings.models import Listing, Variant
from shops.models import Shop
from tests import axe, cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def shelf(bea_shop: Shop, mugs: Variant, scarf: Variant) -> None:
    """Mugs of several colours, and a scarf."""
    Listing.objects.filter(pk=mugs.listing_id).update(
        colours=["grey"], materials=["stoneware"]
    )
    cast.piece(bea_shop, "Blue mug", stock=2, colours=["blue"])
    cast.piece(bea_shop, "Green mug", stock=2, colours=["green"], tags=["gift"])
    tallying.gather_words()


def cards(page: Page) -> list[str]:
    """The titles on the page."""
    return page.locator(".listing-card__title").all_inner_texts()


def test_choices_in_place_then_back(
    page: Page, site: str, complaints: list[str]
) -> None:
    page.goto(f"{site}/search/?q=mgu")
    # Three letters are too short to guess at; four are not.
    expect(page.get_by_text("Nothing found for these words")).to_be_visible()
    page.goto(f"{site}/search/?q=mug")
    page.evaluate("document.documentElement.dataset.mark = 'here'")
    page.get_by_label("Blue").check()
    expect(page.locator(".listing-card")).to_have_count(1)
    assert page.url == f"{site}/search/?q=mug&colour=blue"
    expect(page.get_by_label("Blue")).to_be_focused()
    page.get_by_label("Green").check()
    expect(page.locator(".listing-card")).to_have_count(2)
    # htmx takes what is new in hand a moment after it is shown.
    expect(page.locator(".htmx-settling, .htmx-added")).to_have_count(0)
    page.get_by_label("Order", exact=True).select_option("price")
    expect(page).to_have_url(
        f"{site}/search/?q=mug&colour=blue&colour=green&sort=price"
    )
    assert page.evaluate("document.documentElement.dataset.mark === 'here'")
    page.go_back()
    page.go_back()
    expect(page).to_have_url(f"{site}/search/?q=mug&colour=blue")
    expect(page.locator(".listing-card")).to_have_count(1)
    assert cards(page) == ["Blue mug"]
    page.get_by_role("link", name="Blue take it away").click()
    expect(page.locator(".listing-card")).to_have_count(3)
    assert complaints == []
    assert axe.violations(page) == []


def test_back_and_back_again_quicker_than_the_answers(page: Page, site: str) -> None:
    """Control: without `wanted?.abort()` in finding.js both mugs stay, under the
    address of the blue one."""
    page.goto(f"{site}/search/?q=mug")
    for number, colour in enumerate(("Blue", "Green", "Grey"), 1):
        page.get_by_label(colour).check()
        expect(page.locator(".listing-card")).to_have_count(number)
        expect(page.locator(".htmx-settling, .htmx-added")).to_have_count(0)
    held: list[Route] = []
    both = "**/search/?q=mug&colour=blue&colour=green"
    page.route(both, lambda route: held.append(route))
    page.go_back()
    while not held:
        page.wait_for_timeout(20)
    page.go_back()
    expect(page.locator(".listing-card")).to_have_count(1)
    assert held[0].request.failure == "net::ERR_ABORTED"
    page.unroute(both)
    page.go_forward()
    expect(page.locator(".listing-card")).to_have_count(2)


def test_a_page_before_that_does_not_come(page: Page, site: str) -> None:
    """Control: without the listener to `error` in finding.js both mugs stay."""
    page.goto(f"{site}/search/?q=mug")
    page.get_by_label("Blue").check()
    expect(page.locator(".listing-card")).to_have_count(1)
    page.get_by_label("Green").check()
    expect(page.locator(".listing-card")).to_have_count(2)
    once = "**/search/?q=mug&colour=blue"
    page.route(once, lambda route: route.abort(), times=1)
    page.go_back()
    expect(page.locator(".listing-card")).to_have_count(1)


def test_the_same_without_javascript(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/search/?q=mug")
    page.get_by_label("Blue").check()
    page.get_by_label("Ships to").select_option("DE")
    page.get_by_role("button", name="Show these pieces").click()
    assert page.url == f"{site}/search/?q=mug&colour=blue&country=DE"
    assert cards(page) == ["Blue mug"]
    page.get_by_label("Order", exact=True).select_option("price")
    page.get_by_role("button", name="Sort").click()
    assert page.url.endswith("&sort=price")
    page.context.close()


def test_a_sheet_on_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/c/pottery/")
    expect(page.get_by_label("Blue")).to_be_hidden()
    page.get_by_role("button", name="Narrow it down").click()
    page.get_by_label("Blue").check()
    assert axe.violations(page) == []
    page.get_by_role("button", name="Show these pieces").click()
    expect(page.locator(".listing-card")).to_have_count(1)
    expect(page.get_by_label("Blue")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_suggestions_by_keyboard(page: Page, site: str, complaints: list[str]) -> None:
    page.goto(f"{site}/how-pieces-are-ordered/")
    box = page.get_by_role("combobox").first
    box.press_sequentially("gree")
    option = page.locator("[role=listbox] [role=option]").first
    expect(option).to_have_text("green")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(option).to_be_hidden()
    box.press_sequentially("n")
    expect(option).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(f"{site}/search/?q=green")
    assert cards(page) == ["Green mug"]
    assert complaints == []
    box.fill("gree")
    expect(option).to_be_visible()
    assert axe.violations(page) == []
