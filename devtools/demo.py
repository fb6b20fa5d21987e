"""`./run demo`: the whole marketplace on this machine, and nothing left behind."""

import hashlib
import json
import os
import shutil
import sys
import time
from pathlib import Path

import psycopg

from devtools import plan
from devtools.commands import COLLECT_STATIC, MIGRATE, here
from devtools.logins import LOGINS, PASSWORD
from devtools.plan import DATA, Plan
from devtools.pseudo import CODES
from devtools.services import ROOT, postgres_server
from devtools.services.lock import Lock
from devtools.services.process import CannotRun
from devtools.supervisor import Service, Stopped, Supervisor, say

#: What runs finds the others by; kept for `./run manage` and the benchmarks.
ENVIRONMENT = DATA / "environment.json"
#: Three shops with small pictures, for whoever starts it again and again.
SMALL = ["--few", "--picture-width", "320"]
OURS = (
    "BASE_URL ALLOWED_HOSTS MEDIA_ROOT STATIC_ROOT DEV_MAIL SECRET_KEY DEBUG DEMO "
    "STAFF_SECOND_FACTOR DATABASE_URL REDIS_URL EMAIL_URL LANGUAGES LOCALE_PATHS "
    "STRIPE_SECRET_KEY STRIPE_WEBHOOK_SECRET STRIPE_API_BASE"
)


def main(words: list[str]) -> int:
    """Run the demo, or with `reset` delete what it keeps; gives the exit code."""
    os.chdir(ROOT)
    try:
        lock = Lock(DATA.with_suffix(".lock"))
        if not lock.take(patience=15):
            raise CannotRun(
                f"The demo is already running: stop it first (process {lock.owner()})."
            )
        if words == ["reset"]:
            shutil.rmtree(DATA, ignore_errors=True)
            say("The demo's data is gone: ./run demo starts over.")
        else:
            run(plan.make(os.environ), lock)
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return 1
    except PermissionError as problem:
        print(f"This user may not write to {problem.filename}.", file=sys.stderr)
        return 1
    return 0


def run(wanted: Plan, lock: Lock) -> None:
    """Start everything in order, say where it is, and stop it when asked to."""
    began = time.monotonic()
    supervisor = Supervisor(wanted.environment, keep_open=lock.fileno())
    try:
        if wanted.database is not None:
            postgres_server.prepare(DATA / "postgres")
            supervisor.start(wanted.database)
        supervisor.start(*wanted.beside)
        make_pseudo_languages(supervisor, wanted)
        supervisor.run(Service("migrate", here([*MIGRATE, "--verbosity", "0"])))
        load_demo_data(supervisor, wanted)
        collect_static(supervisor, wanted)
        supervisor.start(*wanted.marketplace)
        say(table(wanted, time.monotonic() - began))
        _remember(wanted)
        supervisor.watch()
    except Stopped:
        say("Stopping.")
    finally:
        ENVIRONMENT.unlink(missing_ok=True)
        supervisor.stop()
    say("Everything has been stopped.")


def make_pseudo_languages(supervisor: Supervisor, wanted: Plan) -> None:
    """LANGUAGES=en,en-xa,ar-xb ./run demo shows what is not marked for translation."""
    asked = wanted.environment.get("LANGUAGES", "")
    if not set(CODES) & set(asked.split(",")):
        return
    place = wanted.environment["LOCALE_PATHS"]
    command = ["python", "-m", "devtools.pseudo", place]
    supervisor.run(Service("words", here(command)))


def load_demo_data(supervisor: Supervisor, wanted: Plan) -> None:
    """Fill an empty marketplace; one that was interrupted half way is gone on with."""
    loaded = DATA / "loaded"
    unfinished = wanted.database is not None and not loaded.exists()
    if unfinished or _is_empty(wanted.environment["DATABASE_URL"]):
        few = SMALL if os.environ.get("DEMO_FEW") else []
        command = here(["python", "manage.py", "demo_data", *few])
        supervisor.run(Service("data", command))
    loaded.touch()


def collect_static(supervisor: Supervisor, wanted: Plan) -> None:
    """Prepare the static files, when any of them has changed."""
    stamp = Path(wanted.environment["STATIC_ROOT"]) / ".made-from"
    made_from = _static_sources()
    if stamp.exists() and stamp.read_text() == made_from:
        return
    supervisor.run(Service("static", here([*COLLECT_STATIC, "--verbosity", "0"])))
    stamp.write_text(made_from)


def table(wanted: Plan, seconds: float) -> str:
    """All that somebody in front of the demo has to know."""
    width = max(map(len, [*wanted.pages, *LOGINS])) + 3
    pages = [f"{name:<{width}}{address}" for name, address in wanted.pages.items()]
    logins = [f"{email:<{width}}{what}" for email, (_, what) in LOGINS.items()]
    password = f"{'Password':<{width}}{PASSWORD}   (the same for everybody)"
    card = f"{'Pay with':<{width}}4242 4242 4242 4242, any later date, any three digits"
    end = f"{'Stop':<{width}}Ctrl-C, or: kill {os.getpid()}"
    reset = f"{'Start over':<{width}}./run demo-reset"
    factor = "In this demo the admin asks for no second factor; elsewhere it does."
    lines = [f"Ready after {seconds:.1f} s", "", *pages, "", *logins, password]
    lines += [card, "", end, reset, "", factor]
    rule = "─" * (max(map(len, lines)) + 4)
    return "\n".join(["", rule, *(f"  {line}".rstrip() for line in lines), rule, ""])


def remembered(kept: Path = ENVIRONMENT) -> dict[str, str]:
    """The environment of the demo that is running, empty while it starts."""
    if not kept.exists():
        return {}
    found: dict[str, str] = json.loads(kept.read_text())
    return found


def _remember(wanted: Plan) -> None:
    names = wanted.environment.keys() & set(OURS.split())
    found = {name: wanted.environment[name] for name in sorted(names)}
    ENVIRONMENT.touch(mode=0o600)
    ENVIRONMENT.write_text(json.dumps(found, indent=1))


def _is_empty(database: str) -> bool:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT EXISTS (SELECT FROM accounts_user)").fetchone()
    return row is None or not row[0]


def _static_sources() -> str:
    """A short name for the exact state of everything that is collected."""
    found = [ROOT / "requirements.txt"]
    for folder in ("static", "devtools/static"):
        found += sorted(path for path in (ROOT / folder).rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in found:
        about = path.stat()
        digest.update(f"{path}|{about.st_size}|{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
