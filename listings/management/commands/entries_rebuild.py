"""`manage.py entries_rebuild`: the card catalogue, its numbers and words, made anew.

For when somebody doubts, or a restore went wrong. Run twice, the second run changes no
entry. Buyers and makers may go on: each bite of entries is locked for a moment."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from listings.finding import paces, tallying
from listings.models import Listing

BITE = 1000


class Command(BaseCommand):
    """Prints how many entries were not as they should be."""

    help = "Make the catalogue of pieces anew, and what is counted of it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Every listing, by and by; then what is derived from all of them."""
        changed, last = 0, 0
        while bite := _bite_after(last):
            changed += _refresh(bite)
            last = bite[-1]
        self.stdout.write(f"Entries that were not as they should be: {changed}.")
        self.stdout.write(f"Numbers counted: {tallying.count_shelves()}.")
        self.stdout.write(f"Words gathered: {tallying.gather_words()}.")
        counted = 0
        while bite_of_paces := paces.count_stale(BITE):
            counted += bite_of_paces
        self.stdout.write(f"Days counted anew: {counted}.")


def _bite_after(last: int) -> list[int]:
    later = Listing.objects.filter(pk__gt=last).order_by("pk")
    return list(later.values_list("pk", flat=True)[:BITE])


def _refresh(ids: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT listings_entries_refresh(%s, false)", [ids])
        (changed,) = cursor.fetchone() or (0,)
        return int(changed)
