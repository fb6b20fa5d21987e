"""What is refused at start, before any money moves."""

import os
import subprocess
import sys

from devtools.services import ROOT


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
