"""`./run bench-emails`: how long an email takes, and how many go in a second.

Real PostgreSQL (with fsync), Valkey, Celery workers and SMTP, all started here. What is
measured, and how, is the command `measure_emails`.
"""

import os
import sys

from devtools import workbench
from devtools.services.process import CannotRun


def main(options: list[str]) -> int:
    """Start the servers, measure, and give the exit code: 1 when a bar is missed."""
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ["PYTHONWARNINGS"] = "ignore:::celery.platforms"
    with (
        workbench.marketplace("bench-emails") as place,
        workbench.sink(place / "mail") as port,
    ):
        os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        os.environ["DEV_MAIL"] = str(place / "mail")
        return workbench.manage("measure_emails", *options)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
