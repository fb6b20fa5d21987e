"""Fills the HTML files beside it; everything is escaped unless it is Safe."""

import html
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

PAGES = Path(__file__).with_name("pages")


class Safe(str):
    """HTML that this package made itself."""

    __slots__ = ()


class Escaping(Formatter):
    """Formats with every field escaped."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """The field as HTML."""
        if isinstance(value, Safe):
            return str(value)
        return html.escape(format(value, format_spec))


@cache
def _file(name: str) -> str:
    return (PAGES / name).read_text()


def css() -> bytes:
    """The style sheet of all pages."""
    return _file("sandbox.css").encode()


def fill(template: str, /, **fields: Any) -> Safe:
    """A snippet of HTML with its fields escaped and filled in."""
    return Safe(Escaping().vformat(template, (), fields))


def part(name: str, /, **fields: Any) -> Safe:
    """One of the HTML files, filled in."""
    return fill(_file(f"{name}.html"), **fields)


def join(snippets: list[Safe]) -> Safe:
    """Snippets one after the other."""
    return Safe("".join(snippets))


def page(title: str, main: Safe, kind: str = "plain") -> bytes:
    """A whole page."""
    return part("base", title=title, main=main, kind=kind).encode()
