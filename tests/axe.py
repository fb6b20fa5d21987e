"""What axe-core finds on a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: Without `preload` it asks for every stylesheet again, from wrong addresses; of the
#: rules that are on, none reads them.
OPTIONS = {"resultTypes": ["violations"], "preload": False}


def violations(page: Page, **options: Any) -> list[str]:
    """Each rule that does not hold, and where; `options` as axe.run takes them."""
    found = Axe().run(page, options=OPTIONS | options).response["violations"]
    return [
        f"{one['id']} {[node['target'] for node in one['nodes']][:3]}" for one in found
    ]
