"""The makers, drawn as one would cut them in linoleum: few shapes, warm light."""

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

from devtools.demodata.pictures.canvas import (
    Canvas,
    Point,
    Points,
    upright,
    window_light,
)
from devtools.demodata.pictures.palette import DYES, RGB, light, mix


@dataclass(frozen=True)
class Face:
    """What tells one person from another."""

    skin: RGB
    hair: RGB
    wall: RGB
    clothes: RGB
    apron: RGB
    #: bun, long or short.
    style: str
    glasses: bool = False
    scarf: RGB | None = None
    seed: int = 1


FACES = {
    "clay": Face(
        skin=(228, 178, 148), hair=(150, 146, 142), wall=(176, 190, 176),
        clothes=(62, 84, 116), apron=(204, 178, 142), style="bun", glasses=True, seed=3,
    ),
    "wool": Face(
        skin=(240, 198, 172), hair=(164, 78, 42), wall=(212, 190, 160),
        clothes=(224, 212, 188), apron=(108, 122, 84), style="long", seed=5,
        scarf=DYES["indigo"],
    ),
    "paper": Face(
        skin=(196, 138, 102), hair=(48, 36, 34), wall=(222, 184, 164),
        clothes=(146, 56, 54), apron=(60, 56, 58), style="short", seed=9,
    ),
}  # fmt: skip


def portrait(width: int, *, who: str) -> Image.Image:
    """A square picture of one of the makers."""
    face = FACES[who]
    canvas = Canvas(width, face.seed, height=1000)
    canvas.image = upright(light(face.wall, 1.1), light(face.wall, 0.88), canvas.size)
    window_light(canvas, 0.35)
    if face.style == "long":
        _shape(canvas, _long_hair(), light(face.hair, 0.86))
    if face.style == "bun":
        _shape(canvas, _oval((500, 150), 96, 84), face.hair)
    _shoulders(canvas, face)
    _neck(canvas, face)
    _head(canvas, face)
    _hair(canvas, face)
    _features(canvas, face)
    return canvas.finished()


def _oval(at: Point, wide: float, high: float) -> list[Point]:
    turns = [2 * math.pi * step / 90 for step in range(90)]
    return [(at[0] + wide * math.sin(a), at[1] - high * math.cos(a)) for a in turns]


def _shape(
    canvas: Canvas, points: Points, colour: RGB, soft: float = 26
) -> Image.Image:
    """One piece of the picture, rounded by light."""
    mask = canvas.shape(points)
    canvas.shadow(mask, (10, 14), 18, 0.3)
    canvas.paint(colour, mask)
    canvas.relief(canvas.blurred(mask, soft), mask, 0.55, soft * 0.45)
    canvas.weather(mask, (5, 5), 6)
    return mask


def _long_hair() -> list[Point]:
    left: list[Point] = [
        (500, 168),
        (372, 196),
        (302, 310),
        (290, 470),
        (276, 640),
        (300, 770),
        (380, 800),
    ]
    return left + [(1000 - x, y) for x, y in reversed(left)]


def _shoulders(canvas: Canvas, face: Face) -> None:
    left = [(500, 700), (400, 722), (276, 764), (186, 838), (140, 1010)]
    body = left + [(1000 - x, y) for x, y in reversed(left)]
    _shape(canvas, body, face.clothes, 34)
    bib = [(392, 850), (608, 850), (640, 1010), (360, 1010)]
    strap = [(392, 852), (414, 852), (440, 700), (404, 716)]
    for points in (strap, [(1000 - x, y) for x, y in strap], bib):
        _shape(canvas, points, face.apron, 10)


def _neck(canvas: Canvas, face: Face) -> None:
    neck = [
        (432, 560),
        (568, 560),
        (580, 700),
        (612, 730),
        (500, 800),
        (388, 730),
        (420, 700),
    ]
    _shape(canvas, neck, light(face.skin, 0.9), 20)
    if face.scarf:
        for shift, tone in ((26, 0.86), (0, 1.0)):
            wrap = [
                (372, 690 + shift),
                (500, 742 + shift),
                (628, 690 + shift),
                (650, 752 + shift),
                (500, 816 + shift),
                (350, 752 + shift),
            ]
            _shape(canvas, wrap, light(face.scarf, tone), 14)


