"""`./run bench-pages`: how many pages visitors get in a second, beside a minimal view.

Two marketplaces, a small and a large one, each behind the web server as it runs in
production, and each with a minimal Django view of the same listings (`minimal.py`)
behind another. All are asked in turn, in one run. Real PostgreSQL, started here.
What a page costs when it is made anew is printed first; then, how many come a second
in a marketplace that is visited, where most are kept (`listings/kept.py`).
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from devtools import visitors, workbench
from devtools.bench_search import MEMORY
from devtools.commands import COLLECT_STATIC, here
from devtools.page_paths import KINDS, paths
from devtools.services import ROOT
from devtools.services.ports import free
from devtools.services.process import CannotRun, Child, start, stop
from devtools.visitors import Visit

#: The bars of issue 4.
SHARE, DEARER = 0.5, 1.3
#: Those that have a bar beside the minimal view.
COMPARED = ("category", "facets", "listing", "search")
CONNECTIONS = (1, 16)
#: Seconds until both processes keep a kind's pages anew, after two minutes.
WARM = 5
#: Pieces to a shop in both, so that a shop's page shows as many.
PER_SHOP = 1000
#: Finds nothing.
STRANGE = "/search/?q=xylophone"
OURS, MINIMAL = "marketplace.wsgi", "devtools.minimal_server"


@dataclass(frozen=True)
class House:
    """One marketplace and what stands beside it."""

    size: int
    database: str
    ours: int
    minimal: int


Results = dict[tuple[int, str, str, int], Visit]


def main(options: list[str]) -> int:
    """Fill, warm up, measure, and give the exit code: 1 when a bar is missed."""
    wishes = _wishes(options)
    os.environ |= {"LOG_LEVEL": "ERROR", "DEBUG": "0"}
    with ExitStack() as stack:
        started = workbench.marketplace("bench-pages", settings=MEMORY)
        place = stack.enter_context(started)
        os.environ |= {
            "STATIC_ROOT": str(place / "static"),
            "BASE_URL": "http://localhost",
        }
        subprocess.run(
            [*here(COLLECT_STATIC), "--verbosity", "0"], cwd=ROOT, check=True
        )
        empty = os.environ["DATABASE_URL"]
        houses = [
            stack.enter_context(_house(place, empty, size))
            for size in (wishes.small, wishes.large)
        ]
        return _judge(_measure(houses, wishes), houses)


def _wishes(options: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench-pages")
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--pages", type=int, default=12, help="of each kind")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each slice")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(options)


@contextmanager
def _house(place: Path, empty: str, size: int) -> Iterator[House]:
    database = os.environ["DATABASE_URL"] = _database(empty, f"pages_{size}")
    amount = ["--listings", str(size), "--shops", str(max(1, size // PER_SHOP))]
    if workbench.manage("many_listings", *amount):
        raise CannotRun(f"{size} listings could not be made.")
    with _server(place, OURS) as ours, _server(place, MINIMAL) as minimal:
        yield House(size, database, ours, minimal)


def _database(before: str, name: str) -> str:
    elsewhere = urlsplit(before)._replace(path="/template1").geturl()
    empty = urlsplit(before).path.strip("/")
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{empty}"')
    return urlsplit(before)._replace(path=f"/{name}").geturl()


@contextmanager
def _server(place: Path, application: str) -> Iterator[int]:
    """The web server as production runs it, with this application."""
    port = free()
    command = here(["python", "-m", "gunicorn", application])
    environment = dict(os.environ) | {"BIND": f"127.0.0.1:{port}"}
    environment |= {"ALLOWED_HOSTS": "localhost", "QUIET_HOURS": "0"}
    child = Child(environment=environment, directory=ROOT)
    process = start(command, child)
    try:
        workbench.until(lambda: _answers(port), f"{application} did not start.")
        yield port
    finally:
        stop(process, patience=5)


def _answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/nothing/", headers={"Host": "localhost"})
        connection.getresponse().read()
    except OSError:
        return False
    return True


def _measure(houses: list[House], wishes: argparse.Namespace) -> Results:
    results: Results = {}
    asked = {
        house.size: paths(house.database, wishes.pages, wishes.seed) for house in houses
    }
    _warm_up(houses, asked)
    for number in range(wishes.rounds):
        for kind in KINDS:
            for house in houses:
                # As in a marketplace that is visited: pages are kept when one comes.
                pages = asked[house.size][kind]
                visitors.visit(house.ours, pages, connections=16, seconds=WARM)
            slices = list(_slices(kind, houses))
            for connections, name, size, port in slices[:: -1 if number % 2 else 1]:
                visit = visitors.visit(
                    port,
                    asked[size][kind],
                    connections=connections,
                    seconds=wishes.seconds,
                )
                results.setdefault((size, kind, name, connections), Visit()).add(visit)
    return results


def _slices(kind: str, houses: list[House]) -> Iterator[tuple[int, str, int, int]]:
    """Connections, whose, how large, where: what is compared comes together."""
    for connections, house in product(CONNECTIONS, houses):
        yield connections, "ours", house.size, house.ours
        if kind in COMPARED:
            yield connections, "minimal", house.size, house.minimal


def _warm_up(houses: list[House], asked: dict[int, dict[str, list[str]]]) -> None:
    """What each page costs the first time, and until both processes keep it."""
    for house in houses:
        # What a process reads when it starts is not the price of a page.
        visitors.visit(house.ours, [STRANGE], connections=16, seconds=3)
        for kind in KINDS:
            first = visitors.ask_each(house.ours, asked[house.size][kind])
            waits = sorted(first.waits)
            print(
                f"{house.size:>9,} {kind:<9} made anew: median"
                f" {waits[len(waits) // 2] * 1000:6.1f} ms, slowest"
                f" {waits[-1] * 1000:6.1f} ms, {first.received // len(waits):,} bytes",
                flush=True,
            )
            for _ in range(6):
                visitors.ask_each(house.ours, asked[house.size][kind])


def _judge(results: Results, houses: list[House]) -> int:
    sizes = [house.size for house in houses]
    missed = []
    print(f"\n{'kind':<9} {'connections':>11} {'listings':>9} {'ours/s':>8} minimal/s")
    for kind, connections in product(KINDS, CONNECTIONS):
        for size in sizes:
            ours = results[size, kind, "ours", connections].rate
            line = f"{kind:<9} {connections:>11} {size:>9,} {ours:8.0f}"
            if beside := results.get((size, kind, "minimal", connections)):
                share = ours / beside.rate
                line += f" {beside.rate:9.0f}  share {share:.2f}"
                if share < SHARE:
                    missed.append(f"{line.strip()}, below {SHARE}")
            print(line)
        small, large = (results[size, kind, "ours", connections] for size in sizes)
        dearer = small.rate / large.rate
        print(f"{'':<9} a page costs {dearer:.2f} times as much among {sizes[1]:,}")
        if dearer > DEARER:
            missed.append(f"{kind}, {connections} connections: {dearer:.2f} as dear")
    for reason in missed:
        print(f"MISSED: {reason}")
    if not missed:
        print(f"met: at least {SHARE} of the minimal view, at most {DEARER} as dear")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
