"""Letters, pressed or stamped or printed, as maps of numbers."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from devtools.demodata.pictures.arrays import Array, F
from devtools.demodata.pictures.fonts import SERIF


@lru_cache(maxsize=32)
def lettering(words: str, size: int, soft: float = 2.0) -> Array:
    """Between 0 and 1, with some room around."""
    font = ImageFont.truetype(SERIF, size)
    left, top, right, bottom = font.getbbox(words)
    room = size // 4
    sheet = Image.new("L", (int(right - left) + 2 * room, int(bottom - top) + 2 * room))
    ImageDraw.Draw(sheet).text((room - left, room - top), words, font=font, fill=255)
    return np.asarray(sheet.filter(ImageFilter.GaussianBlur(soft)), F) / 255
