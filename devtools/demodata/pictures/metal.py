"""Silver, brass and gold: hammered, sawn, polished; and stones set into them."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from devtools.demodata.pictures.arrays import (
    Array,
    F,
    column,
    mix,
    smooth,
    solid,
    unit,
)
from devtools.demodata.pictures.film import Film
from devtools.demodata.pictures.palette import METALS, RGB
from devtools.demodata.pictures.props import scenery
from devtools.demodata.pictures.scene import Scene
from devtools.demodata.pictures.shapes import (
    Blob,
    Box,
    Lathe,
    Paint,
    Ring,
    Skin,
    Thing,
    Vector,
    curve,
)  # fmt: skip

Flat = Callable[[Array, Array], Array]
STONES: dict[str, RGB] = {
    "garnet": (120, 22, 34), "turquoise": (74, 160, 156), "moonstone": (206, 212, 224),
    "amber": (206, 128, 36), "onyx": (26, 26, 30), "pearl": (236, 226, 216),
    "seaglass": (128, 176, 164),
}  # fmt: skip


def metal(
    kind: str,
    seed: int,
    *,
    hammered: float = 0.0,
    worn: float = 0.2,
    brushed: float = 0.0,
    scale: float = 1.0,
    veins: bool = False,
) -> Paint:
    """What shines, with the marks of the hammer or the brush."""
    tone = column(METALS[kind])

    def paint(p: Array, n: Array) -> Skin:
        rough = solid("cloudy", p, 90 * scale, seed)
        dull = np.clip(F(1) - F(worn) * smooth(0.2, 2.2, rough), 0.2, 1)
        lean = n + F(0.02) * np.stack([rough, rough, -rough])
        if veins:
            lean = lean + _veins(p)
        if hammered:
            lean = lean + F(hammered) * _dents(p, seed, 8.5 * scale)
        if brushed:
            fine = solid("fine", p * np.array([[0.06], [1], [1]], F), 320 * scale, seed)
            lean = lean + F(brushed) * np.stack([fine * 0, fine, fine])
        return Skin(tone * dull, 0.9, 0.05 + 0.16 * worn, unit(lean), metal=True)

    return paint


def _veins(p: Array) -> Array:
    """Chiselled into a leaf: one along its middle, others to both sides."""
    middle = np.exp(-((p[0] / F(0.016)) ** 2)) * np.sign(p[0]) * F(0.9)
    side = np.sin((p[2] + np.abs(p[0]) * F(1.1)) * F(46))
    side = (
        np.sign(side)
        * smooth(0.86, 1.0, np.abs(side))
        * smooth(0.02, 0.05, np.abs(p[0]))
    )
    return np.stack([middle, np.zeros_like(middle), side * F(0.35)])


def _dents(p: Array, seed: int, scale: float) -> Array:
    """The nearest of many little hollows: which way its floor leans."""
    q = p * F(scale)
    cell = np.floor(q)
    best = np.full(p.shape[1], 9.0, F)
    lean = np.zeros_like(p)
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            for dz in (-1, 0, 1):
                c = cell + np.array([[dx], [dy], [dz]], F)
                h = np.sin(
                    c[0] * F(127.1) + c[1] * F(311.7) + c[2] * F(74.7) + F(seed)
                ) * F(43758.5)
                h = h - np.floor(h)
                g = h * F(57.3)
                g = g - np.floor(g)
                off = q - c - np.stack([h, g, (h + g) * F(0.5)])
                far = off[0] * off[0] + off[1] * off[1] + off[2] * off[2]
                closer = far < best
                np.copyto(best, far, where=closer)
                np.copyto(lean, off, where=closer[None])
    return np.asarray(lean)


def stone(kind: str, seed: int) -> Paint:
    """Something to look into."""
    tone = column(STONES[kind])
    milky = kind in ("pearl", "turquoise", "moonstone", "seaglass")

    def paint(p: Array, n: Array) -> Skin:
        cloud = solid("smooth", p, 60, seed)
        deep = tone * (1 + F(0.18) * cloud)
        light = deep * smooth(-0.4, 1.0, -n[0] - n[1] * F(0.3)) * F(0.3)
        gloss = 0.06 if kind == "seaglass" else 0.22
        return Skin(deep, gloss, 0.05 if not milky else 0.16, soft=0.9 if milky else 0.4,
                    glow=None if milky else light)  # fmt: skip

    return paint


@dataclass
class Cut(Thing):
    """Sawn out of sheet: a flat shape, a little domed, lying or hanging."""

    shape: Flat | None = None
    wide: float = 0.6
    thick: float = 0.022
    domed: float = 0.10

    def bounds(self) -> tuple[Vector, float]:
        """Around all of it."""
        return (0, 0, 0), self.wide * 1.15

    def distance(self, p: Array) -> Array:
        """Flat in x and z, thick in y."""
        if self.shape is None:
            raise ValueError("a cut without a shape")
        side = self.shape(p[0], p[2])
        dome = F(self.domed) * (F(self.wide) - (p[0] ** 2 + p[2] ** 2) / F(self.wide))
        up = np.abs(p[1] - dome) - F(self.thick)
        out = np.sqrt(np.maximum(side, 0) ** 2 + np.maximum(up, 0) ** 2)
        return np.asarray(out + np.minimum(np.maximum(side, up), 0) - F(0.006))


def disc(radius: float, hole: float = 0.0) -> Flat:
    """A coin, with a hole in its middle if wished."""

    def shape(x: Array, z: Array) -> Array:
        r = np.sqrt(x * x + z * z)
        return np.maximum(r - F(radius), F(hole) - r) if hole else r - F(radius)

    return shape


def crescent(radius: float) -> Flat:
    """A moon."""

    def shape(x: Array, z: Array) -> Array:
        outer = np.sqrt(x * x + z * z) - F(radius)
        inner = F(radius * 0.82) - np.sqrt(
            (x - F(radius * 0.42)) ** 2 + (z + F(radius * 0.2)) ** 2
        )
        return np.maximum(outer, inner)

    return shape


def leaf(long: float) -> Flat:
    """Pointed at both ends, with a toothless edge."""

    def shape(x: Array, z: Array) -> Array:
        # Two circles that overlap.
        r = F(long * 1.35)
        off = F(math.sqrt(1.35**2 - 1) * long)
        a = np.sqrt((x - off) ** 2 + z * z) - r
        b = np.sqrt((x + off) ** 2 + z * z) - r
        return np.maximum(a, b)

    return shape


def drop(radius: float) -> Flat:
    """Round below, pointed above."""

    def shape(x: Array, z: Array) -> Array:
        share = np.clip((z + F(radius)) / F(2.6 * radius), 0, 1)
        r = F(radius) * np.sqrt(share) * F(0.9)
        round_ = np.sqrt(x * x + (z - F(radius * 0.5)) ** 2) - F(radius * 0.74)
        cone = np.maximum(
            np.abs(x) - r * F(0.66), np.abs(z + F(radius * 0.35)) - F(radius * 0.75)
        )
        return np.minimum(round_, cone * F(0.75))

    return shape


def bar(long: float, wide: float) -> Flat:
    """A stick."""

    def shape(x: Array, z: Array) -> Array:
        return np.maximum(np.abs(x) - F(wide), np.abs(z) - F(long))

    return shape


SHAPES: dict[str, tuple[Flat, float]] = {
    "disc": (disc(0.42), 0.5),
    "hoop": (disc(0.5, 0.36), 0.55),
    "moon": (crescent(0.5), 0.55),
    "leaf": (leaf(0.62), 0.68),
    "drop": (drop(0.5), 0.7),
    "bar": (bar(0.6, 0.07), 0.65),
}


def rings(
    width: int,
    *,
    seed: int,
    kind: str = "silver",
    how: str = "whole",
    scene: str = "slate",
    many: int = 1,
    hammered: float = 0.5,
    set_with: str = "",
    flat: float = 2.2,
    thick: float = 0.055,
) -> Image.Image:
    """Rings, lying and leaning."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, how)
    things: list[Thing] = []
    for number in range(many):
        paint = metal(kind, seed + number, hammered=hammered)
        x, z = ((0.0, 0.0), (0.95, -0.62), (-0.86, -0.8))[number]
        leaning = number == 0
        high = 0.52 + thick if leaning else thick * (flat if not leaning else 1)
        turn = (34.0, 0.0, 0.0) if leaning else (20.0, 0.0, 90.0)
        things.append(
            Ring(
                paint,
                at=(x, high, z),
                turn=turn,
                radius=0.5,
                thick=thick,
                flat=flat,
                trust=0.8,
            )
        )
        if set_with and leaning:
            things += _setting(set_with, kind, (x, high + 0.56, z), seed)
    at, wide = ((0.12 * (many - 1), 0.42, 0.0), 2.2 + 0.7 * (many - 1))
    if how == "close":
        at, wide = (0.0, 0.72 if set_with else 0.6, 0.2), 1.15
    camera = replace(camera, at=at, wide=wide, pitch=max(camera.pitch, 26))
    return Scene(film, place, camera, things).render().developed(exposure)


