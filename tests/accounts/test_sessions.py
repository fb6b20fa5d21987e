"""Where somebody is signed in, and ending that from another browser."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts import sessions
from accounts.models import User
from tests.accounts.test_sign_in import sign_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def laptop(ada: User) -> Client:
    """Ada's laptop, signed in."""
    browser = Client(headers={"user-agent": FIREFOX})
    sign_in(browser, ada)
    return browser


@pytest.fixture
def phone(ada: User) -> Client:
    """Ada's telephone, signed in."""
    browser = Client(headers={"user-agent": SAFARI})
    sign_in(browser, ada)
    return browser


def handle_of(browser: Client) -> str:
    """The name by which the page speaks of this browser's session."""
    key = browser.session.session_key
    return sessions.handle(UserSession.objects.get(session_key=key))


def test_the_page_names_each_browser_and_gives_no_key_away(
    laptop: Client, phone: Client
) -> None:
    page = laptop.get("/accounts/sessions/").content.decode()
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert "This browser" in page
    assert str(phone.session.session_key) not in page


def test_one_browser_is_signed_out_from_another(laptop: Client, phone: Client) -> None:
    laptop.post("/account/sessions/end/", {"session": handle_of(phone)})
    assert phone.get("/account/").status_code == 302
    assert laptop.get("/account/").status_code == 200


def test_all_others_are_signed_out_at_once(laptop: Client, phone: Client) -> None:
    laptop.post("/accounts/sessions/")
    assert phone.get("/account/").status_code == 302
    assert laptop.get("/account/").status_code == 200


def test_a_stranger_ends_nothing(carl: User, phone: Client) -> None:
    stranger = Client()
    stranger.force_login(carl)
    url = "/account/sessions/end/"
    assert stranger.post(url, {"session": handle_of(phone)}).status_code == 404
    assert stranger.post(url).status_code == 404
    assert phone.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("", "Another program"),
        ("curl/8", "Another program"),
        (SAFARI, "Safari on iPhone"),
    ],
)
def test_a_browser_in_words(agent: str, words: str) -> None:
    assert sessions.device(agent) == words
