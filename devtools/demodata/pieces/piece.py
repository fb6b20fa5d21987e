"""A piece for sale as its maker would fill in the form, and how it gets into a shop."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from darkroom.prints import Developed
from listings import catalogue, photos
from listings.catalogue import Details, Option
from listings.models import Category, Listing
from shops.models import Shop

State = Listing.State


@dataclass(frozen=True)
class Shot:
    """A picture to be drawn: what of, with which parameters, and in words."""

    drawing: str
    alt: str
    how: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """All that is said about a piece."""

    key: str
    title: str
    category: str
    kind: str
    options: list[Option]
    description: str
    materials: list[str]
    shots: list[Shot]
    care: str = ""
    tags: list[str] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    days: int | None = None
    question: str = ""
    must_answer: bool = False
    state: str = State.ACTIVE
    #: How long ago it was put up.
    days_ago: int = 45


def put_up(shop: Shop, piece: Piece, first: Developed, at: datetime) -> Listing:
    """Drafted, photographed once and, unless it is to stay a draft, published."""
    details = Details(
        title=piece.title,
        description=piece.description,
        category=Category.objects.get(slug=piece.category),
        kind=piece.kind,
        shipping_profile=shop.shipping_profiles.get(is_default=True),
        processing_days=piece.days,
        materials=piece.materials,
        personalisation_question=piece.question,
        personalisation_required=piece.must_answer,
        tags=piece.tags,
        colours=piece.colours,
        care=piece.care,
    )
    listing = catalogue.draft(shop, details=details, options=piece.options)
    photos.add(listing, [first], alt=piece.shots[0].alt)
    if piece.state != State.DRAFT:
        # Postgres would say now: its clock does not travel with ours.
        Listing.objects.filter(pk=listing.pk).update(published_at=at)
        catalogue.publish(listing)
    if piece.state == State.PAUSED:
        catalogue.pause(listing)
    return listing
