"""Chromium as this machine has it, and a database that lets itself be emptied."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection


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
