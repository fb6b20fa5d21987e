"""`./run manage …`: Django's commands on the demo's data, whether it runs or not."""

import os
import subprocess
import sys
from contextlib import ExitStack

from devtools import demo, plan, services
from devtools.commands import here
from devtools.plan import DATA
from devtools.services.lock import Lock
from devtools.services.process import CannotRun


def main(words: list[str]) -> int:
    """Run one command in the demo's environment; gives its exit code."""
    os.chdir(services.ROOT)
    lock = Lock(DATA.with_suffix(".lock"))
    with ExitStack() as stack:
        if lock.take():
            environment = _start(stack, lock)
        elif found := demo.remembered():
            environment = found | dict(os.environ)
        else:
            raise CannotRun("The demo is just starting: try again when it is ready.")
        command = here(["python", "manage.py", *words])
        return subprocess.run(command, env=environment, check=False).returncode


def _start(stack: ExitStack, lock: Lock) -> dict[str, str]:
    environment = plan.base_environment(
        os.environ, int(os.environ.get("PORT") or "8000")
    )
    held = (lock.fileno(),)
    if not environment.get("DATABASE_URL"):
        server = services.postgres(DATA / "postgres", durable=True, keep_open=held)
        environment["DATABASE_URL"] = stack.enter_context(server)
    if not environment.get("REDIS_URL"):
        cache = services.valkey(DATA / "valkey", durable=True, keep_open=held)
        environment["REDIS_URL"] = stack.enter_context(cache)
    return environment


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
