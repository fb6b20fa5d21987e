"""Paper, light and shadow: what every picture is drawn on and with.

Measures are thousandths of the picture's width; it is drawn twice as large as wanted
and made smaller in the end, which is what makes every edge soft."""

import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from devtools.demodata.pictures.palette import RGB, light

Point = tuple[float, float]
Points = Sequence[Point]
HEIGHT = 1250
SUPERSAMPLED = 2
#: Soft things are drawn this much smaller.
SOFT = 8


class Canvas:
    """One picture on its way."""

    def __init__(self, width: int, seed: int, height: int = HEIGHT) -> None:
        self.width = width
        self.k = width * SUPERSAMPLED / 1000
        self.size = (round(1000 * self.k), round(height * self.k))
        self.height = height
        self.image = Image.new("RGB", self.size)
        self.chance = random.Random(seed)

    def at(self, points: Sequence[Point]) -> list[Point]:
        """In pixels."""
        return [(x * self.k, y * self.k) for x, y in points]

    def mask(self) -> Image.Image:
        """An empty one, as large as the picture."""
        return Image.new("L", self.size)

    def shape(
        self, points: Sequence[Point], mask: Image.Image | None = None
    ) -> Image.Image:
        """A mask of a polygon, alone or added to another."""
        mask = mask or self.mask()
        ImageDraw.Draw(mask).polygon(self.at(points), fill=255)
        return mask

    def blurred(self, mask: Image.Image, radius: float) -> Image.Image:
        """Softened; wide blurs are made small, where nobody sees the difference."""
        if radius * self.k < 3 * SOFT:
            return mask.filter(ImageFilter.GaussianBlur(radius * self.k))
        small = mask.resize(
            (self.size[0] // SOFT, self.size[1] // SOFT), Image.Resampling.BOX
        )
        small = small.filter(ImageFilter.GaussianBlur(radius * self.k / SOFT))
        return small.resize(self.size, Image.Resampling.BICUBIC)

    def paint(self, colour: RGB | Image.Image, mask: Image.Image) -> None:
        """Colour, or another picture, where the mask is."""
        self.image.paste(colour, (0, 0), mask)

    def shadow(
        self,
        mask: Image.Image,
        away: Point = (14, 18),
        blur: float = 18,
        strength: float = 0.4,
        colour: RGB = (52, 34, 24),
    ) -> None:
        """What stands or lies there keeps the light off what is below."""
        moved = shifted(mask, round(away[0] * self.k), round(away[1] * self.k))
        soft = self.blurred(moved, blur).point(lambda value: int(value * strength))
        self.paint(colour, soft)

    def relief(
        self,
        height: Image.Image,
        mask: Image.Image,
        depth: float = 1.0,
        step: float = 2,
    ) -> None:
        """Light from the upper left falls on hills and valleys."""
        box = mask.getbbox()
        if box is None:
            return
        shift = max(1, round(step * self.k))
        lower = shifted(height, -shift, -shift, height).crop(box)
        upper = shifted(height, shift, shift, height).crop(box)
        slope = ImageChops.subtract(lower, upper, scale=2 / depth, offset=128)
        lit = Image.merge("RGB", (slope, slope, slope))
        before = self.image.crop(box)
        self.image.paste(ImageChops.hard_light(before, lit), box, mask.crop(box))

    def noise(self, stretch: Point = (1, 1), spread: float = 40) -> Image.Image:
        """Fibres, grain, dust: grey noise, drawn out across or along."""
        size = (
            max(2, round(self.size[0] / stretch[0])),
            max(2, round(self.size[1] / stretch[1])),
        )
        return seeded_noise(size, spread, self.chance).resize(
            self.size, Image.Resampling.BICUBIC
        )

    def weather(self, mask: Image.Image, stretch: Point, spread: float) -> None:
        """A texture over a colour, neither brighter nor darker on the whole."""
        box = mask.getbbox()
        if box is None:
            return
        grey = self.noise(stretch, spread).crop(box)
        lit = Image.merge("RGB", (grey, grey, grey))
        before = self.image.crop(box)
        self.image.paste(ImageChops.overlay(before, lit), box, mask.crop(box))

    def glow(self, mask: Image.Image, colour: RGB, strength: float) -> None:
        """Light is added, as by a window or a flame."""
        grey = mask.point(lambda value: int(value * strength))
        zero = Image.new("RGB", self.size)
        zero.paste(colour, (0, 0), grey)
        self.image = ImageChops.screen(self.image, zero)

    def finished(self) -> Image.Image:
        """In the size that was wanted, with the corners a little darker."""
        corners = Image.radial_gradient("L").resize(self.size, Image.Resampling.BICUBIC)
        corners = corners.point(lambda value: max(0, value - 120) // 4)
        self.paint((40, 26, 20), corners)
        wanted = (self.width, round(self.width * self.height / 1000))
        done = self.image.resize(wanted, Image.Resampling.LANCZOS)
        film = seeded_noise(wanted, 7, self.chance)
        return ImageChops.overlay(done, Image.merge("RGB", (film, film, film)))


def seeded_noise(
    size: tuple[int, int], spread: float, chance: random.Random
) -> Image.Image:
    """Grey noise around the middle, the same for the same chance."""
    count = size[0] * size[1]
    flat = Image.frombytes("L", size, chance.randbytes(count))
    factor = spread / 74
    return flat.point(lambda value: round(128 + (value - 128) * factor))


def shifted(
    mask: Image.Image, right: int, down: int, under: Image.Image | None = None
) -> Image.Image:
    """Moved, over nothing or over another; what leaves never comes back elsewhere."""
    moved = under.copy() if under else Image.new("L", mask.size)
    moved.paste(mask, (right, down))
    return moved


def upright(colour: RGB, to: RGB, size: tuple[int, int]) -> Image.Image:
    """From one colour above to another below."""
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return Image.composite(
        Image.new("RGB", size, to), Image.new("RGB", size, colour), ramp
    )


def window_light(canvas: Canvas, strength: float = 0.5, lean: float = 190) -> None:
    """Four panes of late sun across whatever is there."""
    panes = canvas.mask()
    for column in range(2):
        for row in range(2):
            left, top = 70 + column * 230, -40 + row * 330
            canvas.shape(
                [
                    (left + lean * row * 0.6, top),
                    (left + 205 + lean * row * 0.6, top),
                    (left + 205 + lean * (row + 1) * 0.6, top + 300),
                    (left + lean * (row + 1) * 0.6, top + 300),
                ],
                panes,
            )
    canvas.glow(canvas.blurred(panes, 20), (255, 226, 178), strength)


def room(canvas: Canvas, wall: RGB, table: RGB, edge: float = 700) -> None:
    """A wall with window light, and a table before it."""
    canvas.image = upright(light(wall, 1.08), light(wall, 0.9), canvas.size)
    canvas.weather(canvas.mask().point(lambda _: 255), (3, 3), 5)
    window_light(canvas, 0.3)
    top = canvas.shape([(0, edge), (1000, edge), (1000, 1250), (0, 1250)])
    canvas.shadow(top, (0, -14), 26, 0.35)
    board = upright(light(table, 1.06), light(table, 0.86), canvas.size)
    canvas.paint(board, top)
    canvas.weather(top, (90, 2.4), 11)
    canvas.weather(top, (260, 22), 13)
    line = canvas.shape(
        [(0, edge - 2), (1000, edge - 2), (1000, edge + 3), (0, edge + 3)]
    )
    canvas.glow(line, (255, 240, 214), 0.25)


def linen(canvas: Canvas, colour: RGB) -> None:
    """A cloth seen from above, with its threads and window light on it."""
    full = Image.new("L", canvas.size, 255)
    canvas.image = Image.new("RGB", canvas.size, colour)
    canvas.weather(full, (26, 1.5), 30)
    canvas.weather(full, (1.5, 26), 30)
    canvas.weather(full, (260, 220), 8)
    window_light(canvas, 0.22, 260)
