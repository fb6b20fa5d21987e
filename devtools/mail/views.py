"""The demo's inbox: every mail the marketplace has sent, as its reader would see it."""

from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from devtools.mail import mailbox

PAGE = 50

#: A mail may look as it likes and do nothing: no script, no third party, no form.
MAIL_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": [
        "allow-popups",
        "allow-popups-to-escape-sandbox",
        "allow-top-navigation-by-user-activation",
    ],
}


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest mails first, or only those to one person."""
    to = request.GET.get("to", "")
    start = max(0, _number(request.GET.get("after", "")))
    mails = list(islice(mailbox.newest_first(to), start, start + PAGE + 1))
    context = {
        "to": to,
        "mails": mails[:PAGE],
        "after": start + PAGE if len(mails) > PAGE else None,
    }
    return render(request, "devtools/mail.html", context)


@require_safe
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: its HTML in a frame, its text, its source, its attachments."""
    return render(request, "devtools/mail_letter.html", {"mail": _find(key)})


@require_safe
@xframe_options_sameorigin
@csp_override(MAIL_CSP)
def html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part alone; its links leave the frame."""
    return HttpResponse(f'<base target="_top">{_find(key).html}')


@require_safe
def source(request: HttpRequest, key: str) -> HttpResponse:
    """The mail as it came over the wire."""
    return HttpResponse(_find(key).source, content_type="text/plain; charset=utf-8")


@require_safe
def attachment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One file that came with a mail, to be saved."""
    files = _find(key).attachments
    if not 1 <= number <= len(files):
        raise Http404
    file = files[number - 1]
    response = HttpResponse(file.content, content_type=file.content_type)
    name = file.name.replace('"', "").encode("ascii", "replace").decode()
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _find(key: str) -> mailbox.Mail:
    mail = mailbox.find(key)
    if mail is None:
        raise Http404
    return mail


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
