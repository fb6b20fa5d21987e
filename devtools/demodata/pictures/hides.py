"""Leather itself: its grain, a cut piece of it, its stitches, and letters hit into it."""

import math

import numpy as np

from devtools.demodata.pictures.arrays import Array, F, linear, smooth
from devtools.demodata.pictures.lay import Lay, Point
from devtools.demodata.pictures.lettering import lettering
from devtools.demodata.pictures.palette import HIDES, RGB

THREAD: RGB = (232, 218, 190)


def hide(lay: Lay, kind: str, u: Array, v: Array) -> tuple[Array, Array]:
    """Its colour, a little uneven, and its grain."""
    tone = linear(HIDES[kind])[:, None, None]
    cloud, rough = (
        lay.rough("smooth", 3.0, lay.seed),
        lay.rough("cloudy", 9, lay.seed + 1),
    )
    pores = lay.rough("fine", 34, lay.seed) * F(0.5) + lay.rough(
        "rough", 24, lay.seed + 3
    ) * F(0.5)
    scratch = smooth(
        2.0,
        2.6,
        np.abs(lay.rough("rough", 6, lay.seed + 2) + np.sin(u * F(0.05) + v * F(0.21))),
    )
    colour = tone * (
        1 + F(0.10) * cloud + F(0.05) * rough + F(0.045) * pores + F(0.07) * scratch
    )
    return colour, pores * F(0.5) + rough * F(0.5)


def panel(
    lay: Lay,
    kind: str,
    at: Point,
    size: Point,
    *,
    corner: float = 26,
    turn: float = 0.0,
    thick: float = 16,
    lift: float = 0.0,
    stitched: tuple[bool, bool, bool, bool] = (True, True, True, True),
    notch: float = 0.0,
    thread: RGB = THREAD,
) -> tuple[Array, Array, Array]:
    """One piece of leather; stitched along left, right, top, bottom as asked."""
    inside, u, v = lay.box(at, size, corner, turn)
    if notch:
        # A thumb's place in the upper edge.
        bite = np.sqrt(u * u + ((v + F(size[1] / 2)) * F(1.4)) ** 2) - F(notch)
        inside = np.minimum(inside, bite)
    mask = lay.edge(inside)
    colour, grain = hide(lay, kind, u, v)
    burnish = np.exp(-np.maximum(inside, 0) / F(5))
    crease = np.exp(-(((inside - 11) / F(1.8)) ** 2))
    bevel = F(thick) * (1 - np.exp(-np.maximum(inside, 0) / F(4.5)))
    colour = colour * (1 - F(0.42) * burnish - F(0.14) * crease)
    lay.put(mask, colour, F(lift) + bevel + grain - crease * F(2.2), 0.20)
    stitches(lay, (inside, u, v), size, stitched, (thread, F(lift + thick)))
    return inside, u, v


def stitches(
    lay: Lay,
    form: tuple[Array, Array, Array],
    size: Point,
    sides: tuple[bool, bool, bool, bool],
    how: tuple[RGB, Array | float],
) -> None:
    """Each slants a little, and sinks into a groove."""
    inside, u, v = form
    left, right, top, bottom = sides
    near_side = np.abs(u) / F(size[0]) > np.abs(v) / F(size[1])
    near_side = (F(size[0] / 2) - np.abs(u)) < (F(size[1] / 2) - np.abs(v))
    along = np.where(near_side, v, u)
    wanted = np.where(
        near_side, np.where(u < 0, left, right), np.where(v < 0, top, bottom)
    )
    off = inside - F(21)
    groove = np.exp(-((off / F(4.2)) ** 2)) * wanted
    pitch = F(19)
    t = (along + off * F(0.35)) / pitch
    part = np.abs(t - np.floor(t) - F(0.5))
    body = (
        np.clip((F(3.0) - np.abs(off)) * F(lay.k) + F(0.5), 0, 1)
        * (1 - smooth(0.36, 0.42, part))
        * wanted
    )
    hole = np.exp(-((off / F(3.0)) ** 2)) * smooth(0.42, 0.48, part) * wanted
    lay.height -= groove * F(2.6)
    lay.colour *= 1 - F(0.25) * groove - F(0.6) * hole
    twist = np.sin(t * F(50) + off * F(1.2))
    thread, high = how
    tone = linear(thread)[:, None, None] * (F(0.9) + F(0.1) * twist)
    lay.put(
        body * F(0.96),
        tone,
        high + F(3.4) * np.sqrt(np.maximum(1 - (off / F(3.4)) ** 2, 0)),
    )


def stamped(lay: Lay, letters: str, at: Point, turn: float, size: int = 46) -> None:
    """Initials, hit into the damp leather."""
    sheet = lettering(letters, size * 2, 2.2)
    a = math.radians(turn)
    x, y = lay.x - F(at[0]), lay.y - F(at[1])
    u = (x * F(math.cos(a)) + y * F(math.sin(a))) * 2 + F(sheet.shape[1] / 2)
    v = (y * F(math.cos(a)) - x * F(math.sin(a))) * 2 + F(sheet.shape[0] / 2)
    on = (u >= 0) & (u < sheet.shape[1] - 1) & (v >= 0) & (v < sheet.shape[0] - 1)
    row = np.clip(v, 0, sheet.shape[0] - 1).astype(np.int32)
    column = np.clip(u, 0, sheet.shape[1] - 1).astype(np.int32)
    depth = np.where(on, sheet[row, column], 0)
    lay.height -= depth * F(5)
    lay.colour *= 1 - F(0.45) * depth
