"""Where it does not go to plan, in a browser: by keyboard, and without JavaScript. What
is asked is answered; what is given stays a secret until its day."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from orders import access, lifecycle, sweep
from orders.models import Order
from orders.parcels import Parcel
from tests import axe, cast
from tests.browser.keyboard import press, reach, write
from tests.browser.test_every_page import SCHEMES, open_as
from tests.notifications import scenes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_DAY = timedelta(days=1)


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A window of somebody without an account and without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, site: str, bea: User) -> Iterator[Page]:
    """Bea's window."""
    context = open_as(browser, site, bea)
    yield context.new_page()
    context.close()


def hear(page: Page) -> list[str]:
    """What the browser complains about from now on."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text))
    return found


def faults(shown: Page, page: Page, site: str) -> list[str]:
    """What axe finds on a page as it stands, in both colour schemes. It looks at it in
    another window: it needs JavaScript, and its own styles break the content policy."""
    html = shown.content()
    page.goto(f"{site}/basket/")
    page.set_content(html)
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(200)
        found += [f"{scheme}: {one}" for one in axe.violations(page)]
    return found


def newest(email: str) -> str:
    """The text of the newest email of this name."""
    written = {row.email: letter for row, letter in scenes.letters_with_rows()}
    return written[email].text


def test_a_second_new_day_needs_a_yes(
    desk: Page, plain: Page, page: Page, site: str, paid_order: Order, bea: User
) -> None:
    cast.delay(paid_order, bea, days=10)
    complaints = hear(desk)
    desk.goto(f"{site}/dashboard/orders/{paid_order.number}/")
    press(desk, "^I need more time")
    write(desk, "^The day", f"{cast.working_day(paid_order, 40):%m%d%Y}")
    write(desk, "^Why, in your own words", "The new kiln is not delivered before.")
    expect(desk.get_by_text("We ask for the buyer’s yes by")).to_be_visible()
    press(desk, "^Give the buyer the new date")
    expect(desk.get_by_text("The buyer’s yes is needed by")).to_be_visible()
    assert complaints == []
    assert faults(desk, page, site) == []

    found = re.search(r"Yes, I’ll wait:\s+(\S+)", newest("delayed"))
    assert found is not None
    plain.goto(found[1])
    expect(plain.get_by_text("Your turn")).to_be_visible()
    assert faults(plain, page, site) == []
    plain.get_by_role("button", name="Yes, I’ll wait").click()
    expect(plain.get_by_text("that you will wait").first).to_be_visible()
    assert paid_order.promises.latest("number").answer == "waiting"


def test_a_parcel_that_is_not_here(
    desk: Page,
    plain: Page,
    page: Page,
    site: str,
    stripe: Running,
    bowl: Variant,
    bea: User,
) -> None:
    with time_machine.travel(timezone.now() - 14 * A_DAY):
        order = cast.order_of(cast.buy(stripe, bowl))
        parcel = Parcel("DHL", tracking_number="00340434161094042557")
        lifecycle.ship(order, by=bea, parcel=parcel)
    sweep.sweep()
    plain.goto(access.link(order))
    expect(plain.get_by_role("heading", name="Is it with you?")).to_be_visible()
    plain.get_by_text("Not yet: parcel 1").click()
    plain.get_by_label("A line about it").fill("Nothing in the post office, either.")
    assert faults(plain, page, site) == []
    plain.get_by_role("button", name="It is not here yet").click()
    expect(plain.get_by_text("Bea Wood is looking for it").first).to_be_visible()
    assert faults(plain, page, site) == []

    complaints = hear(desk)
    desk.goto(f"{site}/dashboard/orders/{order.number}/")
    expect(desk.get_by_text("Nothing in the post office").first).to_be_visible()
    press(desk, "^Write to the buyer")
    write(desk, "^Your message", "DHL looks for it; I write on Monday.")
    press(desk, "^Send it")
    expect(desk.get_by_text("DHL looks for it").first).to_be_visible()
    assert complaints == []
    assert faults(desk, page, site) == []
    plain.goto(access.link(order))
    expect(plain.get_by_text("DHL looks for it")).to_be_visible()


def test_withdrawing_in_two_steps(
    plain: Page, page: Page, site: str, stripe: Running, bowl: Variant
) -> None:
    order = cast.order_of(cast.buy(stripe, bowl))
    plain.goto(access.link(order))
    plain.get_by_role("link", name="Withdraw from contract here").click()
    plain.get_by_label("Your name").fill("Ada Lovelace")
    plain.get_by_label("Email").fill("guest@example.com")
    assert faults(plain, page, site) == []
    plain.get_by_role("button", name="Continue").click()
    expect(plain.get_by_text("I, Ada Lovelace, withdraw")).to_be_visible()
    assert faults(plain, page, site) == []
    plain.get_by_role("button", name="Confirm withdrawal").click()
    expect(plain.get_by_text("You have withdrawn from it").first).to_be_visible()
    order.refresh_from_db()
    assert (order.state, order.refunded_cents) == ("cancelled", 4700)


def test_a_gift_opens_on_its_day_and_opens_nothing_else(
    page: Page, complaints: list[str], site: str, stripe: Running, bowl: Variant
) -> None:
    until = timezone.localdate() + 10 * A_DAY
    order = cast.order_of(
        cast.buy(
            stripe,
            bowl,
            is_gift=True,
            gift_message="For Ida, who sings.",
            gift_secret_until=until,
        )
    )
    page.goto(access.gift_link(order))
    gift = page.url
    expect(page.get_by_role("heading", name="This opens on")).to_be_visible()
    assert "Ash bowl" not in page.content()
    opens_nothing_else(page, site, order)
    with time_machine.travel(timezone.now() + 11 * A_DAY):
        page.goto(gift)
        expect(page.get_by_role("heading", name="Something is on")).to_be_visible()
        expect(page.get_by_text("For Ida, who sings.")).to_be_visible()
        main = page.locator("main").inner_html()
        assert not re.search(rf"€|<form|<button|{order.number}", main)
        assert complaints == []
        assert faults(page, page, site) == []
        opens_nothing_else(page, site, order)


def opens_nothing_else(page: Page, site: str, order: Order) -> None:
    """Not the buyer's page, nor what lies below it."""
    for below in ("", "gift/card/", "withdraw/", "evidence.json"):
        answer = page.request.get(f"{site}/orders/{order.number}/{below}")
        assert "guest@example.com" not in answer.text()
        assert "Ash bowl" not in answer.text()


