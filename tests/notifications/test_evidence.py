"""One export has all that was promised and told, for each as much as is theirs."""

import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import evidence, outbox
from notifications.evidence import Copy
from notifications.models import Email
from orders import access, arriving, changing, lifecycle, promising, withdrawing
from orders.evidence import Reader, with_all
from orders.models import Order, OrderEvent
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.steps import Role
from orders.withdrawing import Statement
from tests import cast

pytestmark = pytest.mark.django_db
DOCS = Path(settings.BASE_DIR / "docs" / "evidence.md").read_text()
ROW = re.compile(r"^\| (\(top\)|`[\w.\[\]]+`) \| (`\w+`(?: `\w+`)*) \|$", re.MULTILINE)


def deliver() -> None:
    """Post everything."""
    outbox.deliver()


@pytest.fixture
def told(stripe: Running, mugs: Variant, ada: User, bea: User) -> Order:
    """Three mugs: one posted, the rest delayed and then cancelled; all of it told."""
    bought = cast.buy(stripe, mugs, buyer=ada, quantity=3, phone="+49 30 1234567")
    order = cast.order_of(bought)
    deliver()
    line = order.lines.get()
    parcel = Parcel("DHL", "00340434292135100186", quantities={line.code: 1})
    lifecycle.ship(order, by=bea, parcel=parcel)
    day = timezone.localdate() + timedelta(days=13)
    while not order.shop.working_week.works_on(day):
        day += timedelta(days=1)
    promising.revise(order, by=bea, new=NewDate(day, "The kiln broke."))
    deliver()
    lifecycle.cancel(order, by=ada, reason="Never mind.")
    deliver()
    return Order.objects.get(pk=order.pk)


def dossier(order: Order, reader: Reader = Reader.OPERATOR, **rest: Any) -> Any:
    """The export as data, as it would be read back."""
    found = with_all(Order.objects.all()).get(pk=order.pk)
    return json.loads(evidence.as_json(found, Copy(reader, **rest)))


def print_of(order: Order) -> bytes:
    """The export as a PDF."""
    found = with_all(Order.objects.all()).get(pk=order.pk)
    return evidence.as_pdf(found, Copy(Reader.OPERATOR))


def names(found: Any, path: str = "(top)") -> dict[str, set[str]]:
    """Every name in it, by where it stands; what is data of an event is left out."""
    if isinstance(found, list):
        inner = [names(each, path + "[]") for each in found if isinstance(each, dict)]
        return {k: v for each in inner for k, v in each.items()}
    below = {path: set(found)}
    for name, value in found.items():
        if isinstance(value, dict | list) and name not in ("details", "quantities"):
            below |= names(value, name if path == "(top)" else f"{path}.{name}")
    return below


def test_it_has_the_shape_that_is_documented(told: Order) -> None:
    written = {
        where.strip("`"): set(listed.replace("`", "").split())
        for where, listed in ROW.findall(DOCS)
    }
    found = names(dossier(told))
    found = {where: have for where, have in found.items() if where in written or have}
    assert {where: written.get(where) for where in found} == found
    assert set(written) - set(found) == {"withdrawals[]"}
    assert f"`version` is {evidence.VERSION}" in DOCS


def test_a_withdrawal_stands_in_it(told: Order) -> None:
    arriving.deliver(told, by=None, shipment=told.shipments.get(), role=Role.BUYER)
    code = told.lines.get().code
    statement = Statement("Ada Lovelace", "ada@work.example", {code: 1})
    withdrawing.withdraw(told, by=None, statement=statement)
    (found,) = dossier(told)["withdrawals"]
    assert found["quantities"] == {code: 1}
    assert names(dossier(told))["withdrawals[]"] == set(found)
    assert all(f"`{name}`" in DOCS for name in found)
    hidden = json.dumps(dossier(told, Reader.BUYER, is_known=False))
    assert "ada@work.example" not in hidden


