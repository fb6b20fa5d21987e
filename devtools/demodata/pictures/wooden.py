"""Wood: a turned bowl, carved spoons, a spindle with its wool."""

import math
import random
from itertools import pairwise

from PIL import Image, ImageDraw

from devtools.demodata.pictures.canvas import Canvas, linen, room
from devtools.demodata.pictures.palette import DYES, RGB, light, mix
from devtools.demodata.pictures.pottery import BOWL, cloth
from devtools.demodata.pictures.solids import (
    MATT,
    Finish,
    Paint,
    Stage,
    Surface,
    Vector,
    curve,
    tube,
    turned,
)

OILED = Finish(gloss=0.12, polish=12)
OAK, OAK_DARK = (190, 140, 90), (132, 88, 52)
BRASS = (196, 150, 74)


def wooden_bowl(width: int, *, seed: int) -> Image.Image:
    """An oak bowl, slightly oval."""
    canvas = Canvas(width, seed)
    room(canvas, (190, 188, 172), (128, 106, 86), 660)
    cloth(canvas)
    stage = Stage(canvas, pitch=34, zoom=360, centre=(500, 900))
    _turned_oak(stage)
    return canvas.finished()


def wood_above(width: int, *, seed: int) -> Image.Image:
    """The same from above: year rings and brass."""
    canvas = Canvas(width, seed)
    linen(canvas, (206, 200, 184))
    stage = Stage(canvas, pitch=74, zoom=400, centre=(500, 780))
    _turned_oak(stage)
    return canvas.finished()


def _turned_oak(stage: Stage) -> None:
    wood = oak(stage.canvas.chance)
    outer = [(r * 1.0 + 0.04, h * 0.86) for r, h in BOWL[1:]]
    outer = [(0.42, 0), *outer]
    inner = [
        (1.04, 0.65),
        (0.96, 0.665),
        (0.88, 0.6),
        (0.76, 0.38),
        (0.5, 0.16),
        (0.0, 0.09),
    ]
    stage.add(turned(outer, oval=0.94), wood, (150, 56), OILED)
    stage.add(turned(inner, oval=0.94), wood, (160, 70), OILED, casts=False)
    stage.render(smooth=1.1)
    canvas = stage.canvas
    along, line = curve(inner), canvas.mask()
    points = []
    for step in range(12):
        radius, height = along(0.08 + 0.028 * step)
        angle = 2.45 + 0.03 * math.sin(step * 1.7) - 0.012 * step
        sides = radius * math.sin(angle), radius * math.cos(angle) * 0.94
        points.append(stage.see((sides[0], height, sides[1])))
    draw = ImageDraw.Draw(line)
    for number, (here, there) in enumerate(pairwise(points)):
        thick = round((9 - 0.7 * number) * canvas.k)
        draw.line(canvas.at([here, there]), fill=255, width=max(2, thick))
    canvas.paint(BRASS, line)
    canvas.relief(canvas.blurred(line, 2), line, 1.4, 2)


def oak(chance: random.Random) -> Paint:
    """Year rings about a heart beside the bowl, with pores."""
    turn = chance.uniform(0, 6)

    def paint(_u: float, _v: float, point: Vector) -> RGB:
        x, y, z = point
        far = math.hypot(
            x + 1.25 + 0.06 * math.sin(3 * z + turn), (y - 0.3) * 1.6 + 0.24 * z
        )
        wave = 0.5 + 0.5 * math.sin(far * 46 + 1.6 * math.sin(2.2 * z + turn))
        ray = 0.5 + 0.5 * math.sin(z * 60 + 17 * math.sin(far * 13))
        return light(mix(OAK, OAK_DARK, wave**3 * 0.75), 0.95 + 0.07 * ray)

    return paint


def spoons(width: int, *, seed: int, close: bool = False) -> Image.Image:
    """Cherry spoons on linen."""
    canvas = Canvas(width, seed)
    linen(canvas, (196, 204, 202))
    if close:
        _spoon(canvas, (470, 420), 2.3, 0.28, (176, 100, 62))
        return canvas.finished()
    tones = [(184, 112, 70), (166, 92, 58), (194, 128, 82)]
    for number, tone in enumerate(tones):
        x = 260 + 240 * number
        _spoon(canvas, (x, 330 + 60 * (number % 2)), 1.0, 0.1 - 0.09 * number, tone)
    return canvas.finished()


