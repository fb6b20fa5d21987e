"""How the web server runs: the same in the demo, in a container and in production."""

import os
from pathlib import Path

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
