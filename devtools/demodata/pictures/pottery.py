"""Thrown things: bowls, mugs, plates, vases, and what glaze does on them."""

import math
import random

from PIL import Image, ImageDraw, ImageFont

from devtools.demodata.pictures.canvas import Canvas, linen, room
from devtools.demodata.pictures.fonts import SERIF
from devtools.demodata.pictures.palette import GLAZES, RGB, light, mix
from devtools.demodata.pictures.solids import (
    Finish,
    Paint,
    Stage,
    Vector,
    curve,
    tube,
    turned,
)

GLAZED = Finish(gloss=0.38, polish=36)
SATIN = Finish(gloss=0.16, polish=14)
Profile = list[tuple[float, float]]

BOWL = [(0.36, 0), (0.4, 0.03), (0.37, 0.07), (0.6, 0.2), (0.88, 0.46), (1.0, 0.76)]
HOLLOW = [(1.0, 0.76), (0.97, 0.78), (0.93, 0.7), (0.8, 0.48), (0.52, 0.22), (0.0, 0.1)]
MUG = [(0.46, 0), (0.53, 0.02), (0.56, 0.1), (0.55, 0.6), (0.54, 1.1), (0.55, 1.2)]
INSIDE = [
    (0.55, 1.2),
    (0.525, 1.215),
    (0.5, 1.18),
    (0.49, 0.8),
    (0.47, 0.2),
    (0.0, 0.1),
]
BOTTLE = [
    (0.4, 0), (0.46, 0.03), (0.72, 0.35), (0.82, 0.75), (0.66, 1.15), (0.34, 1.42),
    (0.2, 1.62), (0.19, 1.95), (0.27, 2.06),
]  # fmt: skip
PLATE = [(0.6, 0), (0.62, 0.03), (0.8, 0.06), (1.0, 0.15), (1.1, 0.2)]
DISH = [
    (1.1, 0.2),
    (1.085, 0.215),
    (0.98, 0.165),
    (0.8, 0.1),
    (0.4, 0.085),
    (0.0, 0.085),
]


def bowl(width: int, *, seed: int, glaze: str) -> Image.Image:
    """A wide bowl on a cloth, its glaze running."""
    canvas = Canvas(width, seed)
    room(canvas, (203, 189, 165), (172, 136, 99), 640)
    cloth(canvas)
    stage = Stage(canvas, pitch=30, zoom=355, centre=(500, 905))
    stage.add(turned(BOWL), running(glaze, canvas.chance), (110, 64), GLAZED)
    stage.add(
        turned(HOLLOW), pooled(glaze, canvas.chance), (96, 50), GLAZED, casts=False
    )
    stage.render()
    speckle(stage, BOWL, 320)
    return canvas.finished()


def bowl_above(width: int, *, seed: int, glaze: str, flat: bool = False) -> Image.Image:
    """From above, on linen: a bowl, or a plate."""
    canvas = Canvas(width, seed)
    linen(canvas, (222, 211, 190))
    stage = Stage(canvas, pitch=72, zoom=375 if flat else 400, centre=(500, 790))
    outer, inner = (PLATE, DISH) if flat else (BOWL, HOLLOW)
    stage.add(turned(outer), running(glaze, canvas.chance), (96, 30), GLAZED)
    stage.add(
        turned(inner), pooled(glaze, canvas.chance), (110, 60), GLAZED, casts=False
    )
    stage.render()
    rings(stage, inner, 9)
    speckle(stage, inner, 420, inside=True)
    return canvas.finished()


def mug(
    width: int, *, seed: int, glaze: str, letters: str = "", close: bool = False
) -> Image.Image:
    """One mug, perhaps with a name pressed in, perhaps from near."""
    canvas = Canvas(width, seed)
    room(canvas, (196, 186, 170), (164, 126, 92), 760 if not close else 960)
    zoom, centre = (720, (440, 1290)) if close else (450, (440, 1000))
    stage = Stage(canvas, pitch=20, zoom=zoom, centre=centre)
    _mug(stage, glaze, (0, 0, 0))
    if letters:
        press(stage, letters)
    return canvas.finished()


