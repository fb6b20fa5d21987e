"""The account's pages for everybody: axe-core finds nothing, by day and by lamplight,
and nothing sticks out of a narrow telephone."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts import address_book
from accounts.models import User
from tests import axe
from tests.accounts.test_address_rules import BERLIN, TOKYO
from tests.cast import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.django_db(transaction=True),
]

OUTSIDE = ["accounts/login", "accounts/signup", "accounts/password/reset"]
INSIDE = [
    "account",
    "account/profile",
    "account/addresses",
    "account/addresses/add",
    "accounts/email",
    "accounts/password/change",
    "accounts/sessions",
    "accounts/2fa",
    "accounts/2fa/totp/activate",
    "accounts/2fa/webauthn/add",
    "accounts/logout",
]
PHONE: Any = {"width": 320, "height": 640}


def problems(page: Page, url: str) -> list[str]:
    """What axe-core finds, and whether the page is wider than the screen."""
    page.goto(url)
    found = axe.violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{url} {each}" for each in [*found, *(["too wide"] if wide else [])]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(
    browser: Browser, live_server: LiveServer, ada: User, scheme: Any
) -> None:
    for typed in (BERLIN, TOKYO):
        details: dict[str, Any] = {"is_default": False, "delivery_note": "At nine"}
        address_book.keep(ada, details | typed)
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    found = [
        p for path in OUTSIDE for p in problems(page, f"{live_server.url}/{path}/")
    ]
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/reauthenticate/")
    page.get_by_label("Email").fill(ada.email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("Is it you?").first.wait_for()
    page.get_by_label("Password").first.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    found += [
        p for path in INSIDE for p in problems(page, f"{live_server.url}/{path}/")
    ]
    context.close()
    assert found == []