def _head(canvas: Canvas, face: Face) -> None:
    for x in (338, 662):
        _shape(canvas, _oval((x, 452), 30, 48), light(face.skin, 0.93), 12)
    chin = []
    for step in range(120):
        angle = 2 * math.pi * step / 120
        wide = 164 - 26 * max(0.0, -math.cos(angle)) ** 2
        chin.append((500 + wide * math.sin(angle), 430 - 216 * math.cos(angle)))
    _shape(canvas, chin, face.skin, 44)
    cheeks = canvas.mask()
    for x in (412, 588):
        canvas.shape(_oval((x, 512), 44, 32), cheeks)
    warm = canvas.blurred(cheeks, 26).point(lambda value: value * 80 // 255)
    canvas.paint(mix(face.skin, (206, 84, 70), 0.6), warm)


def _hair(canvas: Canvas, face: Face) -> None:
    parting = 452 if face.style != "short" else 560
    top = []
    for step in range(61):
        angle = math.pi * (step / 60 - 0.5) * 1.12
        top.append((500 + 184 * math.sin(angle), 404 - 216 * math.cos(angle)))
    depth = {"bun": 292, "long": 300, "short": 316}[face.style]
    fringe: list[Point] = [
        (664, 420),
        (640, depth + 30),
        (parting + 40, depth - 40),
        (parting, depth - 62),
        (parting - 40, depth - 36),
        (360, depth + 34),
        (336, 420),
    ]
    mask = _shape(canvas, top + fringe, face.hair, 24)
    strands = canvas.mask()
    draw = ImageDraw.Draw(strands)
    for number in range(46):
        swing = (number / 45 - 0.5) * 2
        line = [
            (parting + swing * 8, depth - 74),
            (500 + swing * 120, 236 + 50 * swing**2),
            (500 + swing * 184, 420),
        ]
        draw.line(
            canvas.at(line), fill=90, width=max(1, round(3 * canvas.k)), joint="curve"
        )
    lit = Image.composite(canvas.blurred(strands, 1), canvas.mask(), mask)
    canvas.paint(light(face.hair, 1.35), lit)


def _features(canvas: Canvas, face: Face) -> None:
    dark = mix(face.hair, (40, 28, 24), 0.6)
    for x, side in ((432, -1), (568, 1)):
        _line(
            canvas,
            [
                (x - 44, 390 if side < 0 else 384),
                (x, 374),
                (x + 44, 384 if side < 0 else 390),
            ],
            dark,
            11,
        )
        canvas.paint((250, 244, 236), canvas.shape(_almond((x, 436), 34, 17)))
        canvas.paint(
            mix(dark, (70, 60, 50), 0.4), canvas.shape(_oval((x, 435), 16, 17))
        )
        canvas.paint((255, 255, 250), canvas.shape(_oval((x - 5, 429), 5, 5)))
        _line(
            canvas,
            [(x - 36, 438), (x - 18, 423), (x, 418), (x + 18, 423), (x + 36, 438)],
            dark,
            6,
        )
    nose = mix(face.skin, (120, 62, 44), 0.45)
    _line(canvas, [(506, 440), (516, 496), (500, 512), (484, 506)], nose, 7)
    lips = mix(face.skin, (170, 54, 54), 0.6)
    smile = [(438, 556), (470, 574), (500, 579), (530, 574), (562, 556)]
    lower = [(470, 576), (500, 598), (530, 576)]
    canvas.paint(
        light(lips, 1.06), canvas.blurred(canvas.shape([*smile, *lower[::-1]]), 3)
    )
    _line(canvas, smile, light(lips, 0.72), 7)
    for x, side in ((430, -1), (570, 1)):
        _line(canvas, [(x, 544), (x + side * 10, 556), (x + side * 8, 566)], nose, 5)
    if face.glasses:
        _glasses(canvas)


def _almond(at: Point, wide: float, high: float) -> list[Point]:
    turns = [2 * math.pi * step / 60 for step in range(60)]
    return [
        (
            at[0] + wide * math.cos(a),
            at[1] + high * math.sin(a) * abs(math.sin(a)) ** 0.3,
        )
        for a in turns
    ]


def _line(canvas: Canvas, points: Points, colour: RGB, wide: float) -> None:
    mask = canvas.mask()
    draw = ImageDraw.Draw(mask)
    draw.line(canvas.at(points), fill=255, width=round(wide * canvas.k), joint="curve")
    for x, y in canvas.at([points[0], points[-1]]):
        half = wide * canvas.k / 2
        draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
    canvas.paint(colour, canvas.blurred(mask, 1.4))


def _glasses(canvas: Canvas) -> None:
    frame = canvas.mask()
    draw = ImageDraw.Draw(frame)
    wide = round(8 * canvas.k)
    for x in (430, 570):
        box = canvas.at([(x - 58, 382), (x + 58, 494)])
        draw.ellipse([*box[0], *box[1]], outline=255, width=wide)
    draw.line(canvas.at([(486, 428), (500, 422), (514, 428)]), fill=255, width=wide)
    for x, ear in ((374, 338), (626, 662)):
        draw.line(canvas.at([(x, 432), (ear, 424)]), fill=255, width=wide)
    canvas.shadow(frame, (3, 6), 4, 0.35)
    canvas.paint((120, 76, 46), frame)
    canvas.relief(canvas.blurred(frame, 2), frame, 1.0, 2)
