"""The containers run what `./run demo` runs; no engine is needed to know it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
import yaml

from devtools import commands, plan
from devtools.services import ROOT, postgres_server, valkey_server
from devtools.services.ports import free

OURS = {
    "migrate": commands.MIGRATE,
    "web": commands.WEB,
    "worker": commands.WORKER,
    "stripe-worker": commands.STRIPE_WORKER,
    "photo-worker": commands.PHOTO_WORKER,
    "beat": commands.BEAT,
}
#: And the line that each reads.
WORKERS = {"worker": "celery", "stripe-worker": "stripe", "photo-worker": "photos"}

#: Debian's package; `./run test` installs it where it may.
COMPOSE = [name for name in ("docker-compose",) if shutil.which(name)]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """docker-compose.yml, read."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """What the containers would find, with a database and a queue of their own."""
    given = os.environ["DATABASE_URL"]
    queue = urlsplit(os.environ["REDIS_URL"])._replace(path="/15").geturl()
    name = f"containers_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield os.environ | {
            "DATABASE_URL": urlsplit(given)._replace(path=f"/{name}").geturl(),
            "REDIS_URL": queue,
            "BIND": f"127.0.0.1:{free()}",
            "DEMO": "0",
            "BASE_URL": "http://localhost:8000",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
        }
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
    with redis.Redis.from_url(queue) as client:
        client.flushdb()


def test_the_services_are_all_there(compose: dict[str, Any]) -> None:
    assert compose["services"].keys() == OURS.keys() | {"database", "cache", "mail"}


@pytest.mark.parametrize("name", OURS)
def test_a_container_runs_the_demos_own_command(
    compose: dict[str, Any], name: str
) -> None:
    assert compose["services"][name]["command"] == OURS[name]


def test_the_image_starts_the_web_server() -> None:
    words = ", ".join(f'"{word}"' for word in commands.WEB)
    assert (ROOT / "Dockerfile").read_text().endswith(f"CMD [{words}]\n")


def test_the_database_is_made_with_the_same_words(compose: dict[str, Any]) -> None:
    database = compose["services"]["database"]
    words = database["environment"]["POSTGRES_INITDB_ARGS"]
    assert tuple(words.split()) == postgres_server.INITDB_ARGUMENTS
    assert database["image"] == "postgres:18"
    assert database["volumes"] == ["database:/var/lib/postgresql"]


def test_only_this_machine_can_reach_the_containers(compose: dict[str, Any]) -> None:
    services = compose["services"].values()
    ports = [port for service in services for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_is_small_and_has_no_super_user() -> None:
    final = (ROOT / "Dockerfile").read_text().split("\nFROM ")[-1]
    assert final.startswith("python:3.13-slim\n")
    assert "\nUSER handloop\n" in final
    assert "apt-get" not in final
    assert "pip" not in final
    assert "requirements-dev" not in (ROOT / "Dockerfile").read_text()


def test_the_image_holds_what_runs_and_nothing_else() -> None:
    wanted = (ROOT / ".dockerignore").read_text().splitlines()
    assert wanted[0] == "*"
    sent = [line[1:] for line in wanted if line.startswith("!")]
    assert all((ROOT / name).exists() for name in sent)
    assert not {"devtools", "tests", ".git", ".devdata"} & set(sent)


def test_a_container_is_given_what_is_called_so(compose: dict[str, Any]) -> None:
    """Our own secret once went to Stripe as its key."""
    environment = compose["services"]["web"]["environment"]
    passed_on = {
        name: str(value)[2:].partition(":")[0]
        for name, value in environment.items()
        if str(value).startswith("${")
    }
    proxy = {"BEHIND_TLS_PROXY", "TRUSTED_PROXY_COUNT"}
    assert {"STRIPE_SECRET_KEY", *proxy} <= passed_on.keys()
    assert all(name == source for name, source in passed_on.items())


@pytest.mark.parametrize("program", COMPOSE)
def test_the_compose_file_is_valid(program: str) -> None:
    given = os.environ | {"SECRET_KEY": "x"}
    config = [program, "--file", str(ROOT / "docker-compose.yml"), "config", "-q"]
    done = subprocess.run(config, env=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    without = {name: given[name] for name in given if name != "SECRET_KEY"}
    refused = subprocess.run(config, env=without, capture_output=True, check=False)
    assert refused.returncode != 0
    assert b"openssl rand -hex 32" in refused.stderr


@pytest.mark.faults
def test_each_containers_command_starts(
    compose: dict[str, Any], environment: dict[str, str]
) -> None:
    queue = environment["REDIS_URL"]
    command = {name: compose["services"][name]["command"] for name in OURS}
    migrate = commands.here(command["migrate"])
    subprocess.run(
        migrate, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    with _running(command["web"], environment):
        port = int(environment["BIND"].split(":")[1])
        _wait(lambda: plan.serves(port))
    with redis.Redis.from_url(queue) as client:
        with _running(command["beat"], environment):
            _wait(lambda: client.llen("celery") > 0 and client.llen("stripe") > 0)
        for name, line in WORKERS.items():
            # The one before may still be in Valkey's list for a moment.
            _wait(lambda: not valkey_server.has_readers(queue))
            with _running(command[name], environment):
                _wait(partial(_is_empty, client, line))
                _wait(lambda: valkey_server.has_readers(queue))


def _is_empty(queue: redis.Redis, line: str) -> bool:
    return queue.llen(line) == 0


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    here = commands.here(command)
    with subprocess.Popen(here, cwd=ROOT, env=environment) as process:
        try:
            yield
            assert process.poll() is None
        finally:
            process.terminate()
    assert process.returncode == 0


def _wait(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 40
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.1)
