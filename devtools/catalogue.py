"""Every string for people, read off the source without the system's gettext: Python by
Babel, templates by Django's own parser and then Babel."""

import io
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from devtools.services import ROOT

LOCALE = ROOT / "locale"
#: What marks a string, and which of its arguments are one; `c`: what it is about.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENTS = ("Translators:",)
#: Seen by developers alone.
NOT_FOR_PEOPLE = "templates/devtools/"
OPTIONS = {"project": "Handloop", "copyright_holder": "the authors of Handloop"}


def gather() -> Catalog:
    """All strings as they stand in the source now."""
    catalog = Catalog(charset="utf-8", fuzzy=False, header_comment="", **OPTIONS)
    for path in sorted(_sources()):
        name = str(path.relative_to(ROOT))
        for _, words, comments, about in _strings_of(path):
            catalog.add(words, None, [(name, 0)], auto_comments=comments, context=about)
    return catalog


def read(path: Path) -> Catalog:
    """A language's translations."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def written(catalog: Catalog) -> bytes:
    """As a .po file: no line numbers, so that only changed words change it."""
    file = io.BytesIO()
    write_po(file, catalog, width=88, include_lineno=False, sort_output=True)
    return file.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """As a .mo file, which is what Django reads."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def _sources() -> Iterator[Path]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for app in project["tool"]["importlinter"]["root_packages"]:
        if app != "devtools":
            found = (ROOT / app).rglob("*.py")
            yield from (path for path in found if "migrations" not in path.parts)
    for path in (ROOT / "templates").rglob("*"):
        hidden = str(path.relative_to(ROOT)).startswith(NOT_FOR_PEOPLE)
        if path.suffix in (".html", ".txt") and not hidden:
            yield path


#: Line, the string or its singular and plural, comments, what it is about.
Found = tuple[int, str | tuple[str, ...], list[str], str | None]


def _strings_of(path: Path) -> Iterator[Found]:
    text = path.read_text()
    if path.suffix != ".py":
        # What is left of a template is not Python: its indentation would be wrong.
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.strip() for line in lines)
    source = io.BytesIO(text.encode())
    options = {"encoding": "utf-8"}
    yield from extract("python", source, KEYWORDS, COMMENTS, options)
