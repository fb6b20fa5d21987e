"""Solid things by their distance function: how far it is from a point to their skin."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from devtools.demodata.pictures.arrays import Array, F, unit

Vector = tuple[float, float, float]
Outline = tuple[tuple[float, float], ...]
#: Of a blob: from, to, how thick there, how thick here.
Part = tuple[Vector, Vector, float, float]
#: Dots along a lathe's outline table.
FINE = 150
MARGIN = 0.12


@dataclass(frozen=True)
class Skin:
    """What light meets: colour, how it shines, and how the skin leans there."""

    colour: Array
    gloss: Array | float = 0.0
    #: From 0, a mirror, to 1, chalk.
    rough: float = 0.5
    normal: Array | None = None
    metal: bool = False
    #: Light that goes in and comes out again: wax, felt, petals.
    soft: float = 0.0
    #: Its own light.
    glow: Array | None = None


Paint = Callable[[Array, Array], Skin]


@dataclass
class Thing:
    """Something solid at its place; `paint` is asked in the thing's own measures."""

    paint: Paint
    at: Vector = (0, 0, 0)
    #: Degrees: round the upright, then leaning over to the side, then towards us.
    turn: Vector = (0, 0, 0)
    #: How much of the distance to believe: less for what is not quite round.
    trust: float = 0.92
    throws: bool = True
    centre: Vector = field(init=False, default=(0, 0, 0))
    reach: float = field(init=False, default=1)

    def __post_init__(self) -> None:
        self.centre, self.reach = self.bounds()
        self.matrix = rotation(self.turn)
        moved = self.matrix.T @ np.array(self.centre, F)
        self.ball = moved + np.array(self.at, F)

    def bounds(self) -> tuple[Vector, float]:
        """A ball around it, in its own measures."""
        raise NotImplementedError

    def distance(self, p: Array) -> Array:
        """From points in its own measures."""
        raise NotImplementedError

    def inside(self, p: Array) -> Array:
        """Points of the scene in the thing's own measures."""
        moved = p - np.array(self.at, F)[:, None]
        return moved if self.turn == (0, 0, 0) else self.matrix @ moved

    def outside(self, n: Array) -> Array:
        """A direction of its own as one of the scene."""
        return n if self.turn == (0, 0, 0) else self.matrix.T @ n

    def normal(self, p: Array) -> Array:
        """Which way its skin looks, in its own measures."""
        step = F(0.004)
        found = np.zeros_like(p)
        for a, b, c in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
            way = np.array([[a], [b], [c]], F)
            found += way * self.distance(p + way * step)
        return unit(found)


def rotation(turn: Vector) -> Array:
    """From the scene's directions to a thing's own."""
    yaw, lean, nod = (math.radians(each) for each in turn)
    cy, sy, cl, sl, cn, sn = (
        math.cos(yaw), math.sin(yaw), math.cos(lean), math.sin(lean),
        math.cos(nod), math.sin(nod),
    )  # fmt: skip
    upright = np.array([[cy, 0, -sy], [0, 1, 0], [sy, 0, cy]])
    side = np.array([[cl, sl, 0], [-sl, cl, 0], [0, 0, 1]])
    front = np.array([[1, 0, 0], [0, cn, sn], [0, -sn, cn]])
    return (upright @ side @ front).astype(F)


@lru_cache(maxsize=64)
def _lathe_table(outline: Outline) -> tuple[Array, float, float, float]:
    """Distances in the half plane of a turned thing, the step, and where it begins."""
    points = np.array(outline, F)
    wide = float(points[:, 0].max()) + MARGIN
    low, high = float(points[:, 1].min()) - MARGIN, float(points[:, 1].max()) + MARGIN
    step = max(wide, high - low) / FINE
    r = (np.arange(math.ceil(wide / step) + 2, dtype=F) * F(step))[None, :]
    h = np.arange(math.ceil((high - low) / step) + 2, dtype=F) * F(step) + F(low)
    h = h[:, None]
    closest = np.full((h.shape[0], r.shape[1]), 1e9, F)
    within = np.zeros(closest.shape, bool)
    for (r0, h0), (r1, h1) in zip(points, np.roll(points, -1, 0), strict=True):
        dr, dh = r1 - r0, h1 - h0
        if r0 <= 0 and r1 <= 0:
            continue
        t = np.clip(
            ((r - r0) * dr + (h - h0) * dh) / max(dr * dr + dh * dh, 1e-12), 0, 1
        )
        away = (r - r0 - t * dr) ** 2 + (h - h0 - t * dh) ** 2
        np.minimum(closest, away, out=closest)
        if h0 != h1:
            crosses = (h0 > h) != (h1 > h)
            within ^= crosses & (r < (h - h0) * (dr / dh) + r0)
    table = np.sqrt(closest)
    table[within] *= -1
    return np.ascontiguousarray(table), step, low, wide


