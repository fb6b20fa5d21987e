"""What is knitted and woven to be worn: scarves, hats, mittens, socks, blankets."""

import math
from typing import Any

import numpy as np
from PIL import Image

from devtools.demodata.pictures import cloth as cloths
from devtools.demodata.pictures import sets
from devtools.demodata.pictures.arrays import F, haze, smooth
from devtools.demodata.pictures.cloth import PLAIN, Cloth, Hem
from devtools.demodata.pictures.lay import Lay, Point
from devtools.demodata.pictures.palette import RGB
from devtools.demodata.pictures.sets import Top
from devtools.demodata.pictures.shapes import curve

FLOORS: dict[str, tuple[Top, str]] = {
    "boards": (sets.boards((150, 124, 100)), ""),
    "white": (sets.boards((214, 206, 194), 1.1), "leaves"),
    "dark": (sets.boards((92, 76, 64)), ""),
    "wall": (sets.plain((212, 204, 190)), "panes"),
    "sage": (sets.plain((172, 180, 158)), "leaves"),
    "rose": (sets.plain((212, 180, 164)), ""),
    "blue": (sets.plain((148, 166, 182)), "panes"),
    "linen": (sets.linen((206, 196, 178)), ""),
    "stone": (sets.stone((156, 156, 152)), ""),
    "slate": (sets.stone((78, 82, 86)), ""),
    "paper": (sets.plain((226, 218, 204)), "leaves"),
}


def lay_on(width: int, seed: int, floor: str) -> tuple[Lay, str]:
    """An empty place to lay things on, and what stands before its window."""
    top, window = FLOORS[floor]
    return Lay(width, seed, top), window


def make(stuff: str, seed: int, dye: str, **more: Any) -> Cloth:
    """Knitted or woven, by name: `knit:rib`, `weave:twill`."""
    kind, _, style = stuff.partition(":")
    if kind == "knit":
        return cloths.knitted(dye, seed, style=style or "plain", **more)
    return cloths.woven(dye, seed, style=style or "plain", **more)


def scarves(
    width: int,
    *,
    seed: int,
    stuff: str = "weave",
    dye: str = "madder",
    how: str = "whole",
    floor: str = "boards",
    tassels: int = 17,
    light: RGB = (255, 238, 214),
    **more: Any,
) -> Image.Image:
    """Scarves, shawls and blankets: folded, hung, close."""
    lay, window = lay_on(width, seed, floor)
    fabric = make(stuff, seed, dye, **more)
    hem = Hem(dye, tassels) if tassels else PLAIN
    if how == "close":
        cloths.near(lay, fabric)
    elif how == "use":
        cloths.hung(
            lay, fabric, hem=Hem(dye, round(tassels * 0.95)) if tassels else PLAIN
        )
    elif how == "flat":
        cloths.spread_out(lay, fabric, hem=hem, size=(760, 940), turn=-3)
    else:
        cloths.folded(lay, fabric, hem=hem, at=(500, 600 if tassels else 625))
    return lay.render(window=window, warm=light).developed()


HAT: list[Point] = [
    (192, 950),
    (180, 770),
    (222, 540),
    (326, 352),
    (500, 282),
    (674, 352),
    (778, 540),
    (820, 770),
    (808, 950),
]
MITTEN: list[Point] = [
    (352, 1010), (346, 820), (322, 640), (318, 470), (360, 330), (450, 262), (548, 296), (600, 420),
    (612, 560), (652, 520), (716, 470), (764, 492), (752, 560), (690, 660), (622, 760), (604, 880), (604, 1010),
]  # fmt: skip
SOCK: list[Point] = [
    (392, 180), (394, 420), (380, 640), (330, 800), (262, 900), (230, 990), (276, 1062), (380, 1066),
    (500, 1000), (610, 880), (652, 740), (648, 520), (644, 180),
]  # fmt: skip
WRIST: list[Point] = [
    (330, 300),
    (322, 560),
    (344, 800),
    (352, 960),
    (640, 960),
    (650, 800),
    (672, 560),
    (664, 300),
]
SHAPES = {"hat": HAT, "mitten": MITTEN, "sock": SOCK, "wrist": WRIST}


