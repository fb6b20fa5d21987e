"""`./run simulate`: months of the marketplace on the real code, judged by a stranger.

Real PostgreSQL, Valkey and SMTP, all started here; each district of the script has a
database and a process of its own. What is played and how it is judged is in
docs/simulator.md; the command is `simulate`.
"""

import os
import sys
from urllib.parse import urlsplit

import psycopg

from devtools import workbench
from devtools.services.process import CannotRun
from devtools.simulator.script import DISTRICTS


def main(options: list[str]) -> int:
    """Start the servers, play and judge; the exit code: 1 when a bar is missed."""
    os.environ["LOG_LEVEL"] = "CRITICAL"
    # A worker is forked off to be killed, from a process that has threads, knowingly.
    os.environ["PYTHONWARNINGS"] = "ignore"
    with workbench.marketplace("simulate", durable=False):
        os.environ["QUIET_HOURS"] = "1"
        _copy(os.environ["DATABASE_URL"])
        return workbench.manage("simulate", *options)


def _copy(database: str) -> None:
    """The same empty tables for each district, and for the control's."""
    name = urlsplit(database).path.strip("/")
    elsewhere = urlsplit(database)._replace(path="/template1").geturl()
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        for place in ("district", "control"):
            for number in range(DISTRICTS):
                own = f"{place}_{number}"
                connection.execute(f'CREATE DATABASE "{own}" TEMPLATE "{name}"')


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
