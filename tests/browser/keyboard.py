"""Using a page by keyboard alone, as somebody without a mouse does."""

import re

from playwright.sync_api import Page

#: What a listener hears of the element that has the focus.
NAME = """() => {
  const it = document.activeElement;
  const label = it.labels?.length ? it.labels[0] : null;
  return (label ?? it).innerText?.trim() || it.getAttribute("aria-label") || "";
}"""
MOST_TABS = 120


def reach(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called so."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if re.search(name, page.evaluate(NAME)):
            return
    raise AssertionError(f"“{name}” cannot be reached by keyboard on {page.url}")


def press(page: Page, name: str) -> None:
    """Reach it and press Enter."""
    reach(page, name)
    page.keyboard.press("Enter")


def write(page: Page, name: str, words: str) -> None:
    """Reach a field and type over what is in it."""
    reach(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
