"""Shapes that a gouge cuts easily, and how they are turned and moved."""

import math
from collections.abc import Callable

import numpy as np
from PIL import ImageDraw

from devtools.demodata.pictures.lay import Point
from devtools.demodata.pictures.shapes import curve

Draw = ImageDraw.ImageDraw
Chance = np.random.Generator
Motif = Callable[[Draw, Chance, int], None]


def turned(
    points: list[Point], at: Point, turn: float, size: float = 1.0
) -> list[Point]:
    """Points moved to a place."""
    a = math.radians(turn)
    c, s = math.cos(a) * size, math.sin(a) * size
    return [(at[0] + x * c - y * s, at[1] + x * s + y * c) for x, y in points]


def soft(points: list[Point], many: int = 6) -> list[Point]:
    """A closed outline without corners; a point may be left of the middle too."""
    shifted = [(x + 5000, y + 5000) for x, y in points]
    return [(x - 5000, y - 5000) for x, y in curve([*shifted, shifted[0]], many)]


def blade(long: float, wide: float) -> list[Point]:
    """A leaf that points up, its stalk at nought."""
    left = [
        (-wide * math.sin(math.pi * t) ** 0.8, -long * t)
        for t in (i / 14 for i in range(15))
    ]
    return left + [(-x, y) for x, y in reversed(left)]
