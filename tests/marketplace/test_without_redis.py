"""Redis away: people sign in, orders are placed, paid and told of all the same."""

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from notifications.models import Email
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_redis(settings: Settings) -> None:
    """Nobody listens where Redis should be; limits are counted in Postgres."""
    nowhere = settings.CACHES["nudges"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    limits = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "marketplace_cache",
    }
    settings.CACHES = {"default": limits, "nudges": nowhere}


def test_people_sign_in_and_guessing_is_still_limited(
    client: Client, ada: User
) -> None:
    url = "/accounts/login/"
    right = {"login": ada.email, "password": cast.PASSWORD}
    wrong = {"login": ada.email, "password": "not it"}
    assert client.post(url, right).status_code == 302
    client.logout()
    told = [client.post(url, wrong).content.decode() for _ in range(8)]
    assert "oo many" in told[-1]
    assert "oo many" not in told[0]


def test_an_order_is_placed_paid_and_told_of(
    stripe: Running,
    bowl: Variant,
    ada: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as nudges:
        cast.buy(stripe, bowl, buyer=ada)
    assert nudges
    outbox.deliver()
    assert Email.objects.filter(state="sent").count() == 2
