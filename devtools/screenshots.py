"""`./run screenshots`: pictures of the running demo for the README.

Start `./run demo` first (the same PORT). They land in docs/screenshots/, small."""

import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from devtools import logins, programs

OUT = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SITE = f"http://localhost:{os.environ.get('PORT', '8000')}"
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]


def keep(page: Page, name: str) -> None:
    """The page as it stands, as WebP."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(OUT / f"{name}.webp", quality=82, method=6)
    print(f"docs/screenshots/{name}.webp")


def sign_in(page: Page, email: str) -> None:
    """As somebody of the demo."""
    page.goto(f"{SITE}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(logins.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def main() -> int:
    """Front page, and Ada's order whose date has moved."""
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=programs.chromium(), args=FLAGS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(SITE)
        keep(page, "front")
        sign_in(page, "ada@example.com")
        page.goto(f"{SITE}/orders/")
        page.locator("a", has_text="wait").or_(
            page.locator("main a[href^='/orders/']")
        ).first.click()
        page.wait_for_load_state()
        keep(page, "order")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