def mugs(width: int, *, seed: int, front: str, back: str) -> Image.Image:
    """Two of a family."""
    canvas = Canvas(width, seed)
    room(canvas, (205, 196, 178), (168, 130, 95), 700)
    stage = Stage(canvas, pitch=22, zoom=335, centre=(420, 1010))
    _mug(stage, back, (0.72, 0, -0.95))
    _mug(stage, front, (-0.12, 0, 0))
    return canvas.finished()


def plates(width: int, *, seed: int, glaze: str) -> Image.Image:
    """A stack of three."""
    canvas = Canvas(width, seed)
    room(canvas, (198, 190, 172), (158, 122, 90), 640)
    cloth(canvas)
    stage = Stage(canvas, pitch=34, zoom=335, centre=(500, 900))
    for number in range(3):
        lift = number * 0.15
        outer = [(radius, height + lift) for radius, height in PLATE]
        inner = [(radius, height + lift) for radius, height in DISH]
        stage.add(turned(outer), running(glaze, canvas.chance), (96, 24), GLAZED)
        is_top = number == 2
        detail = (96, 48) if is_top else (96, 8)
        stage.add(
            turned(inner), pooled(glaze, canvas.chance), detail, GLAZED, casts=False
        )
        stage.render(shadow=0.46 if number == 0 else 0.0)
    rings(stage, [(radius, height + 0.3) for radius, height in DISH], 8)
    speckle(
        stage, [(radius, height + 0.3) for radius, height in DISH], 260, inside=True
    )
    return canvas.finished()


def vase(
    width: int, *, seed: int, glaze: str, close: bool = False, branch: bool = True
) -> Image.Image:
    """A bottle, with one branch in it."""
    canvas = Canvas(width, seed)
    room(canvas, (210, 200, 180), (150, 114, 84), 860 if not close else 1130)
    zoom, centre = (560, (470, 1500)) if close else (300, (470, 1060))
    stage = Stage(canvas, pitch=16, zoom=zoom, centre=centre)
    if branch:
        twig(stage, (0, 2.0, 0))
    stage.add(turned(BOTTLE), running(glaze, canvas.chance), (96, 90), GLAZED)
    lip = [(0.27, 2.06), (0.25, 2.07), (0.2, 2.02), (0.17, 1.9)]
    dark = turned(lip)
    stage.add(
        dark, lambda u, v, p: light(GLAZES[glaze][1], 1 - 0.7 * v), (48, 10), SATIN
    )
    stage.render()
    rings(stage, BOTTLE, 16, outside=True)
    return canvas.finished()


def running(glaze: str, chance: random.Random) -> Paint:
    """Glaze outside: thin at the rim, thick where its runs stop above the bare foot."""
    thick, thin, bare = GLAZES[glaze]
    waves = [(chance.randint(2, 9), chance.uniform(0, 6.3)) for _ in range(4)]
    drips = [(chance.random(), chance.uniform(0.02, 0.11)) for _ in range(11)]

    def stops(u: float) -> float:
        level = 0.3 + sum(0.012 * math.sin(n * 6.283 * u + a) for n, a in waves)
        near = [(min(abs(u - x), 1 - abs(u - x)), long) for x, long in drips]
        return level - max(long * math.exp(-((far / 0.016) ** 2)) for far, long in near)

    def paint(u: float, v: float, _point: Vector) -> RGB:
        edge = stops(u)
        if v < edge:
            return light(bare, 0.94 + 0.08 * math.sin(v * 150))
        above = (v - edge) / (1 - edge)
        streak = 0.5 + 0.5 * math.sin(u * 57 + 3 * math.sin(u * 23)) * 0.5
        colour = mix(thick, thin, min(1.0, above**1.5 * (0.55 + 0.5 * streak)))
        if v > 0.965:
            return mix(thin, bare, 0.55)
        return light(colour, 0.86 if above < 0.025 else 1.0)

    return paint


