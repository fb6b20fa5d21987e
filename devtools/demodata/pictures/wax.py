"""Candles: dipped, rolled, twisted, poured; and the flame."""

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
from devtools.demodata.pictures.metal import metal
from devtools.demodata.pictures.palette import DYES
from devtools.demodata.pictures.pottery import glazed, outline
from devtools.demodata.pictures.props import scenery
from devtools.demodata.pictures.scene import Scene
from devtools.demodata.pictures.shapes import Lathe, Outline, Paint, Skin, Thing, curve

WAXES = DYES | {
    "beeswax": (214, 160, 92), "ivory": (240, 228, 200), "blush": (222, 172, 154),
}  # fmt: skip
HOLDER = ((0.0, 0.0), (0.4, 0.0), (0.42, 0.03), (0.38, 0.06), (0.16, 0.09), (0.12, 0.16),
          (0.17, 0.22), (0.17, 0.32), (0.11, 0.32), (0.11, 0.24), (0.0, 0.24))  # fmt: skip


@dataclass
class Twisted(Lathe):
    """A turned thing that was wrung while it was warm, or is covered with cells."""

    ribs: int = 4
    twist: float = 3.2
    depth: float = 0.028

    def distance(self, p: Array) -> Array:
        """The turned thing, with ribs."""
        angle = np.arctan2(p[0], p[2])
        rib = np.abs(
            np.sin((angle * F(self.ribs) + p[1] * F(self.twist * self.ribs)) / 2)
        )
        return super().distance(p) - F(self.depth) * (rib - F(0.5))

    def normal(self, p: Array) -> Array:
        """Of the ribs too."""
        return Thing.normal(self, p)


def wax(
    colour: str,
    top: float,
    *,
    tip: str = "",
    lit: bool = True,
    cells: bool = False,
    ends: float = 0.3,
    seed: int = 1,
) -> Paint:
    """Light goes in and glows; a dipped end in another colour."""
    tone = column(WAXES[colour])
    end = column(WAXES[tip]) if tip else tone

    def paint(p: Array, n: Array) -> Skin:
        rough = solid("smooth", p, 40, seed)
        bloom = solid("cloudy", p, 90, seed)
        low = smooth(-0.02, 0.02, F(ends) - p[1] / F(top) + F(0.012) * rough)
        colours = mix(tone, end, low) * (1 + F(0.06) * rough + F(0.04) * bloom)
        lean = n + F(0.05) * np.stack([rough, bloom, -rough])
        if cells:
            colours, lean = comb(p, lean, colours)
        near = np.exp(-np.maximum(F(top) - p[1], 0) * F(2.6)) if lit else 0.0
        glow = colours * column((255, 190, 110)) * near * F(0.42) if lit else None
        return Skin(colours, 0.05, 0.35, unit(lean), soft=0.75, glow=glow)

    return paint


def comb(p: Array, lean: Array, colours: Array) -> tuple[Array, Array]:
    """The cells of a rolled sheet of wax."""
    u, v = np.arctan2(p[0], p[2]) * F(5.2), p[1] * F(15)
    row = np.floor(v / F(0.866))
    a = np.sin((u + row * F(0.5)) * F(2 * np.pi)) * np.cos(v * F(np.pi / 0.866))
    b = np.cos((u + row * F(0.5)) * F(2 * np.pi)) * np.sin(v * F(np.pi / 0.866))
    wall = smooth(0.1, 0.8, np.abs(b))
    return colours * (F(0.82) + F(0.22) * wall), lean + F(0.28) * np.stack(
        [a, b * F(0.6), -a]
    )


def flame(at: tuple[float, float, float], size: float) -> list[Thing]:
    """Fire on a wick."""
    shape = curve(
        [(0.0, 0.0), (0.055, 0.06), (0.06, 0.13), (0.03, 0.26), (0.0, 0.4)], 6
    )

    def burning(p: Array, _n: Array) -> Skin:
        high = p[1] / F(0.4 * size)
        warm = mix(
            column((255, 214, 130)), column((255, 150, 50)), smooth(0.4, 1, high)
        )
        blue = (1 - smooth(0.0, 0.22, high))[None]
        return Skin(warm * 0, 0.0, glow=warm * F(5.0) * (1 - F(0.7) * blue))

    def charred(p: Array, _n: Array) -> Skin:
        return Skin(column((40, 32, 28)) + p * 0, 0.0)

    x, y, z = at
    wick = ((0.0, 0.0), (0.011, 0.0), (0.011, 0.13), (0.0, 0.13))
    up: Outline = tuple((r * size, h * size) for r, h in shape)
    return [
        Lathe(charred, at=(x, y - 0.01, z), outline=wick, throws=False),
        Lathe(burning, at=(x, y + 0.07, z), outline=up, throws=False),
    ]


