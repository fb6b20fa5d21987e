"""`./run messages`: every string for people, for those who translate them.

./run messages            collect them into locale/handloop.pot, bring every
                          language's .po up to date, compile its .mo
./run messages de         the same, and begin German
./run messages --check    say what is missing or stale; change nothing
"""

import sys
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog

from devtools import catalogue
from devtools.catalogue import LOCALE
from devtools.services import ROOT

TEMPLATE = LOCALE / "handloop.pot"
CHECK = "--check"


def main(words: list[str], folder: Path = LOCALE) -> int:
    """Collect, update, compile; gives the exit code, 1 when something is wrong."""
    template = catalogue.gather()
    if words == [CHECK]:
        return _check(template, folder)
    for code in words:
        if not _begin(code, folder):
            print(f"“{code}” is no language: de, pt-br, zh-hans are written so.")
            return 1
    folder.mkdir(exist_ok=True)
    (folder / TEMPLATE.name).write_bytes(catalogue.written(template))
    print(f"{len(template)} strings are in {TEMPLATE.relative_to(ROOT)}.")
    faults = [fault for po in _languages(folder) for fault in _update(po, template)]
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


def _languages(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/LC_MESSAGES/django.po"))


def _begin(code: str, folder: Path) -> bool:
    """An empty book of that language, unless there is one."""
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    po = folder / str(locale) / "LC_MESSAGES" / "django.po"
    if not po.exists():
        po.parent.mkdir(parents=True)
        po.write_bytes(catalogue.written(Catalog(locale, fuzzy=False)))
    return True


def _update(po: Path, template: Catalog) -> list[str]:
    """What is new stands in it, what is gone is set aside; what is wrong is told."""
    translated = catalogue.read(po)
    translated.update(template, True, update_creation_date=False)
    po.write_bytes(catalogue.written(translated))
    po.with_suffix(".mo").write_bytes(catalogue.compiled(translated))
    faults = _faults(translated)
    left = len(_untranslated(translated))
    done = len(translated) - left
    print(f"{translated.locale_identifier}: {done} translated, {left} to do.")
    return faults


def _check(template: Catalog, folder: Path) -> int:
    faults = []
    for po in _languages(folder):
        kept = catalogue.read(po)
        wanted = catalogue.read(po)
        wanted.update(template, True, update_creation_date=False)
        faults += _faults(wanted)
        name = kept.locale_identifier
        if missing := len({*_ids(wanted)} - {*_ids(kept)}):
            faults.append(f"{name}: {missing} strings are not in its .po yet.")
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.read_bytes() != catalogue.compiled(kept):
            faults.append(f"{name}: its .mo was not compiled from its .po.")
    print(
        *faults, "./run messages mends it." if faults else "All up to date.", sep="\n"
    )
    return 1 if faults else 0


def _ids(catalog: Catalog) -> list[tuple[object, object]]:
    return [(message.id, message.context) for message in catalog if message.id]


def _untranslated(catalog: Catalog) -> list[object]:
    return [
        message.id
        for message in catalog
        if message.id and (message.fuzzy or not all(_strings(message.string)))
    ]


def _strings(string: object) -> tuple[object, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (string,)


def _faults(catalog: Catalog) -> list[str]:
    """Translations that would break a page: with a place the original has not."""
    return [
        f"{catalog.locale_identifier}: {message.id!r}: {error}"
        for message, errors in catalog.check()
        for error in errors
        if message.string and all(_strings(message.string))
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
