"""Block prints: what was cut away stays paper; the rest takes ink from the roller."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from devtools.demodata.pictures.arrays import Array, F, linear, look_soft, noise, smooth
from devtools.demodata.pictures.knitwear import lay_on
from devtools.demodata.pictures.lay import Lay, Point
from devtools.demodata.pictures.motifs import MOTIFS
from devtools.demodata.pictures.palette import DYES


def inked(motif: str, seed: int, layer: int) -> Array:
    """One block's ink: 1 where it prints; 1000 by 1250."""
    sheet = Image.new("L", (1000, 1250))
    MOTIFS[motif](ImageDraw.Draw(sheet), np.random.default_rng(seed), layer)
    return np.asarray(sheet.filter(ImageFilter.GaussianBlur(1.3)), F) / 255


def sheet(
    lay: Lay,
    at: Point,
    size: Point,
    turn: float,
    block: tuple[str, tuple[str, ...], int],
    *,
    lift: float = 4.0,
    ragged: bool = True,
    margin: float = 0.11,
    paper: tuple[int, int, int] = (240, 232, 216),
) -> None:
    """A print on paper, with the pressure of the spoon in it."""
    motif, dyes, seed = block
    inside, u, v = lay.box(at, size, 4, turn)
    if ragged:
        inside = (
            inside
            + lay.rough("rough", 14, seed) * F(2.4)
            + lay.rough("cloudy", 8, seed) * F(2)
        )
    mask = lay.edge(inside)
    fibre = lay.rough("rough", 22, seed + 1)
    tone = linear(paper)[:, None, None] * (
        1 + F(0.022) * fibre + F(0.02) * lay.rough("cloudy", 4, seed)
    )
    curl = F(10) * (u / F(size[0])) ** 2 + F(14) * (v / F(size[1])) ** 4
    edge = 1 - np.exp(-np.maximum(inside, 0) / F(1.5))
    lay.put(mask, tone, F(lift) * edge + curl + fibre * F(0.25))
    scale = 1000 / (size[0] * (1 - 2 * margin))
    x, y = u * F(scale) + 500, v * F(scale) + 625
    on = (x > 1) & (x < 998) & (y > 1) & (y < 1248)
    for number, dye in enumerate(dyes):
        ink = (
            look_sheet(inked(motif, seed, number), x + number * 3, y - number * 2)
            * on
            * mask
        )
        mottle = look_soft(noise("fine"), x * F(0.7), y * F(0.7)) * F(0.5) + look_soft(
            noise("cloudy"), x * F(0.12), y * F(0.12) + seed
        )
        full = np.clip(
            F(0.95)
            - F(0.16) * np.maximum(mottle, 0)
            - F(0.5) * smooth(1.5, 2.6, mottle),
            0,
            1,
        )
        tone = linear(DYES[dye])[:, None, None] * (1 + F(0.06) * mottle)
        lay.colour += (tone - lay.colour) * ink * full
        lay.height -= ink * F(1.3)
        lay.gloss += ink * F(0.05)


def look_sheet(image: Array, x: Array, y: Array) -> Array:
    """Of a picture of 1000 by 1250, softly."""
    x0, y0 = np.clip(x, 0, 998), np.clip(y, 0, 1248)
    i, j = x0.astype(np.int32), y0.astype(np.int32)
    fx, fy = x0 - i, y0 - j
    top = image[j, i] * (1 - fx) + image[j, i + 1] * fx
    low = image[j + 1, i] * (1 - fx) + image[j + 1, i + 1] * fx
    return np.asarray(top * (1 - fy) + low * fy)


