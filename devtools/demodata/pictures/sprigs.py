"""Single dried flowers: each kind drawn once, with its own height and light."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from devtools.demodata.pictures.arrays import Array, F, linear, smooth
from devtools.demodata.pictures.carving import blade, turned
from devtools.demodata.pictures.palette import RGB

#: How large a flower is drawn before it is turned and made small.
BIG = 240


@dataclass(frozen=True)
class Sprig:
    """One flower as a small map: cover, height and shade, its foot in the middle below."""

    cover: Array
    height: Array
    tone: Array


@lru_cache(maxsize=64)
def _drawn(kind: str, variant: int) -> tuple[Image.Image, Image.Image]:
    """One of a few of its kind, upright and large: what it covers, and its height."""
    sheet, raised = Image.new("L", (BIG, BIG)), Image.new("L", (BIG, BIG))
    chance = np.random.default_rng(variant + len(kind))
    draws = ImageDraw.Draw(sheet), ImageDraw.Draw(raised)
    FLOWERS[kind](*draws, BIG / 100, chance)
    return sheet, raised


@lru_cache(maxsize=400)
def sprig(kind: str, colour: RGB, turn: int, dots: int) -> Sprig:
    """Drawn once, turned, then made small."""
    small = (dots, dots)
    sheet, raised = (
        each.rotate(turn, Image.Resampling.BILINEAR).resize(small, Image.Resampling.BOX)
        for each in _drawn(kind, turn // 15 % 4)
    )
    cover = np.asarray(sheet, F) / 255
    height = np.asarray(raised.filter(ImageFilter.GaussianBlur(0.7)), F) / 255
    tone = linear(colour)[:, None, None] * (F(0.66) + F(0.5) * height)
    if kind == "daisy":
        y, x = np.mgrid[0:dots, 0:dots].astype(F) / dots - F(0.5)
        heart = 1 - smooth(0.09, 0.13, np.sqrt(x * x + y * y))
        tone = (
            tone
            + (
                linear((150, 104, 52))[:, None, None] * (F(0.6) + F(0.5) * height)
                - tone
            )
            * heart
        )
    return Sprig(cover, height, tone)


def _daisy(
    flat: ImageDraw.ImageDraw,
    high: ImageDraw.ImageDraw,
    k: float,
    chance: np.random.Generator,
) -> None:
    for ring, (count, far, level) in enumerate(
        ((22, 44, 150), (18, 35, 200), (12, 25, 235))
    ):
        for number in range(count):
            turn = number * 360 / count + ring * 9 + float(chance.uniform(-4, 4))
            points = turned(blade(far * k, 4.6 * k), (50 * k, 50 * k), turn)
            flat.polygon(points, fill=255)
            high.polygon(points, fill=level - number % 3 * 14)
            high.line(
                turned([(0, -8 * k), (0, -far * k * 0.9)], (50 * k, 50 * k), turn),
                fill=level - 60,
                width=max(1, int(0.9 * k)),
            )
    for _ in range(60):
        a, r = chance.uniform(0, 6.28), 10 * k * math.sqrt(chance.random())
        x, y = 50 * k + math.cos(a) * r, 50 * k + math.sin(a) * r
        high.ellipse(
            (x - k * 1.3, y - k * 1.3, x + k * 1.3, y + k * 1.3),
            fill=int(chance.integers(150, 255)),
        )


def _statice(
    flat: ImageDraw.ImageDraw,
    high: ImageDraw.ImageDraw,
    k: float,
    chance: np.random.Generator,
) -> None:
    for _ in range(34):
        x, y = 50 + chance.normal(0, 15), 36 + chance.normal(0, 13)
        high.line([(50 * k, 98 * k), (x * k, y * k)], fill=70, width=max(1, int(k)))
        flat.line([(50 * k, 98 * k), (x * k, y * k)], fill=190, width=max(1, int(k)))
    for _ in range(64):
        x, y, r = (
            50 + chance.normal(0, 16),
            34 + chance.normal(0, 14),
            chance.uniform(2.2, 4.6),
        )
        level = int(chance.integers(110, 255))
        for turn in range(0, 360, 90):
            points = turned(
                blade(r * k * 1.4, r * k * 0.5), (x * k, y * k), turn + float(x)
            )
            flat.polygon(points, fill=255)
            high.polygon(points, fill=level)


def _leaf(
    flat: ImageDraw.ImageDraw,
    high: ImageDraw.ImageDraw,
    k: float,
    chance: np.random.Generator,
) -> None:
    flat.line(
        [(50 * k, 99 * k), (50 * k, 10 * k)], fill=255, width=max(1, int(1.4 * k))
    )
    high.line(
        [(50 * k, 99 * k), (50 * k, 10 * k)], fill=120, width=max(1, int(1.4 * k))
    )
    for number in range(7):
        y = 88 - number * 12
        for side in (-1, 1):
            turn = side * (58 - number * 4) + float(chance.uniform(-8, 8))
            points = turned(
                blade((34 - number * 2) * k, (6.4 - number * 0.3) * k),
                (50 * k, y * k),
                turn,
            )
            flat.polygon(points, fill=255)
            high.polygon(points, fill=int(chance.integers(150, 230)))
            high.line(
                turned([(0, 0), (0, -28 * k)], (50 * k, y * k), turn),
                fill=110,
                width=max(1, int(0.8 * k)),
            )


def _oat(
    flat: ImageDraw.ImageDraw,
    high: ImageDraw.ImageDraw,
    k: float,
    chance: np.random.Generator,
) -> None:
    for draw, level in ((flat, 255), (high, 110)):
        draw.line([(50 * k, 99 * k), (52 * k, 8 * k)], fill=level, width=max(1, int(k)))
    for number in range(15):
        y = 74 - number * 4.6
        side = 1 if number % 2 else -1
        turn = side * float(chance.uniform(18, 46))
        points = turned(blade(17 * k, 2.7 * k), (51 * k, y * k), turn)
        flat.polygon(points, fill=255)
        high.polygon(points, fill=int(chance.integers(170, 255)))
        hair = turned([(0, -15 * k), (side * 2 * k, -30 * k)], (51 * k, y * k), turn)
        flat.line(hair, fill=170, width=1)
        high.line(hair, fill=160, width=1)


def _button(
    flat: ImageDraw.ImageDraw,
    high: ImageDraw.ImageDraw,
    k: float,
    chance: np.random.Generator,
) -> None:
    for _number in range(5):
        x, y = 50 + chance.normal(0, 15), 34 + chance.normal(0, 12)
        for draw, level in ((flat, 220), (high, 70)):
            draw.line(
                [(50 * k, 99 * k), (x * k, y * k)], fill=level, width=max(1, int(k))
            )
        for step in range(9, 0, -1):
            r = step * 1.05 * k
            flat.ellipse((x * k - r, y * k - r, x * k + r, y * k + r), fill=255)
            high.ellipse(
                (x * k - r, y * k - r, x * k + r, y * k + r), fill=255 - step * 16
            )


def _berry(
    flat: ImageDraw.ImageDraw,
    high: ImageDraw.ImageDraw,
    k: float,
    chance: np.random.Generator,
) -> None:
    for _ in range(13):
        x, y = 50 + chance.normal(0, 14), 38 + chance.normal(0, 16)
        for draw, level in ((flat, 200), (high, 50)):
            draw.line(
                [(50 * k, 99 * k), (x * k, y * k)], fill=level, width=max(1, int(k))
            )
        for step in range(8, 0, -1):
            r = step * 0.75 * k
            cx, cy = x * k - (8 - step) * 0.16 * k, y * k - (8 - step) * 0.16 * k
            flat.ellipse((cx - r, cy - r, cx + r, cy + r), fill=255)
            high.ellipse((cx - r, cy - r, cx + r, cy + r), fill=255 - step * 20)


def _poppy(
    flat: ImageDraw.ImageDraw,
    high: ImageDraw.ImageDraw,
    k: float,
    chance: np.random.Generator,
) -> None:
    for draw, level in ((flat, 255), (high, 90)):
        draw.line(
            [(50 * k, 99 * k), (50 * k, 44 * k)], fill=level, width=max(1, int(1.6 * k))
        )
    for step in range(12, 0, -1):
        r = step * 1.35 * k
        flat.ellipse(
            (50 * k - r, 32 * k - r * 1.15, 50 * k + r, 32 * k + r * 1.15), fill=255
        )
        high.ellipse(
            (50 * k - r, 32 * k - r * 1.15, 50 * k + r, 32 * k + r * 1.15),
            fill=250 - step * 14,
        )
    for number in range(9):
        turn = number * 40
        points = turned(blade(11 * k, 2.4 * k), (50 * k, 17 * k), turn)
        flat.polygon(points, fill=255)
        high.polygon(points, fill=235)


def _bunny(
    flat: ImageDraw.ImageDraw,
    high: ImageDraw.ImageDraw,
    k: float,
    chance: np.random.Generator,
) -> None:
    for draw, level in ((flat, 255), (high, 90)):
        draw.line(
            [(50 * k, 99 * k), (50 * k, 50 * k)], fill=level, width=max(1, int(k))
        )
    for _ in range(240):
        a, t = float(chance.uniform(-70, 70)), float(chance.random())
        x, y = 50 + 10 * math.sin(math.radians(a)) * math.sin(math.pi * t), 54 - 34 * t
        points = turned([(0, 0), (0, -9 * k)], (x * k, y * k), a * 0.7)
        flat.line(points, fill=235, width=1)
        high.line(points, fill=int(chance.integers(130, 255)), width=1)


def _lavender(
    flat: ImageDraw.ImageDraw,
    high: ImageDraw.ImageDraw,
    k: float,
    chance: np.random.Generator,
) -> None:
    for draw, level in ((flat, 255), (high, 80)):
        draw.line(
            [(50 * k, 99 * k), (50 * k, 40 * k)], fill=level, width=max(1, int(1.2 * k))
        )
    for number in range(9):
        for side in (-1, 0, 1):
            x, y = 50 + side * 4.2, 48 - number * 4.6
            points = turned(blade(9 * k, 2.7 * k), (x * k, y * k), side * 34)
            flat.polygon(points, fill=255)
            high.polygon(points, fill=int(chance.integers(140, 250)))


FLOWERS = {"daisy": _daisy, "statice": _statice, "leaf": _leaf, "oat": _oat, "button": _button, "berry": _berry,
           "poppy": _poppy, "bunny": _bunny, "lavender": _lavender}  # fmt: skip
