"""How the web server runs: the same in the demo, in a container and in production."""

import os
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from marketplace.logs import Scrubbed


class DiscreetLogger(Logger):
    """Gunicorn's own log, and the one of every request if somebody turns it on,
    without the keys that open orders."""

    def setup(self, cfg: Any) -> None:
        """Every handler writes in the same form as before."""
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            before = handler.formatter
            handler.setFormatter(Scrubbed(before._fmt, before.datefmt))


logger_class = DiscreetLogger
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 30
graceful_timeout = 10
keepalive = 5
preload_app = True
control_socket_disable = True
# A worker's sign of life is a file: on a slow disk it would look dead.
memory = Path("/dev", "shm")
worker_tmp_dir = str(memory) if memory.is_dir() else None
