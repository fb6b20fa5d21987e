"""Starts the embedded services for a test session, before settings are read.

Loaded by `-p devtools.services.pytest_plugin` in pyproject.toml. With xdist the
controller starts them and its workers inherit the addresses through the environment;
each worker then has a database and a Valkey of its own.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from devtools import services


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config,
) -> Generator[None, None, None]:
    """Be there before pytest-django reads the settings; leave with the session."""
    running = ExitStack()
    running.enter_context(services.for_tests())
    if "PYTEST_XDIST_WORKER" in os.environ:
        running.enter_context(services.valkey_for_tests())
    early_config.add_cleanup(running.close)
    return (yield)
