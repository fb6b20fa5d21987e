"""Pages as a visitor sees them, kept in memory for as long as they are true.

A page shows what it links to: before a kept one is shown again, Postgres is asked
whether each piece and each shop on it is still what it was (the catalogue's versions
change in the transaction of whatever changes a piece). So stock, price and promise are
never old; a new piece, a count of all pieces or a record may be as old as `LASTS`. Who
is signed in, has a basket or was just told something gets a page of their own, and none
is kept.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from threading import Lock
from typing import Concatenate

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from listings.models import Listing
from listings.squeezed import squeezed, together
from marketplace import languages
from marketplace.http import Request
from shops.models import Shop

LASTS = timedelta(minutes=2)
#: In each process; the least asked for go first.
MOST_BYTES = 48 * 1024 * 1024
#: So many pages are made at a time, at the most.
TURNS = 64
#: These say nothing of who asks.
PLAIN_COOKIES = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
PIECE = re.compile(rb"/listings/([-\w]+)/")
SHOP = re.compile(rb"/shops/([-\w]+)/")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
#: Of the first answer's headers, those that the next visitor's has too.
HEADERS = ("Content-Type", "Vary", "Content-Language")
STILL_TRUE = """
SELECT (SELECT string_agg(listing_id || ':' || version, ' ' ORDER BY listing_id)
        FROM listings_entry WHERE listing_id = ANY(%s)),
       (SELECT string_agg(id || ':' || xmin, ' ' ORDER BY id)
        FROM shops_shop WHERE id = ANY(%s))
"""

type View[**P] = Callable[Concatenate[Request, P], HttpResponse]
#: A page's address in one language.
Name = tuple[str, str]
Truth = tuple[str | None, str | None]


@dataclass(frozen=True)
class Shown:
    """The keys of what is on a page."""

    pieces: tuple[int, ...] = ()
    shops: tuple[int, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page without the token of its forms, and what it stands on."""

    shown: Shown
    truth: Truth
    until: datetime
    #: Its type, and what a cache is to look at.
    headers: dict[str, str]
    #: Cut where the token belongs.
    parts: tuple[bytes, ...] = ()
    #: The same, compressed.
    small: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return 1000 + sum(map(len, (*self.parts, *self.small)))


class Shelf:
    """The kept pages of this process."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Name, Page] = OrderedDict()
        self._lock = Lock()
        self._size = 0
        self._turns = [Lock() for _ in range(TURNS)]

    def turn(self, name: Name) -> Lock:
        """Held by whoever makes this page: a crowd need not make it many times."""
        return self._turns[hash(name) % TURNS]

    def find(self, name: Name) -> Page | None:
        """What is kept under this name, still so or not."""
        with self._lock:
            if page := self._pages.get(name):
                self._pages.move_to_end(name)
            return page

    def put(self, name: Name, page: Page) -> None:
        """In the place of what was there."""
        with self._lock:
            if before := self._pages.pop(name, None):
                self._size -= before.size
            self._pages[name] = page
            self._size += page.size
            while self._size > MOST_BYTES:
                _, oldest = self._pages.popitem(last=False)
                self._size -= oldest.size

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._pages.clear()
            self._size = 0


SHELF = Shelf()


def kept[**P](view: View[P]) -> View[P]:
    """Show visitors the page that others were shown, while it is true."""

    @wraps(view)
    def from_the_shelf(
        request: Request, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if not _may_be_shared(request):
            return view(request, *args, **kwargs)
        name = (request.get_full_path(), languages.in_force())
        if page := _true(name):
            return _sent(request, page)
        with SHELF.turn(name):
            # Somebody else made it, while this one waited.
            if page := _true(name):
                return _sent(request, page)
            before = SHELF.find(name)
            # Asked before the page is made: whatever changes meanwhile makes it old.
            truth = _truth(before.shown) if before else (None, None)
            response = view(request, *args, **kwargs)
            if _is_for_everybody(response):
                _keep(name, response, before.shown if before else None, truth)
            return response

    return from_the_shelf


def _true(name: Name) -> Page | None:
    """What is kept under this name, if it is still so."""
    page = SHELF.find(name)
    is_true = page and page.until > timezone.now() and _truth(page.shown) == page.truth
    return page if is_true else None


def _may_be_shared(request: Request) -> bool:
    # Inside a transaction nobody else's change is seen, so nothing is known to be true.
    return (
        request.method == "GET"
        and not request.htmx
        and request.COOKIES.keys() <= PLAIN_COOKIES
        and not connection.in_atomic_block
    )


def _is_for_everybody(response: HttpResponse) -> bool:
    """One page, found, that tells nobody apart: its forms show one token or none."""
    if response.status_code != HTTPStatus.OK or response.streaming or response.cookies:
        return False
    return len(set(TOKEN.findall(response.content))) <= 1


def _keep(
    name: Name, response: HttpResponse, before: Shown | None, truth: Truth
) -> None:
    """Kept from the second time on: only then it is known what to ask about, and that
    was asked before the page was made."""
    shown = _shown(response.content + name[0].encode())
    until = _until(shown)
    headers = {name: response[name] for name in HEADERS if name in response}
    if shown != before:
        SHELF.put(name, Page(shown, truth, timezone.now(), headers))
        return
    body = response.content
    token = TOKEN.search(body)
    parts = tuple(body.split(token[1])) if token else (body,)
    SHELF.put(name, Page(shown, truth, until, headers, parts, squeezed(parts)))


def _sent(request: Request, page: Page) -> HttpResponse:
    token = get_token(request).encode() if len(page.parts) > 1 else b""
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(token.join(page.parts), headers=page.headers)
    body = together(page.small, page.parts, token)
    response = HttpResponse(body, headers=page.headers)
    response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _shown(body: bytes) -> Shown:
    """Every piece and every shop that is linked to, with the shops of those pieces."""
    slugs = {slug.decode() for slug in PIECE.findall(body)}
    pieces = Listing.objects.filter(slug__in=slugs).values_list("pk", "shop_id")
    found = dict(pieces.order_by("pk"))
    named = {slug.decode() for slug in SHOP.findall(body)}
    shops = set(Shop.objects.filter(slug__in=named).values_list("pk", flat=True))
    return Shown(tuple(found), tuple(sorted(shops | set(found.values()))))


def _truth(shown: Shown) -> Truth:
    with connection.cursor() as cursor:
        cursor.execute(STILL_TRUE, [list(shown.pieces), list(shown.shops)])
        pieces, shops = cursor.fetchone() or (None, None)
    return pieces, shops


def _until(shown: Shown) -> datetime:
    """When a date on it may move: a shop's hour passes, or a day begins there."""
    now = timezone.now()
    shops = Shop.objects.filter(pk__in=shown.shops)
    return min([now + LASTS, *(shop.working_week.holds_until(now) for shop in shops)])
