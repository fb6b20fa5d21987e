"""Measures each kind of search page over very many pieces."""

import math
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from psycopg import sql

from devtools import many_listings
from devtools.management.commands.measure_sweep import circumstances
from devtools.many_listings import Amount
from devtools.searches import Draw, Visitors
from listings.finding import paces, tallying
from listings.finding.asked import Asked, Sort
from listings.finding.matching import match
from listings.finding.places import Place, Row
from listings.finding.results import PER_PAGE, find
from listings.finding.settings import bounded
from listings.finding.tiers import tiers
from listings.models import Entry, Listing

#: The bar of issue 4, in milliseconds, for the 95th of a hundred answers of each kind.
BAR = 150.0
#: How far in a deep page is, in pages.
DEEP = 1000
FAR = sql.SQL("""
SELECT listing_id, (extract(epoch FROM published_at) * 1000000)::bigint FROM (
    SELECT listing_id, published_at FROM listings_entry WHERE {where} AND {fits}
    ORDER BY published_at DESC, listing_id DESC LIMIT {far} + 1
) newest ORDER BY published_at, listing_id LIMIT 1
""")
WITHOUT = ("entry_words", "entry_shelf_new", "entry_category_new", "entry_new")


@dataclass(frozen=True)
class Taken:
    """Of one kind of page: its name, and how long each answer took, in milliseconds,
    by the clock and of processor time (Postgres and Python)."""

    kind: str
    times: list[float]
    busy: list[float]

    def at(self, share: float) -> float:
        """So many of a hundred answers took at most this."""
        place = math.ceil(share * len(self.times)) - 1
        return sorted(self.times)[max(0, place)]


class Command(BaseCommand):
    """Prints what was asked and how long it took; exit code 1 when a bar is missed."""

    help = "Measure finding among very many pieces; started by ./run bench-search."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much of everything."""
        parser.add_argument("--listings", type=int, default=1_000_000)
        parser.add_argument("--shops", type=int, default=1000)
        parser.add_argument("--times", type=int, default=60)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--loaded", action="store_true", help="Use what is there.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, ask every kind of question, then without what makes it fast."""
        amount = Amount(*(options[key] for key in ("listings", "shops", "seed")))
        self.say(circumstances(amount.seed))
        if not options["loaded"]:
            self.load(amount)
        self.say(f"{_sizes()}; load of the machine {os.getloadavg()[0]:.1f}")
        visitors = Visitors(amount.seed)
        taken = [
            self.measure(kind, draw, options["times"])
            for kind, draw in [*visitors.kinds(), *deep(visitors)]
        ]
        missed = [
            f"{one.kind}: {one.at(0.95):.0f} ms at the 95th percentile"
            for one in taken
            if one.at(0.95) > BAR
        ]
        missed += self.control(visitors, amount)
        for reason in missed:
            self.say(f"MISSED: {reason}")
        if missed:
            raise SystemExit(1)
        self.say(f"met: every kind in at most {BAR:.0f} ms at the 95th percentile")

    def say(self, words: str) -> None:
        """A line, at once."""
        self.stdout.write(words)
        self.stdout.flush()

    def load(self, amount: Amount) -> None:
        """Pieces, catalogue, and what workers count of them."""
        began = time.perf_counter()
        many_listings.load(amount)
        loaded = time.perf_counter()
        many_listings.catalogue()
        listed = time.perf_counter()
        numbers, words = tallying.count_shelves(), tallying.gather_words()
        counted = time.perf_counter()
        days = 0
        while some := paces.count_stale(paces.IN_ONE_SWEEP):
            days += some
        _run("CHECKPOINT")
        self.say(
            f"{amount.listings} pieces of {amount.shops} shops in"
            f" {loaded - began:.0f} s,"
            f" the catalogue in {listed - loaded:.0f} s, {numbers} numbers and {words}"
            f" words in {counted - listed:.0f} s, {days} days to post in"
            f" {time.perf_counter() - counted:.0f} s"
        )

    def measure(self, kind: str, draw: Draw, times: int) -> Taken:
        """The answers to as many questions of a kind, each with counts and cards."""
        answer(draw(), "")
        taken = Taken(kind, [], [])
        for _ in range(times):
            asked = draw()
            page, before = _page(kind, asked), _busy()
            taken.times.append(answer(asked, page))
            taken.busy.append(_busy() - before)
        p50, p95, most = taken.at(0.5), taken.at(0.95), max(taken.times)
        busy = Taken(kind, taken.busy, []).at(0.95)
        self.say(
            f"\n{kind}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, at most {most:.0f} ms;"
            f" of processor time p95 {busy:.0f} ms"
        )
        asked = draw()
        self.say(f"  such as {asked.address()}")
        for plan in plans(asked):
            self.say("\n".join(f"    {line}" for line in plan))
        return taken

    def control(self, visitors: Visitors, amount: Amount) -> list[str]:
        """With pages counted off, and without the indexes, it must be far slower."""
        asked = Asked(sort=Sort.NEW)
        sealed, skipped = answer(asked, _deep_page(asked)), _skipped()
        self.say(
            f"\ncontrol: page {DEEP} along the index {sealed:.0f} ms,"
            f" with OFFSET {skipped:.0f} ms"
        )
        question = visitors.two()
        with_them = min(answer(question, "") for _ in range(3))
        with without(WITHOUT):
            bare = answer(question, "")
        self.say(
            f"control: {question.address()} with its indexes {with_them:.0f} ms,"
            f" without {bare:.0f} ms (at most 2 s are allowed)"
        )
        if amount.listings < 100_000:
            return []
        slower = bare > 3 * with_them
        return (
            [] if slower else ["without the indexes it is as fast: nothing is proved"]
        )


