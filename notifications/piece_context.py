"""What the templates of emails about a piece are told: the piece, its maker, links."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from listings import keys
from listings.models import Listing, Photo
from notifications.announcements import Announcement
from notifications.piece_facts import PieceFacts
from notifications.templatetags.emails import one_line
from shops.models import Shop


@dataclass(frozen=True)
class Made:
    """Who makes what an email tells of, safe in a header and in a list."""

    shop: Shop
    link: str

    @property
    def maker(self) -> str:
        """Her name."""
        return one_line(self.shop.maker_name)

    @property
    def shop_name(self) -> str:
        """Where she sells it."""
        return one_line(self.shop.name)

    @property
    def place(self) -> str:
        """Where she works."""
        return one_line(self.shop.place)


@dataclass(frozen=True)
class About(Made):
    """What an email shows of a piece that nobody has bought."""

    piece: Listing

    @property
    def title(self) -> str:
        """What it is called."""
        return one_line(self.piece.title)

    @property
    def photo(self) -> Photo | None:
        """Its first picture."""
        return next(iter(self.piece.photos.all()), None)

    @property
    def is_for_sale(self) -> bool:
        """Whether its page can be looked at."""
        return self.piece.state == Listing.State.ACTIVE and self.shop.is_shown


def piece_context(facts: PieceFacts, row: Announcement) -> dict[str, Any]:
    """Everything that the templates of these emails may name."""
    about = About(facts.shop, _page(facts.piece.get_absolute_url()), facts.piece)
    context: dict[str, Any] = {
        "row": row,
        "event": facts.event,
        "details": facts.event.details,
        "part": about,
        "piece": about.title,
        "maker": about.maker,
        "shop_name": about.shop_name,
        "answers_to": "",
        "zone": str(row.to.zone(facts.event)),
        "day": facts.event.day,
        "shop_link": _page(facts.shop.get_absolute_url()),
    }
    if facts.event.question is not None:
        context |= _question(facts)
    if facts.event.place is not None:
        context |= _place(facts)
    if row.to.words == "maker":
        context["edit_link"] = _page(reverse("listings:edit", args=[facts.piece.slug]))
    return context


def _question(facts: PieceFacts) -> dict[str, Any]:
    question = facts.question
    return {
        "question": question,
        "asker": one_line(question.name),
        "answer_link": _page(reverse("listings:asked")),
        "question_link": keys.link(question, "listings:question"),
    }


def _place(facts: PieceFacts) -> dict[str, Any]:
    place = facts.place
    option = place.variant.name if place.variant else ""
    return {
        "place": place,
        "option": one_line(option),
        "place_link": keys.link(place, "listings:place"),
    }


def _page(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
