"""Plays one district of a script on an empty database; `simulate` starts one for each
and judges what all of them saw."""

import gc
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from devtools.simulator import play
from devtools.simulator.drawing import Wishes, draw
from devtools.simulator.observed import written
from devtools.simulator.sweeps import LOOK_AGAIN
from orders.models import Order


class Command(BaseCommand):
    """Writes an Observation and some numbers into a file."""

    help = "One district of ./run simulate."

    def add_arguments(self, parser: CommandParser) -> None:
        """As `simulate`, and which district."""
        parser.add_argument("--orders", type=int, required=True)
        parser.add_argument("--days", type=int, required=True)
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument("--district", type=int, required=True)
        parser.add_argument("--control", action="store_true")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """To the end."""
        if Order.objects.exists():
            raise CommandError("The database is not empty: use ./run simulate.")
        # Nearly everything that is made here stays: looking for rubbish is in vain.
        gc.set_threshold(100_000, 20, 20)
        wishes = Wishes(options["orders"], options["days"], options["seed"])
        script = replace(draw(wishes), district=options["district"])
        without = frozenset({LOOK_AGAIN}) if options["control"] else frozenset[str]()
        with (
            tempfile.TemporaryDirectory(prefix="simulated-") as name,
            play.stage_set(script, Path(name), without) as run,
        ):
            run.prepare()
            seen = run.run()
        options["out"].write_text(f"{json.dumps(run.numbers)}\n{written(seen)}")