def curve(points: Sequence[tuple[float, float]], many: int = 5) -> Outline:
    """Through all the points, softly; a point given twice stays a corner."""
    found = []
    last = len(points) - 1
    for number in range(last):
        p0, p1 = points[max(number - 1, 0)], points[number]
        p2, p3 = points[number + 1], points[min(number + 2, last)]
        for part in range(many):
            t = part / many
            found.append(tuple(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t
                       + (3 * b - a - 3 * c + d) * t**3)
                for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
            ))  # fmt: skip
    found.append(points[last])
    return tuple((max(0.0, float(r)), float(h)) for r, h in found)


@dataclass
class Lathe(Thing):
    """Turned round the upright axis: everything thrown, turned, dipped or coiled."""

    outline: Outline = ()

    def bounds(self) -> tuple[Vector, float]:
        """Around all of it."""
        self.table, self.step, self.low, self.wide = _lathe_table(self.outline)
        tops = [h for _, h in self.outline]
        middle = (min(tops) + max(tops)) / 2
        reach = max(math.hypot(r, h - middle) for r, h in self.outline)
        return (0, middle, 0), reach + 0.03

    def _place(self, p: Array) -> tuple[Array, Array, Array]:
        r = np.sqrt(p[0] * p[0] + p[2] * p[2])
        rows, columns = self.table.shape
        u = np.clip(r * F(1 / self.step), 0, columns - F(1.001))
        v = np.clip((p[1] - F(self.low)) * F(1 / self.step), 0, rows - F(1.001))
        return r, u, v

    def distance(self, p: Array) -> Array:
        """Looked up in its table."""
        r, u, v = self._place(p)
        out = np.maximum(r - u * F(self.step), 0)
        out = out + np.abs((p[1] - F(self.low)) - v * F(self.step)) * F(0.9)
        return _bilinear(self.table, u, v) + out * F(0.7)

    def normal(self, p: Array) -> Array:
        """From the slope of its table, half a dot to each side."""
        r, u, v = self._place(p)
        rows, columns = self.table.shape
        a = F(0.8)
        right = _bilinear(self.table, np.minimum(u + a, columns - F(1.001)), v)
        left = _bilinear(self.table, np.abs(u - a), v)
        up = _bilinear(self.table, u, np.minimum(v + a, rows - F(1.001)))
        down = _bilinear(self.table, u, np.maximum(v - a, 0))
        over = (right - left) / np.maximum(r, F(1e-5))
        return unit(np.stack([p[0] * over, up - down, p[2] * over]))


def _bilinear(table: Array, u: Array, v: Array) -> Array:
    x, y = u.astype(np.int32), v.astype(np.int32)
    fu, fv = u - x, v - y
    width = table.shape[1]
    at = y * width + x
    flat = table.ravel()
    top = flat.take(at)
    top += (flat.take(at + 1) - top) * fu
    at += width
    low = flat.take(at)
    low += (flat.take(at + 1) - low) * fu
    low -= top
    low *= fv
    low += top
    return low