def pooled(glaze: str, chance: random.Random) -> Paint:
    """Glaze inside: thin at the rim, a dark pool in the middle."""
    thick, thin, bare = GLAZES[glaze]
    turn = chance.uniform(0, 6.3)

    def paint(u: float, v: float, _point: Vector) -> RGB:
        if v < 0.1:
            return mix(thin, bare, 0.5)
        streak = math.sin(u * 63 + turn + 2 * math.sin(u * 19)) * 0.08 * (1 - v)
        deep = max(0.0, min(1.0, v * 1.15 - 0.1 + streak))
        shade = 1.0 - 0.2 * deep
        return light(mix(thin, thick, deep), shade)

    return paint


def speckle(stage: Stage, profile: Profile, count: int, inside: bool = False) -> None:
    """Iron that comes through the glaze."""
    canvas, line = stage.canvas, curve(profile)
    spots = canvas.mask()
    draw = ImageDraw.Draw(spots)
    for _ in range(count):
        angle = canvas.chance.uniform(0, 2 * math.pi)
        front = math.cos(angle)
        radius, height = line(canvas.chance.uniform(0.12, 0.9))
        if not inside and front < 0.12:
            continue
        place = (radius * math.sin(angle), height, radius * front)
        size = canvas.chance.uniform(0.7, 2.1) * canvas.k
        (x, y) = canvas.at([stage.see(place)])[0]
        wide = size * (1 if inside else max(0.35, front))
        draw.ellipse((x - wide, y - size, x + wide, y + size), fill=150)
    canvas.paint((70, 46, 32), spots)


def rings(stage: Stage, profile: Profile, count: int, outside: bool = False) -> None:
    """What fingers leave while it turns."""
    canvas, line = stage.canvas, curve(profile)
    for tone, shift, alpha in (((255, 246, 228), -1.2, 40), ((50, 34, 26), 1.2, 44)):
        marks = canvas.mask()
        draw = ImageDraw.Draw(marks)
        for number in range(count):
            radius, height = line(0.16 + 0.74 * number / count)
            reach = 1.45 if outside else math.pi
            turns = [reach * (step / 60 - 1) for step in range(121)]
            points = [
                stage.see((radius * math.sin(a), height, radius * math.cos(a)))
                for a in turns
            ]
            moved = [(x, y + shift) for x, y in points]
            draw.line(canvas.at(moved), fill=alpha, width=max(1, round(1.6 * canvas.k)))
        canvas.paint(tone, canvas.blurred(marks, 1.4))


def cloth(canvas: Canvas) -> None:
    """A linen runner under the thing."""
    shape = canvas.shape([(60, 760), (900, 735), (1040, 1090), (-40, 1130)])
    canvas.shadow(shape, (4, 8), 7, 0.35)
    canvas.paint((226, 217, 198), shape)
    canvas.weather(shape, (20, 1.5), 26)
    canvas.weather(shape, (1.5, 9), 26)
    hem = canvas.mask()
    draw = ImageDraw.Draw(hem)
    for y in (1072, 1080):
        line = canvas.at([(-40, y + 24), (1040, y - 16)])
        draw.line(line, fill=120, width=max(1, round(1.5 * canvas.k)))
    canvas.paint((150, 124, 96), hem)