def shaped(
    lay: Lay,
    points: list[Point],
    fabric: Cloth,
    *,
    at: Point = (0, 0),
    size: float = 1.0,
    turn: float = 0.0,
    mirror: bool = False,
    thick: float = 60,
    lift: float = 0.0,
    cuff: Cloth | None = None,
    cuff_at: float = 830,
    cuff_up: bool = False,
) -> None:
    """A knitted thing of its own outline, a little stuffed, its cuff in rib."""
    a = math.radians(turn)
    moved = []
    for x, y in _around(points):
        u, v = (x - 500) * size * (-1 if mirror else 1), (y - 625) * size
        moved.append(
            (
                500 + at[0] + u * math.cos(a) - v * math.sin(a),
                625 + at[1] + u * math.sin(a) + v * math.cos(a),
            )
        )
    mask = lay.cut(moved)
    x, y = lay.x - F(500 + at[0]), lay.y - F(625 + at[1])
    u, v = (
        x * F(math.cos(a)) + y * F(math.sin(a)),
        y * F(math.cos(a)) - x * F(math.sin(a)),
    )
    full = smooth(0.5, 1.0, haze(mask, 46 * size * lay.k)) ** F(0.7)
    edge = smooth(0.5, 1.0, haze(mask, 9 * lay.k))
    wave = lay.rough("smooth", 2.4, lay.seed)
    tone, relief = fabric(u + full * 6, v + F(600))
    if cuff is not None:
        tone2, relief2 = cuff(u, v + F(600))
        line = F((cuff_at - 625) * size)
        on = smooth(-3, 3, (line - v) if cuff_up else (v - line))
        tone, relief = (
            tone + (tone2 - tone) * on,
            relief + (relief2 - relief + F(12)) * on,
        )
    height = (
        F(lift) + F(thick) * (F(0.35) * edge + F(0.65) * full) + relief + wave * F(5)
    )
    lay.put(mask, tone * (F(0.8) + F(0.2) * edge), height)


def _around(points: list[Point]) -> list[Point]:
    """The outline, soft between its points."""
    return [*curve(points, 8)]


def worn(
    width: int,
    *,
    seed: int,
    shape: str = "hat",
    stuff: str = "knit:rib",
    dye: str = "undyed",
    how: str = "whole",
    floor: str = "linen",
    cuff: str = "knit:rib",
    cuff_dye: str = "",
    bobble: str = "",
    **more: Any,
) -> Image.Image:
    """A hat, or a pair of mittens or socks."""
    lay, window = lay_on(width, seed, floor)
    fabric = make(stuff, seed, dye, **more)
    rib = make(cuff, seed + 1, cuff_dye or dye)
    if how == "close":
        cloths.near(lay, fabric, zoom=1.9)
        return lay.render(window=window).developed()
    tilt = -9.0 if how == "use" else 4.0
    if shape == "hat":
        if bobble:
            pompom(lay, bobble, (500, 262) if how != "use" else (455, 268), 92)
        shaped(lay, HAT, fabric, turn=tilt, cuff=rib, cuff_at=790, thick=80)
    else:
        cuff_at, up = {
            "mitten": (850, False),
            "sock": (380, True),
            "wrist": (840, False),
        }[shape]
        gap = 200 if shape != "sock" else 178
        look: dict[str, Any] = {"cuff": rib, "cuff_at": cuff_at, "cuff_up": up}
        first = -8.0 if how != "use" else 24.0
        shaped(
            lay,
            SHAPES[shape],
            fabric,
            at=(gap * 0.98, 34),
            size=0.86,
            turn=-first,
            mirror=shape == "mitten",
            **look,
        )
        shaped(
            lay,
            SHAPES[shape],
            fabric,
            at=(-gap, -26),
            size=0.86,
            turn=first if how != "use" else 6,
            lift=22 if how == "use" else 0,
            **look,
        )
    return lay.render(window=window).developed()


def pompom(lay: Lay, dye: str, at: Point, radius: float) -> None:
    """Threads that stand out every way."""
    x, y = lay.x - F(at[0]), lay.y - F(at[1])
    far, angle = np.sqrt(x * x + y * y), np.arctan2(y, x)
    ragged = lay.rough("rough", 40, 3) * F(5)
    inside = F(radius) - far + ragged
    mask = np.clip(inside * F(lay.k * 0.6) + F(0.5), 0, 1)
    ball = np.sqrt(np.maximum(1 - (far / F(radius)) ** 2, 0))
    spikes = np.sin(angle * 70 + lay.rough("rough", 16) * 3) * lay.rough("rough", 50, 2)
    tone = cloths._dyed(dye) * (F(0.72) + F(0.3) * ball + F(0.16) * spikes)
    lay.put(
        mask,
        tone,
        F(30)
        + ball * F(radius * 0.9)
        + spikes * F(5)
        + lay.rough("rough", 44, 4) * F(4),
    )
