"""Leather goods: cut, skived, stitched with two needles, burnished at their edges."""

import math

import numpy as np
from PIL import Image

from devtools.demodata.pictures.arrays import F, linear, smooth
from devtools.demodata.pictures.hides import THREAD, panel, stamped
from devtools.demodata.pictures.knitwear import lay_on
from devtools.demodata.pictures.lay import Lay, Point
from devtools.demodata.pictures.palette import RGB


def goods(
    width: int,
    *,
    seed: int,
    kind: str = "wallet",
    colour: str = "tan",
    how: str = "whole",
    floor: str = "dark",
    letters: str = "",
    thread: RGB = THREAD,
    other: str = "",
) -> Image.Image:
    """Wallets, sleeves, books, fobs, straps and cases."""
    lay, window = lay_on(width, seed, floor)
    turn = {"whole": -9.0, "use": 14.0, "close": -16.0}[how]
    KINDS[kind](
        lay,
        colour,
        other or colour,
        (turn, 2.1 if how == "close" else 1.0),
        (letters, thread),
    )
    return lay.render(window=window, soft=0.1).developed()


Pose = tuple[float, float]
Marks = tuple[str, RGB]


def _wallet(lay: Lay, colour: str, other: str, pose: Pose, marks: Marks) -> None:
    turn, zoom = pose
    at = (500, 640) if zoom == 1 else (330, 420)
    size = (620 * zoom, 460 * zoom)
    panel(
        lay,
        colour,
        (at[0] + 8, at[1] - 14 * zoom),
        (size[0], size[1]),
        turn=turn,
        stitched=(False,) * 4,
        thick=14,
    )
    _card(
        lay,
        (at[0] - 10 * zoom, at[1] - 170 * zoom),
        (540 * zoom, 300 * zoom),
        turn + 1.5,
        18,
    )
    panel(
        lay,
        colour,
        at,
        (size[0], size[1] * 0.92),
        turn=turn,
        thick=15,
        lift=24,
        notch=74 * zoom,
        thread=marks[1],
        stitched=(True, True, False, True),
    )
    if marks[0]:
        a = math.radians(turn)
        x, y = 200 * zoom, 150 * zoom
        stamped(
            lay,
            marks[0],
            (
                at[0] + x * math.cos(a) - y * math.sin(a),
                at[1] + x * math.sin(a) + y * math.cos(a),
            ),
            turn,
            round(46 * zoom),
        )


def _card(lay: Lay, at: Point, size: Point, turn: float, lift: float) -> None:
    inside, _u, v = lay.box(at, size, 22, turn)
    stripe = smooth(-2, 2, 20 - np.abs(v + F(size[1] * 0.3)))
    tone = linear((196, 206, 204))[:, None, None] * (1 - F(0.35) * stripe)
    lay.put(
        lay.edge(inside),
        tone,
        F(lift) + 3 * (1 - np.exp(-np.maximum(inside, 0) / 3)),
        0.35,
    )


def _bifold(lay: Lay, colour: str, other: str, pose: Pose, marks: Marks) -> None:
    turn, zoom = pose
    at = (500, 625) if zoom == 1 else (300, 560)
    panel(
        lay,
        colour,
        at,
        (840 * zoom, 470 * zoom),
        turn=turn,
        thick=15,
        stitched=(False,) * 4,
    )
    a = math.radians(turn)
    for side in (-1, 1):
        x = side * 214 * zoom
        place = (at[0] + x * math.cos(a), at[1] + x * math.sin(a))
        for step in range(3):
            y = (-52 + 66 * step) * zoom
            spot = (place[0] - y * math.sin(a), place[1] + y * math.cos(a))
            high = (330 - 66 * step * 2) * zoom
            panel(
                lay,
                other if step % 2 else colour,
                (spot[0] - 33 * step * 0, spot[1]),
                (398 * zoom, max(high, 170 * zoom)),
                turn=turn,
                thick=8,
                lift=15 + 8 * step,
                corner=14,
                thread=marks[1],
                stitched=(side < 0, side > 0, False, step == 2),
            )
    fold = np.exp(
        -(
            (
                ((lay.x - at[0]) * F(math.cos(a)) + (lay.y - at[1]) * F(math.sin(a)))
                / F(12 * zoom)
            )
            ** 2
        )
    )
    lay.height -= fold * F(10)


