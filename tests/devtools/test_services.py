"""Embedded PostgreSQL and Valkey: real, private to us, and gone when we are."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis

from devtools import services
from devtools.services import postgres_server
from devtools.services.lock import Lock
from devtools.services.ports import free, is_free

#: Starts both, says where, and waits to be killed.
HOLDER = """
import os, sys, time
from pathlib import Path
from devtools import services
from devtools.services.lock import Lock
directory = Path(sys.argv[1])
lock = Lock(directory / "lock")
lock.take()
held = (lock.fileno(),)
with services.postgres(directory / "pg", durable=True, keep_open=held) as database:
    with services.valkey(directory / "kv", durable=True, keep_open=held) as cache:
        print(database, cache, flush=True)
        time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose path has a space and a letter from elsewhere in it."""
    found = tmp_path / "a folder of Zoë"
    found.mkdir()
    return found


def test_postgres_is_the_one_that_production_runs(folder: Path) -> None:
    with services.postgres(folder / "pg") as url, psycopg.connect(url) as connection:
        query = "SELECT current_setting('server_version_num')::int / 10000, lower('É')"
        assert connection.execute(query).fetchone() == (18, "é")
        provider = "SELECT datlocprovider, datlocale FROM pg_database LIMIT 1"
        assert connection.execute(provider).fetchone() == ("b", "C.UTF-8")


def test_both_listen_to_this_machine_only_below_the_outgoing_ports(
    folder: Path,
) -> None:
    with services.postgres(folder / "pg") as url, psycopg.connect(url) as connection:
        listening = connection.execute("SHOW listen_addresses").fetchone()
        assert listening == ("127.0.0.1",)
        assert connection.info.port < 32_768
    with services.valkey(folder / "kv") as url, redis.Redis.from_url(url) as client:
        assert client.config_get("bind")["bind"] == "127.0.0.1"
        assert client.connection_pool.connection_kwargs["port"] < 32_768


def test_data_is_still_there_after_a_stop(folder: Path) -> None:
    with services.postgres(folder / "pg") as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with services.postgres(folder / "pg") as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_half_made_data_directory_is_made_again(folder: Path) -> None:
    unfinished = folder / "pg.tmp"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18")
    with services.postgres(folder / "pg") as url:
        psycopg.connect(url).close()
    assert not unfinished.exists()


def test_spoilt_test_data_is_thrown_away(folder: Path) -> None:
    with services.postgres(folder / "pg"):
        pass
    (folder / "pg" / "global" / "pg_control").write_bytes(b"spoilt")
    with services.postgres(folder / "pg") as url:
        psycopg.connect(url).close()


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_its_owner(folder: Path, sign: int) -> None:
    with _held(folder) as (holder, database, cache):
        holder.send_signal(sign)
    assert _all_gone(folder)
    assert is_free(_port(database))
    assert is_free(_port(cache))


def test_what_was_promised_survives_a_kill(folder: Path) -> None:
    with _held(folder) as (holder, database, cache):
        with psycopg.connect(database) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        with redis.Redis.from_url(cache) as client:
            client.set("kept", "7")
            client.execute_command("WAITAOF", 1, 0, 2000)
        holder.kill()
    assert _all_gone(folder)
    with _held(folder) as (holder, database, cache):
        with psycopg.connect(database) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
        with redis.Redis.from_url(cache) as client:
            assert client.get("kept") == b"7"
        holder.terminate()


def test_two_test_sessions_run_side_by_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = os.environ["DATABASE_URL"]
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name)
    with services.for_tests():
        assert os.environ["DATABASE_URL"] != ours
        psycopg.connect(os.environ["DATABASE_URL"]).close()
    assert "DATABASE_URL" not in os.environ


def test_a_worker_of_a_session_has_a_queue_of_its_own() -> None:
    ours = os.environ["REDIS_URL"]
    with services.valkey_for_tests():
        theirs = os.environ["REDIS_URL"]
        assert theirs != ours
        with redis.Redis.from_url(ours) as one, redis.Redis.from_url(theirs) as other:
            one.set("kept", "7")
            other.flushall()
            assert one.get("kept") == b"7"
    assert os.environ["REDIS_URL"] == ours


def test_addresses_that_are_given_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/one")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    with services.for_tests():
        assert os.environ["DATABASE_URL"] == "postgres://elsewhere/one"
        assert os.environ["REDIS_URL"] == "redis://elsewhere/0"


def test_a_taken_port_is_not_offered(folder: Path) -> None:
    port = free()
    with services.valkey(folder / "kv") as url:
        assert not is_free(_port(url))
        assert free([_port(url), port]) == port


def test_the_super_user_needs_no_account_for_postgres(folder: Path) -> None:
    with services.postgres(folder / "pg"):
        assert (folder / "pg").stat().st_uid == os.geteuid()


def test_without_a_place_to_write_the_reason_is_one_sentence(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(NotADirectoryError):
        postgres_server.prepare(folder / "file" / "pg")


@contextmanager
def _held(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=services.ROOT
    ) as holder:
        assert holder.stdout is not None
        database, cache = holder.stdout.readline().split()
        yield holder, database, cache


def _all_gone(folder: Path) -> bool:
    # Every child inherits the lock: it can be taken when the last one has gone.
    lock = Lock(folder / "lock")
    try:
        return lock.take(patience=5)
    finally:
        lock.release()


def _port(url: str) -> int:
    return int(url.split(":")[2].split("/")[0])
