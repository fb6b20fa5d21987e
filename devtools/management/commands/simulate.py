"""Plays months of the marketplace, a process for each district, and prints what the
judge says of it, beside two baselines. Start it as `./run simulate`."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from devtools.simulator import baselines, figures
from devtools.simulator.drawing import Wishes, draw
from devtools.simulator.figures import Verdict, verdict
from devtools.simulator.observed import Observation, read, written
from devtools.simulator.script import DISTRICTS

#: The control is smaller: it only has to come out dark.
CONTROL = Wishes(orders=30, days=40)


class Command(BaseCommand):
    """Prints one table; exit code 1 when a bar is missed."""

    help = "Simulate months of the marketplace; started by ./run simulate."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, and what is told."""
        parser.add_argument("--orders", type=int, default=2000)
        parser.add_argument("--days", type=int, default=120)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", type=Path, help="write the figures there")
        parser.add_argument("--cases", type=int, default=5, help="how many are told")
        parser.add_argument("--keep", type=Path, help="keep what was seen there")
        parser.add_argument(
            "--control",
            action="store_true",
            help="only the control: no sweep of time, and it must come out dark",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Play, judge, compare, print."""
        if options["control"]:
            raise SystemExit(not control_is_dark(options["seed"]))
        wishes = Wishes(options["orders"], options["days"], options["seed"])
        began = time.monotonic()
        found, run = played(wishes, control=False, keep=options["keep"])
        verdicts = {"ours": found} | compared(wishes)
        run["seconds"] = round(time.monotonic() - began, 1)
        run["control_is_dark"] = control_is_dark(wishes.seed)
        meta = circumstances(wishes) | run
        print(json.dumps(meta, ensure_ascii=False))
        print(figures.table(verdicts))
        if options["json"]:
            whole = {name: one.json for name, one in verdicts.items()}
            options["json"].write_text(json.dumps(whole | {"meta": meta}, indent=2))
        conclude(verdicts, options["cases"], is_sound=run["control_is_dark"])


def control_is_dark(seed: int) -> bool:
    """The negative control: our own code without its sweep of time, on a smaller town.

    When it is not dark, the measure is worth nothing."""
    found, _ = played(replace(CONTROL, seed=seed), control=True)
    hours = f"{found.dark_hours:,.0f} dark hours per 1,000 orders"
    print(f"Control, without the sweep of time: {hours}.", flush=True)
    return bool(found.dark)


def conclude(verdicts: dict[str, Verdict], cases: int, *, is_sound: bool) -> None:
    """What was missed, with cases to learn from; raises SystemExit then."""
    found = verdicts.pop("ours")
    misses = found.misses
    bright = [name for name, one in verdicts.items() if not one.dark]
    bright += [] if is_sound else ["the control"]
    misses += [f"{name} is not dark: the measure is worth nothing" for name in bright]
    for words in misses:
        print(f"MISSED: {words}")
    if misses:
        print(figures.complaints(found, cases))
        raise SystemExit(1)
    print("Every bar is cleared.")


def compared(wishes: Wishes) -> dict[str, Verdict]:
    """The two baselines, on the same script."""
    script = draw(wishes)
    return {
        "baseline_state_mail_only": verdict(script, baselines.state_mail_only(script)),
        "baseline_one_move": verdict(script, baselines.one_move(script)),
    }


def played(
    wishes: Wishes, *, control: bool, keep: Path | None = None
) -> tuple[Verdict, dict[str, Any]]:
    """The script on the real code, every district at the same time, and its verdict."""
    seen, numbers = Observation(), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="simulated-") as name:
        files = [Path(name) / str(number) for number in range(DISTRICTS)]
        running = [
            _start(wishes, number, files[number], control)
            for number in range(DISTRICTS)
        ]
        ended = [one.wait() for one in running]
        if any(ended):
            raise CommandError("A district could not be played to its end.")
        for file in files:
            counted, there = file.read_text().split("\n", 1)
            seen.add(read(there))
            numbers.update(json.loads(counted))
    if keep:
        keep.write_text(written(seen))
    said = Counter(one.split(": ", 1)[-1] for one in seen.refusals)
    refused = [f"{count} × {words}" for words, count in said.most_common(8)]
    return verdict(draw(wishes), seen), {**numbers, "refused": refused}


def _start(
    wishes: Wishes, number: int, out: Path, control: bool
) -> "subprocess.Popen[bytes]":
    database = urlsplit(os.environ["DATABASE_URL"])
    queue = urlsplit(settings.REDIS_URL)
    place = "control" if control else "district"
    own = {
        "DATABASE_URL": database._replace(path=f"/{place}_{number}").geturl(),
        "REDIS_URL": queue._replace(path=f"/{number}").geturl(),
    }
    words = [f"--{name}={value}" for name, value in vars(wishes).items()]
    words += [f"--district={number}", f"--out={out}", *["--control"] * control]
    command = [sys.executable, "manage.py", "simulate_district", *words]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | own)


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
        **vars(wishes),
        "postgres": postgres,
        "django": version("django"),
        "python": python_version(),
    }
