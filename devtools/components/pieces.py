"""Sample pieces and makers, with the demo's photographs if there are any."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from listings.models import Photo

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 800" width="640"
 height="800"><rect width="640" height="800" fill="{wall}"/><rect y="520" width="640"
 height="280" fill="{table}"/><ellipse cx="320" cy="640" rx="200" ry="26" fill="#0003"/>
<path d="M110 430c0 130 90 210 210 210s210-80 210-210z" fill="{clay}"/><ellipse cx="320"
 cy="430" rx="210" ry="46" fill="{inside}"/></svg>"""
PALETTES = [
    ("#d9d3cc", "#9b7a42", "#548f6a", "#205335"),
    ("#bcc393", "#79736d", "#ad6b6b", "#6a3637"),
    ("#a6bfe8", "#57514c", "#f4ede6", "#d4ba8e"),
    ("#e1b299", "#683b20", "#2f4870", "#1a1510"),
]


@dataclass(frozen=True)
class Drawn:
    """What `{% picture %}` asks of a photo."""

    alt: str
    url: str
    ground: int = 6
    width: int = 640
    height: int = 800
    small_width: int = 640

    @property
    def small(self) -> "Drawn":
        """The same: it has one size."""
        return self

    @property
    def image(self) -> "Drawn":
        """The same: it has one size."""
        return self

    def rungs(self, kind: str) -> list[tuple[str, int]]:
        """None: it is a drawing."""
        return []


@dataclass(frozen=True)
class Maker:
    """What cards ask of a shop."""

    name: str
    maker_name: str
    place: str
    tagline: str
    face_url: str = ""
    currency: str = "EUR"
    time_zone: str = "Europe/Berlin"
    orders_again_on: date | None = None

    def get_absolute_url(self) -> str:
        """Nowhere: it is a sample."""
        return "#makers"


@dataclass(frozen=True)
class Piece:
    """What cards ask of a listing."""

    title: str
    shop: Maker
    pictures: list[Any]
    kind: str = "some"
    is_available: bool = True
    price_cents: int = 4200
    price_varies: bool = False
    ships_by: datetime = field(default_factory=timezone.now)

    @property
    def photos(self) -> SimpleNamespace:
        """As of a prefetched relation."""
        return SimpleNamespace(all=self.pictures)

    def get_absolute_url(self) -> str:
        """Nowhere: it is a sample."""
        return "#pieces"


def samples() -> dict[str, Any]:
    """A card in each state, a shelf, a line, makers with and without a face."""
    photos: list[Any] = [*Photo.objects.order_by("position", "pk")[:8]] or _drawn()
    bea = Maker("Ash & Clay", "Bea Wood", "Leipzig", "Bowls from a back yard")
    ines = Maker("Oficina do Almada", "Inês Carvalho", "Porto", "Prints and leather")
    soon = timezone.now() + timedelta(days=3)
    ways: list[tuple[str, Maker, dict[str, Any]]] = [
        ("Serving bowl, ash glaze", bea, {"kind": "one_of_a_kind"}),
        ("Card wallet", ines, {"kind": "made_to_order", "price_varies": True}),
        ("A speckled mug whose name is long enough for three lines", bea, {}),
        ("Swallows, block print", ines, {"is_available": False}),
    ]
    cards = [
        Piece(title, shop, [photos[at % len(photos)]], ships_by=soon, **rest)
        for at, (title, shop, rest) in enumerate(ways)
    ]
    shelf = [
        SimpleNamespace(name=f"Shelf {n}", url="#", photo=p)
        for n, p in enumerate(photos, 1)
    ]
    return {
        "cards": [*cards, Piece("Without a photograph", bea, [], ships_by=soon)],
        "hung": cards[:3],
        "shelf": shelf[:6],
        "frame": photos[0],
        "maker": bea,
        "other_maker": ines,
        "page": _page(),
    }


def _drawn() -> list[Drawn]:
    pictures = [
        SVG.format(wall=wall, table=table, clay=clay, inside=inside).encode()
        for wall, table, clay, inside in PALETTES
    ]
    return [
        Drawn(
            "A bowl on a table.", f"data:image/svg+xml;base64,{b64encode(one).decode()}"
        )
        for one in pictures
    ]


def _page() -> Page[int]:
    return Paginator(range(100), 24).page(2)
