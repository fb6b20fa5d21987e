"""Every string for people can be collected, translated and compiled without gettext."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from devtools import catalogue, messages, pseudo

LANGUAGE = "Language"


@pytest.fixture
def german(tmp_path: Path, settings: Settings) -> Path:
    """A German that knows one word, begun as docs/languages.md tells."""
    assert messages.main(["de"], tmp_path) == 0
    po = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    plain = f'msgid "{LANGUAGE}"\nmsgstr ""'
    assert plain in po.read_text()
    po.write_text(po.read_text().replace(plain, plain[:-1] + 'Sprache"'))
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    return po


def test_strings_are_found_in_python_and_in_templates() -> None:
    catalog = catalogue.gather()
    message = catalog.get(LANGUAGE)
    assert message is not None
    files = {Path(name).suffix for name, _ in message.locations}
    assert files == {".py", ".html"}
    assert [line for _, line in message.locations] == [0] * len(message.locations)


@pytest.mark.django_db
def test_a_language_is_there_once_it_is_compiled(client: Client, german: Path) -> None:
    assert messages.main(["--check"], german.parents[2]) == 1
    assert messages.main([], german.parents[2]) == 0
    assert messages.main(["--check"], german.parents[2]) == 0
    page = client.get("/", headers={"Accept-Language": "de"}).content.decode()
    assert ">Sprache</p>" in page


def test_a_place_that_is_not_there_is_told(
    german: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = german.read_text()
    found = re.search(r'msgid "[^"\n]*%\(\w+\)s[^"\n]*"\nmsgstr "', text)
    assert found
    german.write_text(text.replace(found[0], found[0] + "%(nobody)s", 1))
    assert messages.main([], german.parents[2]) == 1
    assert "placeholder" in capsys.readouterr().out


def test_no_such_language(tmp_path: Path) -> None:
    assert messages.main(["klingon"], tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_pseudo_language_keeps_what_a_translation_must() -> None:
    words = 'Ships by <a href="/x">%(day)s</a> &amp; {place}, or write to a@b.example'
    turned = pseudo.accented(words)
    assert pseudo.KEPT.findall(turned) == pseudo.KEPT.findall(words)
    assert re.findall("[A-Za-z]{2,}", pseudo.KEPT.sub("", turned)) == []
    assert len(pseudo.accented("Keep the page")) > 1.3 * len("Keep the page")


@pytest.mark.django_db
def test_a_pseudo_language_can_be_read(
    client: Client, tmp_path: Path, settings: Settings
) -> None:
    pseudo.write(tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en", "English"), ("en-xa", "X"), ("ar-xb", "B")]
    with translation.override("en-xa"):
        assert translation.gettext(LANGUAGE) == "⟦Ļááñĝûûááĝéé⟧"
    page = client.get("/", headers={"Accept-Language": "ar-xb"}).content.decode()
    assert '<html lang="ar-xb" dir="rtl"' in page
