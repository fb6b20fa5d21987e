"""The second step: authenticator app, recovery codes, and staff who must have one."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.admin_site import OperatorSite
from accounts.models import User
from tests.accounts.test_sign_in import prove, sign_in


def code_now(secret: str) -> str:
    """What an authenticator app shows at this moment."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def secret(
    client: Client,
    ada: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> str:
    """The key of the app that Ada has set up."""
    sign_in(client, ada)
    prove(client)
    secret: str = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    return secret


def test_an_app_is_set_up_and_told_by_letter(secret: str, ada: User) -> None:
    kinds = Authenticator.objects.filter(user=ada).values_list("type", flat=True)
    assert set(kinds) == {"totp", "recovery_codes"}
    subjects = [letter.subject for letter in mail.outbox]
    assert "An authenticator app guards your account now" in subjects


def test_sign_in_then_asks_for_the_code(secret: str, ada: User) -> None:
    other = Client()
    assert sign_in(other, ada) == "/accounts/2fa/authenticate/"
    assert other.get("/account/").status_code == 302
    page = other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "not the code that is valid now" in page.content.decode()
    other.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert other.get("/account/").status_code == 200


def test_a_code_opens_once(secret: str, ada: User) -> None:
    first, second = Client(), Client()
    code = {"code": code_now(secret)}
    for browser in (first, second):
        sign_in(browser, ada)
        browser.post("/accounts/2fa/authenticate/", code)
    assert first.get("/account/").status_code == 200
    assert second.get("/account/").status_code == 302


def test_a_recovery_code_opens_once(client: Client, secret: str, ada: User) -> None:
    page = client.get("/accounts/2fa/recovery-codes/")
    code = page.context["unused_codes"][0]
    assert code in page.content.decode()
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, ada)
        browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert first.get("/account/").status_code == 200
    assert second.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "path", ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"]
)
def test_its_pages(client: Client, secret: str, path: str) -> None:
    page = client.get(f"/accounts/2fa/{path}").content.decode()
    assert page.count("<h1") == 1
    assert "style=" not in page


def admin_urls() -> Iterator[str]:
    """Every address below /admin/, with 1 for what it asks."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.app_name == "admin":
            yield from (f"/{url}" for url in _walk("", resolver))


def _walk(start: str, found: URLPattern | URLResolver) -> Iterator[str]:
    here = start + _filled(str(found.pattern))
    if isinstance(found, URLPattern):
        yield here
        return
    for each in found.url_patterns:
        yield from _walk(here, each)


def _filled(route: str) -> str:
    if route.startswith("^") or "(?P" in route:
        return "nowhere/"
    parts = route.split("/")
    return "/".join("1" if part.startswith("<") else part for part in parts)


#: They say nothing and change nothing: words for scripts, and the way out.
OPEN = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/"}


def test_staff_with_a_password_only_get_no_page_of_the_admin(
    client: Client, olga: User, settings: Settings
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(olga)
    urls = set(admin_urls()) - OPEN
    assert len(urls) > 5
    for url in urls:
        for method in (client.get, client.post):
            response = method(url)
            assert response.status_code in (302, 404), url
            where = response.headers.get("Location", "/admin/login/")
            assert where.startswith(("/admin/login/", url)), url
    response = client.get("/admin/login/?next=/admin/")
    assert response.headers["Location"] == "/accounts/2fa/"
    page = client.get("/accounts/2fa/").content.decode()
    assert "The admin opens with a second factor only" in page


def test_staff_with_a_second_factor_come_in(
    client: Client, olga: User, settings: Settings
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    TOTP.activate(olga, "A" * 32)
    client.force_login(olga)
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/admin/"


def test_recovery_codes_alone_are_no_second_factor(
    client: Client, olga: User, settings: Settings
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    Authenticator.objects.create(
        user=olga, type=Authenticator.Type.RECOVERY_CODES, data={}
    )
    client.force_login(olga)
    assert client.get("/admin/").status_code == 302


def test_the_demo_may_switch_it_off(
    client: Client, olga: User, settings: Settings
) -> None:
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(olga)
    assert client.get("/admin/").status_code == 200


def test_the_admin_has_no_sign_in_of_its_own(client: Client, ada: User) -> None:
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=/admin/")
    client.force_login(ada)
    assert client.get("/admin/login/").status_code == 403


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/"])
def test_the_door_leads_nowhere_else(client: Client, olga: User, url: str) -> None:
    TOTP.activate(olga, "A" * 32)
    client.force_login(olga)
    response = client.get("/admin/login/", {"next": url})
    assert response.headers["Location"] == "/admin/"


def test_the_site_is_ours() -> None:
    assert isinstance(admin.site, OperatorSite)
