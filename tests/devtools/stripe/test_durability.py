"""Many clients at once, restarts, and kill -9."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import stripe

from devtools.stripe import Running, start
from tests.devtools.stripe.story import SECRET, App, MakeSession, connect, wanted

ROOT = Path(__file__).parents[3]


def at_once(number: int, act: Callable[[int], None]) -> None:
    """Let that many threads act at the same moment."""
    together = threading.Barrier(number)
    problems: list[Exception] = []

    def run(each: int) -> None:
        together.wait()
        try:
            act(each)
        except (stripe.StripeError, OSError) as problem:
            problems.append(problem)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_two_hundred_buyers_at_once(
    sandbox: Running, app: App, client: stripe.StripeClient
) -> None:
    paid: list[str] = []

    def buy(_number: int) -> None:
        session = client.v1.checkout.sessions.create(params=wanted())
        paid.append(sandbox.pay(session.id)["state"])
        client.v1.checkout.sessions.retrieve(session.id)

    at_once(200, buy)
    assert paid == ["paid"] * 200
    assert len(sandbox.payments()) == 200
    assert sandbox.delivered(timeout=60)
    assert len({event["id"] for event in app.events}) == 600


def test_one_session_is_paid_once_by_fifty_clicks(
    sandbox: Running, make_session: MakeSession
) -> None:
    session = make_session()
    states: list[str] = []
    at_once(50, lambda _: states.append(sandbox.pay(session.id)["state"]))
    assert sorted(states) == ["closed"] * 49 + ["paid"]
    assert len(sandbox.payments()) == 1
    assert len(sandbox.events(type="charge.succeeded")) == 1


def test_pay_and_expire_at_once_have_one_winner(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    for _ in range(10):
        session_id = make_session().id
        won = pay_and_expire(sandbox, client, session_id)
        assert len([state for state in won if state != "closed"]) == 1


def pay_and_expire(
    sandbox: Running, client: stripe.StripeClient, session_id: str
) -> list[str]:
    """Two buyers and two sweepers go for one session; what each was told."""
    told: list[str] = []

    def act(number: int) -> None:
        if number % 2:
            told.append(sandbox.pay(session_id)["state"])
            return
        with suppress(stripe.InvalidRequestError):
            told.append(str(client.v1.checkout.sessions.expire(session_id).status))

    at_once(4, act)
    return told


def test_one_connection_takes_many_requests(sandbox: Running) -> None:
    connection = http.client.HTTPConnection(urlsplit(sandbox.url).netloc, timeout=5)
    connection.connect()
    first = connection.sock
    for _ in range(20):
        connection.request("GET", "/health")
        answer = connection.getresponse()
        assert (answer.version, answer.status) == (11, 200)
        answer.read()
    assert connection.sock is first
    connection.close()


def test_a_restart_forgets_nothing(tmp_path: Path, app: App) -> None:
    state = tmp_path / "stripe.sqlite3"
    sandbox = start(state=state, webhook=app.url, secret=SECRET)
    client = connect(sandbox.url)
    params = wanted()
    create = client.v1.checkout.sessions.create
    session = create(params=params, options={"idempotency_key": "k1"})
    sandbox.faults("webhook_pause")
    sandbox.pay(session.id)
    sandbox.stop()
    assert app.events == []
    sandbox = start(state=state, webhook=app.url, secret=SECRET)
    client = connect(sandbox.url)
    create = client.v1.checkout.sessions.create
    again = create(params=params, options={"idempotency_key": "k1"})
    assert again.id == session.id
    assert client.v1.checkout.sessions.retrieve(session.id).status == "complete"
    assert sandbox.delivered()
    assert len(app.events) == 3
    sandbox.stop()


class Process:
    """The sandbox as `./run demo` starts it."""

    def __init__(self, state: Path, webhook: str) -> None:
        self.child = subprocess.Popen(
            [
                *(sys.executable, "-m", "devtools.stripe", "--port", "0"),
                *("--webhook", webhook, "--secret", SECRET, "--state", str(state)),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.child.stdout is not None
        self.url = self.child.stdout.readline().split()[-1]

    def end(self, number: int) -> int:
        """Send a signal and wait."""
        os.kill(self.child.pid, number)
        code = self.child.wait(timeout=15)
        assert self.child.stdout is not None
        self.child.stdout.close()
        return code


@pytest.fixture
def begin(tmp_path: Path, app: App) -> Iterator[Callable[[], Process]]:
    begun: list[Process] = []

    def begin() -> Process:
        begun.append(Process(tmp_path / "stripe.sqlite3", app.url))
        return begun[-1]

    yield begin
    for process in begun:
        if process.child.poll() is None:
            process.end(signal.SIGKILL)


def test_kill_9_loses_nothing_that_was_answered(
    begin: Callable[[], Process], app: App
) -> None:
    process = begin()
    client = connect(process.url)
    made: list[str] = []
    over = threading.Event()

    def shop() -> None:
        while not over.is_set():
            try:
                session = client.v1.checkout.sessions.create(params=wanted())
            except stripe.APIConnectionError:
                return
            made.append(session.id)

    threads = [threading.Thread(target=shop) for _ in range(8)]
    for thread in threads:
        thread.start()
    while len(made) < 40:
        time.sleep(0.01)
    process.end(signal.SIGKILL)
    over.set()
    for thread in threads:
        thread.join()
    client = connect(begin().url)
    for identifier in made:
        assert client.v1.checkout.sessions.retrieve(identifier).status == "open"
        lines = client.v1.checkout.sessions.line_items.list(identifier)
        assert len(lines.data) == 1


def test_sigterm_and_sigint_stop_it_at_once(begin: Callable[[], Process]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        process = begin()
        connect(process.url).v1.balance.retrieve()
        began = time.monotonic()
        assert process.end(number) == 0
        assert time.monotonic() - began < 5


def test_a_taken_port_is_one_clear_sentence(sandbox: Running) -> None:
    port = str(urlsplit(sandbox.url).port)
    told = subprocess.run(
        [sys.executable, "-m", "devtools.stripe", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert told.returncode == 1
    assert told.stdout.startswith(f"The Stripe sandbox cannot use port {port}")
    assert told.stderr == ""
