"""Whether this process can serve, asked as supervisors do: directly, without TLS."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_a_supervisor_is_answered_where_all_else_is_sent_to_https(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/basket/").status_code == 301
    assert client.get("/health/").status_code == 200
