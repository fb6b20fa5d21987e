"""Every email with sample data: a story is lived through in a transaction that is
rolled back, and each letter is written at its own moment.

Time is travelled, for the whole process: run it in one of its own (`shelf`)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import translation

from devtools.emails import account, scenes
from devtools.emails.narrator import Narrator, Sample


@dataclass(frozen=True)
class Reader:
    """Somebody who gets emails, and which."""

    name: str
    samples: list[Sample]


class _Enough(Exception):
    """The story is told; nothing of it stays."""


def written(language: str) -> list[Sample]:
    """Every email in this language; the database is as it was before."""
    narrator = Narrator(language)
    with translation.override(language), _nothing_stays():
        scenes.play(narrator)
        narrator.told += account.letters(language)
    return narrator.numbered()


@contextmanager
def _nothing_stays() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _Enough
    except _Enough:
        return


def as_json(samples: list[Sample]) -> str:
    """To be kept in a file."""
    return json.dumps([asdict(one) for one in samples], ensure_ascii=False)


def from_json(text: str) -> list[Sample]:
    """What `as_json` wrote."""
    return [Sample(**one) for one in json.loads(text)]


def by_reader(samples: list[Sample]) -> list[Reader]:
    """In the order in which the story meets them."""
    names = dict.fromkeys(one.reader for one in samples)
    return [
        Reader(name, [one for one in samples if one.reader == name]) for name in names
    ]
