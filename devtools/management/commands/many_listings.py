"""Fills an empty marketplace with very many listings, for benchmarks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from devtools import many_listings
from devtools.management.commands.measure_sweep import circumstances
from devtools.many_listings import Amount


class Command(BaseCommand):
    """Listings, and the card catalogue of them."""

    help = "Fill an empty marketplace with very many listings."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many of each."""
        parser.add_argument("--listings", type=int, default=1_000_000)
        parser.add_argument("--shops", type=int, default=1000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them all."""
        amount = Amount(*(options[key] for key in ("listings", "shops", "seed")))
        self.stdout.write(circumstances(amount.seed))
        many_listings.load(amount)
        many_listings.catalogue()
        self.stdout.write(f"{amount.listings:,} listings in {amount.shops:,} shops")
