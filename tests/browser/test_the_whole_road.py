"""The road as a new user walks it: `./run demo`, two shops, one payment by keyboard,
the email, the maker, one parcel and one delay, the way out, and the money back."""

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, FrameLocator, Page, expect

from devtools.logins import PASSWORD
from devtools.services import ROOT
from devtools.services.ports import free
from tests.browser.keyboard import press, reach, write

pytestmark = [pytest.mark.browser, pytest.mark.faults]

SERVICES = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY")
GUEST = "new.here@example.com"
MAKERS = ("bea@example.com", "aoife@example.com")
PATIENCE = 20_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """All of it, started as the README says; gives its address."""
    port = free()
    data = tmp_path_factory.mktemp("demo data")
    given = {
        name: value
        for name, value in os.environ.items()
        if name not in SERVICES and not name.startswith(("STRIPE_", "DEV_"))
    }
    given |= {"DEVDATA": str(data), "PORT": str(port), "DEMO_FEW": "1"}
    with (data / "log").open("wb") as log:
        running = subprocess.Popen(
            [str(ROOT / "run"), "demo"], env=given, stdout=log, stderr=log
        )
        try:
            _wait(running, data / "log")
            yield f"http://localhost:{port}"
        finally:
            running.terminate()
            running.wait(60)


def _wait(running: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(600):
        if "Ready after" in log.read_text():
            return
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(0.5)
    raise TimeoutError(log.read_text())


def read_mail(page: Page, demo: str, to: str, subject: str) -> FrameLocator:
    """Open somebody's newest email with this subject; waits until it is there."""
    link = page.get_by_role("link", name=re.compile(subject))
    for _ in range(40):
        page.goto(f"{demo}/dev/mail/?to={to}")
        if link.count():
            break
        page.wait_for_timeout(500)
    link.first.click()
    return page.frame_locator("iframe")


def follow(page: Page, letter: FrameLocator, path: str) -> None:
    """Go where a link of the email leads, in this window."""
    url = letter.locator(f"a[href*='{path}']").first.get_attribute("href")
    assert url is not None
    page.goto(url)


def fill_basket(page: Page, demo: str) -> list[str]:
    """One piece from Bea's shop and one from another, by keyboard; their shops."""
    shops = []
    for path in ("speckled-mug-a-good-handful", "willow-basket-with-a-round-handle"):
        page.goto(f"{demo}/listings/{path}/")
        shops.append(page.locator(".maker-card a").first.inner_text())
        radio = page.get_by_role("radio")
        if radio.count() and not radio.first.is_checked():
            radio.first.focus()
            page.keyboard.press("Space")
        press(page, "Add to basket")
        expect(page.get_by_role("heading", name="Your basket")).to_be_visible()
    return shops


def pay(page: Page) -> None:
    """From the basket to the thanks, by keyboard, as a guest."""
    press(page, "Go to the checkout")
    expect(page.get_by_role("heading", name="Checkout")).to_be_visible()
    write(page, "^Email", GUEST)
    reach(page, "^Country")
    page.keyboard.type("Germ")
    expect(page.get_by_label("Postcode")).to_be_visible()
    page.wait_for_timeout(1000)
    write(page, "^Full name", "Nele Hier")
    write(page, "^Street", "Torstraße 1")
    write(page, "^Postcode", "10119")
    write(page, "^City", "Berlin")
    press(page, "^Pay €")
    expect(page.get_by_label("Card number")).to_be_visible()
    write(page, "(?i)card number", "4242424242424242")
    write(page, "(?i)expir", "1230")
    write(page, "(?i)cvc|security", "123")
    write(page, "(?i)name", "Nele Hier")
    page.keyboard.press("Enter")
    thanks = page.get_by_role("heading", name="Thank you, your order was received")
    expect(thanks).to_be_visible(timeout=PATIENCE)


def sign_in(page: Page, demo: str, email: str) -> None:
    """As somebody of the demo."""
    page.goto(f"{demo}/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("link", name="Account").first).to_be_visible()


def find_the_order(page: Page, demo: str, email: str) -> None:
    """The maker looks for the guest's order on her dashboard, and opens it."""
    sign_in(page, demo, email)
    page.goto(f"{demo}/dashboard/orders/?q=Nele+Hier")
    row = page.get_by_role("row").filter(has_text="Nele Hier")
    row.first.get_by_role("link").first.click()
    expect(page.get_by_text("Torstraße 1").first).to_be_visible()


def far_away() -> date:
    """A day on which the second maker works, too far for silence to be a yes."""
    off = holidays.country_holidays("IE")
    days = (timezone.localdate() + timedelta(days=each) for each in range(40, 80))
    wednesday = 2
    return next(day for day in days if day.weekday() == wednesday and day not in off)


def test_as_a_new_user_would(browser: Browser, demo: str) -> None:
    guest, maker, mail = (browser.new_context().new_page() for _ in range(3))
    shops = fill_basket(guest, demo)
    assert len(set(shops)) == 2
    pay(guest)

    # One email about both orders, and each opens from it without a login.
    letter = read_mail(mail, demo, GUEST, "^Order received")
    for shop in shops:
        expect(letter.get_by_text(shop).first).to_be_visible()
    follow(mail, letter, "/orders/open/")
    expect(mail.get_by_text("Have they received it?")).to_be_visible()
    for email in MAKERS:
        read_mail(mail, demo, email, "^New order")

    # Bea ships hers; the guest hears how to follow it.
    find_the_order(maker, demo, MAKERS[0])
    maker.get_by_text("Mark shipped", exact=True).first.click()
    maker.get_by_label("Carrier").first.fill("DHL")
    maker.get_by_label("Tracking number").first.fill("00340434161094042557")
    maker.get_by_role("button", name="Mark shipped and tell the buyer").click()
    expect(maker.get_by_text("On its way").first).to_be_visible()
    letter = read_mail(mail, demo, GUEST, "on its way")
    expect(letter.get_by_text("DHL").first).to_be_visible()

    # The other maker needs more time; the guest does not want to wait.
    other = browser.new_context().new_page()
    find_the_order(other, demo, MAKERS[1])
    other.get_by_text("I need more time", exact=True).first.click()
    other.locator("input[type=date]").first.fill(far_away().isoformat())
    other.get_by_label(re.compile("Why")).first.fill("The willow is still wet.")
    other.get_by_role("button", name="Give the buyer the new date").click()
    letter = read_mail(mail, demo, GUEST, "new date")
    expect(letter.get_by_text("The willow is still wet.").first).to_be_visible()
    follow(mail, letter, "/orders/open/")
    mail.get_by_text("Cancel this order").first.click()
    mail.get_by_role("button", name=re.compile("Cancel, full refund of €")).click()
    expect(mail.get_by_text("It was cancelled").first).to_be_visible()
    letter = read_mail(mail, demo, GUEST, "[Cc]ancelled")
    expect(letter.locator("strong", has_text="€").first).to_be_visible()
    read_mail(mail, demo, MAKERS[1], "[Cc]ancelled")

    # The money is on its way back, at Stripe too.
    sandbox = f"http://localhost:{int(demo.rsplit(':', 1)[1]) + 1}/dashboard"
    paid = mail.get_by_role("row").filter(has_text=GUEST)
    for _ in range(40):
        mail.goto(sandbox)
        if len(re.findall("€", paid.first.inner_text())) > 1:
            break
        mail.wait_for_timeout(500)
    charged, refunded = re.findall(r"€([\d.]+)", paid.first.inner_text())
    assert 0 < float(refunded) < float(charged)
