"""A demo to look at: the one that runs, or one of our own on a free port; where the
pages worth showing are in it, and who has which of them open."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from playwright.sync_api import APIRequestContext

from devtools import demo, plan
from devtools.mail.mailbox import Mail
from devtools.services import ROOT
from devtools.services.ports import free
from devtools.services.process import CannotRun

#: A demo of our own has so long to draw its pictures and live its past.
PATIENCE = 600
KEY = re.compile(r"/orders/open/[\w-]+/")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
VARIANT = re.compile(r'name="variant" value="(\w+)"')
SHELF = """
SELECT c.slug FROM listings_entry e JOIN listings_category c ON c.id = e.shelf_id
WHERE e.is_findable GROUP BY c.slug ORDER BY count(*) DESC, c.slug LIMIT 1"""
PIECE = """
SELECT l.slug FROM listings_listing l JOIN listings_entry e ON e.listing_id = l.id
WHERE e.is_shown AND e.is_available = %s ORDER BY (
    SELECT count(*) FROM listings_photo p WHERE p.listing_id = l.id
) DESC, l.id LIMIT 1"""
SHOP = """
SELECT s.slug FROM listings_entry e JOIN shops_shop s ON s.id = e.shop_id
WHERE e.is_findable GROUP BY s.slug ORDER BY count(*) DESC, s.slug LIMIT 1"""


@dataclass(frozen=True)
class Site:
    """A marketplace that runs."""

    url: str
    database: str
    mail: Path

    def ask(self, query: str, *values: object) -> str:
        """The first answer of its database; empty if there is none."""
        with psycopg.connect(self.database) as connection:
            row = connection.execute(query.encode(), values).fetchone()
        return str(row[0]) if row else ""

    def piece(self, *, is_available: bool = True) -> str:
        """A piece with many pictures; or one that is sold."""
        return f"/listings/{self.ask(PIECE, is_available)}/"

    @property
    def shelf(self) -> str:
        """The shelf with most on it."""
        return f"/c/{self.ask(SHELF)}/"

    @property
    def shop(self) -> str:
        """The shop with most in it."""
        return f"/shops/{self.ask(SHOP)}/"

    @property
    def keyed_order(self) -> str:
        """An order's page as an email opens it."""
        for path in sorted(self.mail.glob("*.eml"), reverse=True):
            if found := KEY.search(Mail(path).text):
                return found[0]
        raise CannotRun("No email of this demo opens an order.")


class Visitor:
    """Somebody with cookies and no script."""

    def __init__(self, site: Site, window: APIRequestContext) -> None:
        self.site, self.window = site, window

    def open(self, path: str) -> tuple[str, str]:
        """Where one ends up, and what is there."""
        answer = self.window.get(self.site.url + path)
        return urlsplit(answer.url).path, answer.text()

    def fill_basket(self) -> None:
        """One piece, of those that can be had at once."""
        piece = self.site.piece()
        _, page = self.open(piece)
        token, variant = TOKEN.search(page), VARIANT.search(page)
        if token is None or variant is None:
            raise CannotRun(f"{piece} cannot be put into a basket.")
        words = {"csrfmiddlewaretoken": token[1], "variant": variant[1]}
        words |= {"quantity": "1", "personalisation": "Ada"}
        came_from = {"Referer": self.site.url + piece}
        self.window.post(self.site.url + "/basket/add/", form=words, headers=came_from)

    @property
    def cookies(self) -> str:
        """What a browser would send."""
        kept = self.window.storage_state()["cookies"]
        return "; ".join(f"{one['name']}={one['value']}" for one in kept)


@contextmanager
def site() -> Iterator[Site]:
    """The demo that runs on this machine, or one of our own for as long as it takes."""
    found = demo.remembered()
    if found and plan.serves(int(found["BASE_URL"].rpartition(":")[2])):
        yield _site(found)
        return
    with tempfile.TemporaryDirectory(prefix="handloop-tour-") as folder:
        Path(folder).chmod(0o755)
        yield from _own(Path(folder))


def _own(folder: Path) -> Iterator[Site]:
    print("No demo runs: one of our own is made first, in a minute or two.", flush=True)
    port = free()
    environment = os.environ | {"DEVDATA": str(folder), "PORT": str(port)}
    command = [sys.executable, "-m", "devtools.demo"]
    log = folder / "demo.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=said, stderr=said
        )
    try:
        yield _site(_when_ready(process, folder / "demo" / "environment.json", log))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _when_ready(
    process: "subprocess.Popen[bytes]", environment: Path, log: Path
) -> dict[str, str]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if environment.exists() and environment.stat().st_size:
            return demo.remembered(environment)
        time.sleep(0.5)
    last = log.read_text(errors="replace").splitlines()[-20:]
    raise CannotRun("\n".join(["The demo did not start:", *last]))


def _site(environment: dict[str, str]) -> Site:
    mail = Path(environment["DEV_MAIL"])
    return Site(environment["BASE_URL"], environment["DATABASE_URL"], mail)
