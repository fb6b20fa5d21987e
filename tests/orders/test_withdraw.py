"""*Withdraw from contract here*, *Confirm withdrawal*: two steps, for guests too."""

import pytest
from django.test import Client

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from marketplace.http import Request
from orders import access, arriving, lifecycle
from orders.models import Checkout, Order, OrderLine, Withdrawal
from orders.parcels import Parcel
from orders.steps import Role
from orders.views import withdrawing as withdrawing_view
from orders.views.bought_order import buyer
from payments.models import Refund
from tests import cast
from tests.orders.buyer import address, page
from tests.orders.test_open import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(mug_order: Order, ada: User, bea: User) -> Order:
    """Three mugs in Ada's hands."""
    lifecycle.ship(mug_order, by=bea, parcel=Parcel("DHL"))
    shipment = mug_order.shipments.get()
    arriving.deliver(mug_order, by=ada, shipment=shipment, role=Role.BUYER)
    mug_order.refresh_from_db()
    return mug_order


def stated(order: Order, quantity: int = 2, **rest: object) -> dict[str, object]:
    code = order.lines.get().code
    who = {"name": "Ada Lovelace", "email": "ada@example.com"}
    return {**who, f"quantity-{code}": quantity, **rest}


def test_the_way_in_is_on_the_page(client: Client, there: Order, ada: User) -> None:
    client.force_login(ada)
    text = page(client, there)
    assert "Withdraw from contract here" in text
    assert f'href="{address(there, "withdraw")}"' in text
    first = client.get(address(there, "withdraw")).text
    assert 'value="Ada Lovelace"' in first
    assert 'value="ada@example.com"' in first


def test_the_first_step_only_shows(client: Client, there: Order, ada: User) -> None:
    client.force_login(ada)
    response = client.post(address(there, "withdraw"), stated(there))
    assert response.status_code == 200
    assert "Confirm withdrawal" in response.text
    assert "<strong>€36.00</strong>" in response.text
    assert "You pay for posting it back, unless Bea Wood" in response.text
    assert not Withdrawal.objects.exists()


def test_the_second_withdraws(client: Client, there: Order, ada: User) -> None:
    client.force_login(ada)
    data = stated(there, confirm="1", version=there.version)
    response = client.post(address(there, "withdraw"), data)
    assert response.status_code == 303
    made = Withdrawal.objects.get()
    assert (made.name, made.email) == ("Ada Lovelace", "ada@example.com")
    assert made.coming_back == {there.lines.get().code: 2}
    assert there.events.get(kind="withdrawn").by == ada
    text = page(client, there)
    assert "The confirmation goes to ada@example.com." in text
    assert "You withdrew from Speckled mug" in text


def test_changed_meanwhile_it_is_shown_again(
    client: Client, mug_order: Order, ada: User, bea: User
) -> None:
    """It was not posted when she read what it means; now it is."""
    client.force_login(ada)
    shown = client.post(address(mug_order, "withdraw"), stated(mug_order, 3)).text
    assert "<strong>€61.00</strong> goes back to your card at once" in shown
    mug_order.refresh_from_db()
    before = mug_order.version
    lifecycle.ship(mug_order, by=bea, parcel=Parcel("DHL"))
    data = stated(mug_order, 3, confirm="1", version=before)
    response = client.post(address(mug_order, "withdraw"), data)
    assert response.status_code == 409
    assert "Nothing was withdrawn yet" in response.text
    assert "goes back to your card when it is there" in response.text
    assert not Withdrawal.objects.exists()


