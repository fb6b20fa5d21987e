"""`./run screenshots`: pictures of the running demo for the README.

Start `./run demo` first (the same PORT). They land in docs/screenshots/, small."""

import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from devtools import logins, programs

OUT = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SITE = f"http://localhost:{os.environ.get('PORT', '8000')}"
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
#: What the README shows: sharp on a fine screen, without the line that says "a demo".
WINDOW: ViewportSize = {"width": 1200, "height": 1236}
FINENESS = 1.5


def keep(page: Page, name: str) -> None:
    """The page as it stands, as WebP."""
    page.add_style_tag(content=".demo { display: none }")
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(OUT / f"{name}.webp", quality=72, method=6)
    print(f"docs/screenshots/{name}.webp")


def sign_in(page: Page, email: str) -> None:
    """As somebody of the demo."""
    page.goto(f"{SITE}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(logins.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def main() -> int:
    """Front page, and Ada's order whose date has moved."""
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=programs.chromium(), args=FLAGS
        )
        page = browser.new_page(
            viewport=WINDOW, device_scale_factor=FINENESS, bypass_csp=True
        )
        page.goto(SITE)
        keep(page, "front")
        sign_in(page, "ada@example.com")
        page.goto(f"{SITE}/orders/")
        moved = page.locator("article", has_text="New date")
        moved.get_by_role("heading").get_by_role("link").click()
        page.wait_for_load_state()
        keep(page, "order")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
