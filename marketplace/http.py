"""What every answer goes through: refusals become a page, headers are set."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.defaults import page_not_found
from django_htmx.middleware import HtmxDetails

from marketplace.errors import Refused

View = Callable[[HttpRequest], HttpResponse]


class Request(HttpRequest):
    """A request as our middleware leaves it."""

    htmx: HtmxDetails


def private[**P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """A page about somebody's own affairs: no cache keeps it, no search finds it."""

    @wraps(view)
    def wrapped(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return cast(Callable[Concatenate[Request, P], HttpResponse], wrapped)


class RefusalsMiddleware:
    """A verb said no: 409 with its sentence, as a page or as an htmx notice."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: Request, exception: Exception
    ) -> HttpResponse | None:
        """Only Refused is ours; anything else is a fault and stays one."""
        if not isinstance(exception, Refused):
            return None
        context = {"sentence": str(exception)}
        if not request.htmx:
            return render(request, "409.html", context, status=409)
        response = render(request, "409.html#notice", context, status=409)
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "innerHTML"
        return response


def no_such_way(get_response: View) -> View:
    """An address that cannot be used this way is not there: 404 instead of 405, so
    that nobody learns from a method which addresses of others exist."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return page_not_found(request, Http404(request.path))
        return response

    return middleware


def permissions_policy(get_response: View) -> View:
    """Sensors and payment handlers stay off: no page of ours needs them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault(
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(),"
            " browsing-topics=()",
        )
        return response

    return middleware


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another time or place: say how to go on, lose nothing."""
    return render(request, "403_csrf.html", status=403)
