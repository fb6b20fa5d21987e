"""Spinning: spindles, roving in braids, skeins and balls of yarn."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from devtools.demodata.pictures.arrays import (
    Array,
    F,
    column,
    mix,
    solid,
    unit,
)
from devtools.demodata.pictures.film import Film
from devtools.demodata.pictures.palette import DYES
from devtools.demodata.pictures.props import scenery
from devtools.demodata.pictures.scene import Scene
from devtools.demodata.pictures.shapes import Lathe, Paint, Skin, Thing, Vector, curve
from devtools.demodata.pictures.timber import wood


def spun(dye: str, seed: int, *, to: str = "") -> Paint:
    """Yarn or combed wool: soft, not quite even in its colour."""
    tone, other = column(DYES[dye]), column(DYES[to or dye])

    def paint(p: Array, n: Array) -> Skin:
        cloud, rough = solid("smooth", p, 40, seed), solid("rough", p, 240, seed)
        share = np.clip(F(0.5) + F(0.45) * cloud, 0, 1) if to else 0
        colour = mix(tone, other, share) * (1 + F(0.12) * cloud + F(0.07) * rough)
        return Skin(
            colour,
            0.0,
            1.0,
            unit(n + F(0.06) * np.stack([rough, -rough, rough])),
            soft=0.55,
        )

    return paint


@dataclass
class Wound(Lathe):
    """A cop of yarn: wound to and fro."""

    threads: float = 60
    depth: float = 0.012

    def distance(self, p: Array) -> Array:
        """The cop, thread by thread."""
        far = super().distance(p)
        near = np.abs(far) < F(0.05)
        if near.any():
            q = p[:, near]
            angle = np.arctan2(q[0], q[2])
            a = np.abs(np.sin(q[1] * F(self.threads) + angle * F(0.9)))
            b = np.abs(np.sin(q[1] * F(self.threads * 0.9) - angle * F(1.8)))
            far[near] -= F(self.depth) * (np.maximum(a, b * F(0.9)) - F(0.5))
        return far

    def normal(self, p: Array) -> Array:
        """Of the threads."""
        return Thing.normal(self, p)


@dataclass
class Ball(Lathe):
    """A ball of yarn: layer over layer, each another way round."""

    threads: float = 70
    depth: float = 0.014

    def distance(self, p: Array) -> Array:
        """The ball, thread by thread."""
        far = super().distance(p)
        near = np.abs(far) < F(0.06)
        if near.any():
            far[near] -= F(self.depth) * (wraps(p[:, near], self.threads) - F(0.5))
        return far

    def normal(self, p: Array) -> Array:
        """Of the threads."""
        return Thing.normal(self, p)


WAYS = np.array([[0.2, 0.95, 0.24], [0.83, 0.3, 0.46], [-0.72, 0.42, 0.55], [0.1, 0.5, -0.86],
                 [0.55, -0.6, 0.58], [-0.45, 0.1, 0.89]], F)  # fmt: skip


def wraps(p: Array, threads: float) -> Array:
    """How far out the uppermost thread is: from 0 to 1."""
    far = np.sqrt(p[0] ** 2 + p[1] ** 2 + p[2] ** 2) + F(1e-5)
    best = np.full(p.shape[1], 9.0, F)
    found = np.zeros(p.shape[1], F)
    for way in WAYS:
        along = p[0] * way[0] + p[1] * way[1] + p[2] * way[2]
        off = np.abs(along / far - F(0.12) * way[1])
        closer = off < best
        np.copyto(best, off, where=closer)
        np.copyto(found, np.abs(np.sin(along * F(threads))), where=closer)
    return found


@dataclass
class Braid(Thing):
    """Three strands over each other, along x; roving as it is sold."""

    half: float = 1.3
    thick: float = 0.2
    beat: float = 4.6

    def bounds(self) -> tuple[Vector, float]:
        """Around all of it."""
        return (0, self.thick, 0), self.half + 0.35

    def distance(self, p: Array) -> Array:
        """To the nearest strand."""
        x = np.clip(p[0], -self.half, self.half)
        out = p[0] - x
        share = x * x * F(1 / self.half**2)
        thick = F(self.thick) * (F(1) - F(0.45) * share * share)
        found = np.full(p.shape[1], 9.0, F)
        for strand in range(3):
            phase = x * F(self.beat) + F(strand * 2.0944)
            sine = np.sin(phase)
            # The double angle, twice as high as it is wide.
            q = (
                p[1]
                - F(self.thick * 1.05)
                - F(self.thick * 0.84) * sine * np.cos(phase)
            )
            r = (p[2] - F(self.thick * 1.15) * sine) * F(0.82)
            away = np.sqrt(out * out + q * q + r * r) - thick
            _combed(away, (q, r, x), F(self.thick), (17, 22, 0.026))
            np.minimum(found, away, out=found)
        return found


def _combed(
    away: Array,
    at: tuple[Array, Array, Array],
    thick: Array,
    how: tuple[float, float, float],
) -> None:
    """Fibres along a strand; only where somebody is near enough to see them."""
    close = np.flatnonzero(away < F(0.06))
    if close.size:
        q, r, x = (each[close] for each in at)
        around, along, deep = how
        turn = np.arctan2(q, r) * F(around) + x * F(along)
        away[close] -= thick * F(deep) * (np.sin(turn) + F(0.7) * np.sin(turn * F(1.7)))


@dataclass
class Skein(Thing):
    """Twisted on itself, along x: two ropes of many threads."""

    half: float = 1.0
    thick: float = 0.2
    twist: float = 3.4

    def bounds(self) -> tuple[Vector, float]:
        """Around all of it."""
        return (0, self.thick * 1.5, 0), self.half + self.thick + 0.1

    def distance(self, p: Array) -> Array:
        """To the nearer rope."""
        x = np.clip(p[0], -self.half, self.half)
        out = p[0] - x
        share = np.abs(x) * F(1 / self.half)
        thick = F(self.thick) * (F(1.06) - F(0.3) * share * share * share)
        y, z = p[1] - F(self.thick * 1.75), p[2]
        a = x * F(self.twist)
        up, over = np.cos(a) * F(self.thick * 0.78), np.sin(a) * F(self.thick * 0.78)
        found = np.full(p.shape[1], 9.0, F)
        for side in (-1, 1):
            q, r = y - side * up, z - side * over
            away = np.sqrt(out * out + q * q + r * r) - thick
            _combed(away, (q, r, x), F(self.thick), (19, -30, 0.034))
            np.minimum(found, away, out=found)
        return found


def spindle_at(
    seed: int, timber: str, dye: str, at: Vector, turn: float, full: float = 0.8
) -> list[Thing]:
    """A spindle that lies on its whorl, with some yarn on it."""
    low = -1.35
    shaft = (
        (0.0, low),
        (0.026, low + 0.05),
        (0.055, low + 0.8),
        (0.05, 0.25),
        (0.035, 0.5),
        (0.0, 0.53),
    )
    whorl = curve(
        [
            (0.0, 0.02),
            (0.3, 0.03),
            (0.4, 0.08),
            (0.41, 0.13),
            (0.36, 0.18),
            (0.12, 0.2),
            (0.0, 0.2),
        ],
        4,
    )
    cop = curve(
        [
            (0.0, low + 0.5),
            (0.07, low + 0.52),
            (0.1 + 0.2 * full, -0.42),
            (0.12 + 0.13 * full, -0.12),
            (0.07, 0.0),
            (0.0, 0.0),
        ],
        5,
    )
    lying = (turn, 84.0, 0.0)
    made = wood(timber, seed, carved=0.0, rings=24, way="x")
    found: list[Thing] = [
        Lathe(made, at=at, turn=lying, outline=tuple(shaft)),
        Lathe(made, at=at, turn=lying, outline=whorl),
    ]
    if full:
        found.append(Wound(spun(dye, seed), at=at, turn=lying, outline=cop, trust=0.7))
    return found


def spinning(
    width: int,
    *,
    seed: int,
    timber: str = "rowan",
    dye: str = "madder",
    to: str = "",
    how: str = "whole",
    scene: str = "window",
    roving: bool = True,
    full: float = 0.8,
) -> Image.Image:
    """A spindle and its roving."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, "above" if how == "above" else "use")
    things = spindle_at(seed, timber, dye, (0.05, 0.4, -0.42), 18, full)
    if roving:
        things.append(
            Braid(
                spun(dye, seed, to=to), at=(0.0, 0, 0.62), turn=(-9, 0, 0), trust=0.55
            )
        )
    at, wide = ((0.0, 0.2, 0.1), 2.95)
    if how == "close":
        at, wide = ((-0.25, 0.3, 0.05), 1.7)
    camera = replace(
        camera,
        at=at,
        wide=wide,
        pitch=38 if how != "above" else 68,
        yaw=(6, -20)[how == "close"],
    )
    return Scene(film, place, camera, things).render().developed(exposure)


