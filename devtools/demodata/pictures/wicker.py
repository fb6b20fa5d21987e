"""Baskets: willow over and under its stakes, bamboo in twill, and their handles."""

import math
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from devtools.demodata.pictures.arrays import (
    Array,
    F,
    column,
    look_soft,
    mix,
    noise,
    smooth,
    solid,
    unit,
)
from devtools.demodata.pictures.film import Film
from devtools.demodata.pictures.palette import RGB
from devtools.demodata.pictures.props import scenery
from devtools.demodata.pictures.scene import Scene
from devtools.demodata.pictures.shapes import (
    Lathe,
    Outline,
    Paint,
    Ring,
    Skin,
    Thing,
    curve,
)  # fmt: skip
from devtools.demodata.pictures.yarn import Ball, spun

RODS: dict[str, RGB] = {
    "willow": (140, 100, 66), "white": (218, 190, 146), "green": (124, 124, 80),
    "bamboo": (206, 172, 116), "smoked": (112, 70, 42), "black": (68, 62, 60),
    "rush": (176, 160, 108),
}  # fmt: skip
FORMS = {
    "round": ((0.66, 0.0), (0.76, 0.06), (0.92, 0.3), (0.98, 0.62), (0.96, 0.8)),
    "tall": ((0.6, 0.0), (0.68, 0.06), (0.76, 0.5), (0.84, 1.2), (0.86, 1.42)),
    "bread": ((0.7, 0.0), (0.78, 0.04), (0.96, 0.16), (1.08, 0.34)),
    "tray": ((1.0, 0.0), (1.08, 0.03), (1.16, 0.12), (1.18, 0.2)),
    "flower": ((0.4, 0.0), (0.46, 0.05), (0.62, 0.4), (0.54, 0.86), (0.4, 1.16), (0.44, 1.3)),
    "ball": ((0.36, 0.0), (0.46, 0.05), (0.74, 0.36), (0.78, 0.64), (0.6, 0.96), (0.46, 1.08)),
}  # fmt: skip


@dataclass
class Woven(Lathe):
    """A turned form whose skin goes over and under."""

    stakes: int = 34
    rows: float = 0.075
    depth: float = 0.028
    twill: bool = False

    def weave(self, p: Array) -> Array:
        """How far the rods stand out here: from 0 to 1."""
        r = np.sqrt(p[0] * p[0] + p[2] * p[2])
        angle = np.arctan2(p[0], p[2])
        along = (p[1] + np.where(p[1] < 0.06, (self.outline[1][0] - r), 0)) / F(
            self.rows
        )
        row = np.floor(along)
        part = along - row
        shift = row * F(math.pi / 2 if self.twill else math.pi)
        over = F(0.5) + F(0.5) * np.cos(angle * F(self.stakes) + shift)
        round_ = np.sqrt(np.maximum(1 - (2 * part - 1) ** 2, 0))
        return np.asarray(round_ * (F(0.34) + F(0.66) * over))

    def distance(self, p: Array) -> Array:
        """The form, with rods."""
        far = super().distance(p)
        near = np.abs(far) < F(0.09)
        if near.any():
            q = p[:, near]
            grows = smooth(0.0, 0.07, q[1])
            far[near] -= F(self.depth) * (self.weave(q) - F(0.4)) * grows
        return far

    def normal(self, p: Array) -> Array:
        """Of the rods."""
        return Thing.normal(self, p)


def rods(
    kind: str,
    seed: int,
    thing: Outline,
    rows: float,
    bands: tuple[tuple[float, float, str], ...] = (),
) -> Paint:
    """Bark and light on each rod; bands of another colour."""
    tone = column(RODS[kind])
    top = max(h for _, h in thing)

    def paint(p: Array, n: Array) -> Skin:
        angle = np.arctan2(p[0], p[2]) * F(256 / math.pi)
        row = np.floor(p[1] / F(rows))
        each = look_soft(
            noise("white"), row * F(17.3) + F(seed), np.floor(angle / 90) * 13 + row * 7
        )
        fibre = look_soft(noise("rough"), angle * F(1.2), p[1] * F(300))
        colour = np.broadcast_to(tone, p.shape)
        for low, high, other in bands:
            share = smooth(low * top, low * top + 0.01, p[1]) * (
                1 - smooth(high * top, high * top + 0.01, p[1])
            )
            colour = mix(colour, column(RODS[other]), share)
        colour = colour * (1 + F(0.13) * np.clip(each, -2, 2) + F(0.10) * fibre)
        within = (p[0] * n[0] + p[2] * n[2]) < 0
        return Skin(colour * np.where(within, F(0.8), F(1)), 0.05, 0.5)

    return paint


def rim(kind: str, seed: int, twist: float = 26) -> Paint:
    """A bundle of rods, laid round and round."""
    tone = column(RODS[kind])

    def paint(p: Array, n: Array) -> Skin:
        angle = np.arctan2(p[1], p[0])
        slant = (
            angle * F(twist)
            + np.arctan2(p[2], np.sqrt(p[0] ** 2 + p[1] ** 2) - F(0.9)) * 2
        )
        fold = np.sin(slant)
        fibre = solid("rough", p, 130, seed)
        colour = tone * (F(0.86) + F(0.2) * fold + F(0.09) * fibre)
        return Skin(
            colour,
            0.06,
            0.5,
            unit(
                n + F(0.34) * np.cos(slant) * np.stack([-p[1], p[0], p[2] * 0 + F(0.4)])
            ),
        )

    return paint


