"""How pages that a key opens are kept to whoever has it, and how often somebody may
write to others through us."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from allauth.core.internal import ratelimit
from django.http import HttpResponse
from django.utils.translation import gettext as _

from marketplace.errors import Refused
from marketplace.http import Request, private

#: From one connection, and to one address: each of these sends somebody an email.
PACE = {"ask": "20/h/ip,6/h/key", "wait": "30/h/ip,8/h/key"}


def hidden[**P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """A page whose address is a key: kept by no cache, told to no other site."""

    @wraps(view)
    def wrapped(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = private(view)(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return cast(Callable[Concatenate[Request, P], HttpResponse], wrapped)


def not_too_often(request: Request, what: str, address: str) -> None:
    """Refuse whoever writes more than a person would."""
    allowed = ratelimit.consume(
        request, app="listings", action=what, config=PACE, key=address
    )
    if allowed is None:
        raise Refused(_("That was a lot at once. Please try again in an hour."))
