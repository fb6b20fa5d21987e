"""Signing in and out, forgotten passwords, changed addresses."""

from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.test_signup import code_in
from tests.cast import PASSWORD

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "javascript:alert(1)",
    "/\\evil.example",
]


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> str:
    """Where the sign-in page sends them, or nothing."""
    data = {"login": user.email, "password": password, **more}
    response = client.post("/accounts/login/", data)
    return response.headers.get("Location", "")


def prove(client: Client, password: str = PASSWORD) -> None:
    """Before a lock is changed, the password is asked once more."""
    client.post("/accounts/reauthenticate/", {"password": password})


def test_email_and_password_open_the_account(client: Client, ada: User) -> None:
    assert sign_in(client, ada, next="/basket/") == "/basket/"
    assert client.get("/account/").status_code == 200


def test_a_wrong_password_does_not(client: Client, ada: User) -> None:
    assert sign_in(client, ada, "wrong") == ""
    assert client.get("/account/").headers["Location"].startswith("/accounts/login/")


def test_a_stranger_and_a_wrong_password_read_the_same(
    client: Client, ada: User
) -> None:
    pages = [
        client.post("/accounts/login/", {"login": email, "password": "wrong"})
        for email in (ada.email, "nobody@example.com")
    ]
    words = [page.context["form"].non_field_errors() for page in pages]
    assert words[0] == words[1]
    assert "do not go together" in str(words[0])


@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_way_leads_to_another_site(client: Client, ada: User, url: str) -> None:
    assert sign_in(client, ada, next=url) == "/"
    response = client.post(f"/accounts/logout/?next={quote(url)}", {"next": url})
    assert response.headers["Location"] == "/"


def test_many_wrong_passwords_close_the_door_for_a_while(
    client: Client, ada: User
) -> None:
    for _ in range(5):
        sign_in(client, ada, "wrong")
    assert sign_in(client, ada) == ""
    page = client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    assert "Too many tries" in page.content.decode()


def test_looking_at_sign_out_does_not_sign_out(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/account/").status_code == 302


def test_a_forgotten_password_is_replaced_by_code(client: Client, ada: User) -> None:
    client.post("/accounts/password/reset/", {"email": ada.email})
    [letter] = mail.outbox
    assert letter.subject == "Your code for a new password"
    response = client.post(
        "/accounts/password/reset/confirm/", {"code": code_in(letter)}
    )
    assert response.headers["Location"] == "/accounts/password/reset/complete/"
    new = {"password1": "fennel and onion skins", "password2": "fennel and onion skins"}
    client.post("/accounts/password/reset/complete/", new)
    assert mail.outbox[1].subject == "You have a new password"
    assert sign_in(Client(), ada) == ""
    assert sign_in(Client(), ada, "fennel and onion skins") == "/"


def test_asking_for_a_stranger_looks_the_same(client: Client, ada: User) -> None:
    answers = [
        client.post("/accounts/password/reset/", {"email": email}).headers["Location"]
        for email in (ada.email, "nobody@example.com")
    ]
    assert answers[0] == answers[1]
    assert mail.outbox[1].subject == "There is no account with this address"


def test_another_address_counts_once_it_is_confirmed(client: Client, ada: User) -> None:
    sign_in(client, ada)
    prove(client)
    client.post("/accounts/email/", {"email": "new@example.com", "action_add": ""})
    ada.refresh_from_db()
    assert ada.email == "ada@example.com"
    response = client.post(
        "/accounts/confirm-email/", {"code": code_in(mail.outbox[0])}
    )
    assert response.headers["Location"] == "/account/"
    ada.refresh_from_db()
    assert ada.email == "new@example.com"
    told = next(letter for letter in mail.outbox if "was changed" in letter.subject)
    assert told.to == ["ada@example.com"]


def test_a_new_address_asks_for_the_password_first(client: Client, ada: User) -> None:
    sign_in(client, ada)
    data = {"email": "new@example.com", "action_add": ""}
    response = client.post("/accounts/email/", data)
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not mail.outbox
    client.post(response.headers["Location"], {"password": PASSWORD})
    assert mail.outbox[0].to == ["new@example.com"]


def test_a_changed_password_is_told_by_letter(client: Client, ada: User) -> None:
    sign_in(client, ada)
    prove(client)
    new = "fennel and onion skins"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    response = client.post("/accounts/password/change/", data)
    assert response.headers["Location"] == "/account/"
    assert mail.outbox[0].subject == "Your password was changed"
    assert "choose a new password now" in mail.outbox[0].body


PAGES_OUT = ["login", "signup", "password/reset", "inactive"]
PAGES_IN = [
    "email",
    "password/change",
    "2fa",
    "2fa/totp/activate",
    "2fa/webauthn",
    "2fa/webauthn/add",
    "sessions",
    "logout",
    "reauthenticate",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES_OUT)
def test_pages_at_the_door(client: Client, path: str) -> None:
    response = client.get(f"/accounts/{path}/")
    assert response.status_code == 200
    looks_like_ours(response.content.decode())


@pytest.mark.parametrize("path", PAGES_IN)
def test_pages_inside(client: Client, ada: User, path: str) -> None:
    sign_in(client, ada)
    prove(client)
    response = client.get(f"/accounts/{path}/")
    assert response.status_code == 200
    looks_like_ours(response.content.decode())


def looks_like_ours(page: str) -> None:
    """Our frame, one heading, nothing that our CSP would stop."""
    assert 'id="main"' in page
    assert page.count("<h1") == 1
    assert "style=" not in page
    scripts = page.split("<script")[1:]
    known = ("src=", 'type="application/json"', ">// Before the first paint")
    assert all(any(sign in each for sign in known) for each in scripts)
