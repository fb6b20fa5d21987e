"""The day a piece is needed by: from its page to the order, and never silently "no"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Listing, Variant
from marketplace.errors import Refused
from orders import agreement, lifecycle, placing
from orders import basket as baskets
from orders.conditions import misses_the_day
from orders.models import BasketLine, Checkout, OrderLine
from orders.parcels import Parcel
from orders.quote import quote
from shops.calendar import Fit
from shops.models import ShippingProfile, Shop
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_a_tuesday")]
HTMX = {"HX-Request": "true"}
#: Three working days, two to five on the way: it comes from 29 November on.
LIKELY, TIGHT, NO = date(2026, 12, 4), date(2026, 12, 1), date(2026, 11, 28)


@pytest.fixture
def _a_tuesday() -> Iterator[None]:
    """24 November 2026, before the cut-off in Leipzig."""
    with time_machine.travel("2026-11-24 10:00Z", tick=False):
        yield


def add(client: Client, variant: Variant, needed_by: object = "") -> int:
    """As the form on its page sends it."""
    sent = {"variant": variant.code, "quantity": 1, "needed_by": needed_by}
    return client.post("/basket/add/", sent).status_code


def line() -> BasketLine:
    """The only one."""
    return BasketLine.objects.get()


def test_it_goes_into_the_basket_with_the_piece(client: Client, bowl: Variant) -> None:
    assert add(client, bowl, LIKELY) == 303
    assert line().needed_by == LIKELY
    page = client.get("/basket/").content.decode()
    assert "Likely in time for Friday 4 December" in page
    assert 'value="2026-12-04"' in page


@pytest.mark.parametrize(
    ("needed_by", "answer", "words"),
    [
        (LIKELY, Fit.LIKELY, "Likely in time for Friday 4 December"),
        (TIGHT, Fit.TIGHT, "Tight for Tuesday 1 December"),
        (NO, Fit.NO, "Not in time for Saturday 28 November"),
    ],
)
def test_basket_and_checkout_answer_alike(
    client: Client, mugs: Variant, needed_by: date, answer: Fit, words: str
) -> None:
    add(client, mugs, needed_by)
    client.post("/basket/choose/", {"country": "DE"})
    (told,) = quote(line().basket).shops[0].lines
    assert told.fit == answer
    for page in ("/basket/", "/checkout/"):
        assert words in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("2026-11-01", "has passed"), ("when it is done", "not a day of the calendar")],
)
def test_a_day_that_cannot_be_is_refused_in_a_sentence(
    client: Client, bowl: Variant, typed: str, sentence: str
) -> None:
    sent = {"variant": bowl.code, "quantity": 1, "needed_by": typed}
    response = client.post("/basket/add/", sent)
    assert response.status_code == 409
    assert sentence in response.content.decode()
    assert not BasketLine.objects.exists()


def test_it_can_be_changed_and_taken_away_in_the_basket(
    client: Client, mugs: Variant
) -> None:
    add(client, mugs, LIKELY)
    page = client.get("/basket/").content.decode()
    change = re.findall(r'action="(/basket/[^"]+)"', page)[0]
    sent = {"quantity": 2, "needed_by": TIGHT}
    assert client.post(change, sent)["Location"] == "/basket/"
    assert (line().quantity, line().needed_by) == (2, TIGHT)
    part = client.post(change, sent | {"needed_by": NO}, headers=HTMX)
    assert part.content.lstrip().startswith(b'<div id="basket"')
    assert b"Not in time for Saturday 28 November" in part.content
    client.post(change, {"quantity": 3})
    assert (line().quantity, line().needed_by) == (3, NO)
    late = client.post(change, sent | {"needed_by": "2026-11-01"})
    assert late.status_code == 409
    assert line().needed_by == NO
    client.post(change, sent | {"needed_by": ""})
    assert line().needed_by is None


def test_the_same_piece_again_keeps_its_day_or_takes_the_new_one(
    client: Client, mugs: Variant
) -> None:
    add(client, mugs, LIKELY)
    add(client, mugs)
    assert (line().quantity, line().needed_by) == (2, LIKELY)
    add(client, mugs, TIGHT)
    assert (line().quantity, line().needed_by) == (3, TIGHT)


def test_a_guests_day_comes_along_at_sign_in(mugs: Variant, ada: User) -> None:
    cast.basket_of(mugs, user=ada)
    guests = cast.basket_of(mugs)
    guests.lines.update(needed_by=LIKELY)
    baskets.merge(guests, ada)
    assert line().needed_by == LIKELY


def test_the_order_carries_it(mugs: Variant, ada: User) -> None:
    basket = cast.basket_of(mugs, user=ada)
    basket.lines.update(needed_by=TIGHT)
    placing.place(basket, quote(basket), cast.details(ada))
    sold = OrderLine.objects.get()
    assert sold.needed_by == TIGHT
    assert sold.withdrawable


def test_what_is_made_for_one_cannot_be_withdrawn_from(
    stripe: Running, mugs: Variant, ada: User
) -> None:
    Listing.objects.update(personalisation_question="Which name?")
    mugs.refresh_from_db()
    basket = cast.basket_of(user=ada)
    baskets.add(basket, mugs, quantity=1, personalisation="Ida")
    baskets.add(basket, mugs, quantity=1)
    placing.place(basket, quote(basket), cast.details(ada))
    lines = OrderLine.objects.order_by("pk")
    assert [sold.withdrawable for sold in lines] == [False, True]


def test_the_buyer_reads_before_paying_that_it_is_made_for_them_alone(
    client: Client, mugs: Variant
) -> None:
    Listing.objects.update(personalisation_question="Which name?")
    page = client.get(mugs.listing.get_absolute_url()).content.decode()
    assert "it cannot be sent back only because you change your mind" in page
    sent = {"variant": mugs.code, "quantity": 1, "personalisation": "Ida"}
    client.post("/basket/add/", sent)
    checkout = client.get("/checkout/").content.decode()
    assert "it cannot be sent back only because you change your mind" in checkout


def test_an_answer_that_has_become_worse_is_not_agreed_to(mugs: Variant) -> None:
    basket = cast.basket_of(mugs)
    basket.lines.update(needed_by=LIKELY)
    shown = agreement.sign(quote(basket))
    assert agreement.differences(shown, quote(basket)) == []
    ShippingProfile.objects.update(processing_days=4)
    said = agreement.differences(shown, quote(basket))
    assert "“Speckled mug” is now tight for Friday 4 December." in said
    basket.lines.update(needed_by=NO)
    said = agreement.differences(shown, quote(basket))
    assert "“Speckled mug” is now needed by Saturday 28 November." in said
    basket.lines.update(needed_by=None)
    said = agreement.differences(shown, quote(basket))
    assert "“Speckled mug” has no day to be there by now." in said


def test_no_is_paid_for_only_by_who_has_read_it(
    client: Client, stripe: Running, mugs: Variant
) -> None:
    """Likely when it was shown, "no" when it is paid: said first, nothing placed."""
    add(client, mugs, LIKELY)
    client.post("/basket/choose/", {"country": "DE"})
    page = client.get("/checkout/").content.decode()
    shown = re.search(r'name="shown" value="([^"]+)"', page)
    assert shown
    filled = cast.BERLIN | {"email": "guest@example.com", "time_zone": "Europe/Berlin"}
    ShippingProfile.objects.update(processing_days=20)
    answer = client.post("/checkout/", filled | {"shown": shown[1]})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "“Speckled mug” is now not in time for Friday 4 December." in words
    assert "Not in time for Friday 4 December" in words
    assert not Checkout.objects.exists()
    again = re.search(r'name="shown" value="([^"]+)"', words)
    assert again
    paid = client.post("/checkout/", filled | {"shown": again[1]})
    assert paid.status_code == 303
    assert OrderLine.objects.get().needed_by == LIKELY


def test_a_day_changed_in_another_tab_is_not_ordered_unseen(mugs: Variant) -> None:
    basket = cast.basket_of(mugs)
    seen = quote(basket)
    basket.lines.update(needed_by=TIGHT)
    with pytest.raises(Refused, match="Your basket has just changed"):
        placing.place(basket, seen, cast.details())


def test_a_shop_that_takes_no_orders_sells_nothing(
    client: Client, mugs: Variant
) -> None:
    basket = cast.basket_of(mugs)
    Shop.objects.update(paused_until=date(2026, 12, 1))
    words = "Bea's Bowls takes orders again on Tuesday 1 December."
    assert quote(basket).problems == [words]
    with pytest.raises(Refused, match="takes orders again on Tuesday 1 December"):
        placing.place(basket, quote(basket), cast.details())
    mugs = Variant.objects.get(pk=mugs.pk)
    with pytest.raises(Refused, match="takes orders again on Tuesday 1 December"):
        baskets.add(basket, mugs, quantity=1)
    assert add(client, mugs) == 409
    Shop.objects.update(paused_until=date(2026, 11, 24))
    assert quote(basket).problems == []


def test_a_full_queue_promises_nothing_more(scarf: Variant, mugs: Variant) -> None:
    basket = cast.basket_of(scarf, mugs)
    Shop.objects.update(pieces_per_week=1, pieces_waiting=60)
    (problem,) = quote(basket).problems
    assert "as much to make as fits into a year" in problem


def test_the_queue_is_part_of_what_is_owed(
    stripe: Running, scarf: Variant, ada: User
) -> None:
    Shop.objects.update(pieces_per_week=5, pieces_waiting=4)
    order = cast.order_of(cast.buy(stripe, scarf, buyer=ada))
    assert order.lines.get().days_to_make == 3 + 4
    assert order.ship_by_at.date() == date(2026, 12, 3)


def test_what_has_left_in_time_is_not_said_to_be_late(
    stripe: Running, bowl: Variant, mugs: Variant, ada: User, bea: User
) -> None:
    """The bowl is needed and posted; only the mugs are moved, which nobody needs."""
    order = cast.order_of(cast.buy(stripe, bowl, mugs, buyer=ada))
    needed = order.lines.get(variant=bowl)
    other = order.lines.get(variant=mugs)
    due = timezone.localdate() + timedelta(days=30)
    order.lines.filter(pk=needed.pk).update(needed_by=due)
    lifecycle.ship(order, by=bea, parcel=Parcel("DHL", quantities={needed.code: 1}))
    cast.delay(order, bea, days=60)
    assert misses_the_day(cast.order_of(order.checkout)) is None
    order.lines.filter(pk=other.pk).update(needed_by=due)
    assert misses_the_day(cast.order_of(order.checkout)) == due
