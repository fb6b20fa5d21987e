"""When a piece ships and whether it is there in time: one answer, from whoever asks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from listings.delivery import Delivery, delivery
from listings.models import Listing, Variant
from orders import placing
from orders.quote import quote
from shops.calendar import Fit, WorkingWeek, ship_by
from shops.models import ShippingProfile, Shop
from shops.shipping import ShippingOption
from tests import cast
from tests.shops.calendars import moments, weeks


def shop_with(week: WorkingWeek, **rest: object) -> Shop:
    """A shop of this calendar, kept nowhere."""
    return Shop(
        time_zone=week.zone.key,
        working_days=sorted(week.weekdays),
        cut_off=week.cut_off,
        country=week.country,
        region=week.region,
        keeps_holidays=week.keeps_holidays,
        breaks=[DateRange(first, last + timedelta(1)) for first, last in week.breaks],
        **rest,
    )


def piece(shop: Shop, days: int, kind: str = Listing.Kind.SOME) -> Listing:
    """A piece of this shop that takes so many days, kept nowhere."""
    profile = ShippingProfile(shop=shop, processing_days=days)
    return Listing(shop=shop, shipping_profile=profile, kind=kind)


@settings(max_examples=300, deadline=None)
@given(weeks(), moments, st.integers(0, 180), st.integers(0, 60))
def test_a_shop_counts_on_its_own_calendar(
    week: WorkingWeek, paid_at: datetime, days: int, waiting: int
) -> None:
    """For any calendar and moment the page says what the calendar says: a working
    day, not before the payment, never earlier with more to do."""
    shop = shop_with(week, pieces_per_week=5, pieces_waiting=waiting)
    assert shop.working_week == week
    with time_machine.travel(paid_at, tick=False):
        ready, to_order = (
            piece(shop, days),
            piece(shop, days, Listing.Kind.MADE_TO_ORDER),
        )
        shown, later = ready.ships_by, to_order.ships_by
        longer = piece(shop, days + 1).ships_by
    assert shown == ship_by(paid_at, days=days, shop_days=week)
    assert shown.astimezone(UTC) >= paid_at
    assert week.works_on(shown.date())
    assert longer.date() > shown.date()
    assert later.date() >= shown.date()
    assert waiting == 0 or later.date() > shown.date()


AWAY = (date(2026, 12, 7), date(2026, 12, 11))
CALENDARS = [
    {},
    {"region": "SN"},
    {"breaks": [DateRange(AWAY[0], AWAY[1] + timedelta(1))]},
    {"country": "US", "region": "HI", "time_zone": "Pacific/Honolulu"},
    {"country": "WS", "time_zone": "Pacific/Apia", "working_days": [1, 6]},
    {"pieces_per_week": 3, "pieces_waiting": 8},
]
MOMENTS = [
    cast.utc(2026, 11, 17, 12, 59),
    cast.utc(2026, 11, 17, 13, 1),
    cast.utc(2026, 12, 4, 18),
    cast.utc(2026, 12, 31, 10),
    cast.utc(2027, 3, 28, 1),
]


@pytest.mark.django_db
@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_listing_basket_and_order_say_the_same(
    scarf: Variant, calendar: dict[str, object], moment: datetime
) -> None:
    Shop.objects.update(**calendar)
    with time_machine.travel(moment, tick=False):
        listing = Listing.objects.for_page().get(pk=scarf.listing_id)
        shown = delivery(listing, "DE")
        in_basket = cast.basket_of(scarf)
        told = quote(in_basket).shops[0]
        checkout = placing.place(in_basket, quote(in_basket), cast.details())
    order = checkout.orders.get()
    assert shown.ships_by == told.ship_by_at == order.ship_by_at
    assert shown.arrives_on == (told.arrives_from, told.arrives_by)
    week = Shop.objects.get().working_week
    line = order.lines.get()
    assert ship_by(moment, days=line.days_to_make, shop_days=week) == order.ship_by_at
    assert week.works_on(shown.ships_by.date())


SLOW = ShippingOption("Standard post", 500, 2, 5)
FAST = ShippingOption("Express", 1500, 1, 1)
TUESDAY = Delivery("DE", "EUR", datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC), [SLOW])


@pytest.mark.parametrize(
    ("needed_by", "answer", "words"),
    [
        (date(2026, 12, 8), Fit.LIKELY, "Likely in time for Tuesday 8 December"),
        (date(2026, 12, 7), Fit.TIGHT, "between Thursday 3 December and Sunday 6"),
        (date(2026, 12, 3), Fit.TIGHT, "Tight for Thursday 3 December"),
        (date(2026, 12, 2), Fit.NO, "the earliest it can be with you is Thursday 3"),
        (date(2026, 11, 1), Fit.NO, "Not in time for Sunday 1 November"),
    ],
)
@time_machine.travel(date(2026, 11, 24))
def test_likely_tight_or_no(needed_by: date, answer: Fit, words: str) -> None:
    asked = replace(TUESDAY, needed_by=needed_by)
    assert asked.fit == answer
    assert words in asked.fit_words


def test_who_does_not_ask_is_not_told() -> None:
    assert TUESDAY.fit is None
    assert TUESDAY.fit_words == ""
    nowhere = replace(TUESDAY, options=[], needed_by=date(2026, 12, 8))
    assert nowhere.fit is None
    assert nowhere.fit_words == ""


def test_a_faster_way_is_named_where_it_helps() -> None:
    two_ways = replace(TUESDAY, options=[SLOW, FAST])
    tight = replace(two_ways, needed_by=date(2026, 12, 4))
    assert tight.fit_words.endswith("With Express it is likely in time.")
    assert "Express" not in replace(two_ways, needed_by=date(2026, 12, 3)).fit_words
    assert "Express" not in replace(two_ways, needed_by=date(2026, 12, 9)).fit_words


@pytest.mark.django_db
@time_machine.travel("2026-11-24 10:00Z", tick=False)
def test_the_page_answers_with_and_without_javascript(
    client: Client, bowl: Variant
) -> None:
    url = bowl.listing.get_absolute_url()
    for headers in ({}, {"HX-Request": "true"}):
        asked = {"needed_by": "2026-12-24", "country": "DE"}
        body = client.get(url, asked, headers=headers).content.decode()
        assert "Likely in time for Thursday 24 December" in body
        assert 'id="delivery"' in body
    assert (
        'name="needed_by" value="2026-12-24"' in client.get(url, asked).content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-11-01", "Sunday 1 November has passed."),
        ("soon", "That is not a day of the calendar."),
    ],
)
@time_machine.travel("2026-11-24 10:00Z", tick=False)
def test_a_day_that_cannot_be_is_answered_in_a_sentence(
    client: Client, bowl: Variant, typed: str, sentence: str
) -> None:
    page = client.get(bowl.listing.get_absolute_url(), {"needed_by": typed})
    assert page.status_code == 200
    assert sentence in page.content.decode()


@pytest.mark.django_db
@time_machine.travel("2026-11-24 10:00Z", tick=False)
def test_a_shop_that_takes_no_orders_can_be_looked_at(
    client: Client, bea: User, bowl: Variant
) -> None:
    Shop.objects.update(paused_until=date(2026, 12, 1))
    piece_page = client.get(bowl.listing.get_absolute_url()).content.decode()
    assert "takes orders again on Tuesday 1 December" in piece_page
    assert "Add to basket" not in piece_page
    assert "Ships by" not in piece_page.partition('id="more"')[0]
    shop_page = client.get("/shops/beas-bowls/").content.decode()
    assert "takes orders again on Tuesday 1 December" in shop_page
    assert "Orders again from Tuesday 1 December" in shop_page
    assert "Only you see this page" not in shop_page
    client.force_login(bea)
    assert "order again on Tuesday 1 December" in (
        client.get("/dashboard/shop/").content.decode()
    )
