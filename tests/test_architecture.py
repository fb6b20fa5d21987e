"""What no reviewer should have to remember: the house rules, read off the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["marketplace", "accounts", "shops", "listings", "payments", "orders"]
APPS += ["notifications", "darkroom"]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
#: Where an order may be written: its birth, its steps, many notices at once, and what
#: is derived counted anew.
WRITERS = {"orders/placing.py", "orders/steps.py", "orders/notices.py"}
WRITERS |= {"orders/management/commands/promise_rebuild.py"}


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    """Path and text of every Python file of ours, migrations left out."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text()


def tracked(*suffixes: str) -> Iterator[Path]:
    """Every file of ours with one of these endings."""
    skipped = {".venv", ".devdata", ".git", "node_modules", "migrations"}
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        if path.suffix in suffixes and not skipped.intersection(inside):
            yield path


def test_no_file_is_longer_than_anyone_reads() -> None:
    long = [
        str(path.relative_to(ROOT))
        for path in tracked(".py", ".html", ".css", ".js", ".txt")
        if not path.name.startswith("requirements")
        and ".min." not in path.name
        and len(path.read_text().splitlines()) > LONGEST_FILE
    ]
    assert long == []


def test_no_function_is_longer_than_a_page() -> None:
    long = [
        f"{name}:{node.name}"
        for name, text in sources(*APPS, "devtools")
        if "demodata/pictures" not in name  # a drawing is one long list of strokes
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_and_public_function_says_what_it_is_for() -> None:
    silent = []
    for name, text in sources(*APPS):
        tree = ast.parse(text)
        if not ast.get_docstring(tree):
            silent.append(name)
        silent += [
            f"{name}:{node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert silent == []


@pytest.mark.parametrize(
    "forbidden",
    [
        r"django\.dispatch",
        r"models\.signals",
        r"\bpost_save\b",
        r"GenericForeignKey\(",
        r"TYPE_CHECKING",
        r"except Exception",
        r"except:\s*$",
        r"# noqa",
        r"# type: ignore",
        r"mark_safe\(",
        r"\|safe\b",
        r"csrf_exempt\(",
        r"breakpoint\(",
    ],
)
def test_idioms_we_do_without(forbidden: str) -> None:
    allowed = {
        # allauth's and Django's typed bases: see the reason beside each.
        r"# type: ignore": {"accounts/models.py"},
    }
    found = [
        name
        for name, text in sources(*APPS)
        if re.search(forbidden, text, re.MULTILINE)
        and name not in allowed.get(forbidden, set())
    ]
    assert found == []


def test_nothing_is_imported_inside_a_function() -> None:
    late = [
        f"{name}:{node.lineno}"
        for name, text in sources(*APPS)
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert late == []


def test_no_module_is_named_for_nothing() -> None:
    vague = {"services.py", "utils.py", "helpers.py", "managers.py", "common.py"}
    assert [n for n, _ in sources(*APPS) if Path(n).name in vague] == []


def test_only_the_steps_write_an_order() -> None:
    """Everybody else calls a verb; Postgres guards it too (orders/0002_guards)."""
    writes = re.compile(
        r"Order\.objects[\w.()=,\s\"]*\.update\(|\border\.save\(|order\.state = "
    )
    found = [n for n, text in sources(*APPS) if writes.search(text)]
    assert set(found) <= WRITERS


def test_templates_have_no_inline_style_or_handler() -> None:
    """The content security policy would refuse them; emails are another matter."""
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE)
    found = [
        str(path.relative_to(ROOT))
        for path in tracked(".html")
        if "emails" not in path.parts and inline.search(path.read_text())
    ]
    assert found == []


def test_no_page_asks_a_third_party() -> None:
    """Links out are fine; what a page loads by itself comes from us."""
    loads = re.compile(r"(?:src|srcset|action)=\"https?://|url\(\s*['\"]?https?:")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked(".html", ".css", ".js")
        if loads.search(path.read_text())
    ]
    assert found == []


def test_locks_are_hashes_and_name_no_address() -> None:
    """Which registry serves a package is the machine's affair."""
    locks = list(ROOT.glob("requirements*"))
    assert len(locks) == 6
    assert [lock.name for lock in locks if "://" in lock.read_text()] == []
