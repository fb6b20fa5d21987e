"""Flat things of thread: scarves, samples, patchwork, knitting."""

from PIL import Image, ImageDraw

from devtools.demodata.pictures.canvas import Canvas, Point, linen, room
from devtools.demodata.pictures.palette import DYES, RGB, light, mix

Box = tuple[float, float, float, float]


def scarf(width: int, *, seed: int, dye: str) -> Image.Image:
    """Folded twice, with its tassels hanging over the fold."""
    canvas = Canvas(width, seed)
    linen(canvas, (222, 212, 194))
    colour, other = DYES[dye], DYES["undyed"]
    _tassels(canvas, (250, 750), 850, mix(colour, other, 0.06))
    for number, box in enumerate(
        ((200, 190, 800, 905), (212, 205, 788, 640), (216, 430, 784, 880))
    ):
        _woven(canvas, box, colour, other, bands=number == 2)
    return canvas.finished()


def swatches(width: int, *, seed: int) -> Image.Image:
    """Three samples, one above the other."""
    canvas = Canvas(width, seed)
    linen(canvas, (200, 204, 198))
    for number, dye in enumerate(("weld", "indigo", "madder")):
        top = 130 + 255 * number
        left = 170 + 45 * number
        colour = DYES[dye]
        _fringe(canvas, (left, top + 330), 560, mix(colour, DYES["undyed"], 0.1))
        box = (left, top, left + 560, top + 335)
        _woven(canvas, box, colour, mix(colour, DYES["undyed"], 0.75))
    return canvas.finished()


def _woven(
    canvas: Canvas, box: Box, colour: RGB, other: RGB, bands: bool = False
) -> None:
    """A layer of twill with rounded edges and a shadow."""
    left, top, right, bottom = box
    mask = canvas.mask()
    corners = canvas.at([(left, top), (right, bottom)])
    ImageDraw.Draw(mask).rounded_rectangle(
        [*corners[0], *corners[1]], radius=16 * canvas.k, fill=255
    )
    canvas.shadow(mask, (10, 16), 18, 0.5)
    canvas.shadow(mask, (2, 5), 5, 0.4)
    canvas.paint(colour, mask)
    if bands:
        for number in range(5):
            y = bottom - 60 - 34 * number
            thick = 11 if number % 2 else 18
            stripe = canvas.shape(
                [(left, y), (right, y), (right, y + thick), (left, y + thick)]
            )
            canvas.paint(other if number % 2 == 0 else light(colour, 0.7), stripe)
    threads = _twill(canvas, 8.5)
    canvas.relief(threads, mask, 0.85, 1.4)
    canvas.weather(mask, (5, 60), 18)
    canvas.weather(mask, (60, 5), 18)
    canvas.weather(mask, (150, 210), 6)
    puffed = canvas.blurred(mask, 14)
    canvas.relief(puffed, mask, 0.9, 6)


