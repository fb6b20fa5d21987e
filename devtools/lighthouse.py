"""`./run lighthouse`: what Google's Lighthouse says of six pages on a telephone.

Looks at the demo that runs (the same PORT and DEVDATA), or at one of its own. Ends with
1 when a page is below the bars. `./run lighthouse home order` looks at these alone."""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from devtools import programs, tour
from devtools.services import DATA
from devtools.services.process import CannotRun

PACKAGE = "lighthouse@12.8.2"
HOME = DATA / "lighthouse"
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = (
    "--headless=new --no-sandbox --disable-quic --no-first-run --disable-sync"
    " --disable-background-networking --disable-component-update"
)
#: Loads of one page: a busy machine can spoil one, so the middle one of three counts.
MOST_LOADS = 3
#: Whether a page may be found. One's own basket and order must not, and SEO counts all
#: the rest for them; that they are kept out is looked at instead.
FOUND = "is-crawlable"


@dataclass(frozen=True)
class Look:
    """A page to look at; private ones are opened with what their owner has."""

    path: str
    cookies: str = ""

    @property
    def is_private(self) -> bool:
        """Nobody else is to find it."""
        return bool(self.cookies)


def main(names: list[str]) -> int:
    """Look at each page, print the table; gives the exit code."""
    program = prepare()
    with tour.site() as site:
        looks = pages(site)
        rows = {}
        for name in names or looks:
            print(f"Looking at {name}.", flush=True)
            rows[name] = look_at(program, site, looks[name])
    print(table(rows))
    return 0 if all(is_good(row) for row in rows.values()) else 1


def prepare() -> Path:
    """Lighthouse in a folder of its own, fetched once."""
    programs.need_chromium()
    program = HOME / "node_modules" / ".bin" / "lighthouse"
    if program.exists():
        return program
    npm = shutil.which("npm")
    if npm is None:
        raise CannotRun("Lighthouse needs Node.js 22 or newer with npm: install them.")
    print(f"Fetching {PACKAGE}; this is done once.", flush=True)
    HOME.mkdir(parents=True, exist_ok=True)
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run([npm, "install", "--prefix", HOME, *quiet, PACKAGE], check=True)
    return program


def pages(site: tour.Site) -> dict[str, Look]:
    """The six pages that the bars are for."""
    with sync_playwright() as playwright:
        windows = [playwright.request.new_context() for _ in range(2)]
        shopper, buyer = (tour.Visitor(site, window) for window in windows)
        shopper.fill_basket()
        order, _ = buyer.open(site.keyed_order)
        kept = {"basket": shopper.cookies, "order": buyer.cookies}
    return {
        "home": Look("/"),
        "category": Look(site.shelf),
        "listing": Look(site.piece()),
        "shop": Look(site.shop),
        "basket": Look("/basket/", kept["basket"]),
        "order": Look(order, kept["order"]),
    }


def look_at(program: Path, site: tour.Site, look: Look) -> dict[str, Any]:
    """Its scores; loaded again where the first time was too slow."""
    loads = [load(program, site, look)]
    if not is_fast(loads[0]):
        loads += [load(program, site, look) for _ in range(MOST_LOADS - 1)]
    return judge(look, loads)


def judge(look: Look, loads: list[dict[str, Any]]) -> dict[str, Any]:
    """The line of the table that these loads of one page give."""
    seen = loads[-1]
    speeds = [each["categories"]["performance"]["score"] or 0 for each in loads]
    scores = {name: seen["categories"][name]["score"] or 0 for name in BARS}
    scores["performance"] = statistics.median(speeds)
    audits = seen["audits"]
    missed = [name for name in weighed(seen) if audits[name]["score"] not in (None, 1)]
    if look.is_private:
        scores["seo"] = seo_of_a_private_page(seen)
        missed = [name for name in missed if name != FOUND]
        if audits[FOUND]["score"] == 1:
            missed.append("can be found, and must not")
    return {"path": look.path, "scores": scores, "missed": missed, "report": seen}


def load(program: Path, site: tour.Site, look: Look) -> dict[str, Any]:
    """One load of a page as Lighthouse reports it."""
    command: list[str | Path] = [program, f"{site.url}{look.path}", "--quiet"]
    command += ["--output=json", f"--chrome-flags={FLAGS}"]
    command += [f"--only-categories={','.join(BARS)}"]
    if look.cookies:
        command += ["--extra-headers", json.dumps({"Cookie": look.cookies})]
    chrome = {"CHROME_PATH": str(programs.chromium())}
    for _ in range(MOST_LOADS):
        # A busy machine loses a trace now and then.
        done = subprocess.run(
            command, env=os.environ | chrome, capture_output=True, check=False
        )
        if not done.returncode:
            break
    else:
        raise CannotRun(f"Lighthouse failed:\n{done.stderr.decode()[-2000:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def is_fast(report: Mapping[str, Any]) -> bool:
    """Whether the first bar is met."""
    score = report["categories"]["performance"]["score"] or 0
    return bool(score * 100 >= BARS["performance"])


def weighed(report: Mapping[str, Any]) -> list[str]:
    """The audits that count for a score."""
    references = [
        each for name in BARS for each in report["categories"][name]["auditRefs"]
    ]
    return [each["id"] for each in references if each["weight"]]


def seo_of_a_private_page(report: Mapping[str, Any]) -> float:
    """Its SEO as Lighthouse counts it, without whether it may be found."""
    counted: list[tuple[float, float]] = [
        (each["weight"], report["audits"][each["id"]]["score"])
        for each in report["categories"]["seo"]["auditRefs"]
        if each["id"] != FOUND and report["audits"][each["id"]]["score"] is not None
    ]
    whole = sum(weight for weight, _ in counted)
    return sum(weight * score for weight, score in counted) / whole


def is_good(row: Mapping[str, Any]) -> bool:
    """Whether every bar is met, and a private page is kept private."""
    met = all(row["scores"][name] * 100 >= bar for name, bar in BARS.items())
    return met and "can be found, and must not" not in row["missed"]


def table(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Scores and sizes, a line a page, and what each missed."""
    head = (
        f"{'':<10}" + "".join(f"{name:>16}" for name in BARS) + f"{'LCP':>8}{'CLS':>7}"
    )
    lines = ["", head + f"{'KB':>6}"]
    for name, row in rows.items():
        audits = row["report"]["audits"]
        scores = "".join(f"{round(row['scores'][bar] * 100):>16}" for bar in BARS)
        painted = audits["largest-contentful-paint"]["numericValue"] / 1000
        shift = audits["cumulative-layout-shift"]["numericValue"]
        weight = audits["total-byte-weight"]["numericValue"] / 1024
        mark = "" if is_good(row) else "  below the bars"
        line = f"{name:<10}{scores}{painted:>7.2f}s{shift:>7.3f}{weight:>6.0f}{mark}"
        lines += [line, *(f"{'':<12}{missed}" for missed in row["missed"])]
    bars = ", ".join(f"{name} {bar}" for name, bar in BARS.items())
    lines += ["", f"Bars: {bars}. Basket and order must not be found by anybody:"]
    lines += ["SEO counts all else for them, and that they are kept out was looked at."]
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
