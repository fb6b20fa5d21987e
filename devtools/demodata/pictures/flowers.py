"""Dried flowers: each kind drawn once with its own height and light, then tied by the
hundred to a ring, a bunch or a garland."""

import math

import numpy as np
from PIL import Image

from devtools.demodata.pictures.arrays import F, linear, look_soft, noise
from devtools.demodata.pictures.knitwear import lay_on
from devtools.demodata.pictures.lay import Lay, Point
from devtools.demodata.pictures.palette import RGB
from devtools.demodata.pictures.sprigs import sprig

#: kind -> colours it is found in.
GARDENS: dict[str, dict[str, tuple[RGB, ...]]] = {
    "meadow": {"daisy": ((236, 222, 196), (222, 176, 92)), "statice": ((140, 110, 150), (196, 120, 128)), "leaf": ((128, 138, 100), (150, 154, 118)), "oat": ((206, 180, 130),), "button": ((214, 168, 70),)},
    "hedge": {"leaf": ((92, 106, 74), (116, 124, 86)), "berry": ((150, 44, 42), (176, 66, 48)), "oat": ((186, 156, 108),), "statice": ((226, 214, 190),)},
    "dusk": {"statice": ((104, 86, 122), (150, 122, 156)), "leaf": ((132, 142, 132), (156, 164, 150)), "poppy": ((150, 140, 120), (128, 116, 104)), "daisy": ((206, 170, 176),)},
    "straw": {"oat": ((216, 188, 134), (198, 166, 112)), "bunny": ((228, 212, 180),), "daisy": ((240, 228, 200), (218, 140, 84)), "button": ((206, 154, 62),)},
    "rose": {"daisy": ((206, 120, 112), (226, 172, 156)), "leaf": ((140, 144, 116), (166, 164, 138)), "statice": ((238, 226, 212),), "bunny": ((232, 216, 192),)},
    "winter": {"leaf": ((140, 154, 150), (166, 176, 168)), "berry": ((222, 214, 200), (160, 60, 54)), "poppy": ((168, 156, 136),), "bunny": ((236, 228, 210),)},
    "lavender": {"lavender": ((112, 96, 148), (136, 118, 166)), "leaf": ((146, 152, 126),), "oat": ((206, 186, 146),)},
}  # fmt: skip


def plant(
    lay: Lay, kind: str, colour: RGB, at: Point, turn: float, size: float, lift: float
) -> None:
    """One of them laid into the picture, what is below it in its shade."""
    dots = max(12, round(size * lay.k / 8) * 8)
    one = sprig(kind, colour, round(turn / 15) * 15 % 360, dots)
    left, top = round(at[0] * lay.k) - dots // 2, round(at[1] * lay.k) - dots // 2
    high, wide = lay.size
    y0, y1, x0, x1 = (
        max(0, top),
        min(high, top + dots),
        max(0, left),
        min(wide, left + dots),
    )
    if y0 >= y1 or x0 >= x1:
        return
    there = (slice(y0, y1), slice(x0, x1))
    part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    mask = one.cover[part]
    below = lay.colour[:, there[0], there[1]]
    below += (one.tone[:, part[0], part[1]] - below) * mask
    level = lay.height[there]
    level += (F(lift) + one.height[part] * F(size * 0.16) - level) * mask
    lay.lean[:, there[0], there[1]] *= 1 - mask


def ring(
    lay: Lay,
    garden: str,
    at: Point,
    radius: float,
    size: float,
    many: int,
    part: tuple[float, float] = (0, 360),
) -> None:
    """Tied round a hoop: leaves first, flowers on top."""
    chance = np.random.default_rng(lay.seed)
    plants = GARDENS[garden]
    order = [
        kind
        for kind in (
            "leaf",
            "oat",
            "bunny",
            "lavender",
            "statice",
            "poppy",
            "button",
            "berry",
            "daisy",
        )
        if kind in plants
    ]
    share = {"leaf": 1.5, "oat": 1.1, "daisy": 0.55, "lavender": 1.4}
    for level, kind in enumerate(order):
        count = round(many * share.get(kind, 0.8) / len(order))
        for number in range(count):
            angle = part[0] + (part[1] - part[0]) * (
                (number + float(chance.random())) / count
            )
            far = radius + float(chance.normal(0, size * 0.22))
            a = math.radians(angle)
            spot = (at[0] + far * math.sin(a), at[1] - far * math.cos(a))
            lean = (
                -angle
                - 90
                + float(chance.normal(0, 32))
                + (24 if far > radius else -24)
            )
            colours = plants[kind]
            big = (
                size
                * float(chance.uniform(0.75, 1.2))
                * {"daisy": 0.72, "berry": 0.7, "button": 0.72, "poppy": 0.9}.get(
                    kind, 1
                )
            )
            plant(
                lay,
                kind,
                colours[number % len(colours)],
                spot,
                lean,
                big,
                14 + 15 * level + float(chance.uniform(0, 14)),
            )


