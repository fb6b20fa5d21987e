"""The heads of the public pages: address, words, picture and facts of each."""

from collections.abc import Sequence

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from listings import structured
from listings.models import Category, Listing, Photo, Variant
from marketplace.head import Feed, Head, Picture, absolute, in_short
from shops.models import Shop

#: Words that others put into our addresses (campaigns, search engines): the page they
#: lead to is the same one. Any other word asks for one of a shelf's many states.
OTHERS_WORDS = {"_ga", "_gl", "dclid", "fbclid", "gbraid", "gclid", "igshid", "mc_cid"}
OTHERS_WORDS |= {"mc_eid", "msclkid", "ref", "source", "srsltid", "ttclid", "twclid"}
OTHERS_WORDS |= {"wbraid", "yclid"}


def of_home() -> Head:
    """The front page."""
    return Head(
        title=settings.MARKETPLACE_NAME,
        description=_(
            "Handmade pieces from the people who make them, each with a date that is"
            " kept or spoken about."
        ),
        path="/",
        facts=[structured.organisation(), structured.website()],
    )


def of_category(shelf: Category, asked: QueryDict) -> Head:
    """A shelf as it is; narrowed, sorted or further on it is not to be found."""
    words = _("%(category)s made by hand, each piece with the day it ships.")
    return Head(
        title=shelf.name,
        description=words % {"category": shelf.name},
        path=shelf.get_absolute_url(),
        facts=[structured.trail(_to_shelf(shelf))],
        feed=category_feed(shelf),
        is_indexed=not _is_a_state(asked),
    )


def of_search(words: str, asked: QueryDict) -> Head:
    """All pieces can be found; what somebody searched for is theirs."""
    title = _("Search: %(words)s") % {"words": words} if words else _("All pieces")
    return Head(
        title=title,
        description=_(
            "Everything made by hand here, each piece with the day it ships."
        ),
        path=reverse("listings:search"),
        is_indexed=not words and not _is_a_state(asked),
    )


def of_shop(shop: Shop, asked: QueryDict) -> Head:
    """A maker’s page."""
    words = _("%(shop)s: pieces made by %(maker)s in %(place)s.")
    names = {"shop": shop.name, "maker": shop.maker_name, "place": shop.place}
    return Head(
        title=shop.name,
        description=in_short(shop.tagline, shop.story, words % names),
        path=shop.get_absolute_url(),
        kind="profile",
        facts=[
            structured.shop_page(shop),
            structured.trail([_home(), (shop.name, shop.get_absolute_url())]),
        ],
        feed=shop_feed(shop),
        is_indexed=shop.is_shown and not _is_a_state(asked),
    )


def of_piece(listing: Listing, variants: Sequence[Variant]) -> Head:
    """A piece’s page; a preview is nobody else’s business."""
    photos = list(listing.photos.all())
    pictures = [absolute(photo.image.url) for photo in photos]
    steps = [*_to_shelf(listing.category), (listing.title, listing.get_absolute_url())]
    is_public = listing.state == Listing.State.ACTIVE and listing.shop.is_shown
    facts = structured.piece(listing, variants, pictures) if variants else {}
    return Head(
        title=listing.title,
        description=in_short(listing.description, _by(listing)),
        path=listing.get_absolute_url(),
        kind="product",
        picture=picture_of(photos[0]) if photos else None,
        facts=[facts, structured.trail(steps)] if is_public and facts else [],
        more=_price(listing, variants),
        feed=shop_feed(listing.shop),
        is_indexed=is_public,
    )


def picture_of(photo: Photo) -> Picture:
    """A photo, as it stands beside a link."""
    return Picture(absolute(photo.image.url), photo.width, photo.height, photo.alt)


def shop_feed(shop: Shop) -> Feed:
    """What is new in a shop."""
    path = reverse("listings:shop-feed", args=[shop.slug])
    return Feed(_("New from %(shop)s") % {"shop": shop.name}, path)


def category_feed(shelf: Category) -> Feed:
    """What is new on a shelf."""
    path = reverse("listings:category-feed", args=[shelf.slug])
    return Feed(_("New in %(category)s") % {"category": shelf.name}, path)


def _by(listing: Listing) -> str:
    words = _("%(piece)s, made by %(maker)s.")
    return words % {"piece": listing.title, "maker": listing.shop.maker_name}


def _price(listing: Listing, variants: Sequence[Variant]) -> list[tuple[str, str]]:
    """The lowest price that can be paid now, for those who read Open Graph only."""
    left = [each for each in variants if each.left != 0]
    if not variants:
        return []
    cheapest = min(left or variants, key=lambda each: each.price_cents)
    currency = listing.shop.currency
    return [
        ("product:price:amount", structured.amount(cheapest.price_cents, currency)),
        ("product:price:currency", currency),
        ("product:availability", "in stock" if left else "out of stock"),
        ("product:condition", "new"),
        ("product:brand", listing.shop.name),
    ]


def _home() -> tuple[str, str]:
    return settings.MARKETPLACE_NAME, "/"


def _to_shelf(shelf: Category) -> list[tuple[str, str]]:
    above = [(one.name, one.get_absolute_url()) for one in structured.shelves(shelf)]
    return [_home(), *above]


def _is_a_state(asked: QueryDict) -> bool:
    """Narrowed, sorted, or further on: one of endless many ways to see the same."""
    ours = {word for word in asked if not word.startswith("utm_")} - OTHERS_WORDS
    return any(asked[word] for word in ours)