def frame(lay: Lay, at: Point, size: Point, wood: tuple[int, int, int]) -> None:
    """A plain frame on a wall, with a mount."""
    outer, u, v = lay.box(at, size, 3)
    grain = look_soft(
        noise("rough"),
        np.where(np.abs(u) / size[0] > np.abs(v) / size[1], v, u) * F(0.06),
        np.abs(outer) * F(2.5),
    )
    tone = linear(wood)[:, None, None] * (1 + F(0.10) * grain)
    mitre = (
        np.abs(np.abs(np.abs(u) - size[0] / 2) - np.abs(np.abs(v) - size[1] / 2)) < 1.2
    )
    lay.put(
        lay.edge(outer),
        tone * (1 - F(0.4) * (mitre & (outer < 30))),
        F(44) * (1 - np.exp(-np.maximum(outer, 0) / F(3))),
        0.1,
    )
    mount = lay.edge(outer - 30)
    lay.put(mount, (246, 242, 232), F(16))


def prints(
    width: int,
    *,
    seed: int,
    motif: str = "swallows",
    inks: tuple[str, ...] = ("indigo",),
    how: str = "whole",
    floor: str = "paper",
    many: int = 1,
    other: tuple[str, ...] = (),
) -> Image.Image:
    """A print: flat, framed on a wall, from near, as cards, or with the block it came from."""
    lay, window = lay_on(width, seed, floor)
    block = (motif, inks, seed)
    if how == "framed":
        frame(lay, (500, 600), (690, 862), (150, 112, 78))
        sheet(lay, (500, 600), (520, 650), 0, block, lift=20, margin=0.06)
    elif how == "close":
        sheet(lay, (420, 560), (1500, 1875), -8, block)
    elif how == "cards":
        for number, (x, y, turn) in enumerate(
            ((330, 420, -9), (650, 540, 6), (420, 840, -3), (720, 960, 12))
        ):
            card = (motif, other if number % 2 and other else inks, seed)
            sheet(
                lay,
                (x, y),
                (400, 500),
                turn,
                card,
                lift=5 + number * 4,
                ragged=False,
                margin=0.07,
            )
    elif how == "block":
        sheet(lay, (590, 690), (620, 775), 7, block)
        carved(lay, (300, 430), (440, 550), -14, block)
    else:
        sheet(lay, (500, 630), (760, 950), -3, block)
        pencil(lay)
    return lay.render(window=window).developed()


def carved(
    lay: Lay,
    at: Point,
    size: Point,
    turn: float,
    block: tuple[str, tuple[str, ...], int],
) -> None:
    """The block itself, with ink left on what stands."""
    motif, dyes, seed = block
    inside, u, v = lay.box(at, size, 5, turn)
    grain = look_soft(noise("rough"), u * F(0.35), v * F(0.03) + 3)
    tone = linear((176, 138, 104))[:, None, None] * (1 + F(0.10) * grain)
    x, y = 500 - u * F(1000 / size[0]), v * F(1250 / size[1]) + 625
    ink = look_sheet(inked(motif, seed, 0), x, y)
    gouge = np.sin(u * F(0.8) + lay.rough("cloudy", 12) * 2) * (1 - ink)
    inky = linear(DYES[dyes[0]])[:, None, None] * F(0.8)
    height = (
        F(30) * (1 - np.exp(-np.maximum(inside, 0) / F(2)))
        + ink * F(9)
        + gouge * F(1.6)
    )
    lay.put(
        lay.edge(inside), tone + (inky - tone) * ink * F(0.92), height, 0.05 + 0.2 * ink
    )


def pencil(lay: Lay) -> None:
    """What it is signed with."""
    inside, u, v = lay.box((806, 1010), (20, 420), 9, 38)
    mask = lay.edge(inside)
    tip = smooth(168, 178, -v)
    wood = smooth(150, 152, -v)
    tone = (
        linear((164, 70, 58))[:, None, None] * (1 - wood)
        + linear((220, 186, 144))[:, None, None] * wood
    )
    tone = tone * (1 - F(0.8) * tip)
    slim = 1 - smooth(150, 205, -v) * smooth(
        0, 10, np.abs(u) + smooth(150, 200, -v) * 8
    )
    lay.put(mask * slim, tone, F(14) + np.sqrt(np.maximum(100 - u * u, 0)), 0.15)
