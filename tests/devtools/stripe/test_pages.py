"""The sandbox's pages in a real browser: sound, and paid without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
import stripe
from playwright.sync_api import Browser, Page, expect

from devtools.stripe import Running
from tests import axe
from tests.devtools.stripe.story import MakeSession

pytestmark = pytest.mark.browser
PHONE = 390


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A narrow window, in both colour schemes."""
    size: Any = {"width": PHONE, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without JavaScript, that never leaves for the shop."""
    context = browser.new_context(java_script_enabled=False)
    context.route("http://shop.test/**", lambda route: route.fulfill(body="Thank you"))
    yield context.new_page()
    context.close()


def assert_sound(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the window."""
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    problems = page.evaluate(
        "performance.getEntriesByType('resource').map(e => new URL(e.name).host)"
    )
    assert set(problems) <= {page.evaluate("location.host")}


def test_every_page_is_sound_on_a_phone(
    phone: Page,
    sandbox: Running,
    client: stripe.StripeClient,
    make_session: MakeSession,
) -> None:
    paid = make_session()
    sandbox.pay(paid.id)
    expired = make_session()
    client.v1.checkout.sessions.expire(expired.id)
    sandbox.faults("delay", path="/v1/nothing")
    [intent] = sandbox.payments()
    client.v1.refunds.create(params={"payment_intent": intent["id"]})
    pages = ["/", "/dashboard", "/c/pay/cs_test_no"]
    pages += [f"/c/pay/{session.id}" for session in (make_session(), paid, expired)]
    for path in pages:
        phone.goto(sandbox.url + path)
        assert_sound(phone)


def test_mistakes_declines_and_the_bank_are_sound_on_a_phone(
    phone: Page, make_session: MakeSession
) -> None:
    phone.goto(str(make_session().url))
    phone.get_by_role("button", name="Pay €47.00").click()
    expect(phone.get_by_label("Card number")).to_be_focused()
    assert_sound(phone)
    type_card(phone, "4000000000000002")
    expect(phone.get_by_role("alert")).to_have_text("Your card was declined.")
    assert_sound(phone)
    type_card(phone, "4000002500003155")
    expect(phone.get_by_role("button", name="Complete")).to_be_visible()
    assert_sound(phone)


def type_card(page: Page, number: str) -> None:
    """Fill the form in and press Enter."""
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expires").fill("12/34")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Name on card").fill("Ada B.")
    page.keyboard.press("Enter")


def test_a_card_is_paid_by_keyboard_alone_without_javascript(
    plain: Page, make_session: MakeSession
) -> None:
    session = make_session()
    plain.goto(str(session.url))
    plain.keyboard.press("Tab")
    expect(plain.get_by_role("link", name="Back to the shop")).to_be_focused()
    plain.keyboard.press("Tab")
    for text in ("4000002500003155", "1234", "123", "Ada B."):
        plain.keyboard.type(text)
        plain.keyboard.press("Tab")
    expect(plain.get_by_role("button", name="Pay €47.00")).to_be_focused()
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("heading", name="Your bank")).to_be_visible()
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    expect(plain.get_by_text("Thank you")).to_be_visible()
    assert plain.url == f"http://shop.test/thanks/?session={session.id}"


def test_the_way_back_leads_to_the_basket(
    plain: Page, make_session: MakeSession
) -> None:
    plain.goto(str(make_session().url))
    plain.get_by_role("link", name="Back to the shop").click()
    assert plain.url == "http://shop.test/basket/"
