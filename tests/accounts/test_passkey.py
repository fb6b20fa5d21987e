"""A passkey, by the virtual authenticator of Chromium, and pages under the CSP."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.cast import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about: a script our CSP stops, for one."""
    found: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    page.on("console", hear)
    return found


@pytest.fixture
def key(page: Page) -> Iterator[None]:
    """A fingerprint reader that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    devtools.detach()


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    """By email and password, as people do."""
    page.goto(f"{live_server.url}/accounts/login/?next=/account/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name=user.name)).to_be_visible()


def test_a_passkey_is_added_and_opens_the_account(
    page: Page, live_server: LiveServer, ada: User, key: None, complaints: list[str]
) -> None:
    sign_in(page, live_server, ada)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/")
    expect(page.get_by_text("My laptop").first).to_be_visible()
    page.goto(f"{live_server.url}/account/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/accounts/login/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Ada Lovelace")).to_be_visible()
    assert complaints == []


def test_a_refused_passkey_is_said(
    page: Page, live_server: LiveServer, key: None, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    words = page.get_by_text("Your device did not confirm")
    expect(words).to_be_hidden()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(words).to_be_visible()
    assert complaints == []


def test_sign_up_knows_the_clock_and_the_country_changes_in_place(
    page: Page, live_server: LiveServer, ada: User, complaints: list[str]
) -> None:
    page.goto(f"{live_server.url}/accounts/signup/")
    zone = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert page.locator("[data-time-zone]").input_value() == zone
    sign_in(page, live_server, ada)
    page.goto(f"{live_server.url}/account/addresses/add/")
    page.get_by_label("Street and number").fill("若林1-2-3")
    page.get_by_label("Country").select_option("JP")
    expect(page.get_by_label("Prefecture")).to_be_visible()
    expect(page.get_by_label("Street and number")).to_have_value("若林1-2-3")
    page.get_by_label("Prefecture").select_option("東京都")
    page.get_by_label("Postcode").fill("1540023")
    page.get_by_role("button", name="Save this address").click()
    expect(page.get_by_text("154-0023")).to_be_visible()
    assert complaints == []


def test_without_a_script_the_pages_still_work(
    page: Page, live_server: LiveServer, ada: User
) -> None:
    browser = page.context.browser
    assert browser
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server, ada)
    page.goto(f"{live_server.url}/account/addresses/add/")
    page.get_by_label("Full name").fill("Grace Hopper")
    page.get_by_label("Country").select_option("US")
    page.get_by_role("button", name="Show what this country asks for").click()
    expect(page.get_by_label("Full name")).to_have_value("Grace Hopper")
    page.get_by_label("Street and number").fill("1 Main Street")
    page.get_by_label("City").fill("New York")
    page.get_by_label("State").select_option("NY")
    page.get_by_label("ZIP code").fill("10001")
    page.get_by_role("button", name="Save this address").click()
    expect(page.get_by_text("New York, NY 10001")).to_be_visible()