def taper(
    at: tuple[float, float],
    *,
    tall: float,
    thick: float,
    colour: str,
    tip: str = "",
    lit: bool = True,
    lift: float = 0.0,
    style: str = "dipped",
    seed: int = 1,
) -> list[Thing]:
    """One candle, standing."""
    x, z = at
    paint = wax(colour, tall, tip=tip, lit=lit, cells=style == "rolled", seed=seed)
    if style == "dipped":
        shape = curve([(thick * 0.94, 0.0), (thick, tall * 0.3), (thick * 0.9, tall * 0.8),
                       (thick * 0.62, tall * 0.95), (thick * 0.2, tall), (0.0, tall * 1.01)], 6)  # fmt: skip
    else:
        shape = curve([(thick, 0.0), (thick, tall * 0.5), (thick, tall * 0.96), (thick * 0.9, tall * 0.995),
                       (thick * 0.5, tall * 0.99), (0.0, tall * 0.985)], 5)  # fmt: skip
    whole: Outline = ((0.0, 0.0), *shape)
    kind: type[Lathe] = Twisted if style == "twisted" else Lathe
    trust = 0.7 if style == "twisted" else 0.92
    found: list[Thing] = [kind(paint, at=(x, lift, z), outline=whole, trust=trust)]
    if lit:
        return found + flame((x, lift + tall, z), 1.0)

    def cotton(p: Array, _n: Array) -> Skin:
        return Skin(column((214, 200, 172)) + p * 0, 0.0)

    wick = ((0.0, 0.0), (0.012, 0.0), (0.012, 0.16), (0.0, 0.16))
    return [*found, Lathe(cotton, at=(x, lift + tall - 0.01, z), outline=wick)]


def candles(
    width: int,
    *,
    seed: int,
    style: str = "dipped",
    colours: tuple[str, ...] = ("beeswax", "beeswax"),
    tip: str = "",
    lit: bool = True,
    holder: str = "brass",
    how: str = "whole",
    scene: str = "evening",
    tall: float = 1.7,
    thick: float = 0.12,
) -> Image.Image:
    """Candles in a row, in holders or on their own feet."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, how)
    chance = np.random.default_rng(seed)
    gap = max(0.62 if holder else thick * 2.9, thick * 2.7)
    things: list[Thing] = []
    for number, colour in enumerate(colours):
        x = (number - (len(colours) - 1) / 2) * gap
        z = float(chance.uniform(-0.34, 0.2))
        high = tall * (1 - 0.12 * (number % 3))
        if holder:
            brass = metal(holder, seed, worn=0.4)
            things.append(Lathe(brass, at=(x, 0, z), outline=HOLDER))
        things += taper((x, z), tall=high, thick=thick, colour=colour, tip=tip, lit=lit,
                        lift=0.2 if holder else 0.0, style=style, seed=seed + number)  # fmt: skip
    wide = max(len(colours) * gap * 1.55, tall * 1.55, 1.9)
    at = (0.0, tall * 0.62, 0.0)
    if how == "close":
        at, wide = (0.1, tall * 0.92, 0.0), max(wide * 0.42, 1.0)
    camera = replace(
        camera, at=at, wide=wide, pitch=min(camera.pitch, 16 if how != "close" else 20)
    )
    return Scene(film, place, camera, things).render().developed(exposure, bloom=0.09)


def jars(
    width: int,
    *,
    seed: int,
    glaze: str = "chalk",
    colour: str = "ivory",
    lit: bool = True,
    how: str = "whole",
    scene: str = "evening",
    many: int = 1,
) -> Image.Image:
    """Wax poured into a thrown cup."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, how)
    things: list[Thing] = []
    for number in range(many):
        x, z = ((0.0, 0.0), (1.15, -0.7), (-1.0, -0.95))[number]
        cup = glazed("tumbler", glaze, seed + number, dipped=0.1)
        things.append(Lathe(cup, at=(x, 0, z), outline=outline("tumbler")))
        disc = curve([(0.39, 0.0), (0.395, 0.06), (0.3, 0.05), (0.0, 0.045)], 4)
        poured = wax(colour, 0.06, lit=lit, seed=seed)
        things.append(Lathe(poured, at=(x, 0.68, z), outline=((0.0, 0.0), *disc)))
        if lit:
            things += flame((x, 0.74, z), 0.9)
    at, wide = ((0.1 * (many - 1), 0.6, 0), 2.1 + 0.9 * (many - 1))
    if how == "close":
        at, wide = (0, 0.8, 0), 1.25
    camera = replace(camera, at=at, wide=wide)
    return Scene(film, place, camera, things).render().developed(exposure, bloom=0.09)
