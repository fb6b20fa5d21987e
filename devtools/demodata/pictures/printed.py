"""What comes off a wood block: swallows over a meadow, on torn-edged paper."""

import math
import random
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from devtools.demodata.pictures.canvas import Canvas, Point, linen
from devtools.demodata.pictures.fonts import SERIF
from devtools.demodata.pictures.palette import DYES
from devtools.demodata.pictures.pottery import leaf


def print_(width: int, *, seed: int, ink: str, close: bool = False) -> Image.Image:
    """Four swallows, pressed by hand."""
    canvas = Canvas(width, seed)
    linen(canvas, (188, 178, 160))
    box = (-80, -60, 1100, 1330) if close else (175, 130, 825, 1110)
    sheet = canvas.shape(torn(box, canvas.chance))
    canvas.shadow(sheet, (12, 18), 20, 0.5)
    canvas.paint((243, 236, 220), sheet)
    canvas.weather(sheet, (5, 5), 9)
    block = canvas.mask()
    scale = 1.75 if close else 1.0
    middle = (500, 640) if close else (500, 590)
    for x, y, lean, size in (
        (-120, -210, -0.5, 1.15),
        (110, -60, 0.25, 1.0),
        (-90, 90, -0.15, 0.85),
        (120, 230, 0.5, 0.95),
    ):
        _swallow(
            canvas,
            block,
            (middle[0] + x * scale, middle[1] + y * scale),
            lean,
            size * scale,
        )
    _meadow(canvas, block, middle, scale)
    worn = canvas.noise((2.2, 2.2), 110).point(lambda v: 255 if v > 92 else 150)
    pressed = Image.composite(worn, canvas.mask(), block)
    canvas.paint(DYES[ink], pressed)
    canvas.relief(canvas.blurred(block, 1.5).point(lambda v: 255 - v), sheet, 0.35, 1.6)
    if not close:
        font = ImageFont.truetype(SERIF, round(24 * canvas.k))
        words = ImageDraw.Draw(canvas.image)
        place = canvas.at([(790, 1075)])[0]
        words.text(
            place, "7/40   I. Carvalho", font=font, fill=(120, 108, 96), anchor="rs"
        )
    return canvas.finished()


def torn(box: tuple[float, float, float, float], chance: random.Random) -> list[Point]:
    """A sheet with deckled edges."""
    left, top, right, bottom = box
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    edge = []
    for (x0, y0), (x1, y1) in pairwise(corners):
        for step in range(60):
            t = step / 60
            wobble = chance.uniform(-3, 3)
            edge.append((x0 + (x1 - x0) * t + wobble, y0 + (y1 - y0) * t + wobble))
    return edge


def _swallow(
    canvas: Canvas, mask: Image.Image, at: Point, lean: float, size: float
) -> None:
    def place(x: float, y: float) -> Point:
        cosine, sine = math.cos(lean) * size, math.sin(lean) * size
        return at[0] + x * cosine - y * sine, at[1] + x * sine + y * cosine

    body = [
        (0, -46),
        (13, -34),
        (17, -8),
        (12, 26),
        (0, 62),
        (-12, 26),
        (-17, -8),
        (-13, -34),
    ]
    wing = [
        (12, -26),
        (60, -62),
        (112, -64),
        (168, -34),
        (116, -40),
        (72, -24),
        (16, 8),
    ]
    tail = [(5, 42), (34, 118), (14, 84), (0, 62), (-14, 84), (-34, 118), (-5, 42)]
    mirrored = [(-x * 0.96, y + 6) for x, y in wing]
    for part in (body, wing, mirrored, tail):
        canvas.shape([place(x, y) for x, y in part], mask)
    cut = ImageDraw.Draw(mask)
    for number in range(5):
        x = 44 + number * 20
        for side in (-1, 1):
            ends = canvas.at(
                [place(side * x, -50 + number * 4), place(side * (x + 10), -36)]
            )
            cut.line(ends, fill=0, width=max(1, round(2.6 * size * canvas.k)))
    throat = canvas.at([place(-5, -34), place(5, -24)])
    cut.line(throat, fill=0, width=max(1, round(3 * size * canvas.k)))


def _meadow(canvas: Canvas, mask: Image.Image, middle: Point, scale: float) -> None:
    draw = ImageDraw.Draw(mask)
    for number in range(42):
        x = middle[0] + (-240 + number * 11.7) * scale
        foot = (x, middle[1] + 425 * scale)
        bend = canvas.chance.uniform(-22, 22) * scale
        tip = (x + bend, foot[1] - canvas.chance.uniform(34, 96) * scale)
        draw.line(
            canvas.at([foot, tip]), fill=255, width=max(2, round(4 * scale * canvas.k))
        )
        if number % 4 == 1:
            canvas.shape(leaf(tip[0], tip[1] + 8, bend / 30, 8 * scale), mask)
