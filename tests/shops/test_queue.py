"""The honest queue: what is owed makes the next date later."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from listings.models import Listing, Variant
from shops import queue
from shops.models import Shop

pytestmark = pytest.mark.django_db


def days_now(variant: Variant) -> int:
    """As a page would read it."""
    rows = Listing.objects.select_related("shop", "shipping_profile")
    return rows.get(pk=variant.listing_id).days_to_make_now


def test_pieces_owed_make_the_next_one_later(scarf: Variant) -> None:
    shop = scarf.listing.shop
    Shop.objects.update(pieces_per_week=4)
    assert days_now(scarf) == 3
    queue.set_to(shop, 1)
    assert days_now(scarf) == 3 + 2  # one piece of four a week: 1.25 days of five
    queue.set_to(shop, 10)
    assert days_now(scarf) == 3 + 13
    queue.set_to(shop, 4)
    assert days_now(scarf) == 3 + 5


def test_what_is_ready_waits_for_nobody(mugs: Variant) -> None:
    Shop.objects.update(pieces_per_week=1, pieces_waiting=9)
    assert days_now(mugs) == 3


def test_who_says_no_number_has_no_queue(scarf: Variant) -> None:
    Shop.objects.update(pieces_waiting=9)
    assert days_now(scarf) == 3


@time_machine.travel("2027-04-28 08:00Z", tick=False)
def test_the_page_says_when_a_place_is_free(client: Client, scarf: Variant) -> None:
    Shop.objects.update(pieces_per_week=4, pieces_waiting=8)
    page = client.get(scarf.listing.get_absolute_url())
    listing = page.context["listing"]
    assert listing.next_place == date(2027, 5, 10)
    assert "Next free place: week of 10 May. 8 pieces come before yours" in (
        page.content.decode()
    )


def test_a_queue_of_more_than_a_year_takes_nothing_more(
    client: Client, scarf: Variant
) -> None:
    Shop.objects.update(pieces_per_week=1, pieces_waiting=51)
    body = client.get(scarf.listing.get_absolute_url()).content.decode()
    assert "as much to make as fits into a year" in body
    assert "Add to basket" not in body
