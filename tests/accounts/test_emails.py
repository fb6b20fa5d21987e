"""Which emails a person gets: what may be turned off, by whom, and with one press."""

import pytest
from django.core import signing
from django.test import Client

from accounts import preferences
from accounts.models import EmailTurnedOff, User
from marketplace.errors import Refused
from notifications.announcements import ANNOUNCEMENTS
from shops.models import Shop

pytestmark = pytest.mark.django_db
WORKBENCH = "from_the_workbench"
GUEST = "guest@example.com"


def url(address: str = GUEST, email: str = WORKBENCH) -> str:
    return f"/account/emails/{preferences.token(address, email)}/"


def test_what_may_be_turned_off_is_said_in_one_place() -> None:
    rows = [row for rows in ANNOUNCEMENTS.values() for row in rows]
    optional = {row.email for row in rows if row.optional}
    assert optional == {choice.email for choice in preferences.CHOICES}


def test_a_member_turns_one_off_and_on(client: Client, ada: User) -> None:
    client.force_login(ada)
    page = client.get("/account/emails/").content.decode()
    assert "From the workbench" in page
    assert "Ships tomorrow" not in page
    response = client.post("/account/emails/", {"email": WORKBENCH})
    assert response["Location"] == "/account/emails/"
    assert preferences.turned_off([ada.email]) == {(ada.email, WORKBENCH)}
    assert "Send it again" in client.get("/account/emails/").content.decode()
    client.post("/account/emails/", {"email": WORKBENCH, "wanted": "1"})
    assert preferences.turned_off([ada.email]) == set()


def test_a_maker_sees_her_own_as_well(
    client: Client, bea: User, bea_shop: Shop
) -> None:
    client.force_login(bea)
    assert "Ships tomorrow" in client.get("/account/emails/").content.decode()


@pytest.mark.parametrize("name", ["late_notice", "new_order", "cancelled", "", "x\x00"])
def test_what_an_order_owes_cannot_be_turned_off(
    client: Client, ada: User, name: str
) -> None:
    client.force_login(ada)
    assert client.post("/account/emails/", {"email": name}).status_code == 409
    assert not EmailTurnedOff.objects.exists()
    with pytest.raises(Refused):
        preferences.turn_off(ada.email, name)


def test_the_link_in_an_email_opens_a_page_and_does_nothing(client: Client) -> None:
    for _ in range(2):
        assert client.head(url()).status_code == 200
        page = client.get(url()).content.decode()
        assert "Turn off “From the workbench”?" in page
        assert "g…@example.com" in page
        assert GUEST not in page
    assert not EmailTurnedOff.objects.exists()


def test_its_button_does_and_undoes_it(client: Client) -> None:
    client.post(url(), follow=True)
    assert preferences.turned_off([GUEST]) == {(GUEST, WORKBENCH)}
    page = client.get(url()).content.decode()
    assert "is turned off" in page
    client.post(url(), {"wanted": "1"})
    assert preferences.turned_off([GUEST]) == set()


def test_a_mail_program_presses_it_by_itself() -> None:
    """RFC 8058: a POST without cookie or token of ours, and twice is once."""
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):
        response = strict.post(url(), {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200  # a redirect would not be followed
    assert EmailTurnedOff.objects.count() == 1


def test_a_changed_or_foreign_link_opens_nothing(client: Client) -> None:
    changed = url()[:-4] + "abc/"
    foreign = signing.dumps([GUEST, WORKBENCH], salt="something else")
    owed = signing.dumps([GUEST, "late_notice"], salt=preferences.SALT)
    for path in (changed, f"/account/emails/{foreign}/", f"/account/emails/{owed}/"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    assert not EmailTurnedOff.objects.exists()


def test_a_choice_stays_with_the_account_when_its_address_changes(ada: User) -> None:
    preferences.turn_off("Ada@Example.com", WORKBENCH)
    User.objects.filter(pk=ada.pk).update(email="new@example.com")
    assert preferences.turned_off(["new@example.com"])
    assert not preferences.turned_off(["ada@example.com"])


def test_a_guests_choice_holds_once_they_have_an_account(db: None) -> None:
    preferences.turn_off(GUEST, WORKBENCH)
    User.objects.create_user(GUEST)
    assert preferences.turned_off([GUEST]) == {(GUEST, WORKBENCH)}
    preferences.turn_on(GUEST, WORKBENCH)
    assert not EmailTurnedOff.objects.exists()


def test_one_persons_choice_is_nobody_elses(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.post("/account/emails/", {"email": WORKBENCH, "address": GUEST})
    assert not preferences.turned_off([GUEST])
