"""`./run bench-sweep`: how long the sweep of time takes among a million orders.

Real PostgreSQL (with fsync) and Valkey, started here. What is measured, and how, is the
command `measure_sweep`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from devtools import services
from devtools.services.process import CannotRun


def main(options: list[str]) -> int:
    """Start the servers, measure, and give the exit code: 1 when a bar is missed."""
    os.environ |= services.TEST_ENVIRONMENT | {"LOG_LEVEL": "ERROR"}
    with tempfile.TemporaryDirectory(prefix="bench-sweep-") as name:
        place = Path(name)
        place.chmod(0o755)
        with (
            services.postgres(place / "postgres", durable=True) as database,
            services.valkey(place / "valkey") as queue,
        ):
            os.environ |= {"DATABASE_URL": database, "REDIS_URL": queue}
            manage = [sys.executable, "manage.py"]
            migrate = [*manage, "migrate", "--verbosity", "0"]
            subprocess.run(migrate, cwd=services.ROOT, check=True)
            measure = [*manage, "measure_sweep", *options]
            return subprocess.run(measure, cwd=services.ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