def press(stage: Stage, letters: str) -> None:
    """Lead type into soft clay, round the belly of a mug."""
    canvas = stage.canvas
    scale = stage.zoom * canvas.k / 1000
    font = ImageFont.truetype(SERIF, round(330 * scale))
    x, y = canvas.at([stage.see((-0.03, 0.56, 0.55))])[0]
    mark = canvas.mask()
    ImageDraw.Draw(mark).text((x, y), letters, font=font, fill=255, anchor="mm")
    canvas.paint((150, 126, 104), mark.point(lambda value: value * 90 // 255))
    height = canvas.blurred(mark, 1.2).point(lambda value: 255 - value)
    around = canvas.blurred(mark, 4).point(lambda value: min(255, value * 4))
    canvas.relief(height, around, 0.9, 2.2)


def twig(stage: Stage, foot: Vector) -> None:
    """A branch with buds, leaning to the light."""
    canvas, chance = stage.canvas, stage.canvas.chance
    wood, buds = canvas.mask(), canvas.mask()
    draw, dots = ImageDraw.Draw(wood), ImageDraw.Draw(buds)
    x0, y0 = stage.see(foot)
    grow = [
        (x0 + 150 * t**1.5, y0 + 60 - 560 * t - 20 * math.sin(t * 5)) for t in steps(40)
    ]
    side = [(grow[14][0] - 150 * t, grow[14][1] - 260 * t**0.8) for t in steps(20)]
    twiglet = [(grow[24][0] + 120 * t, grow[24][1] - 120 * t**0.9) for t in steps(14)]
    for branch, thick in ((grow, 9.0), (side, 6.0), (twiglet, 5.0)):
        for number in range(len(branch) - 1):
            part = canvas.at(branch[number : number + 2])
            wide = thick * (1 - 0.7 * number / len(branch)) * canvas.k
            draw.line(part, fill=255, width=max(2, round(wide)))
        for number in range(3, len(branch), 3):
            x, y = branch[number]
            lean = chance.choice((-1, 1))
            size = chance.uniform(9, 17)
            canvas_points = leaf(x, y, lean * chance.uniform(0.5, 1.3), size)
            dots.polygon(canvas.at(canvas_points), fill=255)
    canvas.shadow(wood, (46, 26), 14, 0.22)
    canvas.shadow(buds, (46, 26), 14, 0.22)
    canvas.paint((86, 62, 46), wood)
    canvas.paint((132, 144, 92), buds)
    canvas.relief(canvas.blurred(buds, 5), buds, 1.2, 3)


def steps(count: int) -> list[float]:
    """0 … 1 in so many steps."""
    return [number / count for number in range(count + 1)]


def leaf(x: float, y: float, lean: float, size: float) -> list[tuple[float, float]]:
    """The outline of a leaf that grows up and to a side."""
    found = []
    for t in steps(24):
        angle = 2 * math.pi * t
        along, across = math.cos(angle) * size * 1.7, math.sin(angle) * size * 0.62
        along += size * 1.7
        turned_x = math.sin(lean) * along + math.cos(lean) * across
        turned_y = -math.cos(lean) * along + math.sin(lean) * across
        found.append((x + turned_x, y + turned_y))
    return found


def _mug(stage: Stage, glaze: str, at: Vector) -> None:
    canvas = stage.canvas

    def ear(t: float) -> Vector:
        angle = math.pi * (0.5 - t)
        reach = 0.53 + 0.36 * math.cos(angle)
        return at[0] + reach, at[1] + 0.62 + 0.36 * math.sin(angle), at[2] + 0.06

    paint = running(glaze, canvas.chance)
    handle = tube(ear, lambda t: 0.068 + 0.03 * abs(2 * t - 1) ** 2)
    stage.add(handle, lambda u, v, p: GLAZES[glaze][0], (18, 40), GLAZED)
    stage.add(turned(MUG, at), paint, (96, 60), GLAZED)
    stage.add(
        turned(INSIDE, at), pooled(glaze, canvas.chance), (72, 30), GLAZED, casts=False
    )
    stage.render()
    x, y, z = at
    moved = Stage(canvas, stage.pitch, stage.zoom, stage.see((x, y, z)))
    speckle(moved, MUG, 300)