def woven_form(form: str, size: float) -> Outline:
    """Wall, rim and bottom."""
    outer = curve(FORMS[form], 6)
    wall = 0.05
    inner = [(r - wall, h + (wall if h < 0.1 else 0)) for r, h in outer[::-1]]
    whole = [
        (0.0, 0.0),
        *outer,
        *[(r, h) for r, h in inner if r > 0.05 and h > wall * 1.1],
        (0.0, wall * 1.2),
    ]
    return tuple((r * size, h * size) for r, h in whole)


def basket(
    kind: str,
    form: str,
    seed: int,
    at: tuple[float, float] = (0, 0),
    *,
    size: float = 1.0,
    bands: tuple[tuple[float, float, str], ...] = (),
    arch: float = 0.0,
    ears: bool = False,
    twill: bool = False,
    fine: float = 1.0,
) -> list[Thing]:
    """One basket with its rim and handles."""
    x, z = at
    shape = woven_form(form, size)
    rows = 0.075 * size / fine
    wide, tall = FORMS[form][-1][0] * size, FORMS[form][-1][1] * size
    stakes = round(17 * wide / size * fine) * 2 + (1 if twill else 0)
    body = Woven(rods(kind, seed, shape, rows, bands), at=(x, 0, z), outline=shape, trust=0.62,
                 rows=rows, stakes=stakes, depth=0.03 * size / fine, twill=twill)  # fmt: skip
    edge = Ring(
        rim(kind, seed),
        at=(x, tall, z),
        turn=(0, 0, 90),
        radius=wide - 0.025 * size,
        thick=0.055 * size / fine**0.5,
    )
    found: list[Thing] = [body, edge]
    if arch:
        found.append(
            Ring(
                rim(kind, seed, 20),
                at=(x, tall * 0.72, z),
                turn=(58, 0, 0),
                radius=wide * arch,
                thick=0.05 * size,
                above=-0.12 * size,
            )
        )
    if ears:
        for side in (-0.9, 0.9):
            found.append(
                Ring(
                    rim(kind, seed, 9),
                    at=(x + side * wide, tall, z + 0.1),
                    turn=(side * 20, 0, 0),
                    radius=0.2 * size,
                    thick=0.045 * size,
                )
            )
    return found


def baskets(
    width: int,
    *,
    seed: int,
    kind: str = "willow",
    form: str = "round",
    how: str = "whole",
    scene: str = "bench",
    bands: tuple[tuple[float, float, str], ...] = (),
    arch: float = 0.0,
    ears: bool = False,
    twill: bool = False,
    fine: float = 1.0,
    many: int = 1,
    fill: str = "",
) -> Image.Image:
    """Baskets: whole, close, in a family, filled."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, how)
    things: list[Thing] = []
    wide, tall = FORMS[form][-1][0], FORMS[form][-1][1]
    for number in range(many):
        size = (1.0, 0.78, 0.6)[number]
        spot = ((0.0, 0.0), (wide * 1.7, -0.8), (-wide * 1.45, -1.0))[number]
        things += basket(kind, form, seed + number, spot, size=size, bands=bands, arch=arch,
                         ears=ears, twill=twill, fine=fine)  # fmt: skip
    if fill:
        things += contents(fill, seed, wide, tall)
    high = tall + (wide * arch * 0.75 if arch else 0)
    across = max(wide * 2.15, high * 1.2) + (wide * 1.1 if many > 1 else 0)
    aims = {
        "close": ((0.2 * wide, tall * 0.7, wide * 0.6), 0.48),
        "above": ((0, 0, 0), 1.3),
    }
    aim, share = aims.get(how, ((0.15 * (many - 1), high * 0.5, 0), 1.5))
    camera = replace(camera, at=aim, wide=across * share)
    return Scene(film, place, camera, things).render().developed(exposure)


def contents(what: str, seed: int, wide: float, tall: float) -> list[Thing]:
    """Yarn, or bread rolls, or pears."""
    chance = np.random.default_rng(seed)
    tones: dict[str, list[RGB]] = {
        "rolls": [(178, 122, 68), (196, 146, 90), (160, 104, 60)],
        "pears": [(176, 166, 78), (150, 150, 70), (196, 168, 96)],
    }
    found: list[Thing] = []
    for number, (x, z) in enumerate(
        ((-0.42, 0.2), (0.36, 0.28), (0.0, -0.34), (0.05, 0.5))
    ):
        r = 0.36 * wide * float(chance.uniform(0.9, 1.1))
        at = (x * wide, max(tall * 0.66, r) + 0.05 * number, z * wide)
        turn = (number * 80.0, 40.0 * number, 0.0)
        if what == "yarn":
            ball = curve(
                [
                    (0.0, -r),
                    (r * 0.71, -r * 0.71),
                    (r, 0.0),
                    (r * 0.71, r * 0.71),
                    (0.0, r),
                ],
                8,
            )
            dye = ("madder", "undyed", "sky", "weld")[number]
            found.append(
                Ball(spun(dye, number), at=at, turn=turn, outline=ball, trust=0.75)
            )
            continue
        shape = curve(
            [
                (0.0, -r * 0.9),
                (r * 0.75, -r * 0.62),
                (r, 0.0),
                (r * 0.72, r * 0.6),
                (0.0, r * 0.86),
            ],
            6,
        )
        found.append(
            Lathe(
                _baked(tones[what][number % 3], number),
                at=at,
                turn=(0, 20.0 * number, 0),
                outline=shape,
            )
        )
    return found


def _baked(colour: RGB, seed: int) -> Paint:
    tone = column(colour)

    def paint(p: Array, n: Array) -> Skin:
        rough = solid("cloudy", p, 80, seed)
        dust = smooth(0.5, 1.1, n[1] + F(0.3) * rough) * F(0.4)
        return Skin(
            mix(tone * (1 + F(0.16) * rough), column((236, 220, 194)), dust),
            0.02,
            0.6,
            soft=0.3,
        )

    return paint
