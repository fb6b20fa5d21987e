"""Felted animals: balls of wool that have become somebody."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from devtools.demodata.pictures.arrays import (
    Array,
    F,
    column,
    look,
    mix,
    noise,
    smooth,
    solid,
    unit,
)
from devtools.demodata.pictures.film import Film
from devtools.demodata.pictures.palette import DYES, RGB
from devtools.demodata.pictures.props import scenery
from devtools.demodata.pictures.scene import Scene
from devtools.demodata.pictures.shapes import Blob, Paint, Skin, Thing, Vector

Part = tuple[Vector, Vector, float, float]


@dataclass
class Felt(Blob):
    """A blob with a little fluff around it."""

    fluff: float = 0.012

    def distance(self, p: Array) -> Array:
        """To where the fibres end."""
        away = super().distance(p)
        near = away < F(0.08)
        if near.any():
            q = p[:, near]
            texture = noise("rough")
            hair = look(texture, q[0] * 170 + q[2] * 90, q[1] * 170 + q[2] * 60)
            away[near] -= F(self.fluff) * hair
        return away


def wool(
    colour: RGB,
    belly: RGB | None,
    seed: int,
    *,
    low: float = 0.3,
    curls: float = 0.0,
    spots: RGB | None = None,
) -> Paint:
    """Fibres that lie every way; a paler belly; locks for a sheep."""
    tone, under = column(colour), column(belly or colour)

    def paint(p: Array, n: Array) -> Skin:
        cloud, rough = solid("cloudy", p, 60, seed), solid("rough", p, 400, seed)
        hair = solid("fine", p, 470, seed)
        share = smooth(low - 0.12, low + 0.08, p[1] + F(0.05) * cloud - F(0.16) * n[2])
        colours = mix(under, tone, share)
        if spots:
            mark = smooth(0.75, 1.0, solid("smooth", p, 58, seed + 5))
            colours = mix(colours, column(spots), mark * F(0.85))
        colours = colours * (1 + F(0.08) * cloud + F(0.05) * rough + F(0.05) * hair)
        lean = n + F(0.13) * np.stack([rough, hair, -rough])
        if curls:
            a = solid("smooth", p, 150, seed), solid("smooth", p, 150, seed + 4)
            knot = np.sin(a[0] * 5), np.cos(a[1] * 5)
            lean = lean + F(curls) * np.stack([knot[0], knot[1], knot[0] * knot[1]])
            colours = colours * (1 + F(0.10) * knot[0])
        return Skin(colours, 0.0, 1.0, unit(lean), soft=0.7)

    return paint


def bead(p: Array, _n: Array) -> Skin:
    """An eye."""
    return Skin(column((16, 14, 14)) + p * 0, 0.3, 0.05)


def mirrored(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """And the same on the other side."""
    other = tuple(
        ((-a[0], a[1], a[2]), (-b[0], b[1], b[2]), r, s) for a, b, r, s in parts
    )
    return (*parts, *other)


@dataclass(frozen=True)
class Animal:
    """How one is put together: it looks at us, a little to the left."""

    body: tuple[Part, ...]
    both: tuple[Part, ...]
    colour: RGB
    belly: RGB | None = None
    low: float = 0.3
    #: Parts in another colour: (parts, colour).
    more: tuple[tuple[tuple[Part, ...], RGB], ...] = ()
    eyes: tuple[Vector, float] = ((0.12, 0.9, 0.4), 0.035)
    nose: tuple[Vector, float, RGB] | None = None
    curls: float = 0.0
    melt: float = 0.08


SNOUT: RGB = (58, 44, 40)
ANIMALS: dict[str, Animal] = {
    "sheep": Animal(
        body=(((0, 0.62, -0.1), (0, 0.6, -0.55), 0.44, 0.42), ((0, 0.98, 0.12), (0, 0.98, 0.12), 0.2, 0.2)),
        both=(), colour=(234, 226, 208), curls=0.3,
        more=(
            ((((0, 0.9, 0.28), (0, 0.78, 0.5), 0.19, 0.12), *mirrored((((0.17, 0.96, 0.2), (0.36, 0.9, 0.22), 0.07, 0.04),))), (66, 58, 54)),
            (mirrored((((0.2, 0.3, 0.12), (0.2, 0.05, 0.12), 0.09, 0.08), ((0.2, 0.3, -0.6), (0.2, 0.05, -0.6), 0.09, 0.08))), (66, 58, 54)),
        ), eyes=((0.115, 0.93, 0.44), 0.03), melt=0.12,
    ),
    "fox": Animal(
        body=(((0, 0.42, -0.05), (0, 0.66, 0.0), 0.36, 0.24), ((0, 1.0, 0.08), (0, 1.0, 0.08), 0.3, 0.3), ((0, 0.94, 0.26), (0, 0.88, 0.52), 0.17, 0.06),
              ((0.3, 0.2, -0.25), (0.72, 0.26, 0.1), 0.16, 0.17)),
        both=(((0.19, 1.2, 0.02), (0.27, 1.46, 0.0), 0.13, 0.03), ((0.16, 0.12, 0.22), (0.17, 0.07, 0.34), 0.12, 0.1)),
        colour=(190, 92, 46), belly=(238, 226, 206), low=0.5,
        more=(((((0.74, 0.28, 0.12), (0.86, 0.34, 0.26), 0.16, 0.04),), (240, 230, 212)),),
        eyes=((0.125, 1.04, 0.335), 0.034), nose=((0, 0.885, 0.57), 0.045, SNOUT),
    ),
    "hare": Animal(
        body=(((0, 0.4, -0.12), (0, 0.62, 0.02), 0.36, 0.22), ((0, 0.96, 0.12), (0, 0.92, 0.22), 0.25, 0.2)),
        both=(((0.1, 1.14, 0.06), (0.19, 1.78, -0.08), 0.075, 0.065), ((0.24, 0.14, 0.16), (0.26, 0.08, 0.36), 0.15, 0.1), ((0.11, 0.5, 0.26), (0.11, 0.08, 0.34), 0.075, 0.07)),
        colour=(172, 142, 112), belly=(230, 216, 194), low=0.34,
        more=(((((0, 0.26, -0.5), (0, 0.3, -0.52), 0.13, 0.1),), (240, 232, 216)),),
        eyes=((0.165, 1.0, 0.3), 0.036), nose=((0, 0.93, 0.425), 0.035, (168, 104, 96)),
    ),
    "mouse": Animal(
        body=(((0, 0.36, -0.1), (0, 0.5, 0.05), 0.35, 0.26), ((0, 0.76, 0.14), (0, 0.68, 0.4), 0.25, 0.08)),
        both=(((0.25, 0.98, 0.04), (0.28, 1.03, 0.02), 0.16, 0.16), ((0.13, 0.1, 0.24), (0.14, 0.07, 0.34), 0.09, 0.08)),
        colour=(152, 148, 146), belly=(226, 220, 210), low=0.32,
        more=((mirrored((((0.25, 0.98, 0.13), (0.27, 1.01, 0.13), 0.1, 0.1),)), (214, 164, 154)),
              ((((0.1, 0.1, -0.4), (0.6, 0.06, -0.3), 0.05, 0.035), ((0.6, 0.06, -0.3), (0.86, 0.06, 0.1), 0.035, 0.02)), (206, 156, 146))),
        eyes=((0.12, 0.82, 0.34), 0.036), nose=((0, 0.675, 0.48), 0.045, (206, 130, 122)),
    ),
    "hedgehog": Animal(
        body=(((0, 0.42, -0.2), (0, 0.4, 0.0), 0.42, 0.36),), both=(), colour=(116, 86, 62), curls=0.7,
        more=(((((0, 0.38, 0.24), (0, 0.3, 0.6), 0.25, 0.07), *mirrored((((0.2, 0.5, 0.22), (0.22, 0.53, 0.21), 0.07, 0.06), ((0.2, 0.08, 0.2), (0.2, 0.06, 0.3), 0.08, 0.07)))), (214, 186, 150)),),
        eyes=((0.105, 0.43, 0.47), 0.034), nose=((0, 0.3, 0.67), 0.05, SNOUT), melt=0.06,
    ),
    "bird": Animal(
        body=(((0, 0.5, -0.05), (0, 0.44, 0.1), 0.4, 0.36), ((0, 0.9, 0.12), (0, 0.9, 0.12), 0.27, 0.27), ((0, 0.42, -0.35), (0, 0.62, -0.82), 0.2, 0.06)),
        both=(((0.36, 0.52, -0.02), (0.36, 0.42, -0.42), 0.15, 0.05),),
        colour=(120, 104, 90), belly=(198, 96, 58), low=0.62,
        more=(((((0, 0.88, 0.37), (0, 0.86, 0.47), 0.05, 0.012),), (206, 160, 72)),),
        eyes=((0.13, 0.96, 0.345), 0.032),
    ),
    "bear": Animal(
        body=(((0, 0.4, -0.05), (0, 0.62, 0.0), 0.4, 0.28), ((0, 1.04, 0.05), (0, 1.04, 0.08), 0.32, 0.3), ((0, 0.96, 0.3), (0, 0.95, 0.36), 0.15, 0.12)),
        both=(((0.24, 1.32, 0.0), (0.25, 1.34, 0.0), 0.11, 0.1), ((0.34, 0.66, 0.1), (0.44, 0.36, 0.24), 0.12, 0.11), ((0.24, 0.12, 0.2), (0.27, 0.13, 0.42), 0.15, 0.13)),
        colour=(144, 104, 72), belly=(176, 138, 102), low=0.42,
        eyes=((0.12, 1.1, 0.345), 0.032), nose=((0, 0.985, 0.485), 0.05, SNOUT),
    ),
    "whale": Animal(
        body=(((0, 0.42, 0.2), (0, 0.4, -0.4), 0.42, 0.26), ((0, 0.42, -0.5), (0, 0.66, -0.92), 0.17, 0.1)),
        both=(((0.04, 0.72, -0.94), (0.36, 0.84, -1.02), 0.1, 0.06), ((0.36, 0.24, 0.1), (0.66, 0.14, -0.1), 0.1, 0.05)),
        colour=(84, 112, 138), belly=(222, 220, 210), low=0.32,
        eyes=((0.355, 0.46, 0.4), 0.034), melt=0.12,
    ),
    "owl": Animal(
        body=(((0, 0.46, 0.0), (0, 0.8, 0.0), 0.4, 0.38),),
        both=(((0.2, 1.1, 0.05), (0.27, 1.24, 0.06), 0.1, 0.03), ((0.36, 0.7, 0.02), (0.36, 0.3, -0.02), 0.14, 0.08)),
        colour=(134, 110, 88), belly=(214, 198, 170), low=0.5,
        more=((mirrored((((0.15, 0.9, 0.3), (0.15, 0.9, 0.31), 0.15, 0.15),)), (236, 226, 206)), ((((0, 0.82, 0.42), (0, 0.76, 0.47), 0.05, 0.015),), (206, 156, 70))),
        eyes=((0.145, 0.92, 0.445), 0.05),
    ),
    "cat": Animal(
        body=(((0, 0.4, -0.1), (0, 0.62, 0.0), 0.36, 0.24), ((0, 0.96, 0.1), (0, 0.96, 0.12), 0.29, 0.28), ((0.28, 0.12, -0.25), (0.52, 0.1, 0.16), 0.1, 0.08)),
        both=(((0.18, 1.16, 0.06), (0.24, 1.36, 0.06), 0.11, 0.03), ((0.12, 0.45, 0.2), (0.13, 0.08, 0.3), 0.1, 0.09)),
        colour=(96, 94, 98), belly=(232, 228, 220), low=0.3,
        eyes=((0.11, 1.0, 0.365), 0.036), nose=((0, 0.92, 0.405), 0.03, (206, 138, 130)),
    ),
}  # fmt: skip


def felted(
    name: str,
    seed: int,
    at: tuple[float, float] = (0, 0),
    *,
    turn: float = 24,
    size: float = 1.0,
    colour: RGB | None = None,
    scarf: str = "",
) -> list[Thing]:
    """One animal: its wool, other wool, eyes and a nose."""
    animal = ANIMALS[name]
    x, z = at

    def parts(given: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(
            (
                (a[0] * size, a[1] * size, a[2] * size),
                (b[0] * size, b[1] * size, b[2] * size),
                r * size,
                s * size,
            )
            for a, b, r, s in given
        )

    def blob(
        given: tuple[Part, ...], paint: Paint, melt: float, fluff: float = 0.004
    ) -> Thing:
        return Felt(
            paint,
            at=(x, 0, z),
            turn=(turn, 0, 0),
            parts=parts(given),
            melt=melt,
            trust=0.8,
            fluff=fluff,
        )

    coat = wool(
        colour or animal.colour,
        animal.belly,
        seed,
        low=animal.low * size,
        curls=animal.curls,
    )
    found = [
        blob(
            (*animal.body, *mirrored(animal.both)),
            coat,
            animal.melt,
            0.004 + 0.032 * animal.curls,
        )
    ]
    for given, tone in animal.more:
        found.append(blob(given, wool(tone, None, seed + 1), 0.05))
    place, radius = animal.eyes
    eyes = tuple(
        ((side * place[0], place[1], place[2]),) * 2 + (radius, radius)
        for side in (-1, 1)
    )
    found.append(
        Blob(
            bead,
            at=(x, 0, z),
            turn=(turn, 0, 0),
            parts=parts(eyes),
            melt=0.005,
            throws=False,
        )
    )
    if animal.nose:
        spot, wide, tone = animal.nose
        found.append(blob(((spot, spot, wide, wide),), wool(tone, None, seed), 0.02))
    if scarf:
        found.append(
            blob(neck(name), wool(DYES[scarf], None, seed + 2, curls=0.2), 0.04)
        )
    return found


def neck(name: str) -> tuple[Part, ...]:
    """A scarf round it."""
    high, wide = {"fox": (0.76, 0.24), "bear": (0.78, 0.29), "mouse": (0.6, 0.27)}.get(
        name, (0.74, 0.23)
    )
    parts: list[Part] = []
    spots = []
    for step in range(9):
        a = step / 8 * 6.283
        spots.append((wide * float(np.sin(a)), high, 0.04 + wide * float(np.cos(a))))
    parts += [(spots[i], spots[i + 1], 0.07, 0.07) for i in range(8)]
    parts.append(
        (
            (0.1, high - 0.02, wide + 0.04),
            (0.16, high - 0.34, wide + 0.12),
            0.065,
            0.075,
        )
    )
    return tuple(parts)


def animals(
    width: int,
    *,
    seed: int,
    who: str,
    how: str = "whole",
    scene: str = "sage",
    many: int = 1,
    friend: str = "",
    scarf: str = "",
    colour: RGB | None = None,
    turn: float = 24,
) -> Image.Image:
    """Somebody made of felt, alone or with others."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, how)
    things = felted(who, seed, scarf=scarf, colour=colour, turn=turn)
    if friend:
        things += felted(friend, seed + 3, (1.15, -0.75), turn=-20, size=0.86)
    for number in range(1, many):
        spot = ((0, 0), (1.1, -0.7), (-1.05, -0.9))[number]
        things += felted(
            who, seed + number, spot, turn=turn - 40 * number, size=0.84, colour=colour
        )
    high = max(
        max(a[1] + r, b[1] + s)
        for a, b, r, s in (*ANIMALS[who].body, *ANIMALS[who].both)
    )
    wide = max(high * 1.25, 1.75) + (0.95 if many > 1 or friend else 0)
    at = (0.24 if friend else 0.06, high * 0.5, 0.0)
    if how == "close":
        at, wide = (0.05, ANIMALS[who].eyes[0][1] * 0.92, 0.25), wide * 0.55
    elif how == "above":
        wide *= 1.1
    camera = replace(
        camera,
        at=at,
        wide=wide * 1.06,
        pitch=min(camera.pitch, 40) * (0.8 if how != "above" else 1),
    )
    return Scene(film, place, camera, things).render().developed(exposure)
