"""A piece's page: options in place by keyboard, the gallery, and all of it without
JavaScript."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from listings import waitlist
from listings.models import Place, Question, Variant
from tests import cast
from tests.browser import keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def green(mugs: Variant) -> Variant:
    """A second mug, dearer, sold out; both have photographs."""
    Variant.objects.filter(pk=mugs.pk).update(name="Blue")
    for number in range(3):
        cast.photo(mugs.listing, f"The mug, {number}")
    made: Variant = mugs.listing.variants.create(
        code="GREENMUG",
        kind=mugs.kind,
        name="Green",
        price_cents=1900,
        stock=0,
        position=1,
    )
    mugs.listing.variants.create(
        code="WHITEMUG",
        kind=mugs.kind,
        name="White",
        price_cents=2100,
        stock=2,
        position=2,
    )
    return made


def test_options_change_price_stock_and_promise_in_place(
    page: Page, site: str, mugs: Variant, green: Variant, complaints: list[str]
) -> None:
    page.goto(site + mugs.listing.get_absolute_url())
    page.evaluate("document.documentElement.dataset.mark = 'here'")
    expect(page.locator("#offer")).to_contain_text("€18.00")
    keyboard.reach(page, "Blue")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#offer")).to_contain_text("€19.00")
    expect(page.locator("#offer")).to_contain_text("Sold out")
    expect(page.get_by_role("button", name="Wait for it")).to_be_visible()
    expect(page.locator("#delivery")).to_be_hidden()
    expect(page.get_by_label("Green")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#offer")).to_contain_text("€21.00")
    expect(page.locator("#delivery")).to_contain_text("Ships by")
    expect(page.get_by_role("button", name="Add to basket")).to_be_visible()
    expect(page).to_have_url(
        site + mugs.listing.get_absolute_url() + "?variant=WHITEMUG"
    )
    page.get_by_label("Where to").select_option("FR")
    expect(page.locator("#delivery")).to_contain_text("With you in France")
    assert "variant=WHITEMUG" in page.url
    assert page.evaluate("document.documentElement.dataset.mark") == "here"
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_text("White").first).to_be_visible()
    assert complaints == []


def test_the_gallery_by_keyboard_and_large(
    page: Page, site: str, mugs: Variant, green: Variant, complaints: list[str]
) -> None:
    page.goto(site + mugs.listing.get_absolute_url())
    thumbs = page.locator(".gallery__thumbs a")
    thumbs.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(thumbs.nth(1)).to_be_focused()
    expect(thumbs.nth(1)).to_have_attribute("aria-current", "true")
    page.locator(".gallery__track a").nth(1).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Photographs, larger")
    expect(dialog).to_contain_text("The mug, 1")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("The mug, 2")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".gallery__track a").nth(2)).to_be_focused()
    assert complaints == []


def test_what_was_seen_comes_back_without_a_cookie(
    page: Page, site: str, mugs: Variant, bowl: Variant
) -> None:
    page.goto(site + bowl.listing.get_absolute_url())
    # Only what was looked at for a moment was seen.
    page.wait_for_timeout(1500)
    assert page.evaluate("localStorage.getItem('seen')")
    page.goto(site + mugs.listing.get_absolute_url())
    page.mouse.wheel(0, 5000)
    expect(page.get_by_role("heading", name="Seen lately")).to_be_visible()
    expect(page.locator(".seen__row")).to_contain_text("Ash bowl")
    assert [one for one in page.context.cookies() if "session" in str(one)] == []
    page.goto(site)
    page.mouse.wheel(0, 9000)
    expect(page.locator(".seen__row")).to_contain_text("Ash bowl")
    page.get_by_role("button", name="Forget what I saw").click()
    expect(page.get_by_role("heading", name="Seen lately")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('seen')") is None


@pytest.fixture
def plain(browser: Browser) -> BrowserContext:
    """A browser that runs no script."""
    return browser.new_context(java_script_enabled=False)


def test_without_javascript_one_chooses_waits_asks_and_likes(
    plain: BrowserContext, site: str, mugs: Variant, green: Variant
) -> None:
    page = plain.new_page()
    url = site + mugs.listing.get_absolute_url()
    page.goto(url)
    expect(page.locator(".gallery__track img")).to_have_count(3)
    page.get_by_label("White").check()
    page.get_by_role("button", name="Show this one").click()
    expect(page.locator("#offer")).to_contain_text("€21.00")
    page.get_by_label("Green").check()
    page.get_by_role("button", name="Show this one").click()
    page.locator("#wait").get_by_label("Your email address").fill("gus@example.com")
    page.get_by_role("button", name="Wait for it").click()
    expect(page.get_by_text("Almost: we have written to you.")).to_be_visible()
    place = Place.objects.get()
    assert place.variant == green
    page.goto(url)
    page.locator(".ask__more summary").click()
    ask = page.locator("#ask")
    ask.get_by_label("Your question").fill("Is it oven-proof?")
    ask.get_by_label("Your name").fill("Gus")
    ask.get_by_label("Your email address").fill("gus@example.com")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("Bea Wood has your question.")).to_be_visible()
    assert Question.objects.get().words == "Is it oven-proof?"
    page.locator(".piece__name .heart__button").click()
    expect(page.locator(".piece__name .heart__button")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_label("Blue").check()
    page.get_by_role("button", name="Add to basket").click()
    expect(page).to_have_url(f"{site}/basket/")
    waitlist.confirm(place)
    assert place.number == 1
