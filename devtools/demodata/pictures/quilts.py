"""Patchwork: blocks of many cloths, sewn, filled and quilted."""

import math

import numpy as np
from PIL import Image

from devtools.demodata.pictures import cloth as cloths
from devtools.demodata.pictures.arrays import (
    Array,
    F,
    linear,
    look,
    look_soft,
    noise,
    smooth,
)
from devtools.demodata.pictures.cloth import Cloth
from devtools.demodata.pictures.knitwear import lay_on
from devtools.demodata.pictures.lay import Lay
from devtools.demodata.pictures.palette import DYES

#: Which cloths a quilt is cut from; the first is its ground.
BAGS: dict[str, tuple[str, ...]] = {
    "shirts": ("cream", "sky", "indigo", "white", "grey", "flax"),
    "meadow": ("cream", "sage", "moss", "weld", "rose", "white"),
    "autumn": ("flax", "rust", "madder", "honey", "walnut", "cream"),
    "sea": ("white", "sea", "indigo", "sky", "cream", "grey"),
    "berry": ("cream", "plum", "rose", "heather", "madder", "white"),
    "baby": ("white", "rose", "sky", "cream", "sage", "honey"),
    "night": ("indigo", "cream", "honey", "sky", "charcoal", "white"),
    "linen": ("undyed", "flax", "white", "grey", "cream", "sage"),
}  # fmt: skip


def patchwork(
    bag: str, seed: int, *, block: str = "squares", side: float = 92, loft: float = 9
) -> Cloth:
    """Cloth made of cloths: `block` says how the pieces are cut."""
    dyes = [linear(DYES[each]) for each in BAGS[bag]]

    def cloth(u: Array, v: Array) -> tuple[Array, Array]:
        s, t = u / F(side), v / F(side)
        piece, seam, which = BLOCKS[block](s, t)
        pick = cloths._hash(piece[0], piece[1], seed)
        number = np.where(
            which >= 0, which, 1 + np.floor(pick * F(len(dyes) - 1))
        ).astype(np.int32)
        number = np.clip(number, 0, len(dyes) - 1)
        ground = np.stack(dyes)[number].transpose(2, 0, 1)
        style = np.floor(cloths._hash(piece[1], piece[0], seed + 5) * F(6))
        tone = printed(ground, style, u, v, piece)
        lines = (
            np.abs(np.sin((s + t) * F(math.pi)))
            if block != "log"
            else np.abs(np.sin(s * F(2 * math.pi)))
        )
        stitch = np.sin((u - v) * F(0.62)) > F(-0.2)
        quilted = np.exp(-((lines / F(0.055)) ** 2)) * (which != 0) + 0
        puff = (
            F(loft) * (1 - np.exp(-seam * F(side) / F(6.0))) - F(loft * 0.5) * quilted
        )
        weave = look(noise("fine"), u * F(1.9), v * F(1.9))
        thread = smooth(0.55, 0.95, quilted) * stitch
        tone = (
            tone
            * (1 + F(0.035) * weave)
            * (F(0.80) + F(0.20) * (1 - np.exp(-seam * F(side) / F(3))))
        )
        tone = tone + (linear((246, 240, 226))[:, None, None] - tone) * thread * F(0.75)
        crease = look_soft(noise("cloudy"), u * F(0.33), v * F(0.33) + seed)
        return tone, puff + crease * F(0.9) + thread

    return cloth


def printed(
    ground: Array, style: Array, u: Array, v: Array, piece: tuple[Array, Array]
) -> Array:
    """Plain, striped, checked, dotted or with small flowers: shirts are."""
    turn = cloths._hash(piece[0], piece[1], 3.0) > F(0.5)
    a, b = np.where(turn, u, v), np.where(turn, v, u)
    fine = smooth(0.1, 0.5, np.sin(a * F(0.55)))
    stripe = fine * (style == 1)
    check = (
        (smooth(0.0, 0.4, np.sin(a * F(0.34))) + smooth(0.0, 0.4, np.sin(b * F(0.34))))
        * F(0.5)
        * (style == 2)
    )
    dots = smooth(0.62, 0.72, np.sin(a * F(0.42)) * np.sin(b * F(0.42))) * (style == 3)
    x, y = (
        a * F(0.16) - np.floor(a * F(0.16)) - F(0.5),
        b * F(0.16) - np.floor(b * F(0.16)) - F(0.5),
    )
    far, angle = np.sqrt(x * x + y * y), np.arctan2(y, x)
    petals = F(0.21) + F(0.08) * np.cos(angle * 5)
    flower = (1 - smooth(-0.03, 0.03, far - petals)) * (style == 4)
    pale = F(0.62) * ground + F(0.38) * linear((250, 246, 236))[:, None, None]
    deep = ground * F(0.62)
    light = ground.mean(0) > F(0.45)
    other = np.where(light[None], deep, pale)
    share = np.clip(stripe * F(0.8) + check + dots + flower, 0, 1)
    return np.asarray(ground + (other - ground) * share * F(0.85))


