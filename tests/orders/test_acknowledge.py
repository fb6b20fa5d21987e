"""The maker has seen an order."""

from accounts.models import User
from orders.models import Order
from tests.orders.maker import post, row, steps_of


def test_it_works(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "acknowledge", note="Hello Ada!")
    paid_order.refresh_from_db()
    assert paid_order.acknowledged_at
    assert paid_order.state == Order.State.RECEIVED


def test_it_is_written_down(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "acknowledge", note="Hello Ada!")
    event = paid_order.events.latest("seq")
    assert (event.kind, event.by) == ("acknowledged", bea)
    assert event.details == {"role": "maker", "note": "Hello Ada!"}


def test_twice_is_refused_and_nothing_happens(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "acknowledge")
    before = steps_of(paid_order)
    response = post(bea, paid_order, "acknowledge", note="Again")
    assert response.status_code == 409
    assert steps_of(paid_order) == before


def test_too_long_a_note_is_kept_to_be_mended(paid_order: Order, bea: User) -> None:
    note = "Hello! " * 200
    response = post(bea, paid_order, "acknowledge", note=note)
    assert response.status_code == 422
    assert note in response.content.decode()
    paid_order.refresh_from_db()
    assert paid_order.acknowledged_at is None


def test_carl_cannot_find_it(paid_order: Order, carl: User, ada: User) -> None:
    before = steps_of(paid_order)
    assert post(carl, paid_order, "acknowledge").status_code == 404
    assert post(ada, paid_order, "acknowledge").status_code == 404
    assert steps_of(paid_order) == before


def test_htmx_gets_the_part(paid_order: Order, bea: User) -> None:
    response = post(bea, paid_order, "acknowledge", htmx="order")
    shown = response.content.decode()
    assert response.status_code == 200
    assert 'id="order"' in shown
    assert "<html" not in shown


def test_htmx_gets_the_row_on_today_and_the_numbers(
    paid_order: Order, bea: User
) -> None:
    response = post(bea, paid_order, "acknowledge", htmx=row(paid_order))
    shown = response.content.decode()
    assert f'id="{row(paid_order)}"' in shown
    assert 'id="numbers" hx-swap-oob="true"' in shown
    assert 'id="order"' not in shown


def test_a_plain_browser_goes_back_to_where_it_was(
    paid_order: Order, bea: User
) -> None:
    response = post(bea, paid_order, "acknowledge", back="today")
    assert (response.status_code, response["Location"]) == (303, "/dashboard/")
