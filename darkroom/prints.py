"""Files made from pixels: the two JPEGs of the first moment, and the ladder's rungs."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from darkroom import limits
from darkroom.grounds import ground_of

#: The large JPEG is what the ladder is made from: it may lose nothing that one sees.
LARGE = {"quality": 90, "progressive": True}
JPEG = {"quality": 82, "progressive": True}
WEBP = {"quality": 78, "method": 2}
AVIF = {"quality": 58, "speed": 9, "max_threads": 1}


@dataclass(frozen=True)
class Developed:
    """A picture as pages can show it at once; it travels between processes."""

    large: bytes
    small: bytes
    width: int
    height: int
    #: Which ground stands in its place until it is there (darkroom/grounds.py).
    ground: int


def develop(picture: Image.Image) -> Developed:
    """The two JPEGs and the ground of a picture that `negative.read` gave, or that was
    drawn here (RGB, any size)."""
    scale = min(1, limits.LARGE / picture.width, limits.HIGHEST / picture.height)
    large = narrowed(picture, round(picture.width * scale))
    small = narrowed(large, limits.SMALL)
    return Developed(
        large=_file(large, "JPEG", LARGE),
        small=_file(small, "JPEG", JPEG),
        width=large.width,
        height=large.height,
        ground=ground_of(small),
    )


def face(picture: Image.Image) -> bytes:
    """A JPEG for a small round frame."""
    scale = limits.FACE / min(picture.size)
    return _file(narrowed(picture, round(picture.width * scale)), "JPEG", JPEG)


def from_the_workbench(picture: Image.Image) -> bytes:
    """A JPEG for a timeline and for an email."""
    return _file(narrowed(picture, limits.WORKBENCH), "JPEG", JPEG)


def banner(picture: Image.Image) -> bytes:
    """A JPEG as wide as a page."""
    return _file(narrowed(picture, limits.LARGE), "JPEG", JPEG)


def widths(width: int) -> list[int]:
    """The rungs of a picture this wide: one that is hardly narrower is left out."""
    top = min(width, limits.LARGE)
    return [*(rung for rung in limits.LADDER if rung < 0.85 * top), top]


def rungs(large: bytes) -> dict[tuple[int, str], bytes]:
    """The whole ladder, each rung from the next wider one, from the large JPEG."""
    with Image.open(BytesIO(large), formats=["JPEG", "WEBP"]) as picture:
        rung = picture.convert("RGB")
    made = {}
    for width in reversed(widths(rung.width)):
        rung = narrowed(rung, width)
        made[width, "webp"] = _file(rung, "WEBP", WEBP)
        made[width, "avif"] = _file(rung, "AVIF", AVIF)
    return made


def narrowed(picture: Image.Image, width: int) -> Image.Image:
    """So wide, with its proportions; never wider than it is."""
    if width >= picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((max(1, width), height), Image.Resampling.LANCZOS)


def _file(picture: Image.Image, kind: str, options: dict[str, int | bool]) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