def _squares(s: Array, t: Array) -> tuple[tuple[Array, Array], Array, Array]:
    i, j = np.floor(s), np.floor(t)
    x, y = s - i, t - j
    return (
        (i, j),
        np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y)),
        np.full(s.shape, -1.0, F),
    )


def _nine(s: Array, t: Array) -> tuple[tuple[Array, Array], Array, Array]:
    piece, seam, which = _squares(s, t)
    i, j = piece[0] % 6, piece[1] % 6
    plain = (np.floor(i / 3) + np.floor(j / 3)) % 2 > 0
    corner = (i + j) % 2 > 0
    edge = np.minimum(np.minimum(s % 3, 3 - s % 3), np.minimum(t % 3, 3 - t % 3))
    return piece, np.where(plain, edge, seam), np.where(plain | corner, 0.0, which)


def _geese(s: Array, t: Array) -> tuple[tuple[Array, Array], Array, Array]:
    s2 = s / 2
    i, j = np.floor(s2), np.floor(t)
    x, y = (s2 - i) * 2, t - j
    goose = y > np.abs(x - 1)
    diagonal = np.abs(y - np.abs(x - 1)) * F(0.7)
    box = np.minimum(np.minimum(x, 2 - x), np.minimum(y, 1 - y))
    return (i, j), np.minimum(diagonal, box), np.where(goose, -1.0, 0.0)


def _star(s: Array, t: Array) -> tuple[tuple[Array, Array], Array, Array]:
    i, j = np.floor(s / 4), np.floor(t / 4)
    x, y = np.abs(s - i * 4 - 2), np.abs(t - j * 4 - 2)
    core = np.maximum(x, y) < 1
    long, short = np.maximum(x, y), np.minimum(x, y)
    point = (long >= 1) & (long < 2) & (short < 1) & (short > (long - 1))
    tip = (long >= 1) & (short < 1) & ~point
    seam = np.minimum(
        np.abs(np.maximum(x, y) - 1),
        np.minimum(np.abs(long - 2), np.abs(short - (long - 1)) * F(0.7)),
    )
    seam = np.minimum(seam, np.where(long >= 1, np.abs(short - 1), 9))
    which = np.where(core, -1.0, np.where(point, 1 + (i + j) % 3 + 1, 0.0))
    return (i * 4 + core, j * 4), seam, np.where(tip, 1 + (i * 2 + j) % 4, which)


def _log(s: Array, t: Array) -> tuple[tuple[Array, Array], Array, Array]:
    i, j = np.floor(s / 5), np.floor(t / 5)
    x, y = s - i * 5 - F(2.5), t - j * 5 - F(2.5)
    ring = np.floor(np.maximum(np.abs(x), np.abs(y)) + F(0.5))
    inside = np.maximum(np.abs(x), np.abs(y)) + F(0.5) - ring
    light = (x + y) > 0
    horizontal = np.abs(y) > np.abs(x)
    seam = np.minimum(inside, 1 - inside)
    cut = np.abs(np.abs(x) - np.abs(y)) * F(0.7)
    seam = np.where(
        ring > 0,
        np.minimum(seam, cut + F(0.04)),
        np.minimum(F(0.5) - np.abs(x), F(0.5) - np.abs(y)),
    )
    key = ring * 7 + light * 3 + horizontal
    which = np.where(
        ring == 0,
        2.0,
        np.where(
            light, np.where(ring % 2 > 0, 0.0, 5.0), 1 + (ring + horizontal + i + j) % 4
        ),
    )
    return (i * 13 + key, j * 11 + ring), seam, which


def _hexagons(s: Array, t: Array) -> tuple[tuple[Array, Array], Array, Array]:
    h = F(math.sqrt(3))
    a_i, a_j = np.round(s), np.round(t / h)
    b_i, b_j = np.floor(s) + F(0.5), np.floor(t / h) + F(0.5)
    a = (s - a_i) ** 2 + (t - a_j * h) ** 2
    b = (s - b_i) ** 2 + (t - b_j * h) ** 2
    first = a < b
    i, j = np.where(first, a_i, b_i), np.where(first, a_j, b_j)
    x, y = np.abs(s - i), np.abs(t - j * h)
    return (
        (i * 2, j * 2),
        F(0.5) - np.maximum(x, x * F(0.5) + y * h / 2),
        np.full(s.shape, -1.0, F),
    )