def deep(visitors: Visitors) -> Iterator[tuple[str, Draw]]:
    """Pages far behind, of a shelf and of a word."""
    yield f"page {DEEP} of everything", lambda: Asked(sort=Sort.NEW)
    yield f"page {DEEP} of a shelf", visitors.category
    yield f"page {DEEP} of a common word", visitors.common


def answer(asked: Asked, page: str) -> float:
    """Milliseconds until page, counts and cards are there, words and days included."""
    began = time.perf_counter()
    found = find(match(asked), page=page)
    list(Listing.objects.for_cards().filter(pk__in=found.listing_ids))
    return (time.perf_counter() - began) * 1000


def _page(kind: str, asked: Asked) -> str:
    return _deep_page(asked) if kind.startswith("page") else ""


def _busy() -> float:
    """Milliseconds of processor time so far, of this process and of its Postgres one
    where there is /proc: on a busy machine the clock on the wall says less."""
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    its = int(stat.read_text().split()[0]) / 1e6 if stat.exists() else 0.0
    return time.process_time() * 1000 + its


def _deep_page(asked: Asked) -> str:
    """A place as far behind as a visitor comes who presses Next so many times, or as
    there is."""
    found = match(asked)
    fits = tiers(found)[0].condition
    statement = FAR.format(where=found.where(), fits=fits, far=DEEP * PER_PAGE)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return Place(Row(row[0], 0, row[1])).sealed(asked.order) if row else ""


def plans(asked: Asked) -> Iterator[Sequence[str]]:
    """How Postgres went about it: each statement of one answer, explained."""
    statements: list[str] = []

    def remember(execute: Any, statement: Any, *rest: Any) -> Any:
        text = statement
        if isinstance(statement, sql.Composable):
            text = statement.as_string(connection.connection)
        if "listings_entry" in str(text) and not rest[0]:
            statements.append(str(text))
        return execute(statement, *rest)

    with connection.execute_wrapper(remember):
        find(match(asked))
    for statement in statements:
        with bounded(), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {statement}")
            yield [line for (line,) in cursor.fetchall() if "Buffers" not in line]


def _skipped() -> float:
    began = time.perf_counter()
    newest = Entry.objects.findable().order_by("-published_at", "-listing")
    list(newest.only("listing_id")[DEEP * PER_PAGE :][:PER_PAGE])
    return (time.perf_counter() - began) * 1000


@contextmanager
def without(indexes: Sequence[str]) -> Iterator[None]:
    """As if they were not there; nothing is dropped."""
    _valid(indexes, "false")
    try:
        yield
    finally:
        _valid(indexes, "true")


def _valid(indexes: Sequence[str], whether: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = %s::boolean WHERE indexrelid IN"
            " (SELECT oid FROM pg_class WHERE relname = ANY(%s))",
            [whether, list(indexes)],
        )


def _sizes() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_size_pretty(pg_table_size('listings_entry')),"
            " pg_size_pretty(pg_indexes_size('listings_entry')),"
            " current_setting('shared_buffers')"
        )
        table, indexes, memory = cursor.fetchone() or ("", "", "")
    return f"catalogue {table}, its indexes {indexes}, shared_buffers {memory}"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
