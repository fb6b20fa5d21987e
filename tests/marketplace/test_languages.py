"""A page is in its reader's language; with one language alone nothing varies."""

from datetime import UTC, datetime

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from accounts.models import User
from listings.models import Variant
from marketplace import dates, languages
from marketplace.money import format_money
from marketplace.numbers import format_number

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2025, 11, 25, 14, 5, tzinfo=UTC)


@pytest.fixture
def german(settings: Settings) -> None:
    """A marketplace that speaks English, else German."""
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]


def language_of(client: Client, **headers: str) -> str:
    """In which language this client reads the front page."""
    page = client.get("/", headers=headers).content.decode()
    return page.partition('<html lang="')[2].partition('"')[0]


def test_one_language_varies_nothing(client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": "de"})
    assert '<html lang="en"' in response.content.decode()
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert "Content-Language" not in response.headers
    assert configured.LANGUAGE_COOKIE_NAME not in response.cookies
    assert 'class="languages"' not in response.content.decode()


def test_the_browser_asks_for_one(client: Client, german: None) -> None:
    assert language_of(client, accept_language="de-AT,de;q=0.9") == "de"
    assert language_of(client, accept_language="fr") == "en"
    response = client.get("/", headers={"Accept-Language": "de"})
    assert "Accept-Language" in response.headers["Vary"]
    assert response.headers["Content-Language"] == "de"


def test_a_language_is_chosen_and_the_page_kept(client: Client, german: None) -> None:
    page = client.get("/search/?q=mug").content.decode()
    assert 'name="next" value="/search/?q=mug"' in page
    asked = {"language": "de", "next": "/search/?q=mug"}
    response = client.post("/account/language/", asked)
    assert response.headers["Location"] == "/search/?q=mug"
    assert language_of(client, accept_language="en") == "de"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", ""])
def test_no_other_site_is_gone_to(client: Client, german: None, back: str) -> None:
    response = client.post("/account/language/", {"language": "de", "next": back})
    assert response.headers["Location"] == "/"


def test_a_language_we_do_not_speak_is_not_kept(client: Client, german: None) -> None:
    response = client.post("/account/language/", {"language": "tlh", "next": "/"})
    assert configured.LANGUAGE_COOKIE_NAME not in response.cookies


def test_it_follows_the_person(client: Client, german: None, ada: User) -> None:
    client.force_login(ada)
    assert language_of(client, accept_language="en") == "en"
    client.post("/account/language/", {"language": "de", "next": "/"})
    ada.refresh_from_db()
    assert ada.language == "de"
    elsewhere = Client()
    elsewhere.force_login(ada)
    assert language_of(elsewhere, accept_language="en") == "de"


def test_the_account_page_offers_it(client: Client, german: None, ada: User) -> None:
    client.force_login(ada)
    answer = {"name": "Ada", "time_zone": "Europe/Berlin", "language": "de"}
    assert client.post("/account/profile/", answer).status_code == 302
    assert language_of(client) == "de"


def test_a_language_that_is_spoken_no_more_is_nobodys(settings: Settings) -> None:
    assert languages.spoken_to("de") == "en"
    settings.LANGUAGES = [("de", "Deutsch"), ("en", "English")]
    assert languages.spoken_to("de") == "de"


def test_the_page_of_one_reader_leaves_the_next_alone(
    client: Client, german: None, bowl: Variant
) -> None:
    before = translation.get_language()
    assert language_of(client, accept_language="de") == "de"
    assert translation.get_language() == before


@pytest.mark.parametrize(
    ("language", "day", "moment", "price", "number"),
    [
        (
            "en",
            "Tuesday 25 November",
            "Tuesday 25 November, 14:05",
            "€1,234.50",
            "12,345",
        ),
        (
            "en-us",
            "Tuesday, November 25",
            "Tuesday, November 25, 2:05\u202fPM",
            "€1,234.50",
            "12,345",
        ),
        (
            "de",
            "Dienstag, 25. November",
            "Dienstag, 25. November, 14:05",
            "1.234,50\xa0€",
            "12.345",
        ),
        (
            "es",
            "martes, 25 de noviembre",
            "martes, 25 de noviembre, 14:05",
            "1.234,50\xa0€",
            "12.345",
        ),
        ("ja", "11月25日火曜日", "11月25日火曜日 14:05", "€1,234.50", "12,345"),
    ],
)
def test_days_and_money_by_language(
    language: str, day: str, moment: str, price: str, number: str
) -> None:
    with translation.override(language):
        assert dates.day(TUESDAY.date(), with_year=False) == day
        assert dates.moment(TUESDAY, with_year=False) == moment
        assert format_money(123450, "EUR") == price
        assert format_number(12345) == number


def test_short_forms() -> None:
    assert dates.short_day(TUESDAY.date()) == "Tue 25 Nov"
    assert dates.weekday(TUESDAY.date()) == "Tue 25"
    assert dates.month(TUESDAY.date()) == "November 2025"
    assert dates.month_day(TUESDAY.date()) == "25 November"
    assert dates.clock(TUESDAY.time()) == "14:05"