BLOCKS = {
    "squares": _squares,
    "nine": _nine,
    "geese": _geese,
    "star": _star,
    "log": _log,
    "hexagons": _hexagons,
}


def quilts(
    width: int,
    *,
    seed: int,
    bag: str = "shirts",
    block: str = "nine",
    how: str = "whole",
    floor: str = "boards",
    side: float = 60,
) -> Image.Image:
    """A quilt: spread out, folded, hung over a rail, or close."""
    lay, window = lay_on(width, seed, floor)
    fabric = patchwork(bag, seed, block=block, side=side)
    if how == "close":
        cloths.near(lay, patchwork(bag, seed, block=block, side=side * 1.15), zoom=2.2)
    elif how == "use":
        cloths.hung(
            lay,
            patchwork(bag, seed, block=block, side=side * 0.86),
            left=150,
            right=850,
            top=150,
            bottom=1090,
            folds=3,
            deep=26,
        )
    elif how == "folded":
        cloths.folded(
            lay, fabric, size=(720, 640), at=(500, 640), layers=4, thick=24, turn=-7
        )
    else:
        cloths.spread_out(lay, fabric, size=(side * 14, side * 17), puff=16, wavy=16)
        binding(lay, (side * 14, side * 17), bag)
    return lay.render(window=window).developed()


def binding(lay: Lay, size: tuple[float, float], bag: str) -> None:
    """A strip of one cloth all round the edge."""
    inside, _, _ = lay.box((500, 625), size, 14)
    inside = inside + lay.rough("smooth", 1.7, lay.seed) * F(4)
    on = lay.edge(inside) * (1 - lay.edge(inside - 15))
    tone = linear(DYES[BAGS[bag][2]])[:, None, None]
    shade = F(0.8) + F(0.2) * np.sin(np.clip(inside / 15, 0, 1) * F(math.pi))
    lay.put(
        on,
        tone * shade,
        lay.height + F(4) * np.sin(np.clip(inside / 15, 0, 1) * F(math.pi)),
    )


def cushions(
    width: int,
    *,
    seed: int,
    bag: str = "shirts",
    block: str = "squares",
    how: str = "whole",
    floor: str = "linen",
    side: float = 88,
    button: bool = False,
) -> Image.Image:
    """A cushion, filled so that its corners stand out."""
    lay, window = lay_on(width, seed, floor)
    fabric = patchwork(bag, seed, block=block, side=side, loft=7)
    if how == "close":
        cloths.near(lay, patchwork(bag, seed, block=block, side=side * 0.8), zoom=2.3)
        return lay.render(window=window).developed()
    turn = -6 if how == "whole" else 12
    inside, u, v = lay.box((500, 640), (760, 760), 30, turn)
    pinch = F(26) * (np.cos(u * F(math.pi / 380)) + np.cos(v * F(math.pi / 380)))
    inside = inside - np.maximum(pinch, -10) * F(0.5) + F(6)
    full = np.sqrt(np.clip(inside / 380, 0, 1))
    tug = (
        np.sin(np.arctan2(v, u) * 26 + lay.rough("smooth", 3) * 2)
        * smooth(120, 0, inside)
        * smooth(0, 20, inside)
    )
    tone, relief = fabric(u * (1 - F(0.05) * full), v * (1 - F(0.05) * full))
    edge = F(0.72) + F(0.28) * smooth(0, 40, inside)
    height = F(170) * full ** F(1.25) + relief + tug * F(6)
    lay.put(lay.edge(inside), tone * edge, height)
    if button:
        far = np.sqrt(u * u + v * v)
        lay.height -= F(46) * np.exp(-((far / F(60)) ** 2))
        mask = np.clip((F(26) - far) * F(lay.k) + F(0.5), 0, 1)
        holes = np.exp(-(((np.abs(u) - 7) ** 2 + v**2) / F(9)))
        lay.put(
            mask,
            linear((150, 108, 72))[:, None, None] * (1 - F(0.7) * holes),
            lay.height + F(9) * np.sqrt(np.maximum(1 - (far / 26) ** 2, 0)),
            0.2,
        )
    return lay.render(window=window, sun=(-0.6, -0.5, 0.55)).developed()
