"""Wool and willow with a body: skeins, baskets, cushions."""

import math

from PIL import Image

from devtools.demodata.pictures.canvas import Canvas, room
from devtools.demodata.pictures.palette import DYES, RGB, light, mix
from devtools.demodata.pictures.solids import MATT, Paint, Stage, Surface, Vector, tube

BROWN, WHITE, GREEN = (134, 96, 62), (214, 188, 148), (126, 112, 70)


def skeins(width: int, *, seed: int, close: bool = False) -> Image.Image:
    """Twisted hanks, one on another."""
    canvas = Canvas(width, seed)
    room(canvas, (216, 206, 188), (160, 128, 98), 560 if not close else 120)
    zoom, centre = (540, (500, 1000)) if close else (320, (500, 930))
    stage = Stage(canvas, pitch=30, zoom=zoom, centre=centre)
    heaps = [
        ("moss", (0.0, 0.0, -0.55), 0.10),
        ("walnut", (0.04, 0.0, 0.42), -0.06),
        ("weld", (-0.02, 0.56, -0.08), 0.03),
    ]
    for dye, at, lean in heaps:
        for half in range(2):
            stage.add(_strand(at, lean, half), _yarn(DYES[dye], half), (56, 170), MATT)
        stage.render(smooth=0.7, shadow=0.55)
    return canvas.finished()


def _strand(at: Vector, lean: float, half: int) -> Surface:
    def path(t: float) -> Vector:
        turn = 2 * math.pi * (1.55 * t) + math.pi * half
        x = -1.18 + 2.36 * t
        ends = min(1.0, 6 * t, 6 * (1 - t))
        return (
            at[0] + x,
            at[1] + 0.34 + 0.16 * math.sin(turn) * ends,
            at[2] + lean * x + 0.17 * math.cos(turn) * ends,
        )

    return tube(
        path, lambda t: 0.19 * min(1.0, (8 * t + 0.25), (8 * (1 - t) + 0.25)) + 0.01
    )


def _yarn(colour: RGB, half: int) -> Paint:
    def paint(u: float, v: float, _point: Vector) -> RGB:
        lay = math.sin(2 * math.pi * (u * 15 + v * 9 + half / 2))
        ply = math.sin(2 * math.pi * (v * 150 - u * 30))
        tone = 0.9 + 0.14 * lay + 0.07 * ply
        return light(mix(colour, (240, 226, 200), 0.08 + 0.05 * lay), tone)

    return paint


def basket(width: int, *, seed: int, close: bool = False) -> Image.Image:
    """Willow, over one and under one, with a tall handle."""
    canvas = Canvas(width, seed)
    room(canvas, (205, 200, 184), (164, 132, 100), 720 if not close else 980)
    zoom, centre = (600, (520, 1250)) if close else (330, (500, 1010))
    stage = Stage(canvas, pitch=26, zoom=zoom, centre=centre)
    rows, stakes = 15, 22
    tones = [
        mix(WHITE if 8 <= row <= 10 else BROWN, GREEN, canvas.chance.uniform(0, 0.4))
        for row in range(rows)
    ]
    stage.add(_weave(rows, stakes, 1.0), _willow(tones, stakes), (176, rows * 5))
    stage.add(
        _weave(rows, stakes, -1.0),
        _willow(tones, stakes, 0.62),
        (132, rows * 3),
        casts=False,
    )
    for number in range(3):
        stage.add(_rope(number), _bark(number), (14, 200))
    for number in range(2):
        stage.add(_handle(number), _bark(number), (14, 150))
    stage.render(smooth=0.7)
    return canvas.finished()


def _belly(v: float) -> tuple[float, float]:
    return 0.74 + 0.3 * math.sin(0.35 + v * 1.25), 1.02 * v


def _weave(rows: int, stakes: int, side: float) -> Surface:
    def surface(u: float, v: float) -> Vector:
        radius, height = _belly(v)
        row = min(rows - 1, int(v * rows))
        part = v * rows - row
        over = math.sin(math.pi * (u * stakes + row))
        thick = math.sin(math.pi * min(1.0, part))
        radius += side * (0.028 * over + 0.035 * thick) - (0.05 if side < 0 else 0)
        angle = 2 * math.pi * u
        return radius * math.sin(angle), height + 0.02, radius * math.cos(angle)

    return surface


