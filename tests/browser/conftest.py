"""Chromium as this machine has it, and a database that lets itself be emptied."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from devtools.stripe import Running


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, quiet on the network."""
    flags = (
        "--no-sandbox --disable-quic --no-first-run --disable-sync"
        " --disable-background-networking --disable-component-update"
    )
    return {"executable_path": "/usr/bin/chromium", "args": flags.split()}


@pytest.fixture(scope="module")
def fresh_connection() -> Iterator[None]:
    """Whoever comes next finds the guards in force again."""
    yield
    connection.close()


@pytest.fixture
def emptied(fresh_connection: None, transactional_db: None) -> Iterator[None]:
    """Guards hold in the test and rest while its tables are emptied: a trigger
    refuses TRUNCATE on the events, which is how Django cleans up."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


@pytest.fixture
def site(
    emptied: None, live_server: LiveServer, stripe: Running, settings: Settings
) -> str:
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
