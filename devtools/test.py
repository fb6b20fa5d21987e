"""`./run test`: everything that must hold, in the order in which it fails fastest.

With words of its own it is pytest alone, beside the same services:
`./run test tests/orders -k ship`.
"""

import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from devtools import programs, services
from devtools.services import DATA, ROOT
from devtools.services.process import CannotRun

#: As strict as production: what `check --deploy` is asked about.
PRODUCTION = {
    "DEBUG": "0",
    "DEMO": "0",
    "BASE_URL": "https://handloop.example",
    "SECRET_KEY": "long and random in production, only long in this one check",
}
RESULTS = DATA / "results"


@dataclass(frozen=True)
class Section:
    """One kind of thing that must hold, and what finds out."""

    title: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def main(words: list[str]) -> int:
    """Stop at the first kind that does not hold; gives the exit code."""
    os.chdir(ROOT)
    began = time.monotonic()
    with services.for_tests():
        if words:
            return _run(Section("pytest", _python("-m", "pytest", *words)))
        programs.need_chromium()
        programs.want_docker_compose()
        RESULTS.mkdir(parents=True, exist_ok=True)
        for section in sections():
            if code := _run(section):
                print(f"\nThis does not hold: {section.title}", flush=True)
                return code
    print(f"\nAll of it holds, after {time.monotonic() - began:.0f} s.")
    print(_summary(), flush=True)
    return 0


def sections() -> Iterator[Section]:
    """Everything that must hold."""
    yield Section("Format", _python("-m", "ruff", "format", "--check", "."))
    yield Section("Lint", _python("-m", "ruff", "check", "."))
    templates = sorted(str(path) for path in Path("templates").rglob("*.html"))
    djade = str(Path(sys.executable).with_name("djade"))
    yield Section("Templates", [djade, "--check", *templates])
    yield Section("Types", _python("-m", "mypy", "--strict", *_packages()))
    linter = "from importlinter.cli import lint_imports_command as run; run()"
    yield Section("Imports", _python("-c", linter))
    manage = ("manage.py", "makemigrations", "--check", "--dry-run")
    yield Section("Migrations", _python(*manage))
    deploy = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    yield Section("Ready for production", _python(*deploy), PRODUCTION)
    yield _pytest("Tests", "not browser", "-n", "2")
    yield _pytest("Tests in a browser", "browser", "-n", "2")


def _pytest(title: str, marked: str, *more: str) -> Section:
    results = RESULTS / f"{marked.replace(' ', '-')}.xml"
    results.unlink(missing_ok=True)
    command = _python("-m", "pytest", "-q", "-m", marked, *more)
    return Section(title, [*command, f"--junit-xml={results}"])


def _python(*words: str) -> list[str]:
    return [sys.executable, *words]


def _packages() -> list[str]:
    project = tomllib.loads(Path("pyproject.toml").read_text())
    return [*project["tool"]["importlinter"]["root_packages"], "tests", "manage.py"]


def _run(section: Section) -> int:
    print(f"\n── {section.title} " + "─" * (60 - len(section.title)), flush=True)
    environment = os.environ | dict(section.environment)
    return subprocess.run(section.command, env=environment, check=False).returncode


def _summary() -> str:
    counts = {"tests": 0, "skipped": 0}
    for path in RESULTS.glob("*.xml"):
        report = path.read_text()
        for name in counts:
            found = re.search(rf'\b{name}="(\d+)"', report)
            counts[name] += int(found[1]) if found else 0
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    return f"{counts['tests'] - counts['skipped']} passed, 0 failed{skipped}"


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
