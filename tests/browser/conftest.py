"""The marketplace at an address that a browser can open."""

import pytest
from playwright.sync_api import ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from devtools.stripe import Running


@pytest.fixture
def site(live_server: LiveServer, stripe: Running, settings: Settings) -> str:
    """The marketplace's address; Stripe sends buyers back to it."""
    settings.BASE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about: a script our CSP stops, for one."""
    found: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    page.on("console", hear)
    return found
