"""Every email there is, as its readers' programs would show it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from devtools.emails import shelf
from devtools.emails.narrator import Sample
from devtools.emails.samples import by_reader
from devtools.mail.views import MAIL_CSP
from marketplace import languages

#: Width, colours, and whether pictures are shown.
WAYS = [
    (320, "light", "on"),
    (320, "dark", "on"),
    (640, "light", "on"),
    (640, "dark", "on"),
    (320, "light", "off"),
    (640, "dark", "off"),
]
DARK = "@media (prefers-color-scheme: dark)"
SEEN = {"light": "@media not all", "dark": "@media all"}
WITHOUT_PICTURES = MAIL_CSP | {"img-src": [CSP.NONE]}


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All of them, by who reads them."""
    language = _language(request)
    readers = by_reader(shelf.samples(language))
    context = {"readers": readers, "language": language, "choices": settings.LANGUAGES}
    return render(request, "devtools/emails.html", context)


@require_safe
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One of them, in every way it may be seen."""
    language = _language(request)
    samples = shelf.samples(language)
    sample = _find(samples, key)
    place = samples.index(sample)
    context = {
        "sample": sample,
        "language": language,
        "ways": WAYS,
        "before": samples[place - 1] if place else None,
        "after": samples[place + 1] if place + 1 < len(samples) else None,
    }
    return render(request, "devtools/email.html", context)


@require_safe
@xframe_options_sameorigin
@csp_override(MAIL_CSP)
def html(request: HttpRequest, key: str, scheme: str) -> HttpResponse:
    """The HTML part alone: light, dark, or as the reader's system has it (any)."""
    return HttpResponse(_page(request, key, scheme))


@require_safe
@xframe_options_sameorigin
@csp_override(WITHOUT_PICTURES)
def bare(request: HttpRequest, key: str, scheme: str) -> HttpResponse:
    """The same in a program that loads no pictures."""
    return HttpResponse(_page(request, key, scheme))


def _page(request: HttpRequest, key: str, scheme: str) -> str:
    sample = _find(shelf.samples(_language(request)), key)
    page = sample.html.replace("<head>", '<head><base target="_top">', 1)
    if scheme not in SEEN:
        return page
    page = page.replace(DARK, SEEN[scheme])
    return page.replace('content="light dark"', f'content="{scheme}"')


def _find(samples: list[Sample], key: str) -> Sample:
    for sample in samples:
        if sample.key == key:
            return sample
    raise Http404


def _language(request: HttpRequest) -> str:
    return languages.spoken_to(request.GET.get("language", languages.in_force()))
