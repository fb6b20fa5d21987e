"""The language somebody reads, kept with the person and in the browser."""

from django.conf import settings
from django.http import HttpResponse

from accounts.models import User


def choose(user: User, language: str) -> None:
    """From now on our pages and emails are in this language for this person."""
    User.objects.filter(pk=user.pk).update(language=language)


def remember(response: HttpResponse, language: str) -> None:
    """This browser asks for that language, whoever sits before it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
