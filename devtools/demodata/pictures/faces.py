"""The makers, modelled as one would model them in wax: few shapes, warm light."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from devtools.demodata.pictures import sets
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
from devtools.demodata.pictures.palette import RGB
from devtools.demodata.pictures.props import CAMERAS
from devtools.demodata.pictures.scene import Scene
from devtools.demodata.pictures.sets import Place
from devtools.demodata.pictures.shapes import Blob, Paint, Ring, Skin, Thing, Vector

Part = tuple[Vector, Vector, float, float]


@dataclass(frozen=True)
class Face:
    """What tells one person from another."""

    skin: RGB
    hair: RGB
    wall: RGB
    clothes: RGB
    apron: RGB
    #: bun, long, short, curls, bald, plait or cap.
    style: str
    glasses: bool = False
    beard: bool = False
    scarf: RGB | None = None
    #: Wider (above 1) or narrower.
    wide: float = 1.0
    turn: float = 12.0
    seed: int = 1


FACES = {
    "clay": Face((226, 176, 148), (150, 146, 142), (170, 184, 168), (62, 84, 116), (204, 184, 152), "bun", glasses=True, seed=3),
    "wool": Face((240, 200, 176), (158, 82, 48), (206, 186, 158), (222, 212, 190), (108, 122, 84), "long", seed=5, scarf=(62, 86, 128), turn=-10),
    "paper": Face((200, 146, 112), (48, 38, 36), (216, 182, 164), (140, 60, 56), (70, 66, 66), "short", seed=9, turn=16),
    "quilts": Face((236, 194, 170), (206, 200, 192), (176, 188, 198), (126, 92, 112), (222, 212, 196), "curls", glasses=True, seed=12, turn=-14, wide=1.06),
    "felt": Face((244, 208, 184), (214, 180, 122), (190, 196, 178), (84, 112, 112), (196, 150, 120), "plait", seed=15, turn=10),
    "bamboo": Face((222, 178, 140), (60, 56, 56), (196, 190, 178), (58, 66, 84), (90, 86, 84), "short", beard=True, seed=17, turn=-12),
    "light": Face((238, 196, 170), (112, 78, 54), (212, 196, 150), (190, 142, 70), (86, 92, 84), "bun", seed=20, turn=14, scarf=(190, 92, 70)),
    "silver": Face((172, 120, 88), (34, 30, 32), (168, 180, 190), (226, 214, 196), (52, 60, 74), "curls", seed=22, turn=-8),
    "wood": Face((232, 186, 160), (196, 150, 96), (150, 158, 150), (92, 106, 118), (128, 96, 70), "cap", beard=True, seed=25, turn=12, wide=1.05),
    "tide": Face((150, 102, 76), (40, 34, 34), (150, 172, 180), (206, 190, 160), (48, 78, 92), "long", glasses=True, seed=28, turn=-12),
}  # fmt: skip


def portrait(width: int, *, who: str) -> Image.Image:
    """A square picture of one of the makers."""
    face = FACES[who]
    film = Film(width, face.seed, tall=1.0)
    place = Place(
        sets.plain(face.wall), face.wall, back=1.8, hard=5.0, power=1.95, fill=0.6,
        sun=(-0.6 if face.turn > 0 else 0.6, 0.55, 0.62), gobo="leaves" if face.seed % 2 else "",
    )  # fmt: skip
    camera = replace(
        CAMERAS["whole"], at=(0, 2.28, 0), wide=2.5, pitch=2, far=10, blur=1.0
    )
    return Scene(film, place, camera, person(face)).render().developed(1.05)


def person(face: Face) -> list[Thing]:
    """Head and shoulders, at the height of a head."""
    up = (0.0, 0.0, 0.0)
    turn = (face.turn, 0.0, 0.0)

    def blob(
        parts: tuple[Part, ...], paint: Paint, melt: float = 0.06, moving: bool = True
    ) -> Thing:
        return Blob(
            paint,
            at=up,
            turn=turn if moving else (face.turn * 0.4, 0.0, 0.0),
            parts=parts,
            melt=melt,
        )

    w = face.wide
    head = (
        ((0, 2.62, 0), (0, 2.36, 0.03), 0.45 * w, 0.37 * w),
        ((0, 2.2, 0.14), (0, 2.16, 0.18), 0.21, 0.19),
        ((0, 2.42, 0.42), (0, 2.36, 0.47), 0.055, 0.085),
        *_both(((0.45 * w, 2.44, -0.02), (0.46 * w, 2.36, -0.02), 0.085, 0.07)),
        ((0, 2.1, -0.04), (0, 1.7, -0.08), 0.2, 0.23),
    )
    things = [blob(head, _skin(face), 0.1)]
    body = (
        ((-0.36, 1.52, -0.1), (0.36, 1.52, -0.1), 0.3, 0.3),
        *_both(((0.44, 1.5, -0.08), (0.72, 0.9, -0.02), 0.27, 0.25)),
        ((0, 1.4, 0.0), (0, 0.7, 0.0), 0.46, 0.5),
    )
    things.append(blob(body, _cloth(face.clothes, face.seed, face.apron), 0.14, False))
    things += [blob(parts, _hair(face), 0.09) for parts in _hairdo(face)]
    things += _features(face)
    if face.scarf:
        ring = [
            (0.27 * float(np.sin(a)), 1.84, 0.27 * float(np.cos(a)) - 0.05)
            for a in np.linspace(0, 6.283, 13)
        ]
        wrap = tuple((ring[i], ring[i + 1], 0.12, 0.12) for i in range(12))
        things.append(blob(wrap, _cloth(face.scarf, face.seed + 1), 0.07, False))
    return things


def _both(part: Part) -> tuple[Part, Part]:
    a, b, r, s = part
    return part, ((-a[0], a[1], a[2]), (-b[0], b[1], b[2]), r, s)


def _skin(face: Face) -> Paint:
    tone, warm = (
        column(face.skin),
        column(face.skin) * column((236, 150, 138)) * F(1.25),
    )

    def paint(p: Array, n: Array) -> Skin:
        cheek = np.exp(
            -(((np.abs(p[0]) - F(0.25)) ** 2 + (p[1] - F(2.33)) ** 2) / F(0.02))
        ) * (p[2] > 0)
        nose = np.exp(-((p[0] ** 2 + (p[1] - F(2.36)) ** 2) / F(0.012))) * (p[2] > 0)
        rough, cloud = (
            solid("rough", p, 120, face.seed),
            solid("cloudy", p, 40, face.seed),
        )
        colour = mix(tone, warm, np.clip(cheek * F(0.6) + nose * F(0.4), 0, 1)) * (
            1 + F(0.03) * cloud
        )
        stubble = smooth(2.34, 2.2, p[1]) * (p[2] > -0.05) if face.beard else 0
        colour = mix(colour, column(face.hair) * F(0.8), stubble * F(0.35))
        return Skin(
            colour,
            0.025,
            0.5,
            unit(n + F(0.022) * np.stack([rough, rough, -rough])),
            soft=0.55,
        )

    return paint


def _cloth(colour: RGB, seed: int, apron: RGB | None = None) -> Paint:
    tone = column(colour)

    def paint(p: Array, n: Array) -> Skin:
        rough = solid("rough", p, 200, seed)
        rib = np.sin(p[0] * F(70)) * F(0.5) + F(0.3) * np.sin(p[1] * F(90))
        colours = tone * (1 + F(0.06) * rough + F(0.05) * rib)
        if apron is not None:
            bib = (
                smooth(0.31, 0.29, np.abs(p[0])) * smooth(1.5, 1.48, p[1]) * (p[2] > 0)
            )
            strap = smooth(
                0.05, 0.035, np.abs(np.abs(p[0]) - F(0.27) - (p[1] - F(1.5)) * F(0.02))
            ) * (p[2] > -0.05)
            on = np.clip(bib + strap, 0, 1)
            weave = np.sin(p[0] * F(240)) * np.sin(p[1] * F(240))
            colours = mix(
                colours, column(apron) * (1 + F(0.05) * weave + F(0.04) * rough), on
            )
        return Skin(
            colours,
            0.0,
            1.0,
            unit(n + F(0.05) * np.stack([rough + rib, rough, -rough])),
            soft=0.25,
        )

    return paint


def _hair(face: Face) -> Paint:
    tone = column(face.hair if face.style != "cap" else (74, 82, 92))

    def paint(p: Array, n: Array) -> Skin:
        q = p * np.array(
            [[1.0], [0.22 if face.style in ("long", "plait") else 0.5], [1.0]], F
        )
        strand = solid("fine", q, 170, face.seed)
        lock = solid("cloudy", q, 120, face.seed)
        if face.style == "cap":
            strand, lock = np.sin(p[0] * F(60)) * F(0.8), strand * F(0.4)
        lean = n + F(0.14) * np.stack([strand, lock * F(0.4), lock])
        if face.style == "curls":
            a, b = (
                np.sin(solid("smooth", p, 130, 2) * 4),
                np.cos(solid("smooth", p, 130, 6) * 4),
            )
            lean = lean + F(0.5) * np.stack([a, b, a * b])
        colour = tone * (1 + F(0.16) * strand + F(0.14) * lock)
        return Skin(colour, 0.03, 0.5, unit(lean), soft=0.25)

    return paint


def _hairdo(face: Face) -> list[tuple[Part, ...]]:
    w = face.wide
    top: tuple[Part, ...] = (
        ((0, 2.8, -0.08), (0, 2.66, -0.14), 0.44 * w, 0.46 * w),
        *_both(((0.12, 3.0, 0.2), (0.36 * w, 2.76, 0.17), 0.15, 0.12)),
        ((0, 2.5, -0.26), (0, 2.3, -0.22), 0.4, 0.34),
    )
    if face.style == "cap":
        brim = tuple(
            (
                (0.5 * w * float(np.sin(a)), 2.74, 0.46 * float(np.cos(a))),
                (
                    0.5 * w * float(np.sin(a + 0.53)),
                    2.74,
                    0.46 * float(np.cos(a + 0.53)),
                ),
                0.09,
                0.09,
            )
            for a in np.arange(0, 6.2, 0.5236)
        )
        return [(((0, 2.86, -0.02), (0, 2.98, -0.06), 0.45 * w, 0.36 * w), *brim)]
    sides = _both(((0.42 * w, 2.7, 0.04), (0.45 * w, 2.46, -0.06), 0.13, 0.1))
    if face.style == "long":
        return [
            (
                *top,
                *_both(((0.42 * w, 2.74, 0.06), (0.5, 1.86, 0.0), 0.15, 0.14)),
                *_both(((0.4, 2.3, -0.2), (0.42, 1.72, -0.1), 0.2, 0.16)),
            )
        ]
    if face.style == "bun":
        return [(*top, *sides), (((0, 3.24, -0.22), (0, 3.26, -0.22), 0.24, 0.2),)]
    if face.style == "plait":
        beads = tuple(
            (
                (0.42 + 0.03 * (i % 2), 2.3 - i * 0.16, 0.12),
                (0.42 + 0.03 * (i % 2), 2.24 - i * 0.16, 0.14),
                0.12 - 0.006 * i,
                0.11 - 0.006 * i,
            )
            for i in range(6)
        )
        return [(*top, *sides), beads]
    if face.style == "curls":
        chance = np.random.default_rng(face.seed)
        balls = []
        for _ in range(26):
            a, b = chance.uniform(-2.6, 2.6), chance.uniform(0.0, 1.4)
            r = 0.5 * w
            x, y, z = (
                r * np.sin(a) * np.cos(b),
                2.62 + r * np.sin(b),
                -0.08 + r * np.cos(a) * np.cos(b) * 0.8,
            )
            if z > 0.2 and y < 2.86:
                continue
            balls.append(
                (
                    (float(x), float(y), float(z)),
                    (float(x), float(y) + 0.02, float(z)),
                    0.17,
                    0.15,
                )
            )
        return [(*top, *balls)]
    return [(*top, *sides)]


def _features(face: Face) -> list[Thing]:
    turn = (face.turn, 0.0, 0.0)

    def part(parts: tuple[Part, ...], paint: Paint, melt: float = 0.01) -> Thing:
        return Blob(paint, turn=turn, parts=parts, melt=melt, throws=False)

    def flat(colour: RGB, gloss: float = 0.0) -> Paint:
        def paint(p: Array, _n: Array) -> Skin:
            return Skin(column(colour) + p * 0, gloss, 0.08)

        return paint

    w = face.wide
    dark = tuple(int(each * 0.55) for each in face.hair)
    brow = flat((dark[0], dark[1], dark[2]))
    lip = tuple(
        int(a * 0.62 + b * 0.38) for a, b in zip(face.skin, (160, 52, 54), strict=True)
    )
    z = 0.385
    found = [
        part(
            _both(((0.165 * w, 2.53, z), (0.165 * w, 2.53, z), 0.048, 0.048)),
            flat((34, 26, 24), 0.3),
        ),
        part(
            _both(
                ((0.085 * w, 2.655, z + 0.055), (0.25 * w, 2.645, z + 0.0), 0.026, 0.02)
            ),
            brow,
        ),
    ]
    smile = [
        (-0.13, 2.215, 0.345),
        (-0.065, 2.186, 0.387),
        (0.0, 2.176, 0.402),
        (0.065, 2.186, 0.387),
        (0.13, 2.215, 0.345),
    ]
    mouth = tuple((smile[i], smile[i + 1], 0.021, 0.021) for i in range(4))
    found.append(part(mouth, flat((lip[0], lip[1], lip[2]), 0.02)))
    if face.beard:
        jaw = [
            (
                0.4 * float(np.sin(a)) * w,
                2.26 - 0.2 * float(np.cos(a)),
                0.02 + 0.2 * float(np.cos(a)),
            )
            for a in np.linspace(-1.5, 1.5, 9)
        ]
        beard = tuple((jaw[i], jaw[i + 1], 0.13, 0.13) for i in range(8))
        tash = _both(((0.02, 2.27, 0.4), (0.16, 2.235, 0.36), 0.035, 0.022))
        paint = _hair(replace(face, style="short"))
        found += [
            Blob(paint, turn=turn, parts=beard, melt=0.1),
            part(tash, paint, 0.03),
        ]
    if face.glasses:
        for side in (-1, 1):
            a = np.radians(face.turn)
            x, zz = side * 0.175 * w, 0.455
            at = (
                float(x * np.cos(a) + zz * np.sin(a)),
                2.53,
                float(zz * np.cos(a) - x * np.sin(a)),
            )
            found.append(
                Ring(
                    flat((96, 62, 42), 0.12),
                    at=at,
                    turn=turn,
                    radius=0.128,
                    thick=0.014,
                    throws=False,
                )
            )
        bridge: tuple[Part, ...] = (
            ((-0.05, 2.545, 0.46), (0.05, 2.545, 0.46), 0.012, 0.012),
            *_both(((0.3 * w, 2.55, 0.44), (0.46 * w, 2.55, 0.0), 0.012, 0.012)),
        )
        found.append(part(bridge, flat((96, 62, 42), 0.12)))
    return found
