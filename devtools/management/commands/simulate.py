"""Plays months of the marketplace on an empty database and prints the judge's table."""

import json
import subprocess
import tempfile
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from devtools.simulator import baselines, figures, play
from devtools.simulator.drawing import Wishes, draw
from devtools.simulator.figures import Verdict, verdict
from devtools.simulator.script import Script
from devtools.simulator.sweeps import LOOK_AGAIN
from orders.models import Order


class Command(BaseCommand):
    """Prints one table; exit code 1 when a bar is missed."""

    help = "Simulate months of the marketplace; started by ./run simulate."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, and what is left out."""
        parser.add_argument("--orders", type=int, default=2000)
        parser.add_argument("--days", type=int, default=120)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", type=Path, help="write the figures there")
        parser.add_argument("--cases", type=int, default=5, help="how many are told")
        parser.add_argument(
            "--control",
            action="store_true",
            help="switch the sweep of time off: it must come out dark",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Play, judge, compare, print."""
        if Order.objects.exists():
            raise CommandError("The database is not empty: use ./run simulate.")
        wishes = Wishes(options["orders"], options["days"], options["seed"])
        script = draw(wishes)
        began = time.monotonic()
        found, run = played(script, control=options["control"])
        seconds = time.monotonic() - began
        verdicts = {
            "ours": found,
            "baseline_state_mail_only": verdict(
                script, baselines.state_mail_only(script)
            ),
            "baseline_one_move": verdict(script, baselines.one_move(script)),
        }
        meta = circumstances(wishes) | {"seconds": round(seconds, 1)} | run
        print(json.dumps(meta))
        print(figures.table(verdicts))
        if options["json"]:
            whole = {name: one.json for name, one in verdicts.items()}
            options["json"].write_text(json.dumps(whole | {"meta": meta}, indent=2))
        self.conclude(found, options)

    def conclude(self, found: Verdict, options: dict[str, Any]) -> None:
        """What was missed, with cases to learn from; raises SystemExit then."""
        if options["control"]:
            dark = found.dark_hours > 0
            print("The control is dark, as it must be." if dark else "NOT DARK.")
            raise SystemExit(0 if dark else 1)
        for words in found.misses:
            print(f"MISSED: {words}")
        if found.misses:
            print(figures.complaints(found, options["cases"]))
            raise SystemExit(1)
        print("Every bar is cleared.")


def played(script: Script, *, control: bool) -> tuple[Verdict, dict[str, Any]]:
    """The script on the real code, and its verdict."""
    without = frozenset({LOOK_AGAIN}) if control else frozenset[str]()
    with (
        tempfile.TemporaryDirectory(prefix="simulated-") as name,
        play.stage_set(script, Path(name), without) as run,
    ):
        run.prepare()
        seen = run.run()
        meta = {
            "steps": run.steps,
            "letters": len(seen.letters),
            "looks": len(seen.looks),
            "workers_killed": run.workers.killed,
            "steps_rolled_back": run.stage.rolled_back,
            "stuck_sweeps": run.workers.stuck,
            "refusals": len(seen.refusals),
        }
    for words, count in Counter(
        one.split(": ", 1)[-1] for one in seen.refusals
    ).most_common(12):
        print(f"  {count} × refused: {words}")
    return verdict(script, seen), meta


def circumstances(wishes: Wishes) -> dict[str, Any]:
    """What somebody needs to compare two runs."""
    said = subprocess.run(
        ["git", "log", "-1", "--format=%h"],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        check=False,
    )
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgres,) = cursor.fetchone() or ("",)
    return {
        "commit": said.stdout.strip() or "none",
        "seed": wishes.seed,
        "orders": wishes.orders,
        "days": wishes.days,
        "postgres": postgres,
        "django": version("django"),
        "python": python_version(),
    }