def _willow(tones: list[RGB], stakes: int, shade: float = 1.0) -> Paint:
    def paint(u: float, v: float, _point: Vector) -> RGB:
        row = min(len(tones) - 1, int(v * len(tones)))
        part = v * len(tones) - row
        over = 0.5 + 0.5 * math.sin(math.pi * (u * stakes + row))
        gap = 1.0 - 0.5 * abs(2 * part - 1) ** 3
        streak = 0.04 * math.sin(u * 190 + row * 7)
        return light(tones[row], shade * gap * (0.66 + 0.36 * over + streak))

    return paint


def _rope(number: int) -> Surface:
    def path(t: float) -> Vector:
        angle = 2 * math.pi * t
        twist = 26 * angle / 2 + 2 * math.pi * number / 3
        radius, height = _belly(1.0)
        radius += 0.035 * math.cos(twist)
        return (
            radius * math.sin(angle),
            height + 0.05 + 0.035 * math.sin(twist),
            radius * math.cos(angle),
        )

    return tube(path, lambda _t: 0.042)


def _handle(number: int) -> Surface:
    def path(t: float) -> Vector:
        angle = math.pi * (t - 0.5)
        twist = t * 38 + math.pi * number
        wide = _belly(1.0)[0] + 0.02 * math.cos(twist)
        return (
            wide * math.sin(angle),
            0.86 + (1.12 + 0.02 * math.cos(twist)) * math.cos(angle),
            0.035 * math.sin(twist),
        )

    return tube(path, lambda _t: 0.043)


def _bark(number: int) -> Paint:
    colour = mix(BROWN, WHITE, 0.18 * number)

    def paint(_u: float, v: float, _point: Vector) -> RGB:
        return light(colour, 0.95 + 0.08 * math.sin(v * 90 + number))

    return paint


def cushion(width: int, *, seed: int) -> Image.Image:
    """Patches of old shirts, leaning on the wall."""
    canvas = Canvas(width, seed)
    room(canvas, (214, 208, 196), (142, 112, 86), 900)
    stage = Stage(canvas, pitch=12, zoom=370, centre=(500, 1075))
    stage.add(_pillow, _patches(canvas), (150, 150))
    stage.render(smooth=0.8)
    return canvas.finished()


def _pillow(u: float, v: float) -> Vector:
    x, y = 2 * u - 1, 2 * v - 1
    inside = max(0.0, (1 - x**4) * (1 - y**4))
    pinch = 1 - 0.07 * (1 - abs(x) ** 2) * abs(y) ** 3
    pinch_y = 1 - 0.07 * (1 - abs(y) ** 2) * abs(x) ** 3
    crease = 0.03 * math.sin(5 * x + 3 * y) * inside
    thick = 0.5 * inside**0.55 + crease
    return x * 1.06 * pinch_y, (y * pinch + 1) * 1.02 + 0.02, thick - 0.32 * (y + 1)


def _patches(canvas: Canvas) -> Paint:
    names = [
        "indigo",
        "undyed",
        "madder",
        "sky",
        "flax",
        "undyed",
        "indigo",
        "rose",
        "sky",
    ]
    cells = [[canvas.chance.randrange(9) for _ in range(5)] for _ in range(5)]
    for row in range(5):
        for column in range(1, 5):
            while cells[row][column] == cells[row][column - 1]:
                cells[row][column] = canvas.chance.randrange(9)

    def paint(u: float, v: float, _point: Vector) -> RGB:
        column, row = min(4, int(u * 5)), min(4, int(v * 5))
        x, y = u * 5 - column, v * 5 - row
        number = cells[row][column]
        colour = DYES[names[number]]
        if number in (3, 4, 6):
            stripe = (x if number != 4 else y) * 12 % 2 < 0.7
            colour = mix(colour, DYES["undyed"], 0.55 if stripe else 0.0)
        if number in (1, 7):
            checks = (x * 5 % 1 < 0.5) + (y * 5 % 1 < 0.5)
            to = DYES["indigo"] if number == 1 else DYES["madder"]
            colour = mix(colour, to, 0.3 * checks)
        seam = min(x, 1 - x, y, 1 - y)
        return light(colour, 0.8 if seam < 0.03 else 1.0 - 0.1 * math.exp(-seam * 14))

    return paint
