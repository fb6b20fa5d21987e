"""A database that other processes may use, and what they find it by."""

import os
from urllib.parse import urlsplit

import pytest
from django.db import connection


@pytest.fixture
def processes(transactional_db: None) -> dict[str, str]:
    """The environment of processes that share this test's database."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    return {"DATABASE_URL": server._replace(path=f"/{name}").geturl()}
