"""Knitting, weaving and the ways cloth lies: folded, hung, spread out, close up."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from devtools.demodata.pictures.arrays import (
    Array,
    F,
    linear,
    look,
    look_soft,
    noise,
    smooth,
)
from devtools.demodata.pictures.lay import Lay
from devtools.demodata.pictures.palette import DYES

#: Of a cloth at (u, v), in thousandths: its colour, and how far its threads stand out.
Cloth = Callable[[Array, Array], tuple[Array, Array]]


def _dyed(dye: str) -> Array:
    return linear(DYES[dye])[:, None, None]


def _hash(a: Array, b: Array, seed: float) -> Array:
    """A number between 0 and 1 for each pair of whole numbers."""
    h = np.sin(a * F(12.9898) + b * F(78.233) + F(seed * 3.7)) * F(43758.547)
    return np.asarray(h - np.floor(h), F)


def knitted(
    dye: str,
    seed: int,
    *,
    gauge: float = 15,
    style: str = "plain",
    other: str = "",
    stripes: tuple[str, ...] = (),
    third: str = "",
) -> Cloth:
    """Loops: plain, rib, cable, garter, moss, or with a pattern in other colours."""

    def cloth(u: Array, v: Array) -> tuple[Array, Array]:
        s, t = u / F(gauge), v / F(gauge * 0.78)
        deep = np.zeros_like(s)
        if style == "cable":
            s, deep = _cable(s, t)
        column_, _row = np.floor(s), np.floor(t)
        across = (s - column_) * 2
        leg = across - np.floor(across)
        left = across < 1
        slant = np.where(left, leg, 1 - leg)
        along = t + slant * F(0.75)
        row_of = np.floor(along)
        part = along - row_of
        round_ = np.sqrt(np.maximum(1 - (2 * leg - 1) ** 2, 0))
        bump = round_ * (F(0.45) + F(0.55) * np.sin(part * F(math.pi)))
        twist = np.sin(
            (along * F(2.2) + leg * np.where(left, F(1.1), F(-1.1))) * F(6.283)
        )
        if style == "garter":
            part = t * F(0.5) - np.floor(t * F(0.5))
            wave = np.abs(np.sin(s * F(math.pi) + np.floor(t * F(0.5)) * F(1.57)))
            bump = np.sin(part * F(math.pi)) * (F(0.6) + F(0.4) * wave)
        if style == "rib":
            deep = deep - F(1.5) * (
                F(0.5)
                - F(0.5)
                * np.cos(column_ * F(math.pi / 2) * 2 + F(0.0))
                * np.cos(np.floor(s / 2) * F(math.pi))
            )
        if style == "moss":
            deep = deep + F(0.7) * np.cos((column_ + row_of) * F(math.pi))
        height = (bump + F(0.10) * twist + deep * F(0.8)) * F(gauge * 0.30)
        tone = _tone(dye, other, third, stripes, style, column_, row_of, seed)
        heather = look(noise("rough"), u * F(1.3), v * F(1.3) + seed * 9)
        shade = (F(0.70) + F(0.38) * bump) * (1 + F(0.07) * heather + F(0.05) * twist)
        each = _hash(np.floor(row_of / 3), np.zeros_like(row_of), seed)
        return tone * shade * (F(0.97) + F(0.06) * each), height

    return cloth


def _cable(s: Array, t: Array) -> tuple[Array, Array]:
    """Ropes of six stitches that cross, with a valley between them."""
    strip = s / F(9)
    place = strip - np.floor(strip)
    inside = smooth(0.12, 0.2, place) * (1 - smooth(0.8, 0.88, place))
    sway = np.sin(t * F(0.36)) * F(1.7)
    a = np.abs(place - F(0.5) - F(0.17) * np.sin(t * F(0.36)))
    b = np.abs(place - F(0.5) + F(0.17) * np.sin(t * F(0.36)))
    front = np.cos(t * F(0.36)) > 0
    rope_a, rope_b = np.exp(-((a / F(0.13)) ** 2)), np.exp(-((b / F(0.13)) ** 2))
    over = np.where(
        front,
        rope_a + F(0.7) * rope_b * (1 - rope_a),
        rope_b + F(0.7) * rope_a * (1 - rope_b),
    )
    shift = np.where((rope_a > rope_b) == front, sway, -sway)
    return s + shift * inside * F(0.6), over * inside * F(2.6) - F(0.5) * (1 - inside)


def _tone(
    dye: str,
    other: str,
    third: str,
    stripes: tuple[str, ...],
    style: str,
    column_: Array,
    row: Array,
    seed: int,
) -> Array:
    """The colour of each stitch."""
    tone = np.broadcast_to(_dyed(dye), (3, *column_.shape))
    if stripes:
        wide = 14
        number = (np.floor(row / wide) % len(stripes)).astype(np.int32)
        return np.stack([linear(DYES[each]) for each in stripes])[number].transpose(
            2, 0, 1
        )
    if style == "fair":
        a = np.abs((column_ % 12) - 6) + np.abs((row % 14) - 7)
        star = ((a == 6) | (a == 2) | (a == 3) & (column_ % 2 == 0)) & (row % 28 < 14)
        small = ((column_ + row) % 4 == 0) & (row % 28 >= 18) & (row % 28 < 24)
        tone = np.where(star[None], _dyed(other), tone)
        tone = np.where(small[None], _dyed(third or other), tone)
    if style == "fleck":
        fleck = _hash(column_, row, seed) > 0.93
        tone = np.where(fleck[None], _dyed(other), tone)
    return tone


def woven(
    dye: str,
    seed: int,
    *,
    weft: str = "",
    pitch: float = 9,
    style: str = "plain",
    stripes: tuple[tuple[float, float, str], ...] = (),
) -> Cloth:
    """Warp and weft: plain, twill or herringbone; stripes as parts of 200."""

    def cloth(u: Array, v: Array) -> tuple[Array, Array]:
        s, t = u / F(pitch), v / F(pitch)
        i, j = np.floor(s), np.floor(t)
        fu, fv = s - i, t - j
        if style == "plain":
            up = (i + j) % 2 < 1
        elif style == "twill":
            up = (i + j) % 4 < 2
        else:
            up = (np.where((np.floor(i / 12) % 2) < 1, i, -i) + j) % 4 < 2
        warp = np.sqrt(np.maximum(1 - (2 * fu - 1) ** 2, 0)) * (
            F(0.7) + F(0.3) * np.sin(fv * F(math.pi))
        )
        across = np.sqrt(np.maximum(1 - (2 * fv - 1) ** 2, 0)) * (
            F(0.7) + F(0.3) * np.sin(fu * F(math.pi))
        )
        bump = np.where(up, warp, across)
        one, two = _dyed(dye), _dyed(weft or dye)
        warps = np.broadcast_to(one, (3, *s.shape))
        place = u % F(200)
        for low, high, other in stripes:
            warps = np.where(
                ((place >= low) & (place < high))[None], _dyed(other), warps
            )
        slub = look_soft(noise("rough"), i * F(7.3), v * F(0.10)) * up + look_soft(
            noise("rough"), j * F(7.3) + 99, u * F(0.10)
        ) * (1 - up)
        tone = np.where(up[None], warps, two if weft else warps * F(0.96))
        fuzz = look(noise("fine"), u * F(1.7), v * F(1.7))
        return tone * (F(0.66) + F(0.42) * bump) * (
            1 + F(0.09) * slub + F(0.04) * fuzz
        ), bump * F(pitch * 0.28)

    return cloth


@dataclass(frozen=True)
class Hem:
    """What the ends of a cloth have: tassels of a dye, so many, so long."""

    dye: str = ""
    many: int = 0
    long: float = 90


PLAIN = Hem()


def folded(
    lay: Lay,
    cloth: Cloth,
    *,
    at: tuple[float, float] = (500, 640),
    size: tuple[float, float] = (600, 800),
    turn: float = -5,
    hem: Hem = PLAIN,
    layers: int = 3,
    thick: float = 17,
) -> None:
    """Folded lengthwise and across, as it is sent."""
    for layer in range(layers):
        top = layer == layers - 1
        shift = (layers - 1 - layer) * 11
        place = (at[0] + shift * 0.9, at[1] + shift * 1.2 + (12 if not top else 0))
        inside, u, v = lay.box(place, size, 26, turn + (layers - 1 - layer) * 0.8)
        mask = lay.edge(inside)
        wave = lay.rough("smooth", 2.6, layer + lay.seed)
        bulge = F(thick) * (1 - np.exp(-np.maximum(inside, 0) / F(17))) + F(
            5
        ) * wave * smooth(0, 80, inside)
        if top and hem.many:
            tassels(lay, hem, place, size, turn, layers * thick)
        tone, relief = cloth(u + F(4) * wave, v + F(900 + layer * 333))
        shade = F(0.72) + F(0.28) * smooth(-4, 26, inside)
        lay.put(mask, tone * shade, F(layer * thick) + bulge + relief)
        if top:
            # Folded over once more: a soft step across.
            over = smooth(-size[1] * 0.16 - 6, -size[1] * 0.16 + 6, v)
            lay.height += mask * (1 - over) * F(thick * 0.8)


def tassels(
    lay: Lay,
    hem: Hem,
    at: tuple[float, float],
    size: tuple[float, float],
    turn: float,
    high: float,
) -> None:
    """Twisted ends along the lower edge."""
    tone = _dyed(hem.dye)
    a = math.radians(turn)
    x, y = lay.x - F(at[0]), lay.y - F(at[1])
    u, v = (
        x * F(math.cos(a)) + y * F(math.sin(a)),
        y * F(math.cos(a)) - x * F(math.sin(a)),
    )
    pitch = size[0] / hem.many
    number = np.floor((u + F(size[0] / 2)) / F(pitch))
    each = _hash(number, np.zeros_like(number), lay.seed)
    off = u + F(size[0] / 2) - (number + F(0.5)) * F(pitch)
    down = v - F(size[1] / 2 - 12)
    bend = (each - F(0.5)) * F(0.25) * down + np.sin(down * F(0.05) + each * 6) * F(2.5)
    off = off - bend
    long = F(hem.long) * (F(0.85) + F(0.3) * each)
    wide = F(pitch * 0.30) * (1 - F(0.25) * smooth(0, 1, down / long))
    ends = F(1) - smooth(0.9, 1.06, down / long)
    within = (number >= 0) & (number < hem.many) & (down > 0)
    round_ = np.sqrt(np.maximum(1 - (off / wide) ** 2, 0)) * ends
    mask = np.clip((wide - np.abs(off)) * F(lay.k) + F(0.5), 0, 1) * ends * within
    twist = np.sin(down * F(0.5) + off * F(0.55))
    lay.put(
        mask,
        tone * (F(0.72) + F(0.22) * round_ + F(0.12) * twist),
        round_ * F(pitch * 0.4) + twist * 2 + F(4 + high * 0.1),
    )


def hung(
    lay: Lay,
    cloth: Cloth,
    *,
    left: float = 205,
    right: float = 795,
    top: float = 170,
    bottom: float = 1060,
    hem: Hem = PLAIN,
    folds: float = 4.2,
    deep: float = 34,
    rail: bool = True,
) -> None:
    """Over a rail, falling in folds."""
    share = (lay.x - F(left)) / F(right - left)
    fall = np.clip((lay.y - F(top)) / F(bottom - top), 0, 1.2)
    sway = lay.rough("smooth", 1.2, lay.seed) * F(0.05)
    phase = (share + sway * fall) * F(2 * math.pi * folds / 2) + F(lay.seed)
    amount = F(0.25) + F(0.75) * fall
    height = (np.sin(phase) + F(0.35) * np.sin(phase * F(2.3) + 1)) * F(deep) * amount
    narrow = F(0.03) * fall * np.sin(fall * 3)
    inside = np.minimum(share + narrow, 1 - share + narrow) * F(right - left)
    low = F(bottom) + np.sin(phase) * F(12) - lay.y
    inside = np.minimum(np.minimum(inside, low), lay.y - F(top))
    mask = lay.edge(inside)
    u = share * F((right - left) * 1.25) + np.cos(phase) * F(deep * 0.35) * amount
    tone, relief = cloth(u, lay.y - F(top) + F(77))
    rounded = F(40) * (1 - np.exp(-np.maximum(inside, 0) / F(9)))
    if hem.many:
        middle = ((left + right) / 2, (top + bottom) / 2)
        tassels(lay, hem, middle, (right - left, bottom - top), 0, 60)
    lay.put(mask, tone, F(30) + rounded + height + relief)
    if rail:
        inside, u, v = lay.box((500, top - 2), (860, 34), 17)
        grain = look_soft(noise("rough"), u * F(0.3), v * F(3.0))
        wood = linear((172, 132, 92))[:, None, None] * (1 + F(0.10) * grain)
        over = smooth(left - 2, left + 2, lay.x) * (
            1 - smooth(right - 2, right + 2, lay.x)
        )
        lay.put(
            lay.edge(inside) * (1 - over),
            wood,
            np.sqrt(np.maximum(17**2 - v * v, 0)) + F(40),
            0.1,
        )
        lay.height += over * F(26) * np.exp(-((v / F(26)) ** 2))


def near(
    lay: Lay, cloth: Cloth, *, zoom: float = 2.1, fold: float = 62, turn: float = 24
) -> None:
    """From close by, with a fold across the picture."""
    a = math.radians(turn)
    x, y = lay.x - 500, lay.y - 625
    u, v = (
        x * F(math.cos(a)) + y * F(math.sin(a)),
        y * F(math.cos(a)) - x * F(math.sin(a)),
    )
    bend = lay.rough("smooth", 1.5, lay.seed) * F(46)
    line = v - F(70) + bend + u * F(0.22)
    rise = F(fold) * (smooth(-240, 40, line) - smooth(40, 64, line) * F(0.9))
    rise = rise + lay.rough("smooth", 2.2, lay.seed + 1) * F(9)
    below = smooth(40, 64, line)
    tone, relief = cloth(
        (u + rise * F(0.2)) / F(zoom) + below * F(310),
        (v - rise * F(0.5)) / F(zoom) + F(500) + below * F(120),
    )
    shade = 1 - F(0.42) * np.exp(-(((line - 66) / F(30)) ** 2)) * (line > 52)
    lay.put(np.ones_like(lay.x), tone * shade, rise + relief * F(zoom) + F(60))


def spread_out(
    lay: Lay,
    cloth: Cloth,
    *,
    at: tuple[float, float] = (500, 625),
    size: tuple[float, float] = (820, 1020),
    turn: float = 0,
    hem: Hem = PLAIN,
    puff: float = 14,
    wavy: float = 9,
) -> None:
    """Flat, with the small waves that cloth has."""
    inside, u, v = lay.box(at, size, 14, turn)
    wave = lay.rough("smooth", 1.7, lay.seed)
    inside = inside + wave * F(4)
    if hem.many:
        tassels(lay, hem, at, size, turn, 20)
        tassels(lay, hem, at, size, turn + 180, 20)
    tone, relief = cloth(u + wave * 3, v + F(600))
    height = F(puff) * (1 - np.exp(-np.maximum(inside, 0) / F(9))) + wave * F(
        wavy
    ) * smooth(0, 120, inside)
    lay.put(lay.edge(inside), tone, height + relief + F(3))
