"""What opens an order without a login is in no log: not in ours, not in Gunicorn's."""

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from marketplace.logs import Scrubbed

CANARY = "kEy_of-Ada-0123456789-abcdefghijklmnopqrstu"
PATH = f"/orders/open/{CANARY}/"
ROOT = Path(__file__).resolve().parent.parent.parent


def line(message: str, *args: object) -> str:
    """As our console writes it."""
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, message, args, None)
    return Scrubbed("{levelname} {message}", style="{").format(record)


def test_the_key_is_left_out_wherever_it_stands() -> None:
    said = line("Not Found: %s (from %s)", PATH, f"https://here.example{PATH}?a=b")
    assert CANARY not in said
    assert said == (
        "INFO Not Found: /orders/open/…/ (from https://here.example/orders/open/…/?a=b)"
    )
    assert CANARY not in line("next=%2Forders%2Fopen%2F" + CANARY)
    assert CANARY not in line("/ORDERS/OPEN/" + CANARY)


def test_a_traceback_is_scrubbed_too() -> None:
    try:
        raise ValueError(PATH)
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, "x.py", 1, "It broke.", (), sys.exc_info()
        )
    said = Scrubbed("{message}", style="{").format(record)
    assert "ValueError: /orders/open/…/" in said
    assert CANARY not in said


def test_other_lines_stay_as_they_are() -> None:
    assert line("GET /orders/ABCD2345/ %s", 200) == "INFO GET /orders/ABCD2345/ 200"


def test_everything_that_django_writes_goes_through_it() -> None:
    told: Any = settings.LOGGING
    assert told["formatters"]["line"]["class"] == "marketplace.logs.Scrubbed"
    writers = [
        logging.getLogger(),
        *map(logging.getLogger, told["loggers"]),
    ]
    ours = [
        handler.formatter
        for logger in writers
        for handler in logger.handlers
        if type(handler) is logging.StreamHandler
    ]
    assert ours
    assert all(isinstance(formatter, Scrubbed) for formatter in ours)


@pytest.mark.django_db
def test_a_key_that_opens_nothing_is_not_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """The control: Django does want to write it; our form leaves it out."""
    assert client.get(PATH).status_code == 404
    wanted = [record for record in caplog.records if CANARY in record.getMessage()]
    assert wanted
    assert [r for r in wanted if CANARY in Scrubbed("%(message)s").format(r)] == []


GUNICORN = """
import runpy
from gunicorn.config import Config
written = runpy.run_path("gunicorn.conf.py")
config = Config()
config.set("accesslog", "-")
log = written["logger_class"](config)
log.error_log.error("Error handling request %s", "{path}")
log.access_log.info('"GET {path} HTTP/1.1" 303 "https://here.example{path}"')
"""


def test_gunicorn_writes_no_keys() -> None:
    """Its log of faults, and the log of requests that it keeps when asked to."""
    ran = subprocess.run(
        [sys.executable, "-c", GUNICORN.format(path=PATH)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    written = ran.stdout + ran.stderr
    assert "Error handling request /orders/open/…/" in written
    assert '"GET /orders/open/…/ HTTP/1.1" 303' in written
    assert CANARY not in written
