"""The real web server on the test's own database, and many buyers at its door."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import requests
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from devtools.services.ports import free
from listings.models import Variant
from orders import agreement
from orders import basket as baskets
from orders.quote import quote
from tests import cast

TOKEN = "t" * 32


@dataclass
class Answer:
    """What one buyer was told."""

    status: int
    location: str
    body: str


@contextmanager
def serve(
    environment: dict[str, str], tmp_path: Path, application: str = "marketplace.wsgi"
) -> Iterator[str]:
    """Gunicorn with two processes of eight threads; gives its address."""
    port = free()
    url = f"http://127.0.0.1:{port}"
    static = tmp_path / "static"
    env = os.environ | environment | {"BASE_URL": url, "STATIC_ROOT": str(static)}
    manage = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(manage, env=env, check=True, cwd=settings.BASE_DIR)
    command = [sys.executable, "-m", "gunicorn", application, "--bind"]
    command += [f"127.0.0.1:{port}", "--workers=2", "--threads=8", "--log-level=error"]
    with (tmp_path / "web.log").open("wb") as log:
        web = subprocess.Popen(
            command, env=env, cwd=settings.BASE_DIR, stdout=log, stderr=log
        )
        try:
            _wait_for(f"{url}/health/", web)
            yield url
        finally:
            web.terminate()
            web.wait(20)


def _wait_for(url: str, web: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        try:
            if requests.get(url, timeout=20).ok:
                return
        except requests.ConnectionError:
            if web.poll() is not None:
                raise
        time.sleep(0.1)
    raise TimeoutError(url)


def guests_at_the_till(variant: Variant, many: int) -> list[tuple[str, str]]:
    """So many guests with the piece in their basket: session key and what they saw."""
    guests = []
    for _ in range(many):
        basket = cast.basket_of(variant)
        session = SessionStore()
        session[baskets.SESSION] = basket.key
        session.create()
        guests.append((str(session.session_key), agreement.sign(quote(basket))))
    return guests


def all_pay_at_once(url: str, guests: list[tuple[str, str]]) -> list[Answer]:
    """Everybody presses *Pay* at the same moment."""
    together = threading.Barrier(len(guests))

    def press(number: int) -> Answer:
        key, shown = guests[number]
        form = cast.BERLIN | {
            "email": f"guest{number}@example.com",
            "shown": shown,
            "pay": "1",
            "csrfmiddlewaretoken": TOKEN,
            "time_zone": "Europe/Berlin",
        }
        cookies = {settings.SESSION_COOKIE_NAME: key, settings.CSRF_COOKIE_NAME: TOKEN}
        together.wait()
        answer = requests.post(
            f"{url}/checkout/",
            data=form,
            cookies=cookies,
            allow_redirects=False,
            timeout=120,
        )
        return Answer(
            answer.status_code, answer.headers.get("Location", ""), answer.text
        )

    with ThreadPoolExecutor(len(guests)) as pool:
        return list(pool.map(press, range(len(guests))))


def winners(answers: list[Answer]) -> list[Answer]:
    """Those who were led to a payment page."""
    return [a for a in answers if a.status == HTTPStatus.SEE_OTHER]
