"""The front page: three on a line, no maker everywhere, and Fridays that are true."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from listings.front import front, next_friday
from listings.models import Variant
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db
#: A Tuesday, in the morning.
TUESDAY = cast.utc(2025, 11, 25, 8)


@pytest.mark.parametrize(
    ("today", "friday"),
    [
        (date(2025, 11, 24), date(2025, 11, 28)),
        (date(2025, 11, 26), date(2025, 11, 28)),
        (date(2025, 11, 27), date(2025, 12, 5)),
        (date(2025, 11, 28), date(2025, 12, 5)),
        (date(2025, 11, 30), date(2025, 12, 5)),
    ],
)
def test_the_friday_that_can_still_be_met(today: date, friday: date) -> None:
    assert next_friday(today) == friday


@time_machine.travel(TUESDAY, tick=False)
def test_what_leaves_by_friday_is_counted_on_the_makers_calendar(
    client: Client, bea_shop: Shop
) -> None:
    cast.piece(bea_shop, "Quick", stock=2, processing_days=3)
    cast.piece(bea_shop, "Slow", stock=2, processing_days=4)
    row = front()
    assert row.friday == date(2025, 11, 28)
    assert [piece.title for piece in row.soon] == ["Quick"]
    assert [piece.title for piece in row.fresh] == ["Slow"]
    assert "In the post by Friday 28 November" in client.get("/").content.decode()
    Shop.objects.update(working_days=[0])
    assert front().soon == []


def test_no_shop_fills_the_page(bea_shop: Shop, scarf: Variant, ada: User) -> None:
    for number in range(12):
        cast.piece(bea_shop, f"Bowl {number}", stock=1)
    third = cast.shop(ada, "Ada's Attic", "adas-attic")
    theirs = cast.piece(third, "Lamp", stock=1).listing
    carls = cast.piece(scarf.listing.shop, "Shawl", stock=1).listing
    seen = front()
    hung = {piece.title for piece in seen.hung}
    assert {theirs.title, carls.title} < hung
    assert len({piece.shop_id for piece in seen.hung}) == 3
    rows = [*seen.hung, *seen.fresh, *seen.soon, *seen.to_order]
    assert len({piece.pk for piece in rows}) == len(rows)


def test_who_has_nothing_to_show_is_not_among_the_makers(
    client: Client, bea_shop: Shop
) -> None:
    assert "New makers" not in client.get("/").content.decode()
    cast.piece(bea_shop, "Bowl")
    assert "New makers" in client.get("/").content.decode()
