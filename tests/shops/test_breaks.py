"""Breaks: added, merged, taken away again, refused."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from marketplace.errors import Refused
from shops import breaks
from shops.models import Shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_may")]

MAY_4, MAY_8 = date(2026, 5, 4), date(2026, 5, 8)


@pytest.fixture
def _in_may() -> object:
    """Friday 1 May 2026, noon in Leipzig."""
    with time_machine.travel("2026-05-01 10:00Z", tick=False):
        yield


def away(shop: Shop) -> tuple[tuple[date, date], ...]:
    """As the database has it."""
    return Shop.objects.get(pk=shop.pk).days_away


def test_nobody_works_on_these_days(bea_shop: Shop) -> None:
    breaks.add(bea_shop, MAY_4, MAY_8)
    assert away(bea_shop) == ((MAY_4, MAY_8),)
    week = Shop.objects.get(pk=bea_shop.pk).working_week
    assert week.next_working_day(date(2026, 5, 3)) == date(2026, 5, 11)
    assert hash(week) == hash(bea_shop.working_week)


def test_breaks_that_touch_become_one(bea_shop: Shop) -> None:
    breaks.add(bea_shop, MAY_4, MAY_8)
    breaks.add(bea_shop, date(2026, 6, 1), date(2026, 6, 1))
    breaks.add(bea_shop, date(2026, 5, 7), date(2026, 5, 12))
    breaks.add(bea_shop, date(2026, 5, 13), date(2026, 5, 13))
    assert away(bea_shop) == (
        (MAY_4, date(2026, 5, 13)),
        (date(2026, 6, 1), date(2026, 6, 1)),
    )


def test_two_tabs_lose_neither_break(bea_shop: Shop) -> None:
    other_tab = Shop.objects.get(pk=bea_shop.pk)
    breaks.add(bea_shop, MAY_4, MAY_4)
    breaks.add(other_tab, MAY_8, MAY_8)
    assert away(bea_shop) == ((MAY_4, MAY_4), (MAY_8, MAY_8))


def test_one_that_has_begun_can_be_written_down(bea_shop: Shop) -> None:
    breaks.add(bea_shop, date(2026, 4, 28), MAY_4)
    assert away(bea_shop) == ((date(2026, 4, 28), MAY_4),)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (MAY_8, MAY_4, "cannot be before the first"),
        (date(2026, 4, 20), date(2026, 4, 30), "These days are over"),
        (MAY_4, MAY_4 + timedelta(180), "at most 180 days"),
        (date(2029, 5, 4), date(2029, 5, 5), "within the next two years"),
    ],
)
def test_what_cannot_be_is_refused(
    bea_shop: Shop, first: date, last: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        breaks.add(bea_shop, first, last)
    assert away(bea_shop) == ()


def test_the_longest_is_allowed_and_no_day_more_is_put_on(bea_shop: Shop) -> None:
    last = MAY_4 + timedelta(179)
    breaks.add(bea_shop, MAY_4, last)
    with pytest.raises(Refused, match="more than 180 days in a row"):
        breaks.add(bea_shop, last + timedelta(1), last + timedelta(1))
    assert away(bea_shop) == ((MAY_4, last),)


def test_a_whole_year_away_cannot_be_put_together(bea_shop: Shop) -> None:
    """She works on Mondays; each break leaves out a day on which she does not."""
    Shop.objects.update(working_days=[0])
    breaks.add(bea_shop, MAY_4, MAY_4 + timedelta(179))
    second = MAY_4 + timedelta(181)
    with pytest.raises(Refused, match="not work for a whole year"):
        breaks.add(bea_shop, second, second + timedelta(179))
    assert len(away(bea_shop)) == 1


def test_taken_away_again_once(bea_shop: Shop) -> None:
    breaks.add(bea_shop, MAY_4, MAY_8)
    breaks.remove(bea_shop, MAY_4)
    assert away(bea_shop) == ()
    with pytest.raises(Refused, match="not in your calendar"):
        breaks.remove(bea_shop, MAY_4)


def test_visitors_are_told(client: Client, bea_shop: Shop) -> None:
    breaks.add(bea_shop, MAY_4, MAY_8)
    body = client.get("/shops/beas-bowls/").content.decode()
    assert "Away from Monday 4 May to Friday 8 May" in " ".join(body.split())


def test_a_break_far_off_is_not_talked_of_yet(client: Client, bea_shop: Shop) -> None:
    breaks.add(bea_shop, date(2026, 8, 3), date(2026, 8, 3))
    assert "Away" not in client.get("/shops/beas-bowls/").content.decode()
