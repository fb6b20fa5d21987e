"""Several processes as one: in order, told apart, and never left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devtools.services import ROOT
from devtools.services.lock import Lock

#: Two services under a supervisor, as `./run demo` has more of them.
DEMO = """
import os, sys
from pathlib import Path
from devtools.services.lock import Lock
from devtools.services.process import CannotRun
from devtools.supervisor import Service, Stopped, Supervisor, say
first, second = sys.argv[2:]
lock = Lock(Path(sys.argv[1]))
lock.take()
supervisor = Supervisor(os.environ, keep_open=lock.fileno())
try:
    supervisor.start(Service("first", [sys.executable, "-c", first]))
    supervisor.start(Service("second", [sys.executable, "-c", second]))
    supervisor.watch()
except Stopped:
    say("Stopping.")
except CannotRun as reason:
    say(str(reason))
finally:
    supervisor.stop()
say("All stopped.")
"""
POLITE = """
import signal, sys, time
def stop(number, frame):
    print("stopping", flush=True)
    sys.exit()
signal.signal(signal.SIGTERM, stop)
print("here", flush=True)
time.sleep(60)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("here", flush=True)
time.sleep(60)
"""
FAMILY = """
import os, time
os.fork()
print("here", flush=True)
time.sleep(60)
"""
DYING = "print('the reason', flush=True); raise SystemExit(3)"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_in_reverse_order(tmp_path: Path, sign: int) -> None:
    with _running(tmp_path, POLITE, POLITE) as demo:
        _read_until(demo, "first  | here", "second | here")
        demo.send_signal(sign)
        rest = _rest(demo)
    assert rest == [
        "Stopping.",
        "second | stopping",
        "first  | stopping",
        "All stopped.",
    ]
    assert demo.returncode == 0
    assert _all_gone(tmp_path)


def test_a_service_that_dies_is_named_with_its_last_words(tmp_path: Path) -> None:
    with _running(tmp_path, POLITE, DYING) as demo:
        said = "\n".join(_rest(demo))
    assert "second ended unexpectedly (exit code 3). It said last:" in said
    assert "    the reason" in said
    assert said.endswith("first  | stopping\nAll stopped.")
    assert _all_gone(tmp_path)


def test_nothing_outlives_a_kill_not_even_grandchildren(tmp_path: Path) -> None:
    with _running(tmp_path, FAMILY, STUBBORN) as demo:
        _read_until(demo, "second | here")
        demo.kill()
    assert _all_gone(tmp_path)


def test_a_second_signal_does_not_wait_for_the_stubborn(tmp_path: Path) -> None:
    with _running(tmp_path, POLITE, STUBBORN) as demo:
        _read_until(demo, "second | here")
        demo.send_signal(signal.SIGTERM)
        _read_until(demo, "Stopping.")
        demo.send_signal(signal.SIGTERM)
        assert _rest(demo)[-1] == "All stopped."
    assert _all_gone(tmp_path)


def test_a_reader_that_goes_away_stops_nothing(tmp_path: Path) -> None:
    with _running(tmp_path, POLITE, POLITE) as demo:
        _read_until(demo, "second | here")
        assert demo.stdout is not None
        demo.stdout.close()
        demo.terminate()
        assert demo.wait(10) == 0
    assert _all_gone(tmp_path)


@contextmanager
def _running(folder: Path, first: str, second: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", DEMO, str(folder / "lock"), first, second]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as demo:
        try:
            yield demo
        finally:
            if demo.poll() is None and sys.exc_info()[0] is not None:
                demo.kill()


def _read_until(demo: subprocess.Popen[str], *wanted: str) -> None:
    assert demo.stdout is not None
    missing = set(wanted)
    while missing:
        line = demo.stdout.readline()
        assert line, f"It never said {missing}."
        missing.discard(line.strip())


def _rest(demo: subprocess.Popen[str]) -> list[str]:
    assert demo.stdout is not None
    return demo.stdout.read().splitlines()


def _all_gone(folder: Path) -> bool:
    # Every process below it holds this lock, the last one to go gives it up.
    lock = Lock(folder / "lock")
    try:
        return lock.take(patience=10)
    finally:
        lock.release()
