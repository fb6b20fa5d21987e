"""`manage.py demo_data`: people, pieces and orders for an empty marketplace."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from devtools.demodata.load import A_FEW_ORDERS, FEW, Wishes, is_empty, load
from devtools.plan import DATA
from listings.finding import tallying


class Command(BaseCommand):
    """Loads once; in a marketplace that has data it changes nothing."""

    help = "Fill an empty marketplace with people, pieces and orders to look at."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the demo's Stripe sandbox remembers, and how large pictures are."""
        state = DATA / "stripe.state"
        parser.add_argument("--stripe-state", type=Path, default=state)
        parser.add_argument("--picture-width", type=int, default=Wishes.width)
        parser.add_argument("--few", action="store_true", help="Three shops only.")

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it or nothing."""
        if not is_empty():
            self.stdout.write("This marketplace has people already: nothing was done.")
            return
        began = time.monotonic()
        state: Path = options["stripe_state"]
        state.parent.mkdir(parents=True, exist_ok=True)
        wishes = Wishes(state, options["picture_width"])
        if options["few"]:
            wishes = replace(wishes, shops=FEW, orders=A_FEW_ORDERS)
        load(wishes, self.stdout.write)
        # Workers do it every few minutes; whoever looks now wants to search now.
        tallying.count_shelves()
        tallying.gather_words()
        self.stdout.write(f"Loaded in {time.monotonic() - began:.1f} s.")