@dataclass
class Blob(Thing):
    """Balls and sausages that melt into each other: what is felted or modelled.

    Each part is (from, to, radius there, radius here); `melt` is how softly they join."""

    parts: tuple[Part, ...] = ()
    melt: float = 0.06

    def bounds(self) -> tuple[Vector, float]:
        """Around all parts."""
        low = [
            min(min(a[i], b[i]) - max(r, s) for a, b, r, s in self.parts)
            for i in range(3)
        ]
        high = [
            max(max(a[i], b[i]) + max(r, s) for a, b, r, s in self.parts)
            for i in range(3)
        ]
        middle = (
            (low[0] + high[0]) / 2,
            (low[1] + high[1]) / 2,
            (low[2] + high[2]) / 2,
        )
        return middle, math.dist(low, high) / 2 * 0.92

    def distance(self, p: Array) -> Array:
        """A soft union of all parts; of those that can matter to any of the points."""
        middle = np.array([(each.min() + each.max()) / 2 for each in p], F)
        wide = math.dist((p[0].min(), p[1].min(), p[2].min()), middle)
        nearest = [self._least(part, middle) for part in self.parts]
        most = min(most for _, most in nearest) + wide + self.melt
        found: Array | None = None
        k = F(self.melt)
        for (a, b, r, s), (least, _) in zip(self.parts, nearest, strict=True):
            if least - wide > most:
                continue
            away = sausage(p, a, b, r, s)
            if found is None:
                found = away
                continue
            h = np.maximum(k - np.abs(found - away), 0)
            found = np.minimum(found, away) - h * h * F(0.25 / self.melt)
        if found is None:
            raise ValueError("a blob without parts")
        return found

    def _least(self, part: Part, at: Array) -> tuple[float, float]:
        """How near to a point a part is at least, and at most."""
        a, b, r, s = part
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2)
        far, half = math.dist(middle, at), math.dist(a, b) / 2
        return far - half - max(r, s), far + half - min(r, s)


def sausage(p: Array, a: Vector, b: Vector, r: float, s: float) -> Array:
    """From a to b, r thick there and s thick here; a ball if they are one."""
    way = [b[i] - a[i] for i in range(3)]
    length = sum(each * each for each in way)
    x, y, z = p[0] - F(a[0]), p[1] - F(a[1]), p[2] - F(a[2])
    if length < 1e-9:
        return np.asarray(np.sqrt(x * x + y * y + z * z) - F(r))
    t = (x * F(way[0]) + y * F(way[1]) + z * F(way[2])) * F(1 / length)
    t = np.clip(t, 0, 1)
    x, y, z = x - t * F(way[0]), y - t * F(way[1]), z - t * F(way[2])
    return np.asarray(
        np.sqrt(x * x + y * y + z * z) - (F(r) + t * t * (3 - 2 * t) * F(s - r))
    )


@dataclass
class Ring(Thing):
    """A torus, or the part of one above a level: rings, handles, hoops.

    It stands upright, its axis towards us; `flat` widens the band along its axis."""

    radius: float = 1
    thick: float = 0.1
    flat: float = 1
    #: Only what is on the right of this, from the middle.
    cut: float = -9
    #: Only what is above this, from the middle.
    above: float = -9

    def bounds(self) -> tuple[Vector, float]:
        """Around all of it."""
        return (0, 0, 0), self.radius + self.thick * max(1, self.flat) + 0.02

    def distance(self, p: Array) -> Array:
        """To the band."""
        q = np.sqrt(p[0] * p[0] + p[1] * p[1]) - F(self.radius)
        z = np.maximum(np.abs(p[2]) - F(self.thick * (self.flat - 1)), 0)
        away = np.sqrt(q * q + z * z) - F(self.thick)
        if self.above > -9:
            away = np.maximum(away, F(self.above) - p[1])
        return np.maximum(away, F(self.cut) - p[0]) if self.cut > -9 else away


@dataclass
class Box(Thing):
    """A box with round edges, standing on its place: books, boards, folded cloth."""

    size: Vector = (1, 1, 1)
    round: float = 0.05
    #: The upper side of cloth is never flat.
    bulge: float = 0

    def bounds(self) -> tuple[Vector, float]:
        """Around all of it."""
        half = math.dist((0, 0, 0), self.size) / 2
        return (0, self.size[1] / 2, 0), half + self.bulge

    def distance(self, p: Array) -> Array:
        """To its skin."""
        w, h, d = (each / 2 - self.round for each in self.size)
        lift = F(0)
        if self.bulge:
            lift = F(self.bulge) * (
                np.cos(p[0] * F(2.2 / self.size[0]))
                * np.cos(p[2] * F(2.2 / self.size[2]))
                + F(0.3)
                * np.sin(p[0] * F(5 / self.size[0]) + p[2] * F(7 / self.size[2]))
            )
        x = np.abs(p[0]) - F(w)
        y = np.abs(p[1] - F(self.size[1] / 2) - lift) - F(h)
        z = np.abs(p[2]) - F(d)
        out = np.sqrt(
            np.maximum(x, 0) ** 2 + np.maximum(y, 0) ** 2 + np.maximum(z, 0) ** 2
        )
        return np.asarray(
            out + np.minimum(np.maximum(x, np.maximum(y, z)), 0) - F(self.round)
        )
