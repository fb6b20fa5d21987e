"""The stylesheet goes out in one piece, with nothing lost on the way."""

import re
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage

from marketplace import stylesheet

CSS = Path(settings.BASE_DIR) / "static" / "css"


def paths() -> dict[str, tuple[Storage, str]]:
    storage = FileSystemStorage(CSS.parent)
    names = [file.relative_to(CSS.parent).as_posix() for file in CSS.rglob("*.css")]
    return {name: (storage, name) for name in names}


def test_every_import_is_in_place() -> None:
    sheet = stylesheet.gather(paths())
    assert "@import" not in sheet
    assert "@layer reset, tokens, base, layout, components, pages, utilities;" in sheet
    assert ".thread__knot" in sheet
    assert "@media print {" in sheet


def test_every_component_is_imported() -> None:
    table_of_contents = (CSS / "app.css").read_text()
    for file in (CSS / "components").glob("*.css"):
        assert f"components/{file.name}" in table_of_contents


def test_addresses_still_lead_to_files() -> None:
    addresses = re.findall(r'url\("([^"]+)"\)', stylesheet.gather(paths()))
    assert addresses
    for address in addresses:
        assert (CSS / address).resolve().is_file(), address


def test_nothing_is_sent_that_only_we_read() -> None:
    sheet = stylesheet.gather(paths())
    assert "/*" not in sheet
    assert "\n " not in sheet


#: Sides that stay where they are when the page is read from right to left.
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:max-|min-)?(?:width|height)|left|right|top|bottom"
    r"|(?:margin|padding|border|inset|scroll-margin|scroll-padding)"
    r"-(?:left|right|top|bottom)[a-z-]*)\s*:"
    r"|(?:float|clear|text-align)\s*:\s*(?:left|right)\b"
)
SIDES = re.compile(r":[^;{}]*\b(?:left|right)\b")
#: An arrow drawn into a field turns round in `:dir(rtl)`, beside it.
REASONED = {"components/field.css": 3}


def test_every_page_can_be_read_from_right_to_left() -> None:
    for file in CSS.rglob("*.css"):
        name = file.relative_to(CSS).as_posix()
        if name == "admin.css":
            continue
        text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
        assert PHYSICAL.findall(text) == [], name
        found = [one for one in SIDES.findall(text) if "background-position" not in one]
        assert len(found) <= REASONED.get(name, 0), (name, found)
