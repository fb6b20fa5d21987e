"""More of what is cut into the blocks: the sea, the garden, the shelf."""

import math

from devtools.demodata.pictures.carving import Chance, Draw, blade, soft, turned


def waves(draw: Draw, chance: Chance, layer: int) -> None:
    """Row behind row, and a boat."""
    if layer:
        draw.polygon([(560, 380), (560, 130), (720, 360)], fill=255)
        draw.polygon([(540, 380), (540, 180), (450, 365)], fill=255)
        draw.polygon([(420, 396), (740, 396), (690, 450), (470, 450)], fill=255)
        return
    for row in range(13):
        y = 470 + row * 62
        for number in range(-1, 9):
            x = number * 130 + (row % 2) * 65
            for ring in range(3):
                wide = 66 - ring * 20
                draw.arc(
                    (x - wide, y - wide, x + wide, y + wide),
                    180,
                    360,
                    fill=255,
                    width=10,
                )


def fish(draw: Draw, chance: Chance, layer: int) -> None:
    """Herrings, three."""
    for number, y in enumerate((340, 640, 940)):
        way = 1 if number != 1 else -1
        if layer:
            draw.line([(150, y + 168), (850, y + 168)], fill=255, width=8)
            continue
        body = soft(
            [
                (-330, 0),
                (-220, -76),
                (0, -104),
                (200, -60),
                (300, -10),
                (400, -90),
                (380, 0),
                (400, 90),
                (300, 12),
                (200, 66),
                (0, 104),
                (-220, 70),
            ]
        )
        draw.polygon([(500 + way * x, y + b) for x, b in body], fill=255)
        draw.ellipse(
            (500 + way * -262 - 16, y - 34, 500 + way * -262 + 16, y - 2), fill=0
        )
        draw.arc(
            (500 + way * -190 - 60, y - 80, 500 + way * -190 + 60, y + 80),
            -70 if way > 0 else 110,
            70 if way > 0 else 250,
            fill=0,
            width=8,
        )
        for row in range(-3, 4):
            for step in range(9):
                x = -110 + step * 40 + (row % 2) * 20
                if abs(row * 24) < 92 - abs(x) * 0.22:
                    cx = 500 + way * x
                    draw.arc(
                        (cx - 15, y + row * 24 - 13, cx + 15, y + row * 24 + 13),
                        -80 if way > 0 else 100,
                        80 if way > 0 else 260,
                        fill=0,
                        width=4,
                    )


def poppies(draw: Draw, chance: Chance, layer: int) -> None:
    """Heads on thin stems, with seed capsules between them."""
    for x, y, size, lean in (
        (300, 330, 1.0, -60),
        (640, 240, 1.15, 40),
        (480, 520, 0.85, 10),
        (780, 560, 0.8, 60),
    ):
        if layer:
            for turn in range(0, 360, 72):
                draw.polygon(
                    turned(
                        soft(
                            [
                                (0, 0),
                                (-70, -60),
                                (-60, -140),
                                (0, -158),
                                (60, -140),
                                (70, -60),
                            ]
                        ),
                        (x, y),
                        turn + 18,
                        size,
                    ),
                    fill=255,
                )
            draw.ellipse(
                (x - 34 * size, y - 34 * size, x + 34 * size, y + 34 * size), fill=0
            )
            continue
        stem = [
            (
                x + (500 - x) * t**2 + lean * math.sin(t * 3) * 0.4,
                y + 60 + (1180 - y) * t,
            )
            for t in (i / 30 for i in range(31))
        ]
        draw.line(stem, fill=255, width=9, joint="curve")
        draw.ellipse(
            (x - 24 * size, y - 24 * size, x + 24 * size, y + 24 * size), fill=255
        )
        for turn in range(0, 360, 24):
            (tip,) = turned([(0, -54)], (x, y), turn, size)
            draw.line([(x, y), tip], fill=255, width=3)
            draw.ellipse((tip[0] - 5, tip[1] - 5, tip[0] + 5, tip[1] + 5), fill=255)
        for number in (14, 20, 25):
            px, py = stem[number]
            side = 1 if number % 2 else -1
            draw.polygon(turned(blade(170, 26), (px, py), side * 50), fill=255)