def test_every_promise_stands_in_it(told: Order) -> None:
    first, second = dossier(told)["promises"]
    assert (first["by"], first["reason"], first["answer"]) == ("Handloop", "", "")
    assert second["by"] == "Bea Wood"
    assert second["reason"] == "The kiln broke."
    assert second["answer"] == "cancelled"
    assert second["answered_at"]
    assert second["ships_by"] > first["ships_by"]


def test_what_the_promise_was_counted_from_stays(told: Order, bea: User) -> None:
    """The shop's days change; what was promised by the old ones does not."""
    told.shop.working_days = [6]
    told.shop.save()
    basis = dossier(told)["basis"]
    assert basis["calendar_as_of"] == "payment"
    assert basis["calendar"]["weekdays"][0] == "Monday"
    assert basis["calendar"]["cut_off"] == "14:00"
    assert basis["days_to_make"] == 3


def test_every_event_and_every_email_stands_in_it(told: Order) -> None:
    found = dossier(told)
    events = OrderEvent.objects.filter(order=told)
    assert [e["seq"] for e in found["events"]] == [e.seq for e in events]
    emails = Email.objects.filter(event__checkout=told.checkout)
    assert len(found["emails"]) == emails.count() > 4
    for email in emails.filter(state="sent"):
        same = [e for e in found["emails"] if e["message_id"] == email.message_id]
        assert same[0]["text"] == email.text
        assert same[0]["subject"] == email.subject
        assert same[0]["sent_at"]


def test_money_and_parcels_stand_in_it(told: Order) -> None:
    found = dossier(told)
    assert found["refunds"][0]["amount_cents"] == found["order"]["refunded_cents"]
    (parcel,) = found["parcels"]
    assert parcel["contents"][0]["quantity"] == 1
    assert parcel["tracking_number"] == "00340434292135100186"


def test_no_key_is_in_it(told: Order) -> None:
    """Nor one that somebody pasted into a note. The control: it is in the row."""
    link = access.link(told)
    key = link.rstrip("/").rpartition("/")[2]
    Email.objects.update(text=f"Open {link} now")
    assert all(key in email.text for email in Email.objects.all())
    for reader in Reader:
        assert key not in json.dumps(dossier(told, reader))
    assert key.encode() not in print_of(told)
    assert "/orders/open/…" in json.dumps(dossier(told), ensure_ascii=False)


def test_the_buyer_has_their_own_emails_only(told: Order, ada: User) -> None:
    found = dossier(told, Reader.BUYER)
    assert {email["to"] for email in found["emails"]} == {ada.email}
    assert "new_order" not in {email["email"] for email in found["emails"]}
    kinds = {event["kind"] for event in found["events"]}
    assert kinds >= {"paid", "shipped", "revised", "rest_cancelled"}


def test_the_maker_has_both_sides(told: Order) -> None:
    found = dossier(told, Reader.MAKER)
    assert {"ada@example.com", "bea@example.com"} == {
        email["to"] for email in found["emails"]
    }


def test_another_shops_pieces_are_not_the_makers_to_see(
    stripe: Running, bowl: Variant, scarf: Variant, ada: User
) -> None:
    """The control: without the second shop she reads it; see the test before."""
    bought = cast.buy(stripe, bowl, scarf, buyer=ada)
    deliver()
    order = Order.objects.get(checkout=bought, shop__slug="beas-bowls")
    found = dossier(order, Reader.MAKER)
    received = next(e for e in found["emails"] if e["email"] == "order_received")
    assert received["sent_at"]
    assert received["text"] == ""
    assert received["withheld"]
    assert "Woven scarf" not in json.dumps(found)
    assert "Woven scarf" in json.dumps(dossier(order, Reader.BUYER))


def test_the_link_alone_shows_no_address(told: Order) -> None:
    hers = ("Lovelace", "Ada", "Torstraße", "10119", "1234567", "ada@example.com")
    found = dossier(told, Reader.BUYER, is_known=False)
    written = json.dumps(found, ensure_ascii=False)
    assert [word for word in hers if word in written] == []
    assert found["is_masked"]
    assert found["delivery"]["address"] == ["…", "Berlin, Germany"]
    whole = json.dumps(dossier(told, Reader.BUYER), ensure_ascii=False)
    assert [word for word in hers if word not in whole] == []