def _twill(canvas: Canvas, step: float) -> Image.Image:
    """A tile of over two, under two, repeated all over."""
    side = max(8, round(step * canvas.k))
    tile = Image.new("L", (side * 4, side * 4))
    draw = ImageDraw.Draw(tile)
    for row in range(4):
        for shift in range(-1, 2):
            x = (row + shift * 4) * side
            y = row * side
            box = (x + 1, y + 1, x + 2 * side - 2, y + side - 2)
            draw.rounded_rectangle(box, radius=side // 3, fill=225)
    return _tiled(canvas, tile, 0.9)


def _tiled(canvas: Canvas, tile: Image.Image, soften: float) -> Image.Image:
    whole = canvas.mask()
    for x in range(0, canvas.size[0], tile.width):
        for y in range(0, canvas.size[1], tile.height):
            whole.paste(tile, (x, y))
    return canvas.blurred(whole, soften)


def _tassels(canvas: Canvas, span: Point, top: float, colour: RGB) -> None:
    """Twisted ends, each a little different."""
    left, right = span
    count = 19
    ropes, twists = canvas.mask(), canvas.mask()
    rope, twist = ImageDraw.Draw(ropes), ImageDraw.Draw(twists)
    for number in range(count):
        x = left + (right - left) * (number + 0.5) / count
        bend = canvas.chance.uniform(-14, 14)
        long = canvas.chance.uniform(165, 205)
        points = [
            (x + bend * t * t, top + long * t) for t in (i / 14 for i in range(15))
        ]
        wide = round(17 * canvas.k)
        rope.line(canvas.at(points), fill=255, width=wide, joint="curve")
        for px, py in points:
            ends = canvas.at([(px - 8, py + 7), (px + 8, py - 5)])
            twist.line(ends, fill=255, width=round(4 * canvas.k))
    canvas.shadow(ropes, (6, 9), 7, 0.45)
    canvas.paint(colour, ropes)
    canvas.paint(light(colour, 0.72), Image.composite(twists, canvas.mask(), ropes))
    canvas.relief(canvas.blurred(ropes, 4), ropes, 1.0, 3)


def _fringe(canvas: Canvas, at: Point, wide: float, colour: RGB) -> None:
    ends = canvas.mask()
    draw = ImageDraw.Draw(ends)
    for number in range(70):
        x = at[0] + 8 + (wide - 16) * number / 69
        tip = (x + canvas.chance.uniform(-7, 7), at[1] + canvas.chance.uniform(34, 52))
        draw.line(canvas.at([(x, at[1] - 8), tip]), fill=255, width=round(4 * canvas.k))
    canvas.shadow(ends, (5, 7), 5, 0.4)
    canvas.paint(colour, ends)
    canvas.relief(canvas.blurred(ends, 1), ends, 0.8, 1.5)


def patchwork(width: int, *, seed: int) -> Image.Image:
    """Patches from near, with their stitches."""
    canvas = Canvas(width, seed)
    full = canvas.mask().point(lambda _: 255)
    names = ["indigo", "undyed", "madder", "sky", "flax", "rose"]
    seams, stitches = canvas.mask(), canvas.mask()
    sewn, thread = ImageDraw.Draw(seams), ImageDraw.Draw(stitches)
    for row in range(5):
        for column in range(4):
            number = (row * 5 + column * 2 + row // 2) % len(names)
            box = (column * 270 - 50, row * 270 - 40)
            _patch(canvas, box, DYES[names[number]], number)
    for number in range(6):
        x, y = number * 270 - 50, number * 270 - 40
        for line in ([(x, 0), (x, 1250)], [(0, y), (1000, y)]):
            sewn.line(canvas.at(line), fill=255, width=round(9 * canvas.k))
        for step in range(56):
            here = step * 23 + canvas.chance.uniform(-3, 3)
            for ends in (
                [(x - 17, here), (x - 16 + canvas.chance.uniform(-2, 2), here + 13)],
                [(here, y + 17), (here + 13, y + 17 + canvas.chance.uniform(-2, 2))],
            ):
                thread.line(canvas.at(ends), fill=255, width=round(4 * canvas.k))
    canvas.relief(_twill(canvas, 4), full, 0.35, 1)
    canvas.paint((60, 46, 40), canvas.blurred(seams, 5).point(lambda v: v * 120 // 255))
    puffed = canvas.blurred(seams, 22).point(lambda value: 255 - value)
    canvas.relief(puffed, full, 1.0, 8)
    canvas.shadow(stitches, (2, 3), 2, 0.5)
    canvas.paint((240, 230, 210), stitches)
    return canvas.finished()


def _patch(canvas: Canvas, at: Point, colour: RGB, number: int) -> None:
    x, y = at
    side = 270
    square = canvas.shape([(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
    canvas.paint(colour, square)
    pattern = canvas.mask()
    draw = ImageDraw.Draw(pattern)
    for line in range(14):
        place = line * 20 + 8
        if number in (3, 4):
            ends = canvas.at([(x + place, y), (x + place, y + side)])
            draw.line(ends, fill=150, width=round(7 * canvas.k))
        if number in (1, 5):
            for dot in range(14):
                cx, cy = x + place, y + dot * 20 + (10 if line % 2 else 0)
                corner = canvas.at([(cx - 3, cy - 3), (cx + 3, cy + 3)])
                draw.ellipse([*corner[0], *corner[1]], fill=200)
    to = DYES["undyed"] if number in (3, 5) else DYES["indigo"]
    canvas.paint(to, Image.composite(pattern, canvas.mask(), square))


def knitted(width: int, *, seed: int, dye: str) -> Image.Image:
    """Stockinette, stitch beside stitch, folded on a table."""
    canvas = Canvas(width, seed)
    room(canvas, (206, 196, 180), (158, 126, 96), 260)
    box = (150, 330, 850, 1060)
    mask = canvas.mask()
    corners = canvas.at([(box[0], box[1]), (box[2], box[3])])
    ImageDraw.Draw(mask).rounded_rectangle(
        [*corners[0], *corners[1]], radius=46 * canvas.k, fill=255
    )
    canvas.shadow(mask, (16, 26), 26, 0.55)
    canvas.paint(light(DYES[dye], 0.97), mask)
    wide, high = round(44 * canvas.k), round(30 * canvas.k)
    tile = Image.new("L", (wide, high))
    draw = ImageDraw.Draw(tile)
    for shift in (-high, 0, high):
        for side in (0, 1):
            foot = wide * (0.08 if side == 0 else 0.92), shift - high * 0.3
            line = [foot, (wide / 2, shift + high * 0.85)]
            draw.line(line, fill=235, width=round(wide * 0.3))
    stitches = _tiled(canvas, tile, 2)
    canvas.relief(stitches, mask, 0.6, 2.4)
    canvas.weather(mask, (3, 3), 16)
    ribs = canvas.mask()
    ribbed = ImageDraw.Draw(ribs)
    for number in range(9):
        x = 150 + 88 * number
        ribbed.line(
            canvas.at([(x, 330), (x, 1060)]), fill=255, width=round(30 * canvas.k)
        )
    canvas.relief(canvas.blurred(ribs, 16).point(lambda v: 255 - v), mask, 0.5, 8)
    canvas.relief(canvas.blurred(mask, 24), mask, 1.1, 9)
    return canvas.finished()
