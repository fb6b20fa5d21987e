"""The page of the days a maker works."""

from datetime import date, time

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from accounts.models import User
from shops.days_form import LinesField
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db

TYPED = {
    "time_zone": "Europe/Berlin",
    "working_days": ["1", "2", "3"],
    "cut_off": "11:00",
    "region": "SN",
    "keeps_holidays": "on",
    "pieces_per_week": "6",
    "making_steps": "thrown\n dried \n\nglazed\nthrown",
}
PAGE = "/dashboard/shop/days/"


def test_says_on_which_days_she_works(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    response = client.post(PAGE, TYPED)
    assert (response.status_code, response["Location"]) == (302, PAGE)
    bea_shop.refresh_from_db()
    assert bea_shop.working_days == [1, 2, 3]
    assert (bea_shop.cut_off, bea_shop.region) == (time(11), "SN")
    assert bea_shop.keeps_holidays
    assert bea_shop.pieces_per_week == 6
    assert bea_shop.making_steps == ["thrown", "dried", "glazed"]
    week = bea_shop.working_week
    assert not week.works_on(date(2026, 11, 18))  # Buß- und Bettag, only in Saxony
    assert "thrown\ndried\nglazed" in client.get(PAGE).content.decode()


def test_htmx_is_led_back_to_it(client: Client, bea: User, bea_shop: Shop) -> None:
    client.force_login(bea)
    response = client.post(PAGE, TYPED, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == PAGE


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"working_days": []}, "Choose at least one day"),
        ({"region": "TX"}, "not one of the available choices"),
        ({"pieces_per_week": "0"}, "greater than or equal to 1"),
        ({"making_steps": "x" * 41}, "up to 40 letters a line"),
        ({"making_steps": "\n".join("abcdefghijklm")}, "At most 12"),
        ({"time_zone": "Mars/Olympus"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    client: Client, bea: User, bea_shop: Shop, wrong: dict[str, object], sentence: str
) -> None:
    client.force_login(bea)
    response = client.post(PAGE, TYPED | wrong)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    bea_shop.refresh_from_db()
    assert bea_shop.working_days == [0, 1, 2, 3, 4]


@time_machine.travel(date(2026, 11, 1))
def test_shows_the_holidays_that_are_counted(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    everywhere = client.get(PAGE).content.decode()
    assert "Friday 25 December" in everywhere
    assert "Wednesday 18 November" not in everywhere
    htmx = {"HX-Request": "true"}
    part = client.get(PAGE, {"region": "SN"}, headers=htmx).content.decode()
    assert part.lstrip().startswith('<div id="holidays"')
    assert "Wednesday 18 November" in part


def test_a_country_without_regions_is_not_asked_for_one(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    Shop.objects.update(country="JP", region="")
    client.force_login(bea)
    assert "Part of the country" not in client.get(PAGE).content.decode()
    answer = client.post(PAGE, {key: TYPED[key] for key in TYPED if key != "region"})
    assert answer.status_code == 302


def test_a_calendar_that_never_works_is_refused(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    """Mondays only, and away on every one of them for a year and a half."""
    mondays = [(2027, month, 1) for month in range(1, 12)]
    spans = [DateRange(date(*first), date(2027, first[1] + 1, 1)) for first in mondays]
    spans.append(DateRange(date(2027, 12, 1), date(2028, 2, 1)))
    Shop.objects.update(breaks=spans)
    with time_machine.travel(date(2026, 12, 31)):
        client.force_login(bea)
        response = client.post(PAGE, TYPED | {"working_days": ["0"]})
    assert response.status_code == 422
    assert "would not work for a whole year" in response.content.decode()


def test_carl_changes_his_own_and_never_hers(
    client: Client, carl: User, bea_shop: Shop
) -> None:
    client.force_login(carl)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, TYPED).status_code == 404
    bea_shop.refresh_from_db()
    assert bea_shop.cut_off == time(14)


@pytest.mark.parametrize(
    "nonsense",
    [{"pieces_per_week": 0}, {"pieces_waiting": -1}, {"making_steps": ["x"] * 13}],
)
def test_postgres_refuses_nonsense(bea_shop: Shop, nonsense: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Shop.objects.update(**nonsense)


@time_machine.travel(cast.utc(2026, 11, 21, 11))
def test_a_pause_ends_when_the_day_begins_where_the_shop_is(
    bea_shop: Shop, carl_shop: Shop
) -> None:
    """At 11:00 UTC it is Sunday already in Auckland, and still Saturday in London."""
    Shop.objects.update(paused_until=date(2026, 11, 22))
    Shop.objects.filter(pk=bea_shop.pk).update(time_zone="Pacific/Auckland")
    for shop, is_open in ((bea_shop, True), (carl_shop, False)):
        shop.refresh_from_db()
        assert shop.is_shown
        assert shop.is_open is is_open
        assert (shop.orders_again_on is None) is is_open
        assert Shop.objects.open().filter(pk=shop.pk).exists() is is_open


def test_a_step_a_line() -> None:
    field = LinesField(longest=5, most=2)
    assert field.clean("one\r\n two") == ["one", "two"]
    assert field.prepare_value(["one", "two"]) == "one\ntwo"
    with pytest.raises(ValidationError):
        field.clean("one\ntwo\nthree")