def test_nor_does_it_show_a_note_that_was_changed(paid_order: Order, ada: User) -> None:
    """The first one may have had the number of the door in it."""
    for note in ("Gate 1789", "Bell 4711", "Leave it with Ida"):
        changing.note_delivery(paid_order, by=ada, note=note)
    kept = json.dumps(dossier(paid_order, Reader.BUYER))
    hidden = json.dumps(dossier(paid_order, Reader.BUYER, is_known=False))
    for note in ("Gate 1789", "Bell 4711", "with Ida"):
        assert note in kept
        assert note not in hidden


@pytest.mark.parametrize(
    "name",
    [
        "山田 太郎",
        "محمد بن سلمان",
        "Zoë 🎁🧶",
        "ÅŁŐ ẞ",
        "x\u200f\u202ey",
        "‮🇩🇪",
        "я" * 120,
    ],
)
def test_every_script_is_printed(
    stripe: Running, mugs: Variant, ada: User, name: str
) -> None:
    address = cast.BERLIN | {"name": name, "street_address": f"{name} 1"}
    bought = cast.buy(stripe, mugs, buyer=ada, address=address, gift_message=name * 4)
    deliver()
    order = cast.order_of(bought)
    printed = print_of(order)
    assert printed.startswith(b"%PDF-")
    assert len(printed) > 10_000
    assert dossier(order)["buyer"]["name"] == name


def test_a_long_word_is_printed(told: Order) -> None:
    Email.objects.filter(state="sent").update(text="x" * 5000 + "\n" * 50 + "é" * 900)
    assert print_of(told).startswith(b"%PDF-")


@pytest.mark.parametrize("form", ["pdf", "json"])
def test_each_downloads_it_from_their_own_page(
    client: Client, told: Order, ada: User, bea: User, olga: User, form: str
) -> None:
    settings_of_staff = f"/admin/overview/orders/{told.number}/evidence.{form}"
    own = f"/orders/{told.number}/evidence.{form}"
    hers = f"/dashboard/orders/{told.number}/evidence.{form}"
    pages = {own: ada, hers: bea}
    for page, person in pages.items():
        client.force_login(person)
        response = client.get(page)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        disposition = f'attachment; filename="order-{told.number}.{form}"'
        assert response["Content-Disposition"] == disposition
        assert client.get(settings_of_staff).status_code in (302, 403, 404)
    assert (
        client.get(f"/dashboard/orders/{told.number}/evidence.exe").status_code == 404
    )


def test_each_finds_it_on_their_own_page(
    client: Client, told: Order, ada: User, bea: User
) -> None:
    for page, person in (("/orders", ada), ("/dashboard/orders", bea)):
        client.force_login(person)
        shown = client.get(f"{page}/{told.number}/").text
        for form in ("pdf", "json"):
            assert f'href="{page}/{told.number}/evidence.{form}"' in shown


def test_an_operator_downloads_it(
    client: Client, told: Order, olga: User, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(olga)
    page = f"/admin/overview/orders/{told.number}/evidence.json"
    assert client.get(page).json()["made_for"] == "operator"


def test_a_guest_with_the_link_gets_the_masked_one(client: Client, told: Order) -> None:
    client.get(access.link(told))
    found = client.get(f"/orders/{told.number}/evidence.json").json()
    assert found["is_masked"]
    assert found["made_for"] == "buyer"


def test_the_command_writes_it(told: Order, tmp_path: Path) -> None:
    target = tmp_path / "evidence.json"
    call_command("evidence", told.number.lower(), "--json", "--to", str(target))
    assert json.loads(target.read_text())["order"]["number"] == told.number
    call_command("evidence", told.number, "--pdf", "--to", str(tmp_path / "it.pdf"))
    assert BytesIO((tmp_path / "it.pdf").read_bytes()).read(5) == b"%PDF-"
    with pytest.raises(CommandError):
        call_command("evidence", "XXXXXXXX", "--json")


def test_it_asks_a_fixed_number_of_times(
    told: Order, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        dossier(told)
