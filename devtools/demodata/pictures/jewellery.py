"""Silver and brass on a bench: a ring, two leaves for the ears."""

import math

from PIL import Image, ImageDraw

from devtools.demodata.pictures.canvas import Canvas, Point, linen
from devtools.demodata.pictures.printed import torn
from devtools.demodata.pictures.solids import METAL, Stage, Vector


def ring(width: int, *, seed: int, close: bool = False) -> Image.Image:
    """Hammered silver on slate."""
    canvas = Canvas(width, seed)
    full = canvas.mask().point(lambda _: 255)
    canvas.image = Image.new("RGB", canvas.size, (92, 94, 98))
    canvas.weather(full, (70, 30), 9)
    canvas.weather(full, (4, 3), 6)
    canvas.weather(full, (260, 200), 10)
    zoom, centre = (620, (330, 960)) if close else (285, (500, 700))
    stage = Stage(canvas, pitch=52, zoom=zoom, centre=centre)
    dents = [(canvas.chance.random(), canvas.chance.random()) for _ in range(120)]

    def surface(u: float, v: float) -> Vector:
        near = min(
            (_apart(v, x) * 6.28) ** 2 + (_apart(u, y) * 0.9) ** 2 for x, y in dents
        )
        thick = 0.15 - 0.02 * math.exp(-near / 0.006)
        angle, around = 2 * math.pi * v, 2 * math.pi * u
        radius = 1.0 + thick * math.cos(around) * 0.55
        return (
            radius * math.sin(angle),
            0.25 + thick * 1.7 * math.sin(around),
            radius * math.cos(angle),
        )

    stage.add(surface, lambda u, v, p: (226, 226, 230), (30, 260), METAL)
    stage.render(smooth=1.0, shadow=0.7)
    return canvas.finished()


def _apart(one: float, other: float) -> float:
    far = abs(one - other)
    return min(far, 1 - far)


def earrings(width: int, *, seed: int, close: bool = False) -> Image.Image:
    """Two brass leaves on a card of handmade paper."""
    canvas = Canvas(width, seed)
    linen(canvas, (150, 160, 146))
    card = canvas.shape(torn((170, 130, 830, 1120), canvas.chance))
    if not close:
        canvas.shadow(card, (12, 18), 20, 0.5)
    else:
        card = canvas.mask().point(lambda _: 255)
    canvas.paint((238, 230, 212), card)
    canvas.weather(card, (7, 7), 12)
    canvas.weather(card, (60, 50), 10)
    if close:
        _brass_leaf(canvas, (520, 1180), 0.12, 5.6)
        return canvas.finished()
    for x, lean in ((370, 0.1), (630, -0.1)):
        _hook(canvas, (x, 360))
        _brass_leaf(canvas, (x - 330 * lean * 0.2, 830), lean * 0.5, 2.1)
    return canvas.finished()


def _brass_leaf(canvas: Canvas, foot: Point, lean: float, scale: float) -> None:
    shape = canvas.shape(_blade(foot, lean, 62 * scale))
    canvas.shadow(shape, (9 * scale, 14 * scale), 8 * scale, 0.5)
    canvas.paint((200, 156, 78), shape)
    canvas.weather(shape, (2, 40), 26)
    canvas.weather(shape, (110, 110), 14)
    veins = canvas.mask()
    draw = ImageDraw.Draw(veins)
    long = 62 * scale * 3.4

    def place(along: float, across: float) -> Point:
        x = math.sin(lean) * along + math.cos(lean) * across
        y = -math.cos(lean) * along + math.sin(lean) * across
        return foot[0] + x, foot[1] + y

    thick = max(2, round(2.4 * scale * canvas.k))
    draw.line(canvas.at([place(0, 0), place(long * 0.95, 0)]), fill=255, width=thick)
    for number in range(1, 9):
        along = long * number / 10
        reach = 62 * scale * 0.6 * math.sin(math.pi * number / 9.4)
        for side in (-1, 1):
            tip = place(along + reach * 0.8, side * reach)
            draw.line(
                canvas.at([place(along, 0), tip]), fill=255, width=max(2, thick // 2)
            )
    canvas.paint((128, 92, 42), Image.composite(veins, canvas.mask(), shape))
    bent = canvas.blurred(shape, 18 * scale)
    canvas.relief(bent, shape, 1.5, 9 * scale)
    canvas.relief(canvas.blurred(veins, 1.3).point(lambda v: 255 - v), shape, 1.2, 1.6)
    canvas.relief(canvas.blurred(shape, 2), shape, 1.2, 2)


def _blade(foot: Point, lean: float, size: float) -> list[Point]:
    """A leaf with a point."""
    long = size * 3.4
    halves: list[list[Point]] = [[], []]
    for step in range(41):
        t = step / 40
        wide = size * 0.78 * math.sin(math.pi * t**0.8) ** 0.85
        for side, half in zip((-1, 1), halves, strict=True):
            across, along = side * wide, t * long
            x = math.sin(lean) * along + math.cos(lean) * across
            y = -math.cos(lean) * along + math.sin(lean) * across
            half.append((foot[0] + x, foot[1] + y))
    return halves[0] + halves[1][::-1]


def _hook(canvas: Canvas, at: Point) -> None:
    wire = canvas.mask()
    points = []
    for step in range(50):
        t = step / 49
        angle = math.pi * (1.0 + 1.15 * t)
        points.append(
            (at[0] + 34 + 34 * math.cos(angle), at[1] - 44 + 44 * math.sin(angle))
        )
    points = [(at[0], at[1] + 60), *points]
    ImageDraw.Draw(wire).line(
        canvas.at(points), fill=255, width=round(7 * canvas.k), joint="curve"
    )
    canvas.shadow(wire, (8, 12), 6, 0.45)
    canvas.paint((206, 206, 206), wire)
    canvas.relief(canvas.blurred(wire, 2), wire, 1.6, 2)