def _book(lay: Lay, colour: str, other: str, pose: Pose, marks: Marks) -> None:
    turn, zoom = pose
    at = (500, 630) if zoom == 1 else (360, 420)
    inside, _u, _v = lay.box(
        (at[0] + 10, at[1] + 8), (596 * zoom, 806 * zoom), 10, turn
    )
    leaves = linear((228, 216, 192))[:, None, None] * (
        F(0.86) + F(0.12) * np.sin(inside * F(1.6))
    )
    lay.put(lay.edge(inside), leaves, 26 * (1 - np.exp(-np.maximum(inside, 0) / 3)))
    panel(
        lay,
        colour,
        at,
        (600 * zoom, 810 * zoom),
        turn=turn,
        thick=14,
        lift=30,
        corner=20,
        thread=marks[1],
        stitched=(True, False, False, False),
    )
    a = math.radians(turn)
    strap_at = (at[0] + 150 * zoom * math.cos(a), at[1] + 150 * zoom * math.sin(a))
    panel(
        lay,
        other,
        strap_at,
        (40 * zoom, 850 * zoom),
        turn=turn,
        thick=9,
        lift=46,
        corner=6,
        stitched=(False,) * 4,
    )
    if marks[0]:
        stamped(
            lay,
            marks[0],
            (at[0] - 60 * zoom, at[1] + 40 * zoom),
            turn,
            round(60 * zoom),
        )


def _fob(lay: Lay, colour: str, other: str, pose: Pose, marks: Marks) -> None:
    turn, zoom = pose
    for number, (x, tone) in enumerate(((-150, colour), (150, other))):
        at = (500 + x * zoom, 660 + number * 30)
        lean = turn + 12 * number
        _split_ring(lay, (at[0] + 14 + lean, at[1] - 330 * zoom), 88 * zoom)
        panel(
            lay,
            tone,
            at,
            (150 * zoom, 520 * zoom),
            turn=lean,
            thick=20,
            corner=30,
            thread=marks[1],
        )
        if marks[0] and not number:
            stamped(lay, marks[0], (at[0], at[1] + 120 * zoom), lean, round(60 * zoom))


def _split_ring(lay: Lay, at: Point, radius: float) -> None:
    far = np.sqrt((lay.x - F(at[0])) ** 2 + (lay.y - F(at[1])) ** 2)
    off = np.abs(far - F(radius))
    mask = np.clip((F(9) - off) * F(lay.k) + F(0.5), 0, 1)
    angle = np.arctan2(lay.y - F(at[1]), lay.x - F(at[0]))
    shine = F(0.55) + F(0.45) * np.sin(angle * 2 + 1) * np.sqrt(
        np.maximum(1 - (off / 9) ** 2, 0)
    )
    lay.put(
        mask,
        linear((206, 190, 150))[:, None, None] * shine,
        F(8) + F(12) * np.sqrt(np.maximum(1 - (off / 9) ** 2, 0)),
        0.9,
    )


