"""A gift: its words and its day, the page for whoever it is for, and its own key."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from marketplace.templatetags.show import day
from orders import access, arriving, lifecycle, scannable, talking
from orders.models import AccessKey, Checkout, Order
from orders.parcels import Parcel
from orders.steps import Role
from orders.talking import Progress
from tests import cast
from tests.orders.buyer import address, page
from tests.orders.test_checkout import pay

pytestmark = pytest.mark.django_db
SECRET = "For Ida, who sings."


@pytest.fixture
def gift(stripe: Running, bowl: Variant, ada: User) -> Order:
    """The bowl, with a few words, for nobody to know of until ten days from now."""
    until = timezone.localdate() + timedelta(days=10)
    rest = {"is_gift": True, "gift_message": SECRET, "gift_secret_until": until}
    return cast.order_of(cast.buy(stripe, bowl, buyer=ada, **rest))


@pytest.fixture
def ida(gift: Order) -> Client:
    """A browser that has opened the gift's link."""
    client = Client()
    client.get(access.gift_link(gift).removeprefix(settings.BASE_URL))
    return client


def revealed(client: Client, order: Order) -> str:
    """The recipient's page, on its day."""
    with time_machine.travel(timezone.now() + timedelta(days=11), tick=False):
        response = client.get(gift_page(order))
    assert response.status_code == 200
    return str(response.text)


def gift_page(order: Order) -> str:
    live = AccessKey.objects.live().get(order=order, purpose="recipient")
    return f"/gift/{access.gift_name(live)}/"


def test_at_the_checkout(
    client: Client, stripe: Running, bowl: Variant, ada: User
) -> None:
    client.force_login(ada)
    cast.basket_of(bowl, user=ada)
    until = timezone.localdate() + timedelta(days=10)
    data = {"is_gift": "on", "gift_secret_until": until.isoformat()}
    assert pay(client, gift_message=SECRET, **data).status_code == 303
    checkout = Checkout.objects.get()
    assert (checkout.is_gift, checkout.gift_message) == (True, SECRET)
    assert checkout.gift_secret_until == until
    assert pay(client, gift_message=SECRET, **data).status_code == 303
    assert Checkout.objects.count() == 1


def test_words_alone_make_it_one(
    client: Client, stripe: Running, bowl: Variant, ada: User
) -> None:
    client.force_login(ada)
    cast.basket_of(bowl, user=ada)
    pay(client, gift_message=SECRET)
    assert Checkout.objects.get().is_gift


@pytest.mark.parametrize("days", [-3, 400])
def test_a_day_that_cannot_be(
    client: Client, stripe: Running, bowl: Variant, ada: User, days: int
) -> None:
    client.force_login(ada)
    cast.basket_of(bowl, user=ada)
    until = timezone.localdate() + timedelta(days=days)
    response = pay(client, gift_message=SECRET, gift_secret_until=until.isoformat())
    assert response.status_code == 422
    assert SECRET in response.text
    assert not Checkout.objects.exists()


def test_before_its_day_it_says_only_when(gift: Order, ida: Client) -> None:
    response = ida.get(gift_page(gift))
    assert response.status_code == 200
    until = gift.checkout.gift_secret_until
    assert f"This opens on {day(until)}" in response.text
    for hidden in (SECRET, "Ash bowl", "Bea", gift.number, "€", "Lovelace"):
        assert hidden not in response.text.replace("Bea’s", "")


def test_on_its_day_all_but_the_price(gift: Order, ida: Client, bea: User) -> None:
    gift.shop.story = "I learned it from my aunt."
    gift.shop.save()
    shown = Progress(step="Turned", note="The grain runs well.", photo="/media/a.jpg")
    talking.progress(gift, by=bea, shown=shown)
    text = revealed(ida, gift)
    for seen in (
        SECRET,
        "Something is on its way to you",
        "Ash bowl",
        "Bea Wood",
        "I learned it from my aunt.",
        "The grain runs well.",
        'src="/media/a.jpg"',
    ):
        assert seen in text


def test_it_never_shows_what_is_the_buyers(gift: Order, ida: Client, bea: User) -> None:
    lifecycle.ship(gift, by=bea, parcel=Parcel("DHL", "JD1", note="For Ada"))
    text = revealed(ida, gift)
    hidden = ["€", "47.00", "42.00", gift.number, gift.checkout.number]
    hidden += ["ada@example.com", "Lovelace", "Torstraße", "Berlin", "JD1", "For Ada"]
    main = text.partition("<main")[2].partition("</main>")[0]
    assert [word for word in hidden if word in text] == []
    assert "<form" not in main
    assert "<button" not in main


