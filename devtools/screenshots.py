"""`./run screenshots`: pictures of the pages worth looking at, at three widths, in both
lights, from the demo that runs or from one of its own, into .devdata/screenshots.

`./run screenshots home order-delayed` makes these alone; `./run screenshots keep` makes
the six that the README shows, small, in docs/screenshots."""

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooSlow

from devtools import logins, programs, tour
from devtools.services import DATA, ROOT
from devtools.services.process import CannotRun

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = {390: 844, 820: 1180, 1440: 1000}
OUT = DATA / "screenshots"
DOCS = ROOT / "docs" / "screenshots"
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
#: What the README shows: a page, how wide, and in which light.
KEPT: list[tuple[str, int, Scheme]] = [
    ("home", 1440, "light"),
    ("listing", 1440, "light"),
    ("order-delayed", 1440, "light"),
    ("today", 1440, "dark"),
    ("shop", 820, "light"),
    ("email-delayed", 820, "light"),
]
MOST_BYTES = 120_000
#: The longest picture that WebP can hold is a little longer.
TALLEST = 16_000
#: The newest order of Ada's in each state that its page looks different in.
ORDERS = {
    "order-being-made": "o.promise_number = 1 AND o.shipped_at IS NULL"
    " AND o.cancelled_at IS NULL",
    "order-delayed": "o.promise_number > 1 AND o.shipped_at IS NULL"
    " AND o.cancelled_at IS NULL",
    "order-on-its-way": "o.shipped_at IS NOT NULL AND o.delivered_at IS NULL"
    " AND o.cancelled_at IS NULL",
    "order-arrived": "o.delivered_at IS NOT NULL",
}
ORDER = """
SELECT o.number FROM orders_order o JOIN orders_checkout c ON c.id = o.checkout_id
JOIN accounts_user u ON u.id = c.buyer_id
WHERE u.email = 'ada@example.com' AND {} ORDER BY o.id DESC LIMIT 1"""
EDITED = """
SELECT l.slug FROM listings_listing l JOIN shops_shop s ON s.id = l.shop_id
JOIN accounts_user u ON u.id = s.owner_id
WHERE u.email = 'bea@example.com' AND l.state = 'active' ORDER BY l.id LIMIT 1"""
EMAILS = ["order-received", "delayed", "shipped", "new-order"]


@dataclass(frozen=True)
class View:
    """A page, and who looks at it."""

    path: str
    person: str = ""


class Photographer:
    """One browser; everybody signs in once."""

    def __init__(self, site: tour.Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self.known: dict[str, str] = {}

    @contextmanager
    def window(
        self, person: str, width: int, scheme: Scheme, fineness: float = 1
    ) -> Iterator[Page]:
        """A window of somebody's, of this width, in this light."""
        context = self.browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]},
            device_scale_factor=fineness,
            color_scheme=scheme,
            reduced_motion="reduce",
            bypass_csp=True,
            storage_state=self._keys(person),
        )
        try:
            yield context.new_page()
        finally:
            context.close()

    def _keys(self, person: str) -> str:
        """What a browser keeps once its owner is in; made once for each."""
        kept = DATA / "screenshots" / f".{person or 'nobody'}.json"
        if person not in self.known:
            kept.parent.mkdir(parents=True, exist_ok=True)
            context = self.browser.new_context()
            self._come_in(context, person)
            context.storage_state(path=kept)
            context.close()
            self.known[person] = str(kept)
        return self.known[person]

    def _come_in(self, context: BrowserContext, person: str) -> None:
        if person == "guest":
            tour.Visitor(self.site, context.request).fill_basket()
        elif person:
            page = context.new_page()
            page.goto(f"{self.site.url}/accounts/login/")
            page.locator("[name=login]").fill(f"{person}@example.com")
            page.locator("[name=password]").fill(logins.PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_url(lambda url: "/login/" not in url)


def main(words: list[str]) -> int:
    """Take what is asked for; gives the exit code."""
    with tour.site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=programs.chromium(), args=FLAGS
        )
        photographer, seen = Photographer(site, browser), views(site)
        if words == ["keep"]:
            keep_six(photographer, seen)
        else:
            take_all(
                photographer, {n: seen[n] for n in seen if not words or n in words}
            )
        browser.close()
    return 0


def views(site: tour.Site) -> dict[str, View]:
    """Every page that is looked at, by its name."""
    found = {
        "home": View("/"),
        "category": View(f"{site.shelf}?kind=made_to_order&kind=some"),
        "search": View("/search/?q=bowll"),
        "listing": View(site.piece()),
        "listing-sold": View(site.piece(is_available=False)),
        "shop": View(site.shop),
        "basket": View("/basket/", "guest"),
        "checkout": View("/checkout/", "guest"),
        "today": View("/dashboard/", "bea"),
        "editor": View(f"/dashboard/listings/{site.ask(EDITED)}/edit/", "bea"),
    }
    for name, state in ORDERS.items():
        if number := site.ask(ORDER.format(state)):
            found[name] = View(f"/orders/{number}/", "ada")
    for name in EMAILS:
        found[f"email-{name}"] = View(f"/dev/emails/{name}/")
    return found


def take_all(photographer: Photographer, seen: dict[str, View]) -> None:
    """Each page from top to bottom, at every width, in both lights."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name, view in seen.items():
        for width in WIDTHS:
            for scheme in SCHEMES:
                with photographer.window(view.person, width, scheme) as page:
                    show(page, photographer.site, view, scheme)
                    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
                cut = picture.crop((0, 0, width, min(picture.height, TALLEST)))
                file = OUT / f"{name}-{width}-{scheme}.webp"
                cut.convert("RGB").save(file, quality=80)
        print(f"{OUT / name}-…", flush=True)


def keep_six(photographer: Photographer, seen: dict[str, View]) -> None:
    """The best, as far down as a window shows, sharp on a fine screen, and small."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, width, scheme in KEPT:
        view = seen[name]
        with photographer.window(view.person, width, scheme, 1.25) as page:
            show(page, photographer.site, view, scheme)
            page.add_style_tag(content=".demo { display: none }")
            picture = Image.open(io.BytesIO(page.screenshot()))
        file = DOCS / f"{name}.webp"
        file.write_bytes(small(picture))
        print(f"docs/screenshots/{file.name}: {file.stat().st_size // 1000} KB")


def show(page: Page, site: tour.Site, view: View, scheme: Scheme) -> None:
    """Open it and wait until every picture of it is there."""
    page.goto(site.url + email_of(view.path, scheme))
    for _ in range(40):
        page.mouse.wheel(0, 1200)
        page.wait_for_timeout(30)
    try:
        page.wait_for_load_state("networkidle", timeout=10_000)
    except TooSlow:
        print(f"{view.path} is still loading something.", file=sys.stderr)
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(100)


def email_of(path: str, scheme: Scheme) -> str:
    """A sample email alone, in one light; any other path as it is."""
    return f"{path}{scheme}/bare/" if path.startswith("/dev/emails/") else path


def small(picture: Image.Image, qualities: Sequence[int] = range(84, 30, -6)) -> bytes:
    """As good as fits into so many bytes."""
    for quality in qualities:
        buffer = io.BytesIO()
        picture.convert("RGB").save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= MOST_BYTES:
            break
    return buffer.getvalue()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotRun as reason:
        sys.exit(str(reason))
