"""How a page with a form is shown: whole, or only the part that htmx replaces."""

from typing import Any, Protocol

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from marketplace.http import Request


class Filled(Protocol):
    """A form, or several that are sent together."""

    is_bound: bool


def show(
    request: Request,
    page: str,
    context: dict[str, Any],
    *,
    form: Filled | None = None,
) -> HttpResponse:
    """`shops/edit.html#shop`: the page, or to htmx only its part.

    A form that was sent and comes back is wrong (422): what is right leads elsewhere.
    """
    wrong = form is not None and form.is_bound
    template = page if request.htmx else page.partition("#")[0]
    context = context | ({} if form is None else {"form": form})
    return render(request, template, context, status=422 if wrong else 200)


def sent(request: Request) -> dict[str, Any]:
    """What a form is filled with: what was posted, or nothing on a first visit."""
    if request.method != "POST":
        return {}
    return {"data": request.POST, "files": request.FILES}


def go_on(request: Request, page: str, *args: str) -> HttpResponse:
    """To the next page, also when the form was sent by htmx."""
    answer = redirect(page, *args)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer
