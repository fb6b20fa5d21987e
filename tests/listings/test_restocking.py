"""Who waits hears what became of it: back, moved, late, gone; in order, and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from devtools.stripe import Running
from listings import catalogue, restocking, waitlist
from listings.models import Listing, ListingEvent, Place, Variant
from marketplace.errors import Refused
from orders import lifecycle
from shops.models import Shop
from tests import cast
from tests.listings import lines

pytestmark = pytest.mark.django_db
State = Place.State
Kind = ListingEvent.Kind


def count(kind: Kind) -> int:
    return ListingEvent.objects.filter(kind=kind).count()


def test_as_many_hear_as_there_are_the_first_first(mugs: Variant) -> None:
    listing = lines.sold_out(mugs)
    lines.in_line(listing, "ann", "ben", "cat")
    restocking.sweep()
    assert lines.told(listing) == []
    lines.restocked(mugs, 2)
    restocking.sweep()
    restocking.sweep()
    assert lines.told(listing) == ["ann", "ben"]
    with time_machine.travel(timezone.now() + 23 * lines.HOUR):
        restocking.sweep()
        assert lines.told(listing) == ["ann", "ben"]
    with time_machine.travel(timezone.now() + 25 * lines.HOUR):
        restocking.sweep()
        restocking.sweep()
    assert lines.told(listing) == ["ann", "ben", "cat"]
    assert count(Kind.BACK_IN_STOCK) == 3


@time_machine.travel("2026-11-24 10:00Z")
def test_the_email_says_whose_turn_it_is_and_how_to_leave(
    bowl: Variant, mailoutbox: list[EmailMessage]
) -> None:
    listing = lines.sold_out(bowl)
    lines.in_line(listing, "ann", "ben")
    lines.restocked(bowl)
    restocking.sweep()
    (letter,) = lines.posted(mailoutbox, "back_in_stock")
    assert letter.to == ["ann@example.com"]
    assert letter.subject == "Ash bowl is back"
    assert "until Wednesday 25 November, 11:" in str(letter.body)
    assert "It is not held for you" in str(letter.body)
    assert "bea@example.com" not in str(letter.message())
    assert "/leave/" in letter.extra_headers["List-Unsubscribe"]


@time_machine.travel("2026-11-24 23:30Z", tick=False)
def test_at_night_it_waits_for_the_morning(
    bowl: Variant, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.QUIET_HOURS = True
    lines.in_line(lines.sold_out(bowl), "ann")
    lines.restocked(bowl)
    restocking.sweep()
    assert lines.posted(mailoutbox, "back_in_stock") == []
    with time_machine.travel("2026-11-25 07:01Z"):
        assert len(lines.posted(mailoutbox, "back_in_stock")) == 1


def test_sold_again_before_it_was_posted_nobody_is_told(
    bowl: Variant, mailoutbox: list[EmailMessage]
) -> None:
    lines.in_line(lines.sold_out(bowl), "ann")
    lines.restocked(bowl)
    restocking.sweep()
    lines.sold_out(bowl)
    assert lines.posted(mailoutbox, "back_in_stock") == []


def test_sold_to_somebody_else_they_keep_their_place(bowl: Variant) -> None:
    listing = lines.sold_out(bowl)
    first, second = lines.in_line(listing, "ann", "ben")
    lines.restocked(bowl)
    restocking.sweep()
    lines.sold_out(bowl)
    restocking.sweep()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.number) == (State.WAITING, 1)
    assert second.number == 2


def test_after_their_turn_the_place_is_over(bowl: Variant) -> None:
    listing = lines.sold_out(bowl)
    (place,) = lines.in_line(listing, "ann")
    lines.restocked(bowl)
    restocking.sweep()
    lines.sold_out(bowl)
    with time_machine.travel(timezone.now() + 2 * lines.DAY):
        restocking.sweep()
    place.refresh_from_db()
    assert place.state == State.PASSED


def test_a_cancelled_order_brings_it_back(
    stripe: Running, bowl: Variant, bea: User, ada: User
) -> None:
    order = cast.order_of(cast.buy(stripe, bowl, buyer=ada))
    listing = lines.sold_out(bowl)
    lines.in_line(listing, "ann")
    lifecycle.cancel(order, by=bea, reason="It cracked.")
    restocking.sweep()
    assert lines.told(listing) == ["ann"]


def test_who_waits_for_one_option_hears_of_that_one(mugs: Variant) -> None:
    listing = lines.sold_out(mugs)
    green = listing.variants.create(
        code="GREENMUG", kind=mugs.kind, name="Green", price_cents=1900, stock=0
    )
    for name, option in (("ann", green), ("ben", None)):
        waitlist.confirm(waitlist.join(listing, lines.guest(name), variant=option))
    lines.restocked(mugs)
    restocking.sweep()
    assert lines.told(listing) == ["ben"]
    lines.restocked(green)
    restocking.sweep()
    assert lines.told(listing) == ["ann", "ben"]


def test_what_nobody_can_order_is_not_back(bowl: Variant) -> None:
    listing = lines.sold_out(bowl)
    lines.in_line(listing, "ann")
    lines.restocked(bowl)
    Shop.objects.update(paused_until=timezone.localdate() + timedelta(days=9))
    restocking.sweep()
    assert lines.told(listing) == []
    Shop.objects.update(paused_until=None)
    restocking.sweep()
    assert lines.told(listing) == ["ann"]


@time_machine.travel("2026-11-24 10:00Z")
def test_the_day_of_its_return(
    client: Client, bea: User, bowl: Variant, mailoutbox: list[EmailMessage]
) -> None:
    listing = lines.sold_out(bowl)
    lines.in_line(listing, "ann")
    client.force_login(bea)
    url = f"/dashboard/listings/{listing.slug}/expect/"
    for day in ("2026-12-01", "2026-12-08"):
        assert client.post(url, {"back_on": day}).status_code == 302
    assert client.post(url, {"back_on": "2026-11-01"}).status_code == 409
    restocking.sweep()
    restocking.sweep()
    (moved,) = lines.posted(mailoutbox, "restock_moved")
    assert "back around Tuesday 8 December" in str(moved.body)
    assert "You are number 1 in line" in str(moved.body)
    page = Client().get(listing.get_absolute_url()).content.decode()
    assert "Bea Wood thinks it is back around Tuesday 8 December." in page
    # Who comes now knows that day already.
    lines.in_line(Listing.objects.get(pk=listing.pk), "ben")
    restocking.sweep()
    assert count(Kind.RESTOCK_MOVED) == 1
    with time_machine.travel("2026-12-09 10:00Z"):
        restocking.sweep()
        restocking.sweep()
        assert len(lines.posted(mailoutbox, "restock_late")) == 2
        (asked,) = lines.posted(mailoutbox, "restock_passed")
    assert asked.to == ["bea@example.com"]
    client.post(url, {"back_on": ""})
    restocking.sweep()
    assert "cannot say any more" in str(
        lines.posted(mailoutbox, "restock_moved")[-1].body
    )


def test_removed_whoever_waits_hears_it(
    bowl: Variant, mailoutbox: list[EmailMessage]
) -> None:
    listing = lines.sold_out(bowl)
    (place,) = lines.in_line(listing, "ann")
    catalogue.remove(listing)
    restocking.sweep()
    restocking.sweep()
    place.refresh_from_db()
    assert place.state == State.GONE
    (letter,) = lines.posted(mailoutbox, "piece_gone")
    assert "List-Unsubscribe" not in letter.extra_headers
    with pytest.raises(Refused):
        waitlist.confirm(place)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_sweeps_tell_nobody_twice(
    bowl: Variant, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool
) -> None:
    """One piece, three in line. The control looks and then writes, as two steps."""
    listing = lines.sold_out(bowl)
    lines.in_line(listing, "ann", "ben", "cat")
    lines.restocked(bowl)
    start = Barrier(4)
    if not is_guarded:
        monkeypatch.setattr(restocking, "_tell_the_next", naive(start))

    def run() -> None:
        if is_guarded:
            start.wait()
        restocking.tell_that_it_is_back()
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(run) for _ in range(4)]:
            one.result()
    tellings = count(Kind.BACK_IN_STOCK)
    assert (tellings == 1) == is_guarded
    if is_guarded:
        assert lines.told(listing) == ["ann"]


def naive(start: Barrier) -> object:
    """Who is next, and a moment later: they are told."""

    def tell(pk: int) -> None:
        place = Place.objects.filter(listing=pk, state=State.WAITING).first()
        start.wait()
        if place is not None:
            turn = 100 + ListingEvent.objects.count() + id(start) % 7
            place.state, place.told_at = State.TOLD, timezone.now()
            place.save()
            ListingEvent.objects.bulk_create(
                [ListingEvent(listing_id=pk, kind=Kind.BACK_IN_STOCK, turn=turn)]
            )

    return tell