def oak(draw: Draw, chance: Chance, layer: int) -> None:
    """A twig with lobed leaves and two acorns."""
    lobes = [
        (0, 0),
        (-20, -40),
        (-70, -60),
        (-50, -110),
        (-110, -150),
        (-72, -200),
        (-116, -260),
        (-60, -300),
        (-56, -360),
        (0, -400),
    ]
    whole = soft([*lobes, *[(-x, y) for x, y in reversed(lobes[:-1])]], 5)
    for x, y, turn, size in (
        (500, 640, -4, 1.25),
        (480, 800, -64, 1.02),
        (520, 830, 62, 1.02),
        (490, 1000, -110, 0.76),
        (515, 1010, 112, 0.76),
    ):
        if layer == 0:
            draw.polygon(turned(whole, (x, y), turn, size), fill=255)
            draw.line(turned([(0, 0), (0, -350)], (x, y), turn, size), fill=0, width=8)
            for step in range(1, 6):
                for side in (-1, 1):
                    draw.line(
                        turned(
                            [(0, -step * 58), (side * 62, -step * 58 - 44)],
                            (x, y),
                            turn,
                            size,
                        ),
                        fill=0,
                        width=5,
                    )
    if layer == 0:
        draw.line([(500, 620), (506, 1160)], fill=255, width=14)
        return
    for x, y in ((380, 1110), (640, 1120)):
        draw.ellipse((x - 44, y - 60, x + 44, y + 70), fill=255)
        draw.chord((x - 54, y - 84, x + 54, y + 24), 180, 360, fill=255)


def moths(draw: Draw, chance: Chance, layer: int) -> None:
    """Three moths in a column, each another."""
    for number, y in enumerate((270, 620, 970)):
        size = (0.95, 1.15, 0.85)[number]
        upper = soft(
            [(0, -20), (-90, -150), (-250, -190), (-330, -120), (-280, -10), (-120, 40)]
        )
        lower = soft(
            [(0, 10), (-130, 30), (-230, 90), (-210, 190), (-110, 200), (-20, 90)]
        )
        for side in (-1, 1):
            if layer:
                draw.polygon(
                    turned([(side * x, b) for x, b in lower], (500, y), 0, size),
                    fill=255,
                )
                continue
            draw.polygon(
                turned([(side * x, b) for x, b in upper], (500, y), 0, size), fill=255
            )
            for _ring, (x, b, r) in enumerate(((-215, -105, 42), (-120, -40, 24))):
                (spot,) = turned([(side * x, b)], (500, y), 0, size)
                draw.ellipse(
                    (spot[0] - r, spot[1] - r, spot[0] + r, spot[1] + r), fill=0
                )
                draw.ellipse(
                    (
                        spot[0] - r * 0.5,
                        spot[1] - r * 0.5,
                        spot[0] + r * 0.5,
                        spot[1] + r * 0.5,
                    ),
                    fill=255,
                )
            draw.line(
                turned(
                    [(side * 8, -80), (side * 40, -160), (side * 84, -190)],
                    (500, y),
                    0,
                    size,
                ),
                fill=255,
                width=6,
            )
        if not layer:
            draw.ellipse(
                (500 - 30 * size, y - 90 * size, 500 + 30 * size, y + 150 * size),
                fill=255,
            )
            for stripe in range(5):
                high = y + (0 + stripe * 28) * size
                draw.line([(476, high), (524, high)], fill=0, width=6)


def teapot(draw: Draw, chance: Chance, layer: int) -> None:
    """A shelf with a pot, a bowl and a jug with a twig."""
    for row, y in enumerate((430, 780, 1130)):
        if layer == 0:
            draw.rectangle((110, y, 890, y + 18), fill=255)
            for number in range(3):
                x = 250 + number * 250
                form = (row + number) % 3
                if form == 0:
                    draw.chord((x - 100, y - 190, x + 100, y + 10), 0, 180, fill=255)
                    draw.rectangle((x - 40, y - 12, x + 40, y), fill=255)
                elif form == 1:
                    draw.polygon(
                        soft(
                            [
                                (x - 50, y),
                                (x - 80, y - 90),
                                (x - 30, y - 180),
                                (x - 34, y - 220),
                                (x + 34, y - 220),
                                (x + 30, y - 180),
                                (x + 80, y - 90),
                                (x + 50, y),
                            ]
                        ),
                        fill=255,
                    )
                else:
                    draw.rectangle((x - 56, y - 130, x + 56, y), fill=255)
                    draw.arc(
                        (x + 30, y - 108, x + 110, y - 24), 270, 90, fill=255, width=16
                    )
                for line in range(3):
                    draw.line(
                        [(x - 100, y - 40 - line * 26), (x + 50, y - 40 - line * 26)],
                        fill=0,
                        width=5,
                    )
        else:
            for number in range(3):
                if (row + number) % 3 == 1:
                    x = 250 + number * 250
                    for side in (-32, 0, 30):
                        draw.polygon(
                            turned(blade(120, 18), (x, y - 215), side), fill=255
                        )
