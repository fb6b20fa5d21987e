"""A guest buys one piece from each of two shops in one payment: keyboard only, and
again without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from devtools.stripe import Running
from listings.models import Variant
from orders.models import Order
from tests.browser.keyboard import press, reach, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def put_in(page: Page, site: str, variant: Variant) -> None:
    page.goto(site + variant.listing.get_absolute_url())
    press(page, "Add to basket")
    expect(page.get_by_role("heading", name="Your basket")).to_be_visible()


def test_by_keyboard_alone(
    page: Page,
    site: str,
    stripe: Running,
    bowl: Variant,
    scarf: Variant,
    complaints: list[str],
) -> None:
    put_in(page, site, bowl)
    put_in(page, site, scarf)
    press(page, "Go to the checkout")
    expect(page.get_by_role("heading", name="Checkout")).to_be_visible()
    write(page, "^Email", "guest@example.com")
    reach(page, "^Country")
    page.keyboard.type("Germ")
    pay = page.get_by_role("button", name="Pay €117.00")
    expect(pay).to_be_visible()
    expect(page.get_by_label("Country")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value("guest@example.com")
    write(page, "^Full name", "Ada Lovelace")
    write(page, "^Street", "Torstraße 1")
    write(page, "^Postcode", "10119")
    write(page, "^City", "Berlin")
    press(page, "^Pay €117.00")
    page.wait_for_url(f"{stripe.url}/**")
    write(page, "(?i)card number", "4242424242424242")
    write(page, "(?i)expir", "1230")
    write(page, "(?i)cvc|security", "123")
    write(page, "(?i)name", "Ada Lovelace")
    page.keyboard.press("Enter")
    thanks = page.get_by_role("heading", name="Thank you, your order was received")
    expect(thanks).to_be_visible(timeout=10_000)
    assert Order.objects.filter(state="received").count() == 2
    press(page, "See how it stands")
    expect(page.get_by_text("Have they received it?")).to_be_visible()
    expect(page.get_by_text("Torstraße 1")).to_be_visible()
    reach(page, "Cancel this order")
    page.keyboard.press("Enter")
    press(page, "Cancel, full refund of €")
    expect(page.get_by_text("It was cancelled")).to_be_visible()
    assert complaints == []


def test_without_javascript(
    browser: Browser, site: str, stripe: Running, bowl: Variant, scarf: Variant
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for variant in (bowl, scarf):
        page.goto(site + variant.listing.get_absolute_url())
        page.get_by_role("button", name="Add to basket").click()
    page.get_by_label("How many of Woven scarf").fill("2")
    page.get_by_role("button", name="Change", exact=True).last.click()
    page.get_by_label("How many of Woven scarf").fill("1")
    page.get_by_role("button", name="Change", exact=True).last.click()
    page.get_by_label("Where to").select_option("DE")
    page.get_by_role("button", name="Count for this country").click()
    page.get_by_role("link", name="Go to the checkout").click()
    page.get_by_label("Email").fill("guest@example.com")
    page.get_by_label("Country").select_option("AT")
    page.get_by_role("button", name="Show what this country asks for").click()
    expect(page.get_by_label("Email")).to_have_value("guest@example.com")
    expect(page.get_by_role("button", name="Pay €131.00")).to_be_visible()
    page.get_by_label("Full name").fill("Ada Lovelace")
    page.get_by_label("Street").fill("Ring 1")
    page.get_by_label("Postcode").fill("1010")
    page.get_by_label("City").fill("Wien")
    page.get_by_role("button", name="Pay €131.00").click()
    page.get_by_label("Card number").fill("4242 4242 4242 4242")
    page.get_by_label(re.compile("expir", re.IGNORECASE)).fill("12 / 30")
    page.get_by_label(re.compile("cvc|security", re.IGNORECASE)).fill("123")
    page.get_by_label(re.compile("name", re.IGNORECASE)).fill("Ada Lovelace")
    page.get_by_role("button", name="Pay").click()
    thanks = page.get_by_role("heading", name="Thank you, your order was received")
    expect(thanks).to_be_visible()
    page.get_by_role("link", name="See how it stands").first.click()
    page.get_by_text("Cancel this order").click()
    page.get_by_role("button", name="Cancel, full refund of €").click()
    expect(page.get_by_text("It was cancelled")).to_be_visible()
    assert Order.objects.filter(state="cancelled").count() == 1
    context.close()
