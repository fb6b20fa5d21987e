"""The living page of all components, in both schemes and at three widths: axe finds
nothing, nothing runs off the side, and each view of it can be looked at."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import axe
from tests.browser.test_every_page import SCHEMES

WIDTHS = (320, 390, 1440)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.demo_urls"),
]


def test_every_component(page: Page, site: str, tmp_path: Path) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(site + "/dev/components/")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(200)
            page.screenshot(path=tmp_path / f"{width}-{scheme}.png", full_page=True)
            found += [f"{width} {scheme}: {one}" for one in axe.violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} px wide on a screen of {width}")
    assert found == []
    assert len(list(tmp_path.iterdir())) == len(WIDTHS) * len(SCHEMES)


def test_every_part_can_be_linked_to(page: Page, site: str) -> None:
    page.goto(site + "/dev/components/")
    links = page.locator("nav[aria-label=Parts] a").all()
    anchors = [str(link.get_attribute("href")) for link in links]
    assert len(anchors) > 15
    for anchor in anchors:
        assert page.locator(anchor).count() == 1, anchor
