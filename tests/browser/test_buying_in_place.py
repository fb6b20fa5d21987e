"""What htmx replaces on a buyer's pages: nothing typed is lost, the focus stays, and
what has changed is said."""

import pytest
from playwright.sync_api import Page, expect

from accounts import address_book
from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from shops.models import Shop
from tests import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, site: str, user: User) -> None:
    key = str(cast.session_of(user).session_key)
    page.context.add_cookies([{"name": "session", "value": key, "url": site}])


def stay(page: Page) -> None:
    """Mark the document: a mark that is still there was not loaded anew."""
    page.evaluate("document.documentElement.dataset.mark = 'here'")


def stayed(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.dataset.mark === 'here'"))


def test_the_basket_counts_as_one_types(
    page: Page, site: str, ada: User, mugs: Variant, complaints: list[str]
) -> None:
    cast.basket_of(mugs, user=ada)
    sign_in(page, site, ada)
    page.goto(f"{site}/basket/")
    stay(page)
    how_many = page.get_by_label("How many of Speckled mug")
    how_many.fill("3")
    how_many.press("Tab")
    expect(page.locator("#basket-link")).to_contain_text("3 pieces")
    expect(page.get_by_text("€61.00").first).to_be_visible()
    how_many.fill("9")
    how_many.press("Tab")
    expect(page.locator("#notices")).to_contain_text(
        "Only 5 of “Speckled mug” are left"
    )
    page.get_by_role("button", name="Take out Speckled mug").click()
    expect(page.get_by_text("What you choose will wait here")).to_be_visible()
    assert stayed(page)
    assert all("409" in complaint for complaint in complaints)


def test_the_checkout_counts_again_and_keeps_what_was_typed(
    page: Page, site: str, ada: User, mugs: Variant, bea_shop: Shop
) -> None:
    cast.rate(bea_shop.shipping_profiles.get(), "DE", "Courier", 1500)
    address_book.keep(ada, cast.BERLIN | {"is_default": True})
    address_book.keep(
        ada,
        cast.BERLIN
        | {"city": "Wien", "country": "AT", "postal_code": "1010", "is_default": False},
    )
    cast.basket_of(mugs, user=ada)
    sign_in(page, site, ada)
    page.goto(f"{site}/checkout/")
    stay(page)
    page.get_by_label("A few words").fill("For Ida")
    page.get_by_label("Courier").check()
    expect(page.get_by_role("button", name="Pay €33.00")).to_be_visible()
    expect(page.get_by_label("Courier")).to_be_focused()
    page.get_by_role("button", name="Ada Lovelace, Torstraße 1, Wien").click()
    expect(page.get_by_role("button", name="Pay €30.00")).to_be_visible()
    expect(page.get_by_label("City")).to_have_value("Wien")
    expect(page.get_by_label("A few words")).to_have_value("For Ida")
    assert page.locator("input[name=time_zone]").input_value()
    assert stayed(page)


def test_errors_are_led_to(page: Page, site: str, mugs: Variant) -> None:
    page.goto(site + mugs.listing.get_absolute_url())
    page.get_by_role("button", name="Add to basket").click()
    page.goto(f"{site}/checkout/")
    page.get_by_label("A few words").fill("For Ida")
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("alert")).to_contain_text("It is marked below")
    email = page.get_by_label("Email")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description(
        "The confirmation, and every word about your order, comes here."
        " Write your email address: your order is confirmed there."
    )
    expect(page.get_by_label("A few words")).to_have_value("For Ida")


def test_ill_wait_is_said_in_place(
    page: Page,
    site: str,
    stripe: Running,
    ada: User,
    bea: User,
    mugs: Variant,
    complaints: list[str],
) -> None:
    order = cast.order_of(cast.buy(stripe, mugs, buyer=ada))
    cast.delay(order, bea)
    sign_in(page, site, ada)
    page.goto(f"{site}/orders/{order.number}/")
    stay(page)
    page.get_by_role("button", name="I’ll wait").click()
    expect(page.locator("#notices")).to_contain_text("Thank you.")
    expect(page.get_by_role("button", name="I’ll wait")).to_have_count(0)
    page.get_by_text("Cancel this order").click()
    page.get_by_role("button", name="Cancel, full refund of €23.00").click()
    expect(page.get_by_text("It was cancelled")).to_be_visible()
    assert stayed(page)
    assert complaints == []


def test_waiting_for_the_payment_looks_again_by_itself(
    page: Page, site: str, stripe: Running, ada: User, mugs: Variant
) -> None:
    checkout = cast.place(mugs, buyer=ada)
    sign_in(page, site, ada)
    page.goto(f"{site}/checkout/{checkout.number}/done/")
    expect(page.get_by_role("heading", name="We are waiting")).to_be_visible()
    stay(page)
    stripe.pay(str(checkout.payment.session_id))
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=8000)
    assert stayed(page)
