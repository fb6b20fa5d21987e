"""A maker saves her page again and again while people buy: every sale is counted."""

import threading
from collections.abc import Callable

import pytest
from django.db import Error, connection, transaction

from listings import catalogue, stock
from listings.catalogue import Option
from listings.models import Variant
from marketplace.errors import Refused
from shops.models import Shop
from tests import cast
from tests.listings.pieces import details, option_of

pytestmark = pytest.mark.faults
TIMES = 100


def in_a_thread(
    work: Callable[[], None], start: threading.Barrier, failures: list[Exception]
) -> threading.Thread:
    """Does the work so many times, with a connection of its own."""

    def run() -> None:
        start.wait()
        try:
            for _ in range(TIMES):
                work()
        except (Refused, Error) as failure:
            failures.append(failure)
        finally:
            connection.close()

    return threading.Thread(target=run)


def test_a_hundred_edits_undo_none_of_a_hundred_sales(
    processes: dict[str, str], bea_shop: Shop
) -> None:
    said = details(bea_shop)
    piece = catalogue.draft(bea_shop, details=said, options=[Option(4000, TIMES)])
    pieces = {piece.variants.get().pk: 1}
    shown = option_of(piece)

    def buy() -> None:
        with transaction.atomic():
            stock.hold(pieces)
        with transaction.atomic():
            stock.sell(pieces)

    def edit() -> None:
        catalogue.revise(piece, details=said, options=[shown])

    failures: list[Exception] = []
    start = threading.Barrier(2)
    cast.photo(piece)
    catalogue.publish(piece)
    threads = [in_a_thread(work, start, failures) for work in (buy, edit)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    left = Variant.objects.get(listing=piece)
    assert (left.stock, left.held) == (0, 0)
