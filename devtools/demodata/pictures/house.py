"""For the house: candles that burn, a wreath of dried flowers."""

import math

from PIL import Image, ImageDraw

from devtools.demodata.pictures.canvas import Canvas, Point, room
from devtools.demodata.pictures.palette import DYES, RGB, light, mix
from devtools.demodata.pictures.pottery import leaf
from devtools.demodata.pictures.solids import METAL, Finish, Stage, Vector, turned

WAX = Finish(gloss=0.2, polish=12)
Round = tuple[Point, float, float]


def candles(width: int, *, seed: int, tips: str = "", lit: bool = True) -> Image.Image:
    """Two dipped tapers in brass holders."""
    canvas = Canvas(width, seed)
    wall = (150, 140, 128) if lit else (208, 202, 190)
    room(canvas, wall, (136, 106, 82), 880)
    stage = Stage(canvas, pitch=18, zoom=300, centre=(500, 1080))
    honey = (222, 172, 84)
    tops = []
    for x, z, long in ((-0.52, 0.25, 2.35), (0.5, -0.2, 2.75)):
        foot = [
            (0.44, 0),
            (0.46, 0.03),
            (0.4, 0.06),
            (0.1, 0.1),
            (0.07, 0.22),
            (0.12, 0.3),
            (0.17, 0.36),
            (0.17, 0.42),
        ]
        stage.add(
            turned(foot, (x, 0, z)), lambda u, v, p: (204, 158, 82), (60, 36), METAL
        )
        body = [
            (0.125, 0.36),
            (0.13, 0.6),
            (0.125, 1.6),
            (0.115, long - 0.1),
            (0.09, long - 0.02),
            (0.015, long + 0.02),
        ]

        def wax(_u: float, v: float, p: Vector, long: float = long) -> RGB:
            ripple = 1.0 + 0.03 * math.sin(p[1] * 17) + 0.02 * math.sin(p[1] * 41)
            colour = light(honey, ripple)
            if tips:
                return mix(colour, DYES[tips], 0.9 * min(1.0, max(0.0, (0.5 - v) * 5)))
            warm = max(0.0, 1 - (long - p[1]) / 0.9) if lit and p[0] < 0 else 0.0
            return mix(colour, (255, 224, 150), 0.6 * warm)

        stage.add(turned(body, (x, 0, z)), wax, (48, 80), WAX)
        tops.append(stage.see((x, long, z)))
    stage.render(smooth=1.6)
    for number, (x, y) in enumerate(tops):
        _wick(canvas, (x, y), lit and number == 0)
    return canvas.finished()


def _wick(canvas: Canvas, at: Point, lit: bool) -> None:
    x, y = at
    wick = canvas.mask()
    line = canvas.at([(x, y + 2), (x + 1, y - 16), (x + 5, y - 28)])
    ImageDraw.Draw(wick).line(line, fill=255, width=round(5 * canvas.k), joint="curve")
    canvas.paint((62, 48, 40) if lit else (230, 218, 192), wick)
    if not lit:
        return
    halo = canvas.mask()
    for size, power in ((430, 110), (200, 200)):
        box = canvas.at([(x - size, y - 60 - size), (x + size, y - 60 + size)])
        ImageDraw.Draw(halo).ellipse([*box[0], *box[1]], fill=power)
    canvas.glow(canvas.blurred(halo, 120), (255, 190, 100), 0.9)
    for size, colour, soft in (
        (31, (255, 176, 70), 7),
        (23, (255, 222, 130), 4),
        (13, (255, 250, 225), 3),
    ):
        flame = canvas.shape(leaf(x + 2, y - 12, 0.03, size))
        canvas.paint(colour, canvas.blurred(flame, soft))


def wreath(width: int, *, seed: int, close: bool = False) -> Image.Image:
    """Dried flowers on willow, before a wall."""
    canvas = Canvas(width, seed)
    room(canvas, (226, 220, 208), (200, 190, 174), 1290)
    centre, radius = ((120, 1180), 860) if close else ((500, 600), 325)
    scale = 2.3 if close else 1.0
    tones = [DYES["sage"], DYES["moss"], light(DYES["sage"], 1.15), (188, 176, 140)]
    flowers = [DYES["madder"], DYES["undyed"], DYES["plum"], DYES["weld"], DYES["rose"]]
    for layer in range(3):
        _greens(canvas, (centre, radius, scale), tones, layer)
    _blossoms(canvas, (centre, radius, scale), flowers)
    return canvas.finished()


def _around(canvas: Canvas, where: Round, spread: float) -> tuple[float, Point]:
    centre, radius, scale = where
    angle = canvas.chance.uniform(0, 2 * math.pi)
    far = radius + canvas.chance.gauss(0, spread * scale)
    return angle, (centre[0] + far * math.sin(angle), centre[1] - far * math.cos(angle))


def _greens(canvas: Canvas, where: Round, tones: list[RGB], layer: int) -> None:
    scale = where[2]
    masks = [canvas.mask() for _ in tones]
    for _ in range(240):
        angle, (x, y) = _around(canvas, where, 30)
        lean = angle + math.pi / 2 + canvas.chance.uniform(-0.9, 0.9)
        number = canvas.chance.randrange(len(tones))
        size = canvas.chance.uniform(8, 19) * scale
        canvas.shape(leaf(x, y, lean, size), masks[number])
    for mask, tone in zip(masks, tones, strict=True):
        canvas.shadow(mask, (6 * scale, 10 * scale), 7 * scale, 0.42)
        canvas.paint(light(tone, 0.78 + 0.12 * layer), mask)
        canvas.relief(canvas.blurred(mask, 3 * scale), mask, 0.9, 2.5 * scale)


def _blossoms(canvas: Canvas, where: Round, tones: list[RGB]) -> None:
    scale = where[2]
    for tone in tones:
        flowers, hearts = canvas.mask(), canvas.mask()
        for _ in range(11):
            angle, (x, y) = _around(canvas, where, 24)
            size = canvas.chance.uniform(19, 33) * scale
            for petal in range(11):
                lean = 2 * math.pi * petal / 11 + angle
                canvas.shape(leaf(x, y, lean, size * 0.4), flowers)
            near, far = (
                (x - size * 0.36, y - size * 0.36),
                (x + size * 0.36, y + size * 0.36),
            )
            box = canvas.at([near, far])
            ImageDraw.Draw(hearts).ellipse([*box[0], *box[1]], fill=255)
        canvas.shadow(flowers, (5 * scale, 8 * scale), 6 * scale, 0.5)
        canvas.paint(tone, flowers)
        canvas.relief(canvas.blurred(flowers, 2.5 * scale), flowers, 1.1, 2.4 * scale)
        canvas.paint(mix(tone, (120, 84, 40), 0.6), hearts)
        canvas.relief(canvas.blurred(hearts, 2 * scale), hearts, 1.1, 2 * scale)
