"""Embedded PostgreSQL and Valkey for a block of code, a test session or a benchmark.

with services.postgres(directory) as url: ...
with services.valkey(directory) as url: ...
with services.for_tests(): ...      # both, and their addresses in os.environ
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from devtools.services import postgres_server, valkey_server
from devtools.services.lock import Lock
from devtools.services.ports import free
from devtools.services.process import CannotRun, Child, start, stop

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("DEVDATA", ROOT / ".devdata"))

#: What the settings need beside the two servers when tests run.
TEST_ENVIRONMENT = {
    "SECRET_KEY": "for tests only, and nothing else in the whole world",
    "DEMO": "1",
    "STRIPE_SECRET_KEY": "sk_test_handloop",
    "STRIPE_WEBHOOK_SECRET": "whsec_handloop",
    "QUIET_HOURS": "0",
}


@contextmanager
def postgres(
    directory: Path,
    *,
    durable: bool = False,
    keep_open: tuple[int, ...] = (),
    settings: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """A PostgreSQL on a free port with its data here; gives its DATABASE_URL."""
    how = (durable, keep_open, settings)
    try:
        postgres_server.prepare(directory)
        running = _start_postgres(directory, *how)
    except CannotRun:
        # Without fsync a power cut can spoil the data; nobody keeps any in it.
        if durable or not directory.exists():
            raise
        shutil.rmtree(directory)
        postgres_server.prepare(directory)
        running = _start_postgres(directory, *how)
    process, port = running
    try:
        yield postgres_server.url(port)
    finally:
        stop(process, signal.SIGINT)


@contextmanager
def valkey(
    directory: Path, *, durable: bool = False, keep_open: tuple[int, ...] = ()
) -> Iterator[str]:
    """A Valkey on a free port with its data here; gives its REDIS_URL."""
    process, port = _start(
        "Valkey",
        lambda port: valkey_server.command(directory, port, durable=durable),
        valkey_server.is_ready,
        Child(keep_open=keep_open, death_signal=signal.SIGKILL),
    )
    try:
        yield valkey_server.url(port)
    finally:
        stop(process, signal.SIGTERM)


@contextmanager
def for_tests() -> Iterator[None]:
    """What tests need, in the environment; whatever is set already is used as it is.

    Call it once, in the process that starts the others (a pytest session's
    controller, `./run test`): children find the addresses and start nothing.
    """
    before = dict(os.environ)
    with ExitStack() as stack:
        for name, value in TEST_ENVIRONMENT.items():
            os.environ.setdefault(name, value)
        if not {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
            slot = stack.enter_context(_test_slot())
            if "DATABASE_URL" not in os.environ:
                server = postgres(slot.directory / "postgres", keep_open=slot.held)
                os.environ["DATABASE_URL"] = stack.enter_context(server)
            if "REDIS_URL" not in os.environ:
                cache = valkey(slot.directory / "valkey", keep_open=slot.held)
                os.environ["REDIS_URL"] = stack.enter_context(cache)
        try:
            yield
        finally:
            for name in os.environ.keys() - before.keys():
                del os.environ[name]


@contextmanager
def valkey_for_tests() -> Iterator[None]:
    """A Valkey of its own, in the environment, for one of a session's workers:
    what one puts in a queue another would take out, and one empties everything."""
    before = os.environ["REDIS_URL"]
    with _test_slot() as slot:
        server = valkey(slot.directory / "valkey", keep_open=slot.held)
        with server as os.environ["REDIS_URL"]:
            try:
                yield
            finally:
                os.environ["REDIS_URL"] = before


class _Slot:
    """A test session's own directory, kept from others while anything runs in it."""

    def __init__(self, directory: Path, lock: Lock) -> None:
        self.directory = directory
        self.held = (lock.fileno(),)


@contextmanager
def _test_slot() -> Iterator[_Slot]:
    # Several sessions may run side by side; each takes the first one not in use.
    for number in range(1, 100):
        directory = DATA / f"test-{number}"
        lock = Lock(DATA / f"test-{number}.lock")
        if lock.take():
            try:
                yield _Slot(directory, lock)
            finally:
                lock.release()
            return
        lock.release()
    raise CannotRun("99 test sessions are running already.")


def _start_postgres(
    directory: Path,
    durable: bool,
    keep_open: tuple[int, ...],
    settings: Mapping[str, str] | None,
) -> tuple[subprocess.Popen[bytes], int]:
    how = Child(keep_open=keep_open, death_signal=signal.SIGQUIT, ordinary_user=True)
    return _start(
        "PostgreSQL",
        lambda port: postgres_server.command(
            directory, port, durable=durable, more=settings
        ),
        lambda port: postgres_server.is_ready(directory, port),
        how,
    )


def _start(
    name: str,
    command: Callable[[int], Sequence[str]],
    is_ready: Callable[[int], bool],
    how: Child,
    patience: float = 30,
) -> tuple[subprocess.Popen[bytes], int]:
    """Start on a free port and wait; another process may take the port first."""
    for _ in range(3):
        port = free()
        process = start(command(port), how)
        until = time.monotonic() + patience
        while process.poll() is None and time.monotonic() < until:
            if is_ready(port):
                return process, port
            time.sleep(0.02)
        with suppress(ProcessLookupError):
            stop(process, signal.SIGKILL)
    raise CannotRun(f"{name} did not start here, three times.")