def _setting(kind: str, held: str, at: Vector, seed: int) -> list[Thing]:
    x, y, z = at
    cup = curve([(0.1, -0.05), (0.16, 0.0), (0.185, 0.09)], 3)
    gem = Blob(
        stone(kind, seed),
        at=(x, y + 0.07, z),
        parts=(((0, 0, 0), (0, 0.01, 0), 0.16, 0.14),),
    )
    whole = ((0.0, -0.06), *cup, (0.16, 0.09), (0.0, 0.02))
    return [Lathe(metal(held, seed), at=(x, y, z), outline=whole), gem]


def drops(
    width: int,
    *,
    seed: int,
    shape: str,
    kind: str = "brass",
    how: str = "whole",
    scene: str = "paper",
    pair: bool = True,
    hammered: float = 0.35,
    bead: str = "",
    card: bool = True,
) -> Image.Image:
    """Earrings or a pendant, lying on a card."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, "above")
    paint = metal(
        kind, seed, hammered=hammered, scale=0.75, brushed=0.05, veins=shape == "leaf"
    )
    wire = metal("silver" if kind != "gold" else "gold", seed)
    things: list[Thing] = []
    form, wide = SHAPES[shape]
    lift = 0.0
    if card:
        things.append(
            Box(
                _paper(seed),
                turn=(6, 0, 0),
                size=(2.5 if pair else 1.9, 0.05, 2.9),
                round=0.02,
            )
        )
        lift = 0.05
    for x in (-0.56, 0.56) if pair else (0.0,):
        turn = (-8.0 if x < 0 else 6.0, 0.0, 0.0)
        at = (x, lift + 0.05, 0.34)
        things.append(Cut(paint, at=at, turn=turn, shape=form, wide=wide, trust=0.7))
        top = 0.34 - wide * 0.92
        if bead:
            things.append(
                Blob(
                    stone(bead, seed),
                    at=(x, lift + 0.1, top - 0.06),
                    parts=(((0, 0, 0), (0, 0, 0), 0.1, 0.1),),
                )
            )
            top -= 0.14
        things.append(
            Ring(
                wire,
                at=(x, lift + 0.03, top - 0.02),
                turn=(0, 0, 90),
                radius=0.055,
                thick=0.014,
            )
        )
        if pair:
            things.append(
                Ring(
                    wire,
                    at=(x - 0.1, lift + 0.03, top - 0.2),
                    turn=(180, 0, 90),
                    radius=0.15,
                    thick=0.014,
                    cut=-0.1,
                )
            )
        else:
            things += chain(wire, lift, top - 0.05)
    at, across = ((0, 0, 0.0), 2.75 if card else 2.4)
    if how == "close":
        at, across = ((0.5 if pair else 0.0), 0.05, 0.3), 1.25
    yaw, pitch = (14, 62) if how == "use" else (0, 74)
    camera = replace(
        camera, at=at, wide=across, yaw=yaw, pitch=pitch if how != "close" else 52
    )
    return Scene(film, place, camera, things).render().developed(exposure)


def chain(paint: Paint, lift: float, top: float) -> list[Thing]:
    """Links in a curve to both sides, upwards."""
    found: list[Thing] = []
    parts = []
    for side in (-1, 1):
        before = (0.0, lift + 0.03, top)
        for step in range(1, 9):
            t = step / 8
            here = (
                side * (0.12 * t + 0.62 * t * t),
                lift + 0.03,
                top - 1.25 * t + 0.2 * t * t,
            )
            parts.append((before, here, 0.02, 0.02))
            before = here
    found.append(Beaded(paint, parts=tuple(parts), melt=0.002))
    return found


@dataclass
class Beaded(Blob):
    """A fine chain: the sausage it follows, in links."""

    def distance(self, p: Array) -> Array:
        """Thinner between the links."""
        link = np.sin(p[2] * F(80)) * np.cos(p[0] * F(40))
        return super().distance(p) - F(0.006) * link


def _paper(seed: int) -> Paint:
    tone = column((226, 216, 198))

    def paint(p: Array, n: Array) -> Skin:
        rough, cloud = solid("rough", p, 110, seed), solid("cloudy", p, 40, seed)
        fleck = smooth(2.4, 3.0, solid("white", p, 90, seed))
        colour = mix(
            tone * (1 + F(0.03) * cloud), column((170, 150, 120)), fleck * F(0.5)
        )
        return Skin(
            colour, 0.0, 0.9, unit(n + F(0.06) * np.stack([rough, rough * 0, cloud]))
        )

    return paint
