"""What machines read: robots.txt, sitemaps, feeds."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from listings import feeds, moved, sitemaps
from listings.models import Category
from marketplace.http import Request
from shops.models import Shop

HOUR = 3600


@require_safe
@cache_control(public=True, max_age=HOUR)
def robots(request: Request) -> HttpResponse:
    """Where search engines are welcome."""
    return render(request, "listings/robots.txt", content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=HOUR)
def sitemap(request: Request) -> HttpResponseBase:
    """The list of the sitemaps."""
    return _xml(sitemaps.index())


@require_safe
@cache_control(public=True, max_age=HOUR)
def sitemap_part(request: Request, part: str) -> HttpResponseBase:
    """One of them: `pages`, `shops-0`, `pieces-12`."""
    section, _, number = part.partition("-")
    if part == "pages":
        return _xml(sitemaps.pages())
    written = {"shops": sitemaps.shops, "pieces": sitemaps.pieces}.get(section)
    # A number of more digits than there are keys is none.
    is_number = number.isascii() and number.isdecimal() and len(number) <= 12
    if written is None or not is_number or not sitemaps.is_there(section, int(number)):
        raise Http404
    return _xml(written(int(number)))


@require_safe
@conditional_page
@moved.leads_on(moved.shop)
def shop_feed(request: Request, slug: str) -> HttpResponse:
    """What is new in a shop."""
    shown = Shop.objects.filter(state=Shop.State.OPEN)
    return feeds.of_shop(get_object_or_404(shown, slug=slug))


@require_safe
@conditional_page
def category_feed(request: Request, slug: str) -> HttpResponse:
    """What is new on a shelf."""
    return feeds.of_category(get_object_or_404(Category, slug=slug))


def _xml(lines: Iterator[str]) -> HttpResponseBase:
    return StreamingHttpResponse(lines, content_type="application/xml; charset=utf-8")
