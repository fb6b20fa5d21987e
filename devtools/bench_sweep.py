"""`./run bench-sweep`: how long the sweep of time takes among a million orders.

Real PostgreSQL (with fsync) and Valkey, started here. What is measured, and how, is the
command `measure_sweep`.
"""

import os
import sys

from devtools import workbench
from devtools.services.process import CannotRun


def main(options: list[str]) -> int:
    """Start the servers, measure, and give the exit code: 1 when a bar is missed."""
    os.environ["LOG_LEVEL"] = "ERROR"
    with workbench.marketplace("bench-sweep"):
        return workbench.manage("measure_sweep", *options)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
