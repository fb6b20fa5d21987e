"""An order at any point of its way, and its emails as they would be written."""

from collections.abc import Callable

import pytest

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications.models import Email
from notifications.wording import Letter
from orders.models import Order
from tests import cast
from tests.notifications import scenes

Letters = Callable[[], dict[str, Letter]]


@pytest.fixture
def letters(db: None) -> Letters:
    """Every email there is, written now, by its name; the last of each."""
    return lambda: {row.email: letter for row, letter in scenes.letters_with_rows()}


@pytest.fixture
def scarf_order(stripe: Running, scarf: Variant, ada: User) -> Order:
    """Ada's paid order of a scarf, made to order by Carl."""
    return cast.order_of(cast.buy(stripe, scarf, buyer=ada))


@pytest.fixture
def everything(
    stripe: Running,
    paid_order: Order,
    mug_order: Order,
    mugs: Variant,
    scarf: Variant,
    ada: User,
    bea: User,
    carl: User,
    olga: User,
) -> list[tuple[Email, Letter]]:
    """Each email there is, some in several ways; only `sold_out` is left out."""
    scenes.of_an_open_order(paid_order, bea)
    scenes.of_parcels(mug_order, bea)
    mug, slow, lost, other = (
        cast.order_of(cast.buy(stripe, one, buyer=ada))
        for one in (mugs, scarf, scarf, scarf)
    )
    scenes.of_a_quiet_end(mug, bea, olga)
    scenes.of_a_late_order(slow, carl)
    scenes.delay(lost, 60, by=carl)
    scenes.delay(other, 20, by=carl, has_date=False)
    vase = cast.piece(paid_order.shop, "Birch vase", stock=1)
    scenes.of_a_piece(vase.listing, scarf.listing, bea)
    return scenes.letters_with_rows()