def test_of_two_clicks_only_one_withdraws(
    client: Client, mug_order: Order, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One mug of three: the second has read the order before the first is done."""
    client.force_login(ada)
    mug_order.refresh_from_db()
    data = stated(mug_order, 1, confirm="1", version=mug_order.version)

    def the_other_click_comes_first(request: Request, order: Order) -> User | None:
        monkeypatch.setattr(withdrawing_view, "buyer", buyer)
        assert client.post(address(mug_order, "withdraw"), data).status_code == 303
        return buyer(request, order)

    monkeypatch.setattr(withdrawing_view, "buyer", the_other_click_comes_first)
    response = client.post(address(mug_order, "withdraw"), data)
    assert response.status_code == 409
    assert Withdrawal.objects.get().quantities == {mug_order.lines.get().code: 1}
    assert Refund.objects.get().amount_cents == 1800


def test_before_it_is_posted_the_money_comes_at_once(
    client: Client, mug_order: Order, ada: User
) -> None:
    client.force_login(ada)
    mug_order.refresh_from_db()
    data = stated(mug_order, 3, confirm="1", version=mug_order.version)
    client.post(address(mug_order, "withdraw"), data)
    mug_order.refresh_from_db()
    assert mug_order.state == "cancelled"
    assert Refund.objects.get().amount_cents == 6100
    assert "You have withdrawn from it" in page(client, mug_order)


def test_what_was_typed_can_be_changed(client: Client, there: Order, ada: User) -> None:
    client.force_login(ada)
    data = stated(there, change="1", name="Ada L.")
    response = client.post(address(there, "withdraw"), data)
    assert "<h1>Withdraw from the contract</h1>" in response.text
    assert 'value="Ada L."' in response.text


@pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "ada@"}, {"quantity": 0}])
def test_what_is_missing_is_said(
    client: Client, there: Order, ada: User, wrong: dict[str, object]
) -> None:
    client.force_login(ada)
    data = stated(there, confirm="1", version=there.version)
    code = f"quantity-{there.lines.get().code}"
    data |= {code: 0} if "quantity" in wrong else wrong
    response = client.post(address(there, "withdraw"), data)
    assert response.status_code == 422
    assert not Withdrawal.objects.exists()


def test_more_than_there_is_cannot_be_chosen(
    client: Client, there: Order, ada: User
) -> None:
    client.force_login(ada)
    data = stated(there, 4, confirm="1", version=there.version)
    assert client.post(address(there, "withdraw"), data).status_code == 422
    assert not Withdrawal.objects.exists()


def test_made_to_wish_it_is_exempt_and_says_why(
    client: Client, stripe: Running, mugs: Variant, bowl: Variant, ada: User
) -> None:
    order = cast.order_of(cast.buy(stripe, mugs, bowl, buyer=ada))
    OrderLine.objects.filter(title="Ash bowl").update(
        withdrawable=False, personalisation="For Ida"
    )
    client.force_login(ada)
    text = client.get(address(order, "withdraw")).text
    assert "made to your own wishes: Ash bowl (“For Ida”)" in text
    assert text.count('name="quantity-') == 1


def test_outside_the_union_there_is_no_such_right(
    client: Client, there: Order, ada: User
) -> None:
    Checkout.objects.update(country="US")
    client.force_login(ada)
    assert "Withdraw from contract here" not in page(client, there)
    assert client.get(address(there, "withdraw")).status_code == 409
    assert client.post(address(there, "withdraw"), stated(there)).status_code == 409


def test_a_guest_types_their_name(client: Client, there: Order) -> None:
    access.grant(there)
    client.get(link(there))
    first = client.get(address(there, "withdraw")).text
    assert "Lovelace" not in first
    assert "ada@example.com" not in first.replace("like ada@example.com", "")
    data = stated(there, confirm="1", version=there.version)
    assert client.post(address(there, "withdraw"), data).status_code == 303
    assert there.events.get(kind="withdrawn").by is None


def test_a_stranger_cannot(client: Client, there: Order, carl: User) -> None:
    client.force_login(carl)
    data = stated(there, confirm="1", version=there.version)
    assert client.get(address(there, "withdraw")).status_code == 404
    assert client.post(address(there, "withdraw"), data).status_code == 404
    assert not Withdrawal.objects.exists()