def skeins(
    width: int,
    *,
    seed: int,
    dyes: tuple[str, ...],
    how: str = "whole",
    scene: str = "window",
    to: str = "",
) -> Image.Image:
    """Skeins side by side, one across the others."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, "use")
    things: list[Thing] = []
    for number, dye in enumerate(dyes):
        z = (number - (len(dyes) - 1) / 2) * 0.78
        turn = (-4.0, 5.0, -8.0, 3.0)[number % 4]
        things.append(
            Skein(
                spun(dye, seed + number, to=to),
                at=(0.06 * number, 0, z),
                turn=(turn, 0, 0),
                trust=0.55,
            )
        )
    across = max(2.7, len(dyes) * 0.92)
    at = (0.0, 0.2, 0.0)
    if how == "close":
        at, across = (0.15, 0.3, 0.3), 1.35
    camera = replace(
        camera,
        at=at,
        wide=across,
        pitch=52 if how != "close" else 40,
        yaw=-18 if how == "use" else 8,
    )
    return Scene(film, place, camera, things).render().developed(exposure)


def rovings(
    width: int,
    *,
    seed: int,
    dyes: tuple[str, ...],
    how: str = "whole",
    scene: str = "bench",
    to: str = "",
) -> Image.Image:
    """Braids of combed wool."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, "use")
    things: list[Thing] = []
    for number, dye in enumerate(dyes):
        z = (number - (len(dyes) - 1) / 2) * 0.8
        things.append(
            Braid(
                spun(dye, seed + number, to=to),
                at=(0.08 * (-1) ** number, 0, z),
                turn=(4.0 * (-1) ** number, 0, 0),
                trust=0.55,
            )
        )
    at, across = (0.0, 0.2, 0.0), max(3.1, len(dyes) * 1.0)
    if how == "close":
        at, across = (0.2, 0.3, 0.2), 1.4
    camera = replace(
        camera, at=at, wide=across, pitch=54, yaw=14 if how == "use" else -6
    )
    return Scene(film, place, camera, things).render().developed(exposure)


