"""`./run demo`: one table when all of it answers, one sentence when it cannot start."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from devtools.logins import LOGINS, PASSWORD
from devtools.services import ROOT
from devtools.services.lock import Lock
from devtools.services.ports import free, is_free

#: Set for tests; the demo would use it instead of its own.
SERVICES = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL")


@pytest.fixture
def given(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has nothing, with a folder for the data."""
    found = {
        name: value
        for name, value in os.environ.items()
        if name not in SERVICES and not name.startswith(("STRIPE_", "DEV_"))
    }
    found.pop("SECRET_KEY", None)
    own = {"DEVDATA": str(tmp_path / "dev data"), "PORT": str(free())}
    return found | own | {"DEMO_FEW": "1"}


@pytest.fixture
def lock(given: dict[str, str]) -> Iterator[Lock]:
    """The lock that a running demo and each of its processes hold."""
    found = Lock(Path(given["DEVDATA"]) / "demo.lock")
    yield found
    found.release()


def test_a_taken_port_is_one_sentence(given: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(given["PORT"]))):
        done = _run("demo", given)
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"Port {given['PORT']} is taken by another program")


@pytest.mark.parametrize("port", ["web", "80", "40000", "-1"])
def test_a_port_that_is_none_is_one_sentence(given: dict[str, str], port: str) -> None:
    done = _run("demo", given | {"PORT": port})
    assert done.returncode == 1
    assert done.stderr == (
        f"PORT is “{port}”; it must be a number from 1024 to 32000.\n"
    )


@pytest.mark.parametrize("command", ["demo", "demo-reset"])
def test_a_second_start_names_the_first(
    given: dict[str, str], lock: Lock, command: str
) -> None:
    assert lock.take()
    done = _run(command, given)
    assert done.returncode == 1
    assert done.stderr == (
        f"The demo is already running: stop it first (process {os.getpid()}).\n"
    )


def test_a_reset_forgets_everything(given: dict[str, str]) -> None:
    kept = Path(given["DEVDATA"]) / "demo" / "mail"
    kept.mkdir(parents=True)
    assert _run("demo-reset", given).returncode == 0
    assert not kept.parent.exists()


@pytest.mark.faults
def test_from_nothing_to_the_table_through_a_kill_and_out(
    given: dict[str, str], lock: Lock
) -> None:
    with _demo(given) as (demo, said):
        pages = re.findall(r"http://localhost:\d+\S*", said)
        assert {_status(address) for address in pages} == {200}
        for word in (*LOGINS, PASSWORD, f"kill {demo.pid}"):
            assert word in said
        demo.kill()
    assert lock.take(patience=10)
    assert is_free(int(given["PORT"]))
    lock.release()

    with _demo(given) as (demo, _):
        demo.send_signal(signal.SIGINT)
        assert demo.stdout is not None
        assert demo.stdout.read().endswith("Everything has been stopped.\n")
    assert demo.returncode == 0
    assert Lock(Path(lock.file.name)).take()


@contextmanager
def _demo(given: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(
        [str(ROOT / "run"), "demo"],
        env=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        said = ""
        for line in demo.stdout:
            said += line
            if "second factor" in line:
                break
        assert "Ready after" in said, said
        yield demo, said[said.index("Ready after") :]


def _status(address: str) -> int:
    host, _, path = address.removeprefix("http://").partition("/")
    connection = HTTPConnection(host, timeout=20)
    connection.request("GET", f"/{path}")
    answer = connection.getresponse()
    connection.close()
    # A page for members only sends a stranger to sign in: that is well, too.
    return 200 if answer.status in (200, 302) else answer.status


def _run(command: str, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "run"), command],
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
