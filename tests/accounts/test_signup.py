"""Opening an account: through the real forms, with the code from the letter."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import User

SIGNUP = {
    "name": "Dora Dyer",
    "email": "Dora@Example.com",
    "password1": "weld madder indigo",
    "time_zone": "Europe/Lisbon",
}


def code_in(message: mail.EmailMessage) -> str:
    """The code that stands alone on its line."""
    found = re.search(r"^([A-Z0-9-]{6,9})$", str(message.body), re.MULTILINE)
    assert found, message.body
    return found[1]


@pytest.mark.django_db
def test_the_code_from_the_letter_opens_the_account(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 200
    response = client.post(
        "/accounts/signup/?next=/basket/", SIGNUP | {"next": "/basket/"}
    )
    assert response.headers["Location"].startswith("/accounts/confirm-email/")
    [letter] = mail.outbox
    assert letter.subject == "Your code for Handloop"
    assert letter.to == ["dora@example.com"]
    response = client.post("/accounts/confirm-email/", {"code": code_in(letter)})
    assert response.headers["Location"] == "/basket/"
    dora = User.objects.get(email="dora@example.com")
    assert (dora.name, dora.time_zone, dora.language) == (
        "Dora Dyer",
        "Europe/Lisbon",
        "en",
    )
    assert client.get("/account/").status_code == 200


@pytest.mark.django_db
def test_without_the_code_nobody_is_signed_in(client: Client) -> None:
    client.post("/accounts/signup/", SIGNUP)
    page = client.post("/accounts/confirm-email/", {"code": "WRONG1"})
    assert "not the code we sent" in page.content.decode()
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd"])
def test_an_unknown_zone_is_utc(client: Client, zone: str) -> None:
    client.post("/accounts/signup/", SIGNUP | {"time_zone": zone})
    assert User.objects.get().time_zone == "UTC"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "   ", "Do\x00ra", "Do\x07ra", "Dora\u202egro"])
def test_a_name_is_a_name(client: Client, name: str) -> None:
    response = client.post("/accounts/signup/", SIGNUP | {"name": name})
    assert response.status_code == 200
    assert not User.objects.exists()
    assert not mail.outbox


def test_somebody_elses_address_answers_like_a_new_one(
    client: Client, ada: User
) -> None:
    response = client.post("/accounts/signup/", SIGNUP | {"email": ada.email})
    assert response.headers["Location"].startswith("/accounts/confirm-email/")
    [letter] = mail.outbox
    assert letter.subject == "You already have an account with us"
    assert "http://localhost:8000/accounts/login/" in letter.body
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_the_letter_is_ours_in_text_and_html(client: Client) -> None:
    client.post(
        "/accounts/signup/",
        SIGNUP | {"name": "Dora & <b>Bo</b>"},
        headers={"host": "localhost"},
    )
    [letter] = mail.outbox
    assert isinstance(letter, mail.EmailMultiAlternatives)
    assert "Good to have you, Dora & <b>Bo</b>." in letter.body
    assert letter.body.endswith("Handloop\nhttp://localhost:8000\n")
    [(page, kind)] = letter.alternatives
    assert kind == "text/html"
    assert "Dora &amp; &lt;b&gt;Bo&lt;/b&gt;" in str(page)
    assert code_in(letter) in str(page)
    assert "img { border" not in str(page)  # inlined; only what cannot be stays
    assert "example.com/" not in letter.body


@pytest.mark.django_db
def test_a_new_code_is_sent_on_request(client: Client) -> None:
    client.post("/accounts/signup/", SIGNUP)
    again = {"action": "resend"}
    assert client.post("/accounts/confirm-email/", again).status_code == 429
    with time_machine.travel(timedelta(seconds=11)):
        client.post("/accounts/confirm-email/", again)
    assert len(mail.outbox) == 2
    client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[1])})
    assert client.get("/account/").status_code == 200


@pytest.mark.django_db
def test_the_advice_about_passwords_stays_when_one_is_refused(client: Client) -> None:
    page = client.post("/accounts/signup/", SIGNUP | {"password1": "a"})
    words = page.content.decode()
    assert "A few words together" in words
    assert "entirely numeric" not in words
    assert "This password is too short" in words


@pytest.mark.django_db
def test_mail_that_is_down_is_said(client: Client, settings: Settings) -> None:
    """A real connection to a port where nobody listens."""
    smtp = {"host": "127.0.0.1", "port": 9, "timeout": 1}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": smtp}}
    response = client.post("/accounts/signup/", SIGNUP)
    assert response.status_code == 409
    assert "Our email does not go out at this moment" in response.content.decode()
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    }
    data = {"login": "dora@example.com", "password": SIGNUP["password1"]}
    with time_machine.travel(timedelta(seconds=11)):
        client.post("/accounts/login/", data)
    client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[0])})
    assert client.get("/account/").status_code == 200