def test_life_happened_to_two_orders(
    desk: Page, page: Page, site: str, stripe: Running, mugs: Variant, ada: User
) -> None:
    orders = [cast.order_of(cast.buy(stripe, mugs, buyer=who)) for who in (ada, None)]
    complaints = hear(desk)
    desk.goto(f"{site}/dashboard/")
    press(desk, "^Move many orders at once")
    expect(desk.get_by_role("heading", name="Life happened")).to_be_visible()
    assert faults(desk, page, site) == []
    write(desk, "^How many working days", "7")
    write(desk, "^Why, in your own words", "My kiln has cracked; a new one comes.")
    press(desk, "^See who hears what")
    expect(desk.get_by_text("Nobody has been told yet.")).to_be_visible()
    press(desk, "^What Ada Lovelace reads: silence is a yes")
    expect(desk.get_by_text("Bea Wood writes:").first).to_be_visible()
    assert [one.promises.count() for one in orders] == [1, 1]
    assert faults(desk, page, site) == []
    reach(desk, "^Tell 2 buyers")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="2 buyers told")).to_be_visible()
    assert [one.promises.count() for one in orders] == [2, 2]
    assert faults(desk, page, site) == []
    assert complaints == []


def test_an_order_is_shipped_by_keyboard_alone(
    desk: Page, site: str, stripe: Running, mugs: Variant, ada: User
) -> None:
    order = cast.order_of(cast.buy(stripe, mugs, buyer=ada))
    desk.goto(f"{site}/dashboard/")
    press(desk, "^Mark shipped")
    write(desk, "^Carrier", "DHL")
    write(desk, "^Tracking number", "00340434161094042557")
    press(desk, "^Mark shipped and tell the buyer")
    expect(desk.get_by_text("On its way").first).to_be_visible()
    assert order.shipments.get().tracking_number == "00340434161094042557"
