"""What is new in a shop or on a shelf, as an Atom feed to follow it by."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import get_language

from listings import heads
from listings.models import Category, Listing, ListingQuerySet
from marketplace.head import Feed, absolute
from shops.models import Shop

NEWEST = 30
#: A shelf has no birthday of its own.
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
#: What no XML can hold, whatever a maker pasted.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Atom(Atom1Feed):
    """Without entries it is as old as what it is about, not as new as this moment."""

    def latest_post_date(self) -> datetime:
        moments: list[datetime] = [item["updateddate"] for item in self.items]
        moments.append(self.feed["since"])
        return max(moments)


def of_shop(shop: Shop) -> HttpResponse:
    """What a maker added last."""
    first = shop.slugs.values_list("slug", flat=True).first()
    page = absolute(shop.get_absolute_url())
    tag = _tag(shop.opened_at, f"shops/{first}")
    atom = _begin(heads.shop_feed(shop), page, shop.maker_name, tag, shop.changed_at)
    return _answer(atom, Listing.objects.shown().filter(shop=shop))


def of_category(shelf: Category) -> HttpResponse:
    """What was added to a shelf last."""
    page = absolute(shelf.get_absolute_url())
    tag = _tag(BEGAN, f"c/{shelf.slug}")
    name = settings.MARKETPLACE_NAME
    atom = _begin(heads.category_feed(shelf), page, name, tag, BEGAN)
    on_it = Q(category=shelf) | Q(category__parent=shelf)
    return _answer(atom, Listing.objects.shown().filter(on_it))


def _begin(feed: Feed, page: str, author: str, tag: str, since: datetime) -> _Atom:
    return _Atom(
        title=_clean(feed.title),
        link=page,
        description=None,
        author_name=_clean(author),
        author_link=page,
        feed_url=feed.url,
        feed_guid=tag,
        language=get_language(),
        since=since,
    )


def _answer(atom: _Atom, pieces: ListingQuerySet) -> HttpResponse:
    newest = pieces.select_related("shop", "category").order_by("-published_at", "-pk")
    for piece in newest.prefetch_related("photos", "variants", "slugs")[:NEWEST]:
        _add(atom, piece)
    response = HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
    response["Last-Modified"] = http_date(atom.latest_post_date().timestamp())
    return response


def _add(atom: _Atom, piece: Listing) -> None:
    offered = [each for each in piece.variants.all() if each.is_offered]
    prices = sorted(each.price_cents for each in offered)
    first: Sequence[str] = [each.slug for each in piece.slugs.all()]
    context = {"listing": piece, "prices": prices, "photos": piece.photos.all()}
    content = render_to_string("listings/feed_entry.html", context)
    atom.add_item(
        title=_clean(piece.title),
        link=absolute(piece.get_absolute_url()),
        description=_clean(content),
        author_name=_clean(piece.shop.maker_name),
        author_link=absolute(piece.shop.get_absolute_url()),
        pubdate=piece.published_at,
        updateddate=piece.changed_at,
        unique_id=_tag(piece.created_at, f"listings/{first[0]}"),
        categories=[_clean(piece.category.name)],
    )


def _tag(since: datetime, name: str) -> str:
    """An id that stays when the address changes (RFC 4151): of the first one it had."""
    host = urlsplit(settings.BASE_URL).hostname
    return f"tag:{host},{since:%Y-%m-%d}:{name}"


def _clean(text: str) -> str:
    return UNFIT.sub("", text)
