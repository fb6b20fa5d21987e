"""Every email, narrow and wide, by day and by night: nothing scrolls sideways, axe
finds nothing, pictures have words, one thing is to do, nobody else is asked."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from playwright.sync_api import Page, Request, expect

from devtools.emails import shelf
from devtools.emails.narrator import Sample
from listings.models import Variant
from shops.models import Shop
from tests import axe, cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: Gmail shows no more than this of an email.
MOST_BYTES = 100_000
#: An email stands in the page of a mail program, which has its landmarks.
NOT_OF_PAGES = ("landmark-one-main", "region")
RULES = {"rules": {rule: {"enabled": False} for rule in NOT_OF_PAGES}}
#: By night only the colours are others.
COLOURS = {"runOnly": ["color-contrast"]}
NIGHT = "rgb(26, 20, 16)"
#: Several orders at once: each has a button of its own, none goes before another.
EACH_ITS_OWN = {"order-received-2"}
#: What a browser can show of it, asked of the page itself.
LOOK = """() => ({
    wide: document.documentElement.scrollWidth,
    wordless: [...document.images].filter(one => !one.hasAttribute("alt")).length,
    buttons: document.querySelectorAll("td.button a").length,
    headings: document.querySelectorAll("h1").length,
    codes: document.querySelectorAll(".code").length,
    tables: [...document.querySelectorAll("table")]
        .filter(one => one.getAttribute("role") !== "presentation").length,
})"""


@pytest.fixture
def samples(
    site: str, bowl: Variant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[Sample]:
    """All of them, with a picture and a face."""
    monkeypatch.setenv("DEV_MAIL", str(tmp_path / "mail"))
    photo = cast.photo(bowl.listing)
    face = SimpleUploadedFile("face.jpg", photo.small.read())
    shop: Shop = bowl.listing.shop
    shop.face.save("face.jpg", face)
    call_command("sample_emails", str(shelf.folder() / "en.json"))
    found = shelf.samples("en")
    # One of each that looks different; two shops at once are one more.
    first = {(one.email, one.reader): one for one in reversed(found)}
    return [*first.values(), *(one for one in found if one.key in EACH_ITS_OWN)]


def asked_elsewhere(page: Page, site: str, found: list[str]) -> None:
    """Whom the page asks for anything besides us."""
    own = urlsplit(site).netloc

    def see(request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme.startswith("http") and where.netloc != own:
            found.append(f"asks {request.url}")

    page.on("request", see)


def faults(page: Page, sample: Sample, url: str) -> list[str]:
    """What is wrong with one email."""
    page.emulate_media(color_scheme="light")
    page.goto(url)
    found = []
    for width in (320, 640):
        page.set_viewport_size({"width": width, "height": 700})
        seen: dict[str, Any] = page.evaluate(LOOK)
        if seen["wide"] > width:
            found.append(f"{seen['wide']} px wide at {width}")
    if seen["wordless"] or seen["tables"] or seen["headings"] != 1:
        found.append(f"{seen}")
    wanted = 0 if seen["codes"] or sample.key in EACH_ITS_OWN else 1
    if seen["buttons"] != wanted:
        found.append(f"{seen['buttons']} buttons")
    found += axe.violations(page, **RULES)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == NIGHT
    found += [f"dark: {one}" for one in axe.violations(page, **COLOURS)]
    return [f"{sample.key}: {one}" for one in found]


def framed(page: Page, site: str) -> list[str]:
    """On its page an email stands six times, in frames that may do nothing."""
    page.goto(f"{site}/dev/emails/")
    found = axe.violations(page)
    page.get_by_role("link", name="your parcel is on its way").first.click()
    frames = page.locator("iframe")
    expect(frames).to_have_count(6)
    for number in range(6):
        assert "allow-scripts" not in str(frames.nth(number).get_attribute("sandbox"))
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    return found


def test_every_email(browser: Any, site: str, samples: list[Sample]) -> None:
    # Axe is put into the page, which the policy of emails forbids.
    page = browser.new_context(bypass_csp=True).new_page()
    found: list[str] = []
    asked_elsewhere(page, site, found)
    assert max(len(one.html.encode()) for one in samples) < MOST_BYTES
    assert any(settings.MEDIA_URL in one.html for one in samples)
    for sample in samples:
        found += faults(page, sample, f"{site}/dev/emails/{sample.key}/any/")
    assert found + framed(page, site) == []
