"""docs/emails.md says who hears of what exactly as the table in code does."""

from pathlib import Path

from django.conf import settings

from notifications.announcements import ANNOUNCEMENTS, Announcement
from notifications.moot import never
from orders.models import OrderEvent

DOCS = Path(settings.BASE_DIR) / "docs" / "emails.md"


def as_documented(kind: str, row: Announcement) -> list[str]:
    """A row of the table, in the words of the docs."""
    unless = (row.unless.__doc__ or "").rstrip(".")
    return [
        str(kind),
        f"`{row.email}`",
        row.to.words,
        "yes" if row.optional else "",
        "yes" if row.at_night else "",
        "" if row.unless is never else unless[0].lower() + unless[1:],
    ]


def documented() -> list[list[str]]:
    _, _, rest = DOCS.read_text().partition("| event | email |")
    table, _, _ = rest.partition("\n\n")
    rows = table.splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_table_is_the_table() -> None:
    told = [
        as_documented(kind, row) for kind, rows in ANNOUNCEMENTS.items() for row in rows
    ]
    assert sorted(documented()) == sorted(told)


def test_what_tells_nobody_is_said_so() -> None:
    _, _, rest = DOCS.read_text().partition("Nobody is sent an email about: ")
    silent = set(rest.partition(".")[0].split("`")[1::2])
    kinds = {kind.value for kind in OrderEvent.Kind}
    assert silent == kinds - {str(kind) for kind in ANNOUNCEMENTS}


def test_every_file_that_is_named_is_there() -> None:
    named = [word for word in DOCS.read_text().split("`")[1::2] if word.endswith(".py")]
    folders = ("", "notifications/")
    root = Path(settings.BASE_DIR)
    assert [
        name
        for name in named
        if not any((root / folder / name).exists() for folder in folders)
        and "*" not in name
    ] == []