def _case(lay: Lay, colour: str, other: str, pose: Pose, marks: Marks) -> None:
    turn, zoom = pose
    at = (500, 640) if zoom == 1 else (640, 560)
    inside, _u, _v = panel(
        lay,
        colour,
        at,
        (780 * zoom, 330 * zoom),
        turn=turn,
        thick=34,
        corner=130 * zoom,
        thread=marks[1],
    )
    lay.height += lay.edge(inside) * F(46) * smooth(0, 150 * zoom, inside)
    a = math.radians(turn)
    flap = (at[0] - 250 * zoom * math.cos(a), at[1] - 250 * zoom * math.sin(a))
    form, _, _ = panel(
        lay,
        other,
        flap,
        (300 * zoom, 336 * zoom),
        turn=turn,
        thick=12,
        lift=52,
        corner=120 * zoom,
        stitched=(False,) * 4,
    )
    lay.height += lay.edge(form) * F(30) * smooth(0, 130 * zoom, form)
    _stud(
        lay,
        (at[0] - 136 * zoom * math.cos(a), at[1] - 136 * zoom * math.sin(a)),
        17 * zoom,
        96,
    )
    if marks[0]:
        stamped(
            lay,
            marks[0],
            (at[0] + 190 * zoom * math.cos(a), at[1] + 190 * zoom * math.sin(a)),
            turn,
            round(50 * zoom),
        )


def _stud(lay: Lay, at: Point, radius: float, lift: float) -> None:
    far = np.sqrt((lay.x - F(at[0])) ** 2 + (lay.y - F(at[1])) ** 2)
    mask = np.clip((F(radius) - far) * F(lay.k) + F(0.5), 0, 1)
    dome = np.sqrt(np.maximum(1 - (far / F(radius)) ** 2, 0))
    lay.put(
        mask,
        linear((206, 166, 100))[:, None, None] * (F(0.5) + F(0.5) * dome),
        F(lift) + F(radius * 0.6) * dome,
        0.9,
    )


def _belt(lay: Lay, colour: str, other: str, pose: Pose, marks: Marks) -> None:
    turn, zoom = pose
    tones = (colour, other)
    for number in range(2):
        y = 520 + 260 * number
        panel(
            lay,
            tones[number],
            (520, y * zoom - (zoom - 1) * 400),
            (1300, 118 * zoom),
            turn=turn + 3 * number,
            thick=18,
            corner=54 * zoom,
            thread=marks[1],
        )
        a = math.radians(turn + 3 * number)
        for hole in range(4):
            x = 60 + hole * 96 * zoom
            at = (520 + x * math.cos(a), y * zoom - (zoom - 1) * 400 + x * math.sin(a))
            far = np.sqrt((lay.x - F(at[0])) ** 2 + (lay.y - F(at[1])) ** 2)
            dark = np.clip((F(11 * zoom) - far) * F(lay.k) + F(0.5), 0, 1)
            lay.put(dark, (30, 22, 18), 0.0)


def _pouch(lay: Lay, colour: str, other: str, pose: Pose, marks: Marks) -> None:
    turn, zoom = pose
    at = (500, 650) if zoom == 1 else (420, 300)
    inside, _u, _v = panel(
        lay,
        colour,
        at,
        (700 * zoom, 560 * zoom),
        turn=turn,
        thick=22,
        corner=60,
        thread=marks[1],
    )
    lay.height += lay.edge(inside) * F(52) * smooth(0, 200 * zoom, inside)
    a = math.radians(turn)
    y = -150 * zoom
    flap = (at[0] - y * math.sin(a), at[1] + y * math.cos(a))
    form, _, _ = panel(
        lay,
        other,
        flap,
        (712 * zoom, 290 * zoom),
        turn=turn,
        thick=13,
        lift=74,
        corner=110 * zoom,
        stitched=(False,) * 4,
    )
    lay.height += lay.edge(form) * F(16) * smooth(0, 120, form)
    y = -40 * zoom
    _stud(lay, (at[0] - y * math.sin(a), at[1] + y * math.cos(a)), 22 * zoom, 100)
    if marks[0]:
        y = 160 * zoom
        stamped(
            lay,
            marks[0],
            (at[0] - y * math.sin(a), at[1] + y * math.cos(a)),
            turn,
            round(54 * zoom),
        )


KINDS = {
    "wallet": _wallet,
    "bifold": _bifold,
    "book": _book,
    "fob": _fob,
    "case": _case,
    "belt": _belt,
    "pouch": _pouch,
}
