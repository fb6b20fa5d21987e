"""A wallet: hide, stitches, stamped letters."""

import math
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from devtools.demodata.pictures.canvas import Canvas, room
from devtools.demodata.pictures.fonts import SERIF
from devtools.demodata.pictures.palette import DYES, RGB, light

HIDES: dict[str, RGB] = {
    "tan": (186, 124, 76),
    "walnut": (108, 72, 50),
    "indigo": (50, 66, 98),
}
Box = tuple[float, float, float, float]


def wallet(
    width: int, *, seed: int, hide: str, letters: str = "", close: bool = False
) -> Image.Image:
    """A card wallet with saddle stitches."""
    canvas = Canvas(width, seed)
    room(canvas, (170, 158, 140), (150, 118, 90), -40)
    scale = 1.9 if close else 1.0
    left, top = (-260, 160) if close else (190, 330)
    right, bottom = left + 620 * scale, top + 480 * scale
    tone = HIDES[hide]
    cards = [(0.0, DYES["undyed"]), (22.0, DYES["sage"])]
    for rise, colour in cards:
        card = _rounded(
            canvas, (left + 70, top - 58 * scale + rise, right - 70, bottom), 22
        )
        canvas.shadow(card, (4, 6), 8, 0.4)
        canvas.paint(colour, card)
    back = _rounded(canvas, (left, top, right, bottom), 34 * scale)
    canvas.shadow(back, (16, 26), 26, 0.6)
    _leather(canvas, back, light(tone, 0.9))
    front_top = top + 92 * scale
    front = _rounded(canvas, (left, front_top, right, bottom), 34 * scale)
    thumb = canvas.mask()
    centre = ((left + right) / 2, front_top - 20 * scale)
    corners = canvas.at(
        [
            (centre[0] - 86 * scale, centre[1] - 80 * scale),
            (centre[0] + 86 * scale, centre[1] + 80 * scale),
        ]
    )
    ImageDraw.Draw(thumb).ellipse([*corners[0], *corners[1]], fill=255)
    front.paste(0, (0, 0), thumb)
    canvas.shadow(front, (0, -4), 7, 0.5)
    _leather(canvas, front, tone)
    _stitches(canvas, (left, front_top, right, bottom), scale, tone)
    if letters:
        font = ImageFont.truetype(SERIF, round(44 * scale * canvas.k))
        mark = canvas.mask()
        place = canvas.at([(right - 60 * scale, bottom - 56 * scale)])[0]
        ImageDraw.Draw(mark).text(place, letters, font=font, fill=255, anchor="rs")
        canvas.paint(light(tone, 0.62), mark.point(lambda v: v * 170 // 255))
        canvas.relief(canvas.blurred(mark, 1).point(lambda v: 255 - v), front, 0.7, 1.4)
    return canvas.finished()


def _rounded(
    canvas: Canvas, box: tuple[float, float, float, float], radius: float
) -> Image.Image:
    mask = canvas.mask()
    corners = canvas.at([(box[0], box[1]), (box[2], box[3])])
    ImageDraw.Draw(mask).rounded_rectangle(
        [*corners[0], *corners[1]], radius=radius * canvas.k, fill=255
    )
    return mask


def _leather(canvas: Canvas, mask: Image.Image, tone: RGB) -> None:
    canvas.paint(tone, mask)
    canvas.weather(mask, (160, 140), 9)
    pores = canvas.noise((4, 4), 90)
    canvas.relief(pores, mask, 0.28, 2)
    canvas.relief(canvas.blurred(mask, 5), mask, 0.9, 4)


def _stitches(
    canvas: Canvas, box: tuple[float, float, float, float], scale: float, tone: RGB
) -> None:
    left, top, right, bottom = box
    inset, step = 24 * scale, 21 * scale
    groove, thread = canvas.mask(), canvas.mask()
    path = [
        (left + inset, top + 12),
        (left + inset, bottom - inset),
        (right - inset, bottom - inset),
        (right - inset, top + 12),
    ]
    ImageDraw.Draw(groove).line(
        canvas.at(path), fill=255, width=round(9 * scale * canvas.k)
    )
    canvas.relief(canvas.blurred(groove, 2).point(lambda v: 255 - v), groove, 0.8, 2)
    draw = ImageDraw.Draw(thread)
    for (x0, y0), (x1, y1) in pairwise(path):
        count = max(1, round(math.hypot(x1 - x0, y1 - y0) / step))
        dx, dy = (x1 - x0) / count, (y1 - y0) / count
        for number in range(count):
            x, y = x0 + dx * (number + 0.16), y0 + dy * (number + 0.16)
            ends = canvas.at([(x, y + 2), (x + dx * 0.68, y + dy * 0.68 - 2)])
            draw.line(ends, fill=255, width=max(2, round(6 * scale * canvas.k)))
    canvas.shadow(thread, (2, 3), 2, 0.6)
    canvas.paint((236, 222, 192), thread)
    canvas.relief(canvas.blurred(thread, 1.4), thread, 1.2, 1.6)