def test_its_way(gift: Order, ida: Client, bea: User) -> None:
    assert "In Bea Wood’s workshop" in revealed(ida, gift)
    lifecycle.ship(gift, by=bea, parcel=Parcel("DHL"))
    parcel = gift.shipments.get()
    text = revealed(ida, gift)
    assert "In your hands by" in text
    assert day(parcel.arrives_by) in text
    arriving.deliver(gift, by=None, shipment=parcel, role=Role.BUYER)
    text = revealed(ida, gift)
    assert "In your hands by" not in text


def test_late_or_cancelled_it_keeps_quiet(gift: Order, ida: Client, ada: User) -> None:
    assert "late" not in revealed(ida, gift).partition("<main")[2].lower()
    lifecycle.cancel(gift, by=ada, reason="I changed my mind.")
    text = revealed(ida, gift)
    assert "This gift is not on its way any more." in text
    assert "I changed my mind" not in text
    assert "Ash bowl" not in text


def test_a_key_of_one_kind_opens_nothing_of_the_other(gift: Order, ida: Client) -> None:
    assert "/accounts/login/" in ida.get(f"/orders/{gift.number}/")["Location"]
    for step in ("cancel", "ask", "gift", "withdraw", "note", "wait"):
        answer = ida.post(address(gift, step), {"note": "x"})
        assert "/accounts/login/" in answer["Location"]
    buyers = Client()
    buyers.get(access.link(gift).removeprefix(settings.BASE_URL))
    assert buyers.get(f"/orders/{gift.number}/").status_code == 200
    assert buyers.get(gift_page(gift)).status_code == 404


def test_without_a_key_there_is_nothing(
    client: Client, gift: Order, ada: User, carl: User
) -> None:
    """Not even for the buyer: the page is for whoever holds the link."""
    assert client.get(gift_page(gift)).status_code == 404
    for person in (ada, carl):
        client.force_login(person)
        assert client.get(gift_page(gift)).status_code == 404


def test_a_revoked_key_opens_it_no_more(gift: Order, ida: Client) -> None:
    old = gift_page(gift)
    access.grant(gift, AccessKey.Purpose.RECIPIENT)
    assert ida.get(old).status_code == 404


def test_the_link_stays_out_of_the_address(client: Client, gift: Order) -> None:
    response = client.get(access.gift_link(gift).removeprefix(settings.BASE_URL))
    assert response["Location"] == gift_page(gift)
    assert gift.number not in response["Location"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_buyer_hands_the_link_on(client: Client, gift: Order, ada: User) -> None:
    client.force_login(ada)
    assert access.gift_link(gift) in page(client, gift)
    card = client.get(address(gift, "gift", "card"))
    assert card.status_code == 200
    link = access.gift_link(gift)
    assert link in card.text
    assert f'src="{scannable.picture(link)}"' in card.text
    assert scannable.picture(link) != scannable.picture(f"{link}x")
    assert "data:" in card.headers["Content-Security-Policy"]
    assert SECRET in card.text
    assert "€" not in card.text.partition("<main")[2].partition("</main>")[0]


def test_what_is_no_gift_has_no_card(
    client: Client, stripe: Running, mugs: Variant, ada: User
) -> None:
    order = cast.order_of(cast.buy(stripe, mugs, buyer=ada))
    client.force_login(ada)
    assert "It is a gift" not in page(client, order)
    assert client.get(address(order, "gift", "card")).status_code == 409
    assert client.post(address(order, "gift"), {}).status_code == 409


def test_words_and_day_can_change_until_it_is_there(
    client: Client, gift: Order, ada: User, bea: User
) -> None:
    client.force_login(ada)
    data = {"gift_message": "For Ida and Tom.", "gift_secret_until": ""}
    assert client.post(address(gift, "gift"), data).status_code == 303
    checkout = Checkout.objects.get()
    assert checkout.gift_message == "For Ida and Tom."
    assert checkout.gift_secret_until is None
    assert gift.events.get(kind="gift_changed").by == ada
    lifecycle.ship(gift, by=bea, parcel=Parcel("DHL"))
    shipment = gift.shipments.get()
    arriving.deliver(gift, by=ada, shipment=shipment, role=Role.BUYER)
    assert client.post(address(gift, "gift"), data).status_code == 409


def test_a_wrong_day_keeps_the_words(client: Client, gift: Order, ada: User) -> None:
    client.force_login(ada)
    data = {"gift_message": "New words", "gift_secret_until": "yesterday"}
    response = client.post(address(gift, "gift"), data)
    assert response.status_code == 422
    assert "New words" in response.text
    assert Checkout.objects.get().gift_message == SECRET


def test_the_title_is_neutral_while_it_is_secret(
    client: Client, gift: Order, ada: User
) -> None:
    client.force_login(ada)
    head = page(client, gift).partition("</head>")[0]
    assert "<title>Your order ·" in head
    for hidden in ("Ash bowl", "Bea", gift.number):
        assert hidden not in head


def test_robots_and_caches_stay_away(gift: Order, ida: Client) -> None:
    response = ida.get(gift_page(gift))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