def balls(
    width: int,
    *,
    seed: int,
    dyes: tuple[str, ...],
    how: str = "whole",
    scene: str = "rose",
    to: str = "",
) -> Image.Image:
    """Balls of yarn that have rolled to a stop."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, how)
    things: list[Thing] = []
    spots = ((0.0, 0.3), (-0.92, -0.3), (0.95, -0.42), (0.08, -0.95), (-0.15, 0.0))
    for number, dye in enumerate(dyes):
        x, z = spots[number]
        r = 0.5 * (1, 0.94, 0.9, 0.96, 0.8)[number]
        lift = r if number < 4 else 1.12
        shape = curve(
            [(0.0, -r), (r * 0.72, -r * 0.7), (r, 0.0), (r * 0.7, r * 0.71), (0.0, r)],
            8,
        )
        turn = (number * 70.0 + seed * 13, number * 25.0, 0.0)
        things.append(
            Ball(
                spun(dye, seed + number, to=to),
                at=(x, lift, z),
                turn=turn,
                outline=shape,
                trust=0.75,
                threads=70,
            )
        )
    across = 1.6 if len(dyes) == 1 else 2.6
    at = (0.0, 0.5, 0.0)
    if how == "close":
        at, across = (0.05, 0.55, 0.4), 1.2
    camera = replace(camera, at=at, wide=across)
    return Scene(film, place, camera, things).render().developed(exposure)
