"""Thrown things: bowls, mugs, plates, vases, and what glaze does on them."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

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
from devtools.demodata.pictures.lettering import lettering
from devtools.demodata.pictures.palette import GLAZES
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

Points = Sequence[tuple[float, float]]

#: Each: from the middle of the foot out and up to the rim. In picture units.
FORMS: dict[str, Points] = {
    "bowl": [(0.42, 0), (0.45, 0.04), (0.5, 0.07), (0.74, 0.22), (0.94, 0.47), (1.02, 0.72)],
    "deep": [(0.36, 0), (0.4, 0.05), (0.6, 0.18), (0.76, 0.5), (0.8, 0.86), (0.79, 0.98)],
    "small": [(0.25, 0), (0.28, 0.04), (0.42, 0.14), (0.55, 0.34), (0.58, 0.52)],
    "mug": [(0.40, 0), (0.45, 0.03), (0.47, 0.1), (0.46, 0.5), (0.45, 0.9), (0.46, 1.02)],
    "round-mug": [(0.34, 0), (0.4, 0.04), (0.52, 0.22), (0.55, 0.46), (0.49, 0.76), (0.47, 0.92)],
    "tumbler": [(0.32, 0), (0.36, 0.03), (0.38, 0.1), (0.41, 0.5), (0.45, 0.95)],
    "plate": [(0.62, 0), (0.64, 0.03), (0.84, 0.05), (1.04, 0.1), (1.14, 0.17)],
    "bottle": [
        (0.38, 0), (0.43, 0.04), (0.66, 0.34), (0.74, 0.72), (0.6, 1.12), (0.32, 1.38),
        (0.19, 1.58), (0.18, 1.86), (0.25, 1.98),
    ],
    "vase": [
        (0.34, 0), (0.38, 0.04), (0.56, 0.42), (0.62, 0.86), (0.52, 1.26), (0.4, 1.46),
        (0.46, 1.6),
    ],
    "moon": [
        (0.3, 0), (0.36, 0.03), (0.68, 0.28), (0.82, 0.68), (0.7, 1.08), (0.42, 1.3),
        (0.3, 1.36), (0.31, 1.46),
    ],
    "jug": [
        (0.4, 0), (0.45, 0.04), (0.6, 0.34), (0.6, 0.66), (0.44, 1.06), (0.38, 1.24),
        (0.46, 1.42),
    ],
    "planter": [(0.5, 0), (0.54, 0.02), (0.58, 0.1), (0.66, 0.5), (0.74, 0.96), (0.74, 1.06)],
    "pour": [(0.36, 0), (0.4, 0.04), (0.6, 0.16), (0.72, 0.36), (0.76, 0.56)],
    "casserole": [(0.6, 0), (0.68, 0.04), (0.82, 0.2), (0.86, 0.44), (0.84, 0.62)],
    "dish": [(0.46, 0), (0.5, 0.03), (0.62, 0.06), (0.74, 0.14), (0.78, 0.22)],
}  # fmt: skip
WALL = {"plate": 0.035, "bottle": 0.05, "dish": 0.035}


def outline(form: str, size: float = 1.0, lift: float = 0.0) -> Outline:
    """The whole profile: outside up, over the rim, inside down."""
    outer = curve(FORMS[form])
    wall = WALL.get(form, 0.045)
    top = outer[-1][1]
    inner = []
    for number in range(len(outer) - 1, 0, -1):
        (r, h), (r0, h0) = outer[number], outer[number - 1]
        length = math.hypot(r - r0, h - h0) or 1
        r_in = r - wall * (h - h0) / length
        h_in = h + wall * (r - r0) / length
        if r_in > 0.05 and h_in > wall and h_in <= top + 0.01:
            inner.append((r_in, h_in))
    rim = (outer[-1][0] - wall / 2, top + wall * 0.36)
    floor = wall + 0.02
    whole = [
        (0.0, 0.02),
        (outer[0][0] - 0.07, 0.02),
        (outer[0][0] - 0.05, 0.0),
        *outer,
        rim,
    ]
    whole += [point for point in inner if point[1] > floor]
    whole.append((0.0, floor))
    return tuple((r * size, h * size + lift) for r, h in whole)


def glazed(
    form: str,
    glaze: str,
    seed: int,
    *,
    size: float = 1.0,
    lift: float = 0.0,
    speckled: float = 0.5,
    dipped: float = 0.24,
    letters: str = "",
) -> Paint:
    """Glaze: it runs, breaks at the rim, pools inside and leaves the foot bare."""
    thick, thin, bare = (column(each) for each in GLAZES[glaze])
    points = np.array(curve(FORMS[form]), F) * F(size)
    heights, radii = points[:, 1] + F(lift), points[:, 0]
    top = float(heights[-1])
    tall = float(heights[-1] - heights[0])
    bright = float(thick.mean()) > 0.42

    def paint(p: Array, n: Array) -> Skin:
        r = np.sqrt(p[0] ** 2 + p[2] ** 2)
        angle = np.arctan2(p[0], p[2])
        level = (p[1] - F(lift)) / F(tall)
        within = r < np.interp(p[1], heights, radii).astype(F) - F(0.024 * size)
        u = angle * F(256 / math.pi)
        waves = look_soft(
            noise("smooth"), u * 2 + seed * 53, np.full_like(u, seed * 17.0)
        )
        drips = look_soft(
            noise("cloudy"), u * 4 + seed * 31, np.full_like(u, 9.0 + seed)
        )
        stops = F(dipped) + F(0.030) * waves - F(0.055) * np.maximum(drips, 0)
        covered = np.where(within, 1, smooth(-0.006, 0.014, level - stops))
        # It flows: streaks that run down, thicker where they end.
        streak = look_soft(noise("cloudy"), u * 5 + seed * 91, level * F(26) + seed)
        cloud = solid("cloudy", p, 52, seed)
        pool = np.where(within, 1 - r / F(radii.max()), 0)
        depth = np.where(within, F(0.25) + F(1.0) * pool, F(1.0) - level)
        depth = np.clip(depth + F(0.15) * streak + F(0.10) * cloud, 0, 1)
        edge = np.exp(-np.maximum(level - stops, 0) * F(26)) * (1 - within)
        depth = np.clip(depth + F(0.5) * edge, 0, 1.15)
        colour = mix(thin, thick, smooth(0.12, 0.78, depth))
        colour = colour * (1 - F(0.22) * np.clip(depth - F(0.62), 0, 1))
        rim = np.exp(-(((p[1] - F(top)) / F(0.045 * size)) ** 2))
        colour = mix(
            colour, bare * F(0.9), np.clip(rim * F(0.72) + F(0.1) * rim * streak, 0, 1)
        )
        if speckled:
            spots = look_soft(
                noise("white"), u * F(5.3) + seed, (p[1] * 30 + r * 28) * F(5.3)
            )
            small = look_soft(
                noise("white"), u * F(11), (p[1] * 30 + r * 26) * F(9.1) + seed
            )
            iron = smooth(2.35, 2.9, spots) * F(0.75) + smooth(2.5, 3.0, small) * F(0.5)
            colour = colour * (1 - F(0.75 * speckled) * iron)
        sand = solid("rough", p, 190, seed)
        clay = bare * (1 + F(0.06) * sand)
        colour = mix(clay, colour, covered)
        rings = np.sin(p[1] * F(95 / size) + np.sin(angle + F(seed)) * F(0.7)) * F(
            0.018
        )
        rings = rings + np.sin(p[1] * F(41) + F(seed)) * F(0.02)
        rough = F(0.035) * solid("cloudy", p, 90, seed + 3.3) * covered
        lean = n + np.stack(
            [rough, rings * (1 - np.abs(n[1])) + F(0.05) * sand * (1 - covered), -rough]
        )
        if letters:
            return pressed(p, lean, colour, letters, (radii, heights))
        return Skin(colour, covered * F(0.10 if bright else 0.14), 0.06, unit(lean))

    return paint


def pressed(
    p: Array, lean: Array, colour: Array, letters: str, form: tuple[Array, Array]
) -> Skin:
    """Lead type in the soft clay, with glaze pooled in it."""
    sheet = lettering(letters, 120)
    high, wide = sheet.shape
    middle = float(form[1][-1]) * 0.52
    scale = F(300 * (0.7 if len(letters) > 4 else 1.0) ** -1)
    x = np.arctan2(p[0], p[2]) * F(0.46) * scale + F(wide / 2)
    y = (F(middle) - p[1]) * scale + F(high / 2)
    on = (x > 2) & (x < wide - 3) & (y > 2) & (y < high - 3) & (p[2] > 0)
    xi, yi = (
        np.clip(x, 2, wide - 3).astype(np.int32),
        np.clip(y, 2, high - 3).astype(np.int32),
    )
    depth = np.where(on, sheet[yi, xi], 0)
    slope_x = np.where(on, sheet[yi, xi + 1] - sheet[yi, xi - 1], 0)
    slope_y = np.where(on, sheet[yi + 1, xi] - sheet[yi - 1, xi], 0)
    lean = lean + np.stack([slope_x * F(2.2), -slope_y * F(2.2), np.zeros_like(depth)])
    return Skin(colour * (1 - F(0.45) * depth), 0.1, 0.08, unit(lean))


def handle(
    glaze: str,
    *,
    at: tuple[float, float, float],
    size: float,
    spread: float,
    turn: float,
) -> Ring:
    """An ear on the right of a mug or jug, pulled and pressed on."""
    thick = column(GLAZES[glaze][0])
    thin = column(GLAZES[glaze][1])

    def paint(p: Array, n: Array) -> Skin:
        cloud = solid("cloudy", p, 60)
        share = np.clip(F(0.55) + F(0.2) * cloud - n[1] * F(0.3), 0, 1)
        lean = n + F(0.03) * np.stack([cloud, cloud, -cloud])
        return Skin(mix(thin, thick, share), 0.10, 0.08, unit(lean))

    return Ring(
        paint, at=at, turn=(turn, 0, 0), radius=size, thick=spread, flat=1.5, cut=-0.1
    )


def pot(
    form: str,
    glaze: str,
    seed: int,
    at: tuple[float, float] = (0, 0),
    *,
    size: float = 1.0,
    lift: float = 0.0,
    turn: float = -28,
    letters: str = "",
    speckled: float = 0.5,
    dipped: float = 0.24,
) -> list[Thing]:
    """One thrown thing, with an ear if its form has one."""
    x, z = at
    paint = glazed(
        form, glaze, seed, size=size, letters=letters, speckled=speckled, dipped=dipped
    )
    body = Lathe(paint, at=(x, lift, z), outline=outline(form, size))
    found: list[Thing] = [body]
    ears = {
        "mug": (0.45, 0.54, 0.3),
        "round-mug": (0.52, 0.5, 0.27),
        "jug": (0.5, 0.84, 0.36),
    }
    if form in ears:
        out, up, ring = (each * size for each in ears[form])
        a = math.radians(turn)
        ear_at = (x + out * math.cos(a), lift + up, z - out * math.sin(a))
        found.append(
            handle(glaze, at=ear_at, size=ring, spread=0.065 * size, turn=turn)
        )
    return found


def filled(form: str, what: str, seed: int, size: float) -> list[Thing]:
    """Apples, lemons or eggs in a bowl."""
    if not what:
        return []
    chance = np.random.default_rng(seed)
    colours = {
        "apples": ((168, 54, 40), (206, 150, 60)),
        "lemons": ((232, 190, 60), (240, 212, 110)),
        "eggs": ((226, 204, 178), (206, 168, 134)),
        "plums": ((76, 44, 70), (112, 70, 96)),
    }
    near, far = colours[what]
    found: list[Thing] = []
    rest = 0.36 if form == "bowl" else 0.3
    for x, z in ((-0.28, 0.16), (0.26, 0.2), (0.02, -0.28), (0.0, 0.1)):
        lift = rest + (0.36 if (x, z) == (0.0, 0.1) else 0)
        share = float(chance.uniform(0, 1))
        tone = tuple(round(a + (b - a) * share) for a, b in zip(near, far, strict=True))
        found.append(fruit_of(what, tone, (x * size, lift * size, z * size), size))
    return found


def fruit_of(
    what: str, colour: tuple[int, ...], at: tuple[float, float, float], size: float
) -> Thing:
    """One of them."""
    tone = column((colour[0], colour[1], colour[2]))

    def paint(p: Array, n: Array) -> Skin:
        cloud = solid("cloudy", p, 70, at[0] * 9)
        spot = solid("white", p, 60)
        return Skin(tone * (1 + F(0.14) * cloud + F(0.05) * spot), 0.05, 0.3, soft=0.2)

    radius = 0.25 * size
    long = {"lemons": 1.35, "eggs": 1.28, "apples": 0.9, "plums": 1.1}[what]
    shape = [
        (0.0, -radius * long),
        (radius * 0.6, -radius * 0.82 * long),
        (radius, 0.0),
        (radius * 0.6, radius * 0.82 * long),
        (0.0, radius * long),
    ]
    return Lathe(
        paint, at=at, turn=(at[0] * 200, 62 + at[2] * 90, 0), outline=curve(shape, 8)
    )


def pots(
    width: int,
    *,
    seed: int,
    form: str,
    glaze: str,
    how: str = "whole",
    many: int = 1,
    scene: str = "window",
    other: str = "",
    letters: str = "",
    speckled: float = 0.5,
    dipped: float = 0.24,
    fruit: str = "",
    size: float = 1.0,
) -> Image.Image:
    """A thrown thing: whole, close, from above, in use, or several of a family."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, how)
    look: dict[str, Any] = {
        "size": size,
        "letters": letters,
        "speckled": speckled,
        "dipped": dipped,
    }
    things: list[Thing] = []
    tall = FORMS[form][-1][1] * size
    wide = max(r for r, _ in FORMS[form]) * size
    if form in ("plate", "dish") and many > 1:
        for number in range(many):
            things += pot(
                form, glaze, seed + number, lift=number * 0.085 * size, **look
            )
    else:
        places = [
            (0.0, 0.0),
            (wide * 1.9, -0.9),
            (-wide * 1.7, -1.25),
            (wide * 0.3, -2.0),
        ]
        glazes = [glaze, other or glaze, glaze, other or glaze]
        for number in range(many):
            things += pot(form, glazes[number], seed + number, places[number], **look,
                          turn=-28 + 50 * number)  # fmt: skip
    spread_out = max(wide * 2.0, tall * 1.15) + (
        wide * 1.3 if many > 1 and form not in ("plate", "dish") else 0
    )
    aim = (wide * 0.22 if many > 1 else 0.04, tall * 0.46, 0)
    if how == "close":
        camera = replace(
            camera, at=(0.12 * wide, tall * 0.72, 0.2), wide=spread_out * 0.62
        )
    elif how == "above":
        camera = replace(camera, at=(0, 0, 0), wide=spread_out * 1.35)
    else:
        camera = replace(camera, at=aim, wide=spread_out * 1.52)
    things += filled(form, fruit, seed, size)
    return Scene(film, place, camera, things).render().developed(exposure)
