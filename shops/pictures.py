"""A picture that somebody sent, made safe: read, turned upright, shrunk, re-encoded.

Nothing of the sent file is kept but its pixels: no place, no camera, no name.
"""

import secrets
import struct
import warnings
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
#: Longest sides: on a piece's page, and in a grid.
LARGE, SMALL = 1600, 640
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]
#: What Pillow's readers raise for a file that is cut short or wrong inside.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
TOO_MANY_PIXELS = "This picture has more than 50 million pixels. Please send a smaller."

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class BadPicture(ValueError):
    """It cannot be used; the message says why and what to do."""


def read(upload: "UploadedFile[bytes]") -> Image.Image:
    """The picture, upright, at most 1600 pixels high and wide.

    The sizes are read from its head and refused before any pixel is decoded.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise BadPicture("This picture is larger than 15 MB. Please send a smaller.")
    picture = _open(upload)
    if picture.width * picture.height > MOST_PIXELS:
        raise BadPicture(TOO_MANY_PIXELS)
    try:
        picture.draft("RGB", (LARGE, LARGE))
        picture.load()
        return ImageOps.exif_transpose(_shrunk(picture))
    except BROKEN as error:
        raise BadPicture(
            "This picture is cut short or damaged. Please send it again from the"
            " original."
        ) from error


def jpeg(picture: Image.Image, *, longest: int = LARGE) -> "ContentFile[bytes]":
    """A copy whose longer side has at most so many pixels, under a random name."""
    small = picture.copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", small.size, (255, 255, 255))
    clean.paste(small, mask=small if small.mode == "RGBA" else None)
    buffer = BytesIO()
    clean.save(buffer, "JPEG", quality=88)
    return ContentFile(buffer.getvalue(), name=f"{secrets.token_hex(16)}.jpg")


def _shrunk(picture: Image.Image) -> Image.Image:
    """Small before it is turned: a large picture is in memory once, not three times."""
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode != wanted:
        picture = picture.convert(wanted)
    picture.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
    return picture


def _open(upload: "UploadedFile[bytes]") -> Image.Image:
    try:
        return Image.open(upload, formats=FORMATS)
    except BOMBS as error:
        raise BadPicture(TOO_MANY_PIXELS) from error
    except BROKEN as error:
        raise BadPicture(
            "This is not a picture we can read. Please send a JPEG, PNG, WebP or AVIF."
        ) from error
