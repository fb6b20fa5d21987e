"""A database that other processes may use, and what they find it by."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

GUARD = "ALTER TABLE orders_orderevent {} TRIGGER orders_event_no_truncate"


def _guard(verb: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GUARD.format(verb))


@pytest.fixture
def _guard_is_back(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The database is emptied after the test; then events are append-only again."""
    yield
    with django_db_blocker.unblock():
        _guard("ENABLE")


@pytest.fixture
def processes(_guard_is_back: None, transactional_db: None) -> Iterator[dict[str, str]]:
    """The environment of processes that share this test's database."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    yield {"DATABASE_URL": server._replace(path=f"/{name}").geturl()}
    _guard("DISABLE")
