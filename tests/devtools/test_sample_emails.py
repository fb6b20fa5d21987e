"""The samples of /dev/emails/: every email there is, and nothing of the story stays."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from devtools.emails import samples, shelf
from devtools.emails.narrator import Sample

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates"
#: Sent only where a link, not a code, confirms an address or a new password.
BY_LINK = {"password_reset_key"}


def everything() -> dict[str, str]:
    """A print of every table there is."""
    prints = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"
            )
            prints[table] = str(cursor.fetchone()[0])
    return prints


def names_in(*folders: str) -> set[str]:
    found = {one.stem for name in folders for one in (TEMPLATES / name).glob("*.html")}
    return found - {"base", "notice"}


def test_every_email_is_among_them_and_nothing_of_the_story_stays() -> None:
    before = everything()
    told = samples.written("en")
    named = {one.email for one in told}
    assert any(one.key.startswith("secret-") for one in told)
    templates = names_in("emails", "account/email", "mfa/email") - {"secret"}
    assert templates - named == set()
    assert len({one.key for one in told}) == len(told)
    assert everything() == before


def test_every_letter_of_allauth_is_ours() -> None:
    """What it would send with a template of its own has one of ours instead."""
    theirs = Path(allauth.__file__).parent / "templates"
    sent = {
        one.name.removesuffix("_message.txt")
        for folder in ("account/email", "mfa/email")
        for one in (theirs / folder).glob("*_message.txt")
    }
    assert sent - names_in("account/email", "mfa/email") - BY_LINK == {"base"}


def test_the_page_shows_them(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEV_MAIL", str(tmp_path / "mail"))
    shelf.folder().mkdir(parents=True)
    html = "<html><head><style>@media (prefers-color-scheme: dark) {}</style></head>"
    sample = Sample("shipped", "shipped", "The buyer", "en", "Gone", "Text", html)
    (shelf.folder() / "en.json").write_text(samples.as_json([sample]))
    listed = client.get(reverse("devtools:emails")).content.decode()
    assert "The buyer" in listed
    page = client.get(reverse("devtools:email", args=["shipped"])).content.decode()
    address = reverse("devtools:email-html", args=["shipped", "dark"])
    assert page.count(f"{address}?") == 2
    assert page.count("sandbox=") == 6
    framed = client.get(address)
    assert "@media all" in framed.content.decode()
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    bare = client.get(reverse("devtools:email-bare", args=["shipped", "light"]))
    assert "img-src 'none'" in bare.headers["Content-Security-Policy"]
    assert client.get(reverse("devtools:email", args=["of-old"])).status_code == 404
