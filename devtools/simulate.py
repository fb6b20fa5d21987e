"""`./run simulate`: months of the marketplace on the real code, judged by a stranger.

Real PostgreSQL, Valkey and SMTP, all started here. How it is played and judged is in
docs/simulator.md; the command is `simulate`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from devtools import services
from devtools.services.process import CannotRun


def main(options: list[str]) -> int:
    """Start the servers, play and judge; the exit code: 1 when a bar is missed."""
    os.environ |= services.TEST_ENVIRONMENT
    os.environ |= {"LOG_LEVEL": "CRITICAL", "QUIET_HOURS": "1"}
    # A worker is forked off to be killed, from a process that has threads, knowingly.
    os.environ["PYTHONWARNINGS"] = "ignore::DeprecationWarning"
    with tempfile.TemporaryDirectory(prefix="simulate-") as name:
        place = Path(name)
        place.chmod(0o755)
        with (
            services.postgres(place / "postgres") as database,
            services.valkey(place / "valkey") as queue,
        ):
            os.environ |= {"DATABASE_URL": database, "REDIS_URL": queue}
            os.environ |= {"MEDIA_ROOT": str(place / "media")}
            manage = [sys.executable, "manage.py"]
            migrate = [*manage, "migrate", "--verbosity", "0"]
            subprocess.run(migrate, cwd=services.ROOT, check=True)
            play = [*manage, "simulate", *options]
            return subprocess.run(play, cwd=services.ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