def hoop(lay: Lay, at: Point, radius: float) -> None:
    """Willow twigs, wound."""
    x, y = lay.x - F(at[0]), lay.y - F(at[1])
    far, angle = np.sqrt(x * x + y * y), np.arctan2(y, x)
    for number in range(4):
        off = far - F(radius) - F(11) * np.sin(angle * (3 + number) + number * 2)
        mask = np.clip((F(6.5) - np.abs(off)) * F(lay.k) + F(0.5), 0, 1)
        round_ = np.sqrt(np.maximum(1 - (off / F(6.5)) ** 2, 0))
        grain = look_soft(noise("rough"), angle * 90, off * 2 + number * 31)
        lay.put(
            mask,
            linear((126, 94, 68))[:, None, None]
            * (F(0.7) + F(0.3) * round_ + F(0.1) * grain),
            F(4 + 3 * number) + round_ * F(9),
        )


def wreaths(
    width: int,
    *,
    seed: int,
    garden: str = "meadow",
    how: str = "whole",
    floor: str = "wall",
    style: str = "full",
) -> Image.Image:
    """A wreath, all round or open, or a bunch or a garland of the same flowers."""
    lay, window = lay_on(width, seed, floor)
    zoom = 2.0 if how == "close" else 1.0
    if style == "bunch":
        bunch(lay, garden, zoom)
    elif style == "garland":
        garland(lay, garden, zoom)
    else:
        at = (500, 640) if how != "close" else (180, 1180)
        if how != "close":
            string(lay, at)
        hoop(lay, at, 318 * zoom)
        part = (0, 360) if style == "full" else (70, 290)
        ring(
            lay,
            garden,
            at,
            318 * zoom,
            176 * zoom,
            330 if style == "full" else 210,
            part,
        )
    return lay.render(window=window, soft=0.5, relief=0.62, fill=0.66).developed()


def string(lay: Lay, at: Point) -> None:
    """What it hangs by, and the nail."""
    inside, _u, v = lay.box((at[0], 150), (5, 380), 2)
    lay.put(
        lay.edge(inside),
        linear((196, 170, 130))[:, None, None] * (F(0.8) + F(0.2) * np.sin(v * F(0.9))),
        F(6),
    )


def bunch(lay: Lay, garden: str, zoom: float) -> None:
    """Stems tied with string, heads spread like a fan."""
    chance = np.random.default_rng(lay.seed)
    knot = (500.0, 860.0) if zoom == 1 else (560.0, 1500.0)
    plants = GARDENS[garden]
    kinds = list(plants)
    for number in range(34):
        a = math.radians(float(chance.normal(0, 11)))
        end = (knot[0] - 330 * zoom * math.sin(a), knot[1] + 300 * zoom * math.cos(a))
        _stem(lay, knot, end, 3.2 * zoom, number)
    for number in range(104):
        kind = kinds[number % len(kinds)]
        lean = float(chance.normal(0, 21))
        far = float(chance.uniform(250, 640)) * zoom
        a = math.radians(lean)
        spot = (knot[0] + far * math.sin(a), knot[1] - far * math.cos(a))
        if number % 2 == 0:
            _stem(lay, knot, spot, 2.6 * zoom, number)
        size = (
            float(chance.uniform(150, 220))
            * zoom
            * (0.72 if kind in ("daisy", "button", "berry") else 1)
        )
        plant(
            lay,
            kind,
            plants[kind][number % len(plants[kind])],
            spot,
            -lean + float(chance.normal(0, 10)),
            size,
            18 + number * 0.5,
        )
    inside, u, v = lay.box(knot, (118 * zoom, 84 * zoom), 20, -4)
    cord = np.sin((v + u * F(0.12)) * F(0.62 / zoom))
    lay.put(
        lay.edge(inside),
        linear((206, 184, 146))[:, None, None] * (F(0.75) + F(0.25) * cord),
        F(70) + cord * F(6) - (u / F(9 * zoom)) ** 2,
    )


def _stem(lay: Lay, start: Point, end: Point, wide: float, number: int) -> None:
    length = math.dist(start, end)
    turn = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])) - 90
    inside, u, _ = lay.box(
        ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2),
        (wide * 2, length),
        wide * 0.9,
        turn,
    )
    tone = (150 + number * 13 % 40, 140 + number * 7 % 34, 98)
    lay.put(
        lay.edge(inside),
        tone,
        F(8 + number % 9 * 3) + np.sqrt(np.maximum(wide * wide - u * u, 0)),
    )


def garland(lay: Lay, garden: str, zoom: float) -> None:
    """On a string that sags across a wall."""
    chance = np.random.default_rng(lay.seed)
    plants = GARDENS[garden]
    kinds = list(plants)
    for number in range(130):
        t = float(chance.random())
        x = -60 + 1120 * t
        y = (
            (430 + 300 * math.sin(math.pi * t) - (zoom - 1) * 60)
            if zoom == 1
            else 300 + 420 * math.sin(math.pi * t)
        )
        kind = kinds[number % len(kinds)]
        size = (
            float(chance.uniform(140, 210))
            * zoom
            * (0.72 if kind in ("daisy", "button", "berry") else 1)
        )
        lean = float(chance.normal(180 if number % 3 else 0, 42))
        plant(
            lay,
            kind,
            plants[kind][number % len(plants[kind])],
            (x, y + float(chance.normal(0, 26 * zoom))),
            lean,
            size,
            16 + number * 0.4,
        )
