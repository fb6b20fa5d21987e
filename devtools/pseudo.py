"""Two languages nobody speaks, made from the strings themselves: whatever stays plain
English on a page in one of them was never marked for translation.

`en-xa` has accents on every letter and is about a third longer: ⟦Šhíîþš ƀýý…⟧.
`ar-xb` reads from right to left, with the same letters.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import allauth
import django
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from devtools import catalogue

LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçðéƒĝĥîĵķļɱñóþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÓÞǪŔŠŢÛṼŴẊÝŽ",
)
VOWELS = "áéîóû"
#: What a translation must keep as it is: placeholders, markup, addresses.
KEPT = re.compile(
    r"(%\(\w+\)[a-z]|%[sd%]|\{[^{}\s]*\}|<[^>]*>|&#?\w+;|https?://\S+|\S+@\S+\.\w+)"
)
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
RIGHT_TO_LEFT, AND_BACK = "\u202e", "\u202c"
ACCENTED, MIRRORED = "en_XA", "ar_XB"
#: As Django names them.
CODES = ("en-xa", "ar-xb")
Turn = Callable[[str], str]
#: Packages whose own words stand on our pages; any full language names them all.
OTHERS = ("django/conf", "django/contrib/auth", "django/contrib/humanize", "allauth")


def write(folder: Path) -> None:
    """Both languages, compiled, where Django finds them with LOCALE_PATHS."""
    strings = catalogue.gather()
    for other in _others():
        for message in other:
            strings.add(message.id, context=message.context)
    for name, turned in ((ACCENTED, accented), (MIRRORED, mirrored)):
        book = Catalog("en", fuzzy=False)
        for message in strings:
            if message.id:
                book.add(message.id, _each(turned, message.id), context=message.context)
        place = folder / name / "LC_MESSAGES"
        place.mkdir(parents=True, exist_ok=True)
        (place / "django.mo").write_bytes(catalogue.compiled(book))


def accented(words: str) -> str:
    """Every letter with an accent, vowels drawn out, between brackets."""
    parts = KEPT.split(words)
    turned = [part if number % 2 else _turn(part) for number, part in enumerate(parts)]
    return f"⟦{''.join(turned)}⟧"


def mirrored(words: str) -> str:
    """The same, each word from right to left."""
    parts = KEPT.split(words)
    turned = [
        part if number % 2 else WORD.sub(_turn_round, part)
        for number, part in enumerate(parts)
    ]
    return f"⟦{''.join(turned)}⟧"


def _turn(words: str) -> str:
    plain = normalize("NFC", words).translate(LETTERS)
    return re.sub(f"([{VOWELS}])", r"\1\1", plain)


def _turn_round(word: re.Match[str]) -> str:
    return f"{RIGHT_TO_LEFT}{_turn(word[0])}{AND_BACK}"


def _each(
    turned: Turn, words: str | list[str] | tuple[str, ...]
) -> str | tuple[str, ...]:
    if isinstance(words, tuple | list):
        return tuple(turned(each) for each in words)
    return turned(words)


def _others() -> list[Catalog]:
    found = []
    for package in (django, allauth):
        base = Path(str(package.__file__)).parent
        for name in OTHERS:
            top, _, rest = name.partition("/")
            po = base / rest / "locale" / "de" / "LC_MESSAGES" / "django.po"
            if top == package.__name__ and po.exists():
                with po.open("rb") as file:
                    found.append(read_po(file, locale="de"))
    return found


if __name__ == "__main__":
    write(Path(sys.argv[1]))
