"""Nothing on a page jumps while it loads: the browser's own count of layout shifts."""

import pytest
from playwright.sync_api import Browser

from accounts.models import User
from orders.models import Order
from tests.browser.test_every_page import open_as, world

__all__ = ["world"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Counts from the first paint on, what comes late included.
COUNT = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SIZES = [(390, 844), (1440, 900)]


def test_no_page_jumps(
    browser: Browser, site: str, world: dict[str, Order], ada: User
) -> None:
    line = world["delayed"].lines.get()
    piece = line.variant.listing
    paths = ["/", "/c/pottery/", piece.get_absolute_url(), "/basket/"]
    paths += [piece.shop.get_absolute_url(), world["delayed"].get_absolute_url()]
    context = open_as(browser, site, ada)
    context.add_init_script(COUNT)
    page = context.new_page()
    found = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for path in paths:
            page.goto(site + path)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready.then(() => scrollTo(0, 1e6))")
            page.wait_for_load_state("networkidle")
            if shifted := page.evaluate("window.shifts"):
                found[width, path] = shifted
    context.close()
    assert found == {}


def test_a_page_that_jumps_is_noticed(browser: Browser, site: str) -> None:
    context = open_as(browser, site, None)
    context.add_init_script(COUNT)
    page = context.new_page()
    page.goto(site + "/")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelector('main').prepend('Late')")
    page.evaluate("document.querySelector('main').style.paddingTop = '200px'")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") > 0
    context.close()