def _spoon(
    canvas: Canvas, at: tuple[float, float], scale: float, lean: float, tone: RGB
) -> None:
    def place(x: float, y: float) -> tuple[float, float]:
        cosine, sine = math.cos(lean), math.sin(lean)
        return (
            at[0] + scale * (x * cosine - y * sine),
            at[1] + scale * (x * sine + y * cosine),
        )

    def outline(grow: float) -> list[tuple[float, float]]:
        left, right = [], []
        for step in range(61):
            t = step / 60
            y = -150 + t * 860
            bowl = 84 * math.sqrt(max(0.0, 1 - ((y + 10) / 142) ** 2)) if y < 132 else 0
            handle = (
                17 + 9 * t + 12 * math.exp(-(((y - 110) / 60) ** 2)) if y > 60 else 0
            )
            if t > 0.985:
                handle *= 0.7
            wide = max(bowl, handle) * grow
            left.append(place(-wide, y))
            right.append(place(wide * (0.86 if y < 100 else 1), y))
        return left + right[::-1]

    body = canvas.shape(outline(1.0))
    canvas.shadow(body, (16 * scale**0.5, 22 * scale**0.5), 16, 0.5)
    canvas.paint(tone, body)
    canvas.weather(body, (3.2, 150), 22)
    canvas.weather(body, (26, 300), 26)
    round_ = canvas.blurred(body, 15 * scale)
    canvas.relief(round_, body, 1.5, 7 * scale)
    hollow = canvas.mask()
    points = []
    for step in range(60):
        angle = 2 * math.pi * step / 60
        points.append(place(-4 + 58 * math.sin(angle), -16 + 104 * math.cos(angle)))
    canvas.shape(points, hollow)
    deep = canvas.blurred(hollow, 17 * scale).point(lambda value: 255 - value)
    canvas.relief(deep, canvas.blurred(hollow, 3), 1.2, 9 * scale)
    marks = canvas.mask()
    draw = ImageDraw.Draw(marks)
    for _ in range(70):
        x, y = canvas.chance.uniform(-50, 42), canvas.chance.uniform(-100, 70)
        if (x / 55) ** 2 + ((y + 16) / 100) ** 2 < 0.9:
            ends = canvas.at(
                [place(x, y), place(x + 5, y + canvas.chance.uniform(18, 36))]
            )
            draw.line(ends, fill=110, width=max(1, round(5 * scale * canvas.k)))
    canvas.relief(canvas.blurred(marks, 2.4 * scale), hollow, 0.5, 2 * scale)
    edge = canvas.blurred(hollow, 1.5)
    canvas.relief(edge, body, 0.35, 2)


def spindle(width: int, *, seed: int, dye: str) -> Image.Image:
    """A drop spindle with yarn on it, beside a braid of roving."""
    canvas = Canvas(width, seed)
    room(canvas, (214, 204, 184), (176, 148, 116), 330)
    stage = Stage(canvas, pitch=48, zoom=300, centre=(500, 760))
    colour = DYES[dye]
    _braid(stage, colour)
    _spindle(stage, colour)
    return canvas.finished()


def _braid(stage: Stage, colour: RGB) -> None:
    chance = stage.canvas.chance
    strands = 3
    for strand in range(strands):
        shift = 2 * math.pi * strand / strands
        tone = light(colour, 0.88 + 0.12 * strand)

        def path(t: float, shift: float = shift) -> Vector:
            swing = t * 2 * math.pi * 3.2 + shift
            bend = 0.5 * math.sin(t * 2.6)
            return (
                -1.35 + 2.75 * t + 0.02,
                0.22 + 0.11 * math.sin(2 * swing),
                -0.95 + bend * 0.7 + 0.2 * math.sin(swing),
            )

        phase = chance.uniform(0, 6)

        def fibre(
            u: float, v: float, _p: Vector, tone: RGB = tone, a: float = phase
        ) -> RGB:
            streak = math.sin(u * 88 + a + 5 * math.sin(v * 21)) * math.sin(
                u * 37 + v * 30
            )
            return light(
                mix(tone, (236, 220, 200), 0.12 + 0.1 * streak), 0.96 + 0.09 * streak
            )

        rope = tube(path, lambda t: 0.185 * min(1.0, 5 * t + 0.4, 5 * (1 - t) + 0.4))
        stage.add(rope, fibre, (40, 120))
    stage.render(smooth=0.9)


def _spindle(stage: Stage, colour: RGB) -> None:
    """It lies on the table and leans on its whorl."""
    wood = (168, 110, 68)

    def lying(profile: list[tuple[float, float]]) -> Surface:
        stands = turned(profile)
        cosine, sine = math.cos(0.34), math.sin(0.34)

        def surface(u: float, v: float) -> Vector:
            x, y, z = stands(u, v)
            along, up = -1.3 + 1.02 * y, 0.14 + 0.3 * max(0, y) / 2.3
            return (
                along * cosine - z * sine * 0.9 + 0.05,
                up + x,
                0.75 + -along * sine * 0.5 + z * cosine,
            )

        return surface

    shaft = [(0.012, -0.1), (0.035, 0.1), (0.045, 1.4), (0.04, 2.5), (0.012, 2.6)]
    cop = [
        (0.05, 0.75),
        (0.16, 0.95),
        (0.27, 1.25),
        (0.3, 1.55),
        (0.22, 1.86),
        (0.06, 1.98),
    ]
    whorl = [(0.05, 1.99), (0.44, 2.0), (0.47, 2.06), (0.44, 2.13), (0.05, 2.15)]

    def grain(u: float, v: float, p: Vector) -> RGB:
        return light(wood, 0.94 + 0.1 * math.sin(60 * p[1] + 20 * v))

    def wound(u: float, v: float, _p: Vector) -> RGB:
        turn = math.sin(2 * math.pi * (v * 24 + u * 3)) * math.sin(
            2 * math.pi * (v * 24 - u * 2)
        )
        return light(colour, 1.0 + 0.2 * turn)

    for profile, paint, grid in (
        (shaft, grain, (20, 60)),
        (cop, wound, (60, 120)),
        (whorl, grain, (72, 20)),
    ):
        stage.add(lying(profile), paint, grid, OILED if paint is grain else MATT)
    stage.render(smooth=0.9)
