"""`./run bench-search`: how long finding takes among a million pieces.

Real PostgreSQL, started here with a fifth of the memory of a small server. What is
measured, and how, is the command `measure_search`.
"""

import os
import sys

from devtools import workbench
from devtools.services.process import CannotRun

#: As any server of this size is set up; Postgres's own default is for a Raspberry Pi.
MEMORY = {"shared_buffers": "2GB", "max_wal_size": "4GB"}


def main(options: list[str]) -> int:
    """Start the servers, measure, and give the exit code: 1 when a bar is missed."""
    os.environ["LOG_LEVEL"] = "ERROR"
    with workbench.marketplace("bench-search", settings=MEMORY):
        return workbench.manage("measure_search", *options)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
