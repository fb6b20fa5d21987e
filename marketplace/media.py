"""Files that people's pictures became, as they are served from a disk of ours.

Every one was written by us; all the same a browser is told to take it for a picture or
for nothing at all. A server in front may do the same: docs/running.md has the headers.
"""

from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotFound,
)
from django.utils.translation import gettext as _
from django.views.static import serve

TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
#: A name is used once: what it names never changes.
FOR_EVER = "public, max-age=31536000, immutable"


def pictures_first(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Before sessions and languages: a picture is the same for everybody, and a page
    asks for dozens."""
    folder = urlsplit(settings.MEDIA_URL).path
    if settings.MEDIA_BUCKET or folder.strip("/") == "":
        return get_response  # a host of its own serves them

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(folder):
            return get_response(request)
        return media(request, request.path_info.removeprefix(folder))

    return middleware


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture, shown; whatever else might lie there, only to be saved."""
    try:
        if request.method not in {"GET", "HEAD"}:
            raise Http404(path)
        return _shown(request, path)
    except (Http404, SuspiciousFileOperation):
        return HttpResponseNotFound(_("There is no such picture."), "text/plain")


def _shown(request: HttpRequest, path: str) -> HttpResponseBase:
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    name = PurePosixPath(path).name
    kind = TYPES.get(PurePosixPath(path).suffix)
    # The answer that nothing has changed has no body that could be of a kind.
    if "Content-Type" in response:
        response["Content-Type"] = kind or "application/octet-stream"
    shown = "inline" if kind else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = FOR_EVER
    return response
