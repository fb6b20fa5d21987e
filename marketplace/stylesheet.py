"""Static files as they are served: hashed, compressed, the stylesheet in one piece."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
IMPORT = re.compile(
    r'@import url\("(?P<file>[^"]+)"\)'
    r"(?: layer\((?P<layer>\w+)\))?(?: (?P<media>\w+))?;"
)
ADDRESS = re.compile(r'url\("(?P<file>[^"]+)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANK = re.compile(r"\s*\n\s*")
Paths = dict[str, tuple[Storage, str]]
Results = Iterator[tuple[str, str, bool]]


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Gathers into app.css what it imports: a first visit asks once, not 40 times."""

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Results:
        """As Django does it, but for app.css with its imports in place."""
        if SHEET in paths:
            memory = InMemoryStorage()
            memory.save(SHEET, ContentFile(gather(paths).encode()))
            paths = {**paths, SHEET: (memory, SHEET)}
        hashed: Callable[..., Results] = super().post_process
        yield from hashed(paths, dry_run, **options)


def gather(paths: Paths) -> str:
    """The text of app.css with each import replaced by what it names, in its layer;
    without what only we read."""
    whole = IMPORT.sub(lambda found: _imported(paths, found), _text(paths, SHEET))
    return BLANK.sub("\n", COMMENT.sub("", whole))


def _imported(paths: Paths, found: re.Match[str]) -> str:
    folder = posixpath.dirname(SHEET)
    name = posixpath.join(folder, found["file"])
    there = posixpath.relpath(posixpath.dirname(name), folder)
    text = ADDRESS.sub(
        lambda url: f'url("{posixpath.normpath(posixpath.join(there, url["file"]))}")',
        _text(paths, name),
    )
    if found["media"]:
        text = f"@media {found['media']} {{\n{text}}}\n"
    return f"@layer {found['layer']} {{\n{text}}}\n" if found["layer"] else text


def _text(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
