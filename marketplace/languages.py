"""Whose language a page is in: the person's own, else the one chosen in this browser,
else one that the browser asks for. With one language configured nothing varies."""

from collections.abc import Callable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise

View = Callable[[HttpRequest], HttpResponse]
#: A string, or one that is translated where it is read (gettext_lazy).
Words = str | Promise


def are_several() -> bool:
    """Whether there is anything to choose between."""
    return len(settings.LANGUAGES) > 1


def known(code: str) -> str:
    """The language, if this marketplace speaks it; else nothing."""
    return code if code in dict(settings.LANGUAGES) else ""


def spoken_to(code: str) -> str:
    """In which language somebody is written to who chose this one, or none."""
    return known(code) or settings.LANGUAGE_CODE


def of_the_reader(get_response: View) -> View:
    """The page is made in its reader's language, and says so to caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not are_several():
            return get_response(request)
        language = _asked_for(request)
        with translation.override(language):
            response = get_response(request)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _asked_for(request: HttpRequest) -> str:
    own = known(request.user.language) if request.user.is_authenticated else ""
    chosen = known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    return own or chosen or translation.get_language_from_request(request)


def in_force() -> str:
    """The language of what is being written now."""
    return translation.get_language() or settings.LANGUAGE_CODE


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """How that language writes dates, numbers and money; an unknown one as English."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
