"""What is cut into the blocks: birds, leaves, hares, hills and the sea."""

import math

from devtools.demodata.pictures.carving import (
    Chance,
    Draw,
    Motif,
    blade,
    soft,
    turned,
)
from devtools.demodata.pictures.lay import Point
from devtools.demodata.pictures.sea_and_garden import (
    fish,
    moths,
    oak,
    poppies,
    teapot,
    waves,
)


def swallows(draw: Draw, chance: Chance, layer: int) -> None:
    """Four of them, because the fifth did not fit."""
    if layer:
        draw.ellipse((610, 120, 850, 360), fill=255)
        return
    wing = [
        (0, -10),
        (-70, -90),
        (-190, -150),
        (-330, -150),
        (-220, -100),
        (-130, -30),
        (-60, 40),
    ]
    for x, y, turn, size in (
        (330, 330, -24, 0.95),
        (660, 560, 12, 1.12),
        (300, 810, -8, 1.0),
        (690, 1010, -30, 0.86),
    ):
        body = soft(
            [
                (0, -60),
                (44, -20),
                (40, 60),
                (14, 150),
                (0, 170),
                (-14, 150),
                (-40, 60),
                (-44, -20),
            ]
        )
        draw.polygon(turned(body, (x, y), turn, size), fill=255)
        for side in (-1, 1):
            draw.polygon(
                turned([(side * a, b) for a, b in wing], (x, y), turn, size), fill=255
            )
            fork: list[Point] = [
                (0, 130),
                (side * 20, 190),
                (side * 84, 330),
                (side * 34, 210),
            ]
            draw.polygon(turned(fork, (x, y), turn, size), fill=255)
            for step in range(5):
                far = -90 - 46 * step
                line = turned(
                    [
                        (side * far, -70 - 14 * step),
                        (side * (far + 60), -24 - 20 * step),
                    ],
                    (x, y),
                    turn,
                    size,
                )
                draw.line(line, fill=0, width=6)
        draw.line(
            turned([(-26, -14), (0, 4), (26, -14)], (x, y), turn, size), fill=0, width=7
        )


def fern(draw: Draw, chance: Chance, layer: int) -> None:
    """One frond, every leaf cut."""
    spine = [
        (500 + 70 * math.sin(t * 2.2), 1190 - 1080 * t)
        for t in (i / 60 for i in range(61))
    ]
    draw.line(spine, fill=255, width=12, joint="curve")
    for number in range(3, 58):
        x, y = spine[number]
        t = number / 60
        long = (
            330 * math.sin(math.pi * min(1, t * 0.86 + 0.16)) * (1 - 0.5 * t)
            if number % 2
            else 0
        )
        for side in (-1, 1):
            turn = side * (66 - 30 * t)
            draw.polygon(turned(blade(long, long * 0.075 + 3), (x, y), turn), fill=255)
            draw.line(
                turned([(0, -long * 0.15), (0, -long * 0.85)], (x, y), turn),
                fill=0,
                width=3,
            )


def hare(draw: Draw, chance: Chance, layer: int) -> None:
    """Sitting up under the moon."""
    if layer:
        draw.ellipse((560, 110, 880, 430), fill=255)
        return
    draw.polygon(
        soft(
            [
                (250, 1100),
                (230, 900),
                (300, 720),
                (420, 640),
                (520, 660),
                (600, 760),
                (620, 900),
                (590, 1100),
            ]
        ),
        fill=255,
    )
    draw.polygon(
        soft(
            [
                (470, 700),
                (450, 580),
                (500, 490),
                (600, 470),
                (690, 540),
                (700, 600),
                (640, 660),
                (560, 720),
            ]
        ),
        fill=255,
    )
    for x, turn in ((520, -12), (560, 8)):
        draw.polygon(turned(blade(330, 46), (x, 510), turn), fill=255)
        draw.polygon(turned(blade(250, 20), (x, 480), turn), fill=0)
    draw.polygon(
        soft([(560, 1100), (560, 860), (610, 830), (640, 900), (640, 1100)]), fill=255
    )
    draw.ellipse((200, 1010, 300, 1110), fill=255)
    draw.ellipse((585, 545, 612, 572), fill=0)
    for row in range(9):
        for step in range(7):
            x, y = 290 + step * 44 + row * 4, 760 + row * 36
            draw.line([(x, y), (x + 12, y + 26)], fill=0, width=5)
    draw.line([(120, 1108), (880, 1108)], fill=255, width=16)
    for number in range(26):
        x = 130 + number * 29
        draw.polygon(
            turned(
                blade(90 + 50 * float(chance.random()), 9),
                (x, 1112),
                float(chance.uniform(-24, 24)),
            ),
            fill=255,
        )


def hills(draw: Draw, chance: Chance, layer: int) -> None:
    """Three ridges with firs, and a sun."""
    if layer:
        draw.ellipse((330, 170, 670, 510), fill=255)
        return
    for number, base in enumerate((560, 720, 900)):
        ridge = [
            (
                i * 25.0,
                base
                + 70 * math.sin(i * 0.17 + number * 2.1)
                + 36 * math.sin(i * 0.41 + number),
            )
            for i in range(41)
        ]
        draw.polygon([*ridge, (1000, 1250), (0, 1250)], fill=255)
        for line in range(1, 14):
            points = [
                (x, y + line * 20 + 5 * math.sin(x * 0.02 + line)) for x, y in ridge
            ]
            draw.line(points, fill=0, width=max(1, 7 - number * 2))
        if number:
            for i in range(2, 39, 2 if number > 1 else 3):
                x, y = ridge[i]
                tall = (90, 150)[number - 1] * float(chance.uniform(0.7, 1.2))
                for tier in range(4):
                    wide, top = (
                        tall * (0.13 + 0.075 * tier),
                        y - tall + tall * 0.2 * tier,
                    )
                    draw.polygon(
                        [
                            (x, top),
                            (x - wide, top + tall * 0.34),
                            (x + wide, top + tall * 0.34),
                        ],
                        fill=255,
                    )


MOTIFS: dict[str, Motif] = {
    "swallows": swallows, "fern": fern, "hare": hare, "hills": hills, "waves": waves, "fish": fish,
    "poppies": poppies, "oak": oak, "moths": moths, "shelf": teapot,
}  # fmt: skip
