"""What is refused at start, before any money moves."""

import os
import subprocess
import sys

from django.conf import settings

from devtools.services import ROOT
from marketplace.celery import app


def start(**environment: str) -> str:
    """What a process says that starts with these settings; empty when it is content."""
    command = [sys.executable, "-c", "import marketplace.settings"]
    given = os.environ | environment
    done = subprocess.run(
        command, cwd=ROOT, env=given, capture_output=True, check=False
    )
    return done.stderr.decode()


def test_a_currency_that_stripe_counts_otherwise() -> None:
    assert "choose another one" in start(MARKETPLACE_CURRENCY="ISK")
    assert not start(MARKETPLACE_CURRENCY="JPY")


def test_a_live_key_talks_to_stripe_alone() -> None:
    live, sandbox = "sk_live_51Handloop", "http://127.0.0.1:12111"
    said = start(STRIPE_SECRET_KEY=live, STRIPE_API_BASE=sandbox)
    assert "a live key only ever talks to Stripe itself" in said
    # Controls: either of the two alone is fine.
    assert not start(STRIPE_SECRET_KEY=live, STRIPE_API_BASE="")
    assert not start(STRIPE_SECRET_KEY="sk_test_1", STRIPE_API_BASE=sandbox)


def test_every_sweep_is_a_task_and_what_asks_stripe_has_its_own_line() -> None:
    app.loader.import_default_modules()
    assert set(settings.SWEEPS) <= set(app.tasks)
    assert set(settings.STRIPE_TASKS) <= set(app.tasks)
    assert not any(name.startswith("notifications.") for name in settings.STRIPE_TASKS)
