"""Waiting for a sold-out piece: joining, one's place, leaving; guests confirm first."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from devtools.stripe import Running
from listings import keys, waitlist
from listings.models import ListingEvent, Place, Variant
from listings.reader import Reader
from marketplace.errors import Refused
from shops.models import Shop
from tests import cast
from tests.listings import lines
from tests.listings.pieces import HTMX

pytestmark = pytest.mark.django_db
State = Place.State
Kind = ListingEvent.Kind


def path_in(letter: EmailMessage, start: str) -> str:
    """The first address of ours that begins so."""
    found = re.search(rf"http://localhost:8000({start}[\w:/-]+)", str(letter.body))
    assert found is not None
    return found[1]


def test_a_member_is_in_line_at_once(client: Client, ada: User, bowl: Variant) -> None:
    listing = lines.sold_out(bowl)
    lines.in_line(listing, "early")
    client.force_login(ada)
    page = client.get(listing.get_absolute_url()).content.decode()
    assert "1 person waits before you." in page
    url = f"/listings/{listing.slug}/wait/"
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 302
    place = Place.objects.get(email="ada@example.com")
    assert (place.state, place.number, place.user) == (State.WAITING, 2, ada)
    page = client.get(listing.get_absolute_url()).content.decode()
    assert "<strong>2</strong> is your place." in page
    assert [one.kind for one in place.events.all()] == [Kind.WAIT_BEGUN]


def test_a_guest_confirms_the_address_and_looking_changes_nothing(
    client: Client, bowl: Variant, mailoutbox: list[EmailMessage]
) -> None:
    listing = lines.sold_out(bowl)
    url = f"/listings/{listing.slug}/wait/"
    answer = client.post(url, {"email": "Gus@Example.com"}, headers=HTMX)
    assert "We have written to gus@example.com" in answer.content.decode()
    (letter,) = lines.posted(mailoutbox, "confirm_wait")
    assert letter.to == ["gus@example.com"]
    path = path_in(letter, "/waiting/")
    place = Place.objects.get()
    for _ in range(2):
        answer = client.get(path)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert "Yes, I wait for it" in answer.content.decode()
    place.refresh_from_db()
    assert place.state == State.ASKED
    assert Client().post(f"{path}confirm/").status_code == 302
    place.refresh_from_db()
    assert place.state == State.WAITING
    assert "You are number 1 in line" in client.get(path).content.decode()
    # The whole key is in no table: who steals the database opens nothing.
    with connection.cursor() as cursor:
        cursor.execute("SELECT place::text FROM listings_place place")
        assert keys.key_of(place) not in str(cursor.fetchall())


def test_asking_twice_sends_one_email(
    client: Client, bowl: Variant, mailoutbox: list[EmailMessage]
) -> None:
    listing = lines.sold_out(bowl)
    for _ in range(3):
        client.post(f"/listings/{listing.slug}/wait/", {"email": "gus@example.com"})
    assert len(lines.posted(mailoutbox, "confirm_wait")) == 1
    assert Place.objects.count() == 1


def test_one_click_takes_them_out_without_a_cookie(
    bowl: Variant, mailoutbox: list[EmailMessage]
) -> None:
    listing = lines.sold_out(bowl)
    (place,) = lines.in_line(listing, "gus")
    link = keys.link(place, "listings:leave-place").removeprefix(
        "http://localhost:8000"
    )
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(link).status_code == 200
    place.refresh_from_db()
    assert place.state == State.WAITING
    for _ in range(2):
        browser.post(link, {"List-Unsubscribe": "One-Click"})
    place.refresh_from_db()
    assert place.state == State.LEFT
    assert place.events.filter(kind=Kind.WAIT_LEFT).count() == 1
    again = waitlist.join(listing, lines.guest("gus"))
    assert again.pk != place.pk


def test_what_is_there_is_not_waited_for(client: Client, bowl: Variant) -> None:
    answer = client.post(
        f"/listings/{bowl.listing.slug}/wait/", {"email": "gus@example.com"}
    )
    assert answer.status_code == 409
    assert "It is there" in answer.content.decode()
    assert not Place.objects.exists()


def test_an_address_that_is_none_is_mended_in_place(
    client: Client, bowl: Variant
) -> None:
    listing = lines.sold_out(bowl)
    url = f"/listings/{listing.slug}/wait/"
    answer = client.post(url, {"email": "gus"}, headers=HTMX)
    assert answer.status_code == 422
    assert "This is not an email address." in answer.content.decode()
    assert 'id="wait"' in answer.content.decode()
    assert client.post(url, {"email": ""}).status_code == 422
    assert not Place.objects.exists()


def test_nobody_floods_an_inbox(client: Client, bea_shop: Shop) -> None:
    cups = [cast.piece(bea_shop, f"Cup {number}") for number in range(10)]
    pieces = [lines.sold_out(cup) for cup in cups]
    sent = {"email": "gus@example.com"}
    codes = [client.post(f"/listings/{p.slug}/wait/", sent).status_code for p in pieces]
    assert codes == [302] * 8 + [409] * 2


def test_an_option_has_its_own_line(client: Client, mugs: Variant) -> None:
    Variant.objects.filter(pk=mugs.pk).update(name="Blue")
    green = mugs.listing.variants.create(
        code="GREENMUG", kind=mugs.kind, name="Green", price_cents=1900, stock=0
    )
    listing = mugs.listing
    with pytest.raises(Refused):
        waitlist.join(listing, lines.guest("gus"), variant=mugs)
    page = client.get(listing.get_absolute_url(), {"variant": green.code})
    assert "Hear when it is back" in page.content.decode()
    assert 'name="variant" value="GREENMUG"' in page.content.decode()
    sent = {"email": "gus@example.com", "variant": green.code}
    client.post(f"/listings/{listing.slug}/wait/", sent)
    assert Place.objects.get().variant == green


def test_unknown_keys_open_nothing(client: Client, bowl: Variant) -> None:
    (place,) = lines.in_line(lines.sold_out(bowl), "gus")
    for key in ("nothing", place.digest, place.salt):
        assert client.get(f"/waiting/{key}/").status_code == 404
        for verb in ("confirm", "leave"):
            assert client.post(f"/waiting/{key}/{verb}/").status_code == 404
    place.refresh_from_db()
    assert place.state == State.WAITING


def test_the_key_survives_another_secret(
    client: Client, bowl: Variant, settings: Settings
) -> None:
    (place,) = lines.in_line(lines.sold_out(bowl), "gus")
    old = keys.key_of(place)
    settings.SECRET_KEY = "another one"
    new = keys.key_of(place)
    assert new != old
    assert client.get(f"/waiting/{old}/").status_code == 404
    assert client.get(f"/waiting/{new}/").status_code == 200


def test_who_bought_it_waits_no_more(stripe: Running, mugs: Variant, ada: User) -> None:
    listing = lines.sold_out(mugs)
    hers = waitlist.join(listing, Reader.member(ada))
    (his,) = lines.in_line(listing, "gus")
    lines.restocked(mugs, 2)
    cast.buy(stripe, mugs, buyer=ada)
    hers.refresh_from_db()
    his.refresh_from_db()
    assert (hers.state, his.state) == (State.SERVED, State.WAITING)


def test_addresses_are_forgotten(bowl: Variant) -> None:
    listing = lines.sold_out(bowl)
    asked = waitlist.join(listing, lines.guest("never"))
    (left,) = lines.in_line(listing, "left")
    (stays,) = lines.in_line(listing, "stays")
    waitlist.leave(left)
    Place.objects.update(since=asked.since - 100 * lines.DAY)
    waitlist.forget()
    emails = dict(Place.objects.values_list("pk", "email"))
    assert emails == {asked.pk: "", left.pk: "", stays.pk: "stays@example.com"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_joining_at_once_is_one_place(bowl: Variant, *, is_guarded: bool) -> None:
    """The control: without Postgres's word there are as many places as presses."""
    listing = lines.sold_out(bowl)
    if not is_guarded:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX one_place_per_person_and_piece")
    start = Barrier(6)

    def press() -> None:
        start.wait()
        waitlist.join(listing, lines.guest("gus"))
        connections.close_all()

    try:
        with ThreadPoolExecutor(6) as pool:
            for one in [pool.submit(press) for _ in range(6)]:
                one.result()
        count = Place.objects.count()
    finally:
        if not is_guarded:
            Place.objects.update(state=State.LEFT)
            with connection.cursor() as cursor:
                cursor.execute(
                    "CREATE UNIQUE INDEX one_place_per_person_and_piece ON"
                    " listings_place (listing_id, email)"
                    " WHERE state IN ('asked', 'waiting', 'told')"
                )
    assert (count == 1) == is_guarded
