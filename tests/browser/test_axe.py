"""A control of the other tests: axe does find what is wrong on a page."""

import pytest
from playwright.sync_api import Page

from tests import axe

pytestmark = pytest.mark.browser

WRONG = """<!doctype html><html lang="en"><title>Wrong</title><body><main><h1>Wrong</h1>
<p style="color: #999; background: #fff">Pale</p><p><img src="data:," width="9"></p>
<p><input type="text"></p></main></body></html>"""


def test_what_is_wrong_is_found(page: Page) -> None:
    page.set_content(WRONG)
    found = {one.split()[0] for one in axe.violations(page)}
    assert found == {"color-contrast", "image-alt", "label"}
