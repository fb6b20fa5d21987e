"""Every page that may be found, as files for search engines, in spans of keys: the
ten-millionth piece costs what the first does, and nothing is ever counted past.

Written for sitemaps.org's 0.9 and Google's image extension."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from django.core.files.storage import default_storage
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse

from listings.models import Category, Listing, ListingQuerySet, Photo
from marketplace.head import absolute
from shops.models import Shop, ShopQuerySet

#: Keys in one file. A page with its twenty photos stays under 5 KB: no file comes near
#: the 50 MB, nor the 50,000 addresses, that are allowed.
SPAN = 10_000
#: Rows read at once.
BATCH = 1_000
#: Pages for everybody that stand for themselves.
PLAIN = ("listings:home", "listings:search", "listings:how-ordered")
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGES = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

Row = tuple[int, str, datetime]


def index() -> Iterator[str]:
    """The list of the files, each with its newest change."""
    yield f"{HEAD}<sitemapindex {SITEMAP}>\n"
    yield _sitemap("pages", None)
    for section in ("shops", "pieces"):
        for number, changed_at in _spans(section):
            yield _sitemap(f"{section}-{number}", changed_at)
    yield "</sitemapindex>\n"


def pages() -> Iterator[str]:
    """Front page, all pieces, and every shelf."""
    yield f"{HEAD}<urlset {SITEMAP}>\n"
    for name in PLAIN:
        yield _url(reverse(name))
    newest = _shown().filter(category=OuterRef("pk")).order_by("-published_at")
    shelves = Category.objects.annotate(
        newest=Subquery(newest.values("published_at")[:1])
    )
    for slug, newest_at in shelves.values_list("slug", "newest"):
        yield _url(reverse("listings:category", args=[slug]), newest_at)
    yield "</urlset>\n"


def shops(number: int) -> Iterator[str]:
    """A span of the shops that anybody may see, with their makers' faces."""
    newest = _shown().filter(shop=OuterRef("pk")).order_by("-published_at")
    changed = Greatest("changed_at", Subquery(newest.values("published_at")[:1]))
    open_shops = _open_shops().filter(_inside(number))
    yield f"{HEAD}<urlset {SITEMAP} {IMAGES}>\n"
    rows = open_shops.annotate(newest=changed).order_by("pk")
    for slug, changed_at, face in rows.values_list("slug", "newest", "face"):
        path = reverse("listings:shop", args=[slug])
        yield _url(path, changed_at, [face] if face else [])
    yield "</urlset>\n"


def pieces(number: int) -> Iterator[str]:
    """A span of the pieces that anybody may see, with their photos."""
    yield f"{HEAD}<urlset {SITEMAP} {IMAGES}>\n"
    for rows in _batches(number):
        pictures = _pictures([key for key, _, _ in rows])
        for key, slug, changed_at in rows:
            path = reverse("listings:detail", args=[slug])
            yield _url(path, changed_at, pictures[key])
    yield "</urlset>\n"


def is_there(section: str, number: int) -> bool:
    """Whether a file has anything in it: an empty one would not be valid."""
    if section == "shops":
        return _open_shops().filter(_inside(number)).exists()
    return _shown().filter(_inside(number)).exists()


def _shown() -> ListingQuerySet:
    return Listing.objects.shown()


def _open_shops() -> ShopQuerySet:
    return Shop.objects.filter(state=Shop.State.OPEN)


def _inside(number: int) -> Q:
    return Q(pk__gt=number * SPAN, pk__lte=(number + 1) * SPAN)


def _spans(section: str) -> Iterator[tuple[int, datetime]]:
    """The files of a section that have something in them, by their spans of keys."""
    rows = _open_shops() if section == "shops" else _shown()
    spans = rows.order_by().annotate(span=(F("pk") - 1) / SPAN).values("span")
    newest = spans.annotate(newest=Max("changed_at")).order_by("span")
    yield from newest.values_list("span", "newest").iterator()


def _batches(number: int) -> Iterator[list[Row]]:
    """The pieces of a span, some at a time, each time from the last key on."""
    last, end = number * SPAN, (number + 1) * SPAN
    while True:
        rows = _shown().filter(pk__gt=last, pk__lte=end).order_by("pk")
        batch = list(rows.values_list("pk", "slug", "changed_at")[:BATCH])
        if batch:
            yield batch
        if len(batch) < BATCH:
            return
        last = batch[-1][0]


def _pictures(keys: list[int]) -> dict[int, list[str]]:
    """The photos of these pieces, as their files are named."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Photo.objects.filter(listing__in=keys).order_by("listing", "position", "pk")
    for key, name in rows.values_list("listing", "image"):
        found[key].append(name)
    return found


def _sitemap(name: str, changed_at: datetime | None) -> str:
    place = escape(absolute(reverse("listings:sitemap-part", args=[name])))
    return f"<sitemap><loc>{place}</loc>{_changed(changed_at)}</sitemap>\n"


def _url(
    path: str, changed_at: datetime | None = None, pictures: Sequence[str] = ()
) -> str:
    images = "".join(
        f"<image:image><image:loc>{escape(absolute(default_storage.url(name)))}"
        "</image:loc></image:image>"
        for name in pictures
    )
    place = escape(absolute(path))
    return f"<url><loc>{place}</loc>{_changed(changed_at)}{images}</url>\n"


def _changed(at: datetime | None) -> str:
    return f"<lastmod>{at.isoformat('T', 'seconds')}</lastmod>" if at else ""
