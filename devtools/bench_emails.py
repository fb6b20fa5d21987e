"""`./run bench-emails`: how long an email takes, and how many go in a second.

Real PostgreSQL (with fsync), Valkey, Celery workers and SMTP, all started here. What is
measured, and how, is the command `measure_emails`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from devtools import services, workbench
from devtools.services.process import CannotRun


def main(options: list[str]) -> int:
    """Start the servers, measure, and give the exit code: 1 when a bar is missed."""
    os.environ |= services.TEST_ENVIRONMENT | {"LOG_LEVEL": "ERROR"}
    os.environ["PYTHONWARNINGS"] = "ignore:::celery.platforms"
    with tempfile.TemporaryDirectory(prefix="bench-emails-") as name:
        place = Path(name)
        place.chmod(0o755)
        with (
            services.postgres(place / "postgres", durable=True) as database,
            services.valkey(place / "valkey") as queue,
            workbench.sink(place / "mail") as port,
        ):
            os.environ |= {"DATABASE_URL": database, "REDIS_URL": queue}
            os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
            os.environ["DEV_MAIL"] = str(place / "mail")
            manage = [sys.executable, "manage.py"]
            migrate = [*manage, "migrate", "--verbosity", "0"]
            subprocess.run(migrate, cwd=services.ROOT, check=True)
            measure = [*manage, "measure_emails", *options]
            return subprocess.run(measure, cwd=services.ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
