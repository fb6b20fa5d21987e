"""Real workers, a real beat and a real post office, for benchmarks and fault tests."""

import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from devtools import services
from devtools.commands import BEAT, CELERY, here
from devtools.services import ROOT
from devtools.services.ports import free
from devtools.services.process import CannotRun, Child, start, stop

SINK = ["python", "-m", "devtools.mail.sink"]
#: Where workers complain: shown by whoever runs this.
STDERR = 2


@contextmanager
def marketplace(
    name: str, *, durable: bool = True, settings: Mapping[str, str] | None = None
) -> Iterator[Path]:
    """An empty marketplace in servers of its own, for the commands that are run in it;
    gives a folder to work in. Durable: with fsync, as in production. Settings: those of
    Postgres that are not its defaults."""
    os.environ |= services.TEST_ENVIRONMENT
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        with (
            services.postgres(
                place / "postgres", durable=durable, settings=settings
            ) as database,
            services.valkey(place / "valkey") as queue,
        ):
            os.environ |= {"DATABASE_URL": database, "REDIS_URL": queue}
            os.environ["MEDIA_ROOT"] = str(place / "media")
            if code := manage("migrate", "--verbosity", "0"):
                raise CannotRun(f"The tables could not be made (exit code {code}).")
            yield place


def manage(*arguments: str) -> int:
    """Run a management command and give its exit code."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


@contextmanager
def sink(directory: Path) -> Iterator[int]:
    """A post office that keeps its mails here; gives its port."""
    port = free()
    command = here([*SINK, "--port", str(port)])
    process = start(command, Child(environment=_with(DEV_MAIL=str(directory))))
    try:
        until(lambda: _answers(port), "The post office did not open.")
        yield port
    finally:
        stop(process)


@contextmanager
def worker(*options: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker, `--concurrency` and all; whatever is left of it is ended."""
    command = here([*CELERY, "worker", "--loglevel", "warning", *options])
    process = _celery(command, environment)
    try:
        yield process
    finally:
        stop(process, patience=5)


@contextmanager
def beat(**environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """The clock that wakes the sweeps."""
    process = _celery(here(BEAT), environment)
    try:
        yield process
    finally:
        stop(process, patience=5)


def until(is_so: Callable[[], bool], sorry: str, seconds: float = 60) -> None:
    """Wait for it, or say what did not happen."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise CannotRun(sorry)
        time.sleep(0.02)


def _celery(
    command: list[str], environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    return start(
        command, Child(environment=_with(**environment), output=STDERR, directory=ROOT)
    )


def _with(**more: str) -> dict[str, str]:
    return dict(os.environ) | more


def _answers(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="bench", timeout=2):
            return True
    except OSError:
        return False
