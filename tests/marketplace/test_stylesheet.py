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


def test_it_is_small() -> None:
    """Uncompressed here; a quarter of it goes over the wire."""
    assert len(stylesheet.gather(paths())) < 80_000
