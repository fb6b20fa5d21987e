"""What a page says of itself in its head: to search engines, to feeds, and to whoever a
link is sent to. A page without one is nobody else's business and is not indexed."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

#: One thing in schema.org's words.
Facts = dict[str, Any]

#: Search engines show about so many characters of a description.
SHOWN = 155


@dataclass(frozen=True)
class Picture:
    """A JPEG by its full address, as others show it beside a link."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Feed:
    """Where to read on about a page's new things."""

    title: str
    path: str

    @property
    def url(self) -> str:
        """Its full address."""
        return absolute(self.path)


@dataclass(frozen=True)
class Head:
    """A public page: its one address, its words, its picture, its facts."""

    title: str
    description: str
    path: str
    kind: str = "website"
    picture: Picture | None = None
    facts: list[Facts] = field(default_factory=list)
    #: Property and content, for those who read Open Graph and nothing else.
    more: list[tuple[str, str]] = field(default_factory=list)
    feed: Feed | None = None
    #: False for one of many ways to see the same things.
    is_indexed: bool = True

    @property
    def url(self) -> str:
        """The address it is to be found under, whatever else led here."""
        return absolute(self.path)

    @property
    def shared(self) -> Picture:
        """The picture beside a link: its own, or the marketplace's."""
        return self.picture or house_picture()

    @property
    def graph(self) -> Facts:
        """All its facts as one document."""
        return {"@context": "https://schema.org", "@graph": self.facts}


def absolute(address: str) -> str:
    """The full address of a page or a file of ours."""
    if address.startswith(("http://", "https://")):
        return address
    return f"{settings.BASE_URL}{address}"


def house_picture() -> Picture:
    """What stands beside a link to a page without a picture of its own."""
    words = _("%(name)s: made by hand, promised by date.")
    alt = words % {"name": settings.MARKETPLACE_NAME}
    return Picture(absolute(static("img/shared.jpg")), 1200, 630, alt)


def in_short(*texts: str) -> str:
    """The first of these that says something, in one line, no longer than is shown."""
    text = next((" ".join(text.split()) for text in texts if text.strip()), "")
    if len(text) <= SHOWN:
        return text
    return f"{text[: SHOWN - 1].rsplit(' ', 1)[0].rstrip(' ,.;:–')}…"
