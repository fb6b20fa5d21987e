"""A photograph from above: what lies flat has a height at each dot, and light from a
window strokes over it."""

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from devtools.demodata.pictures.arrays import (
    Array,
    F,
    haze,
    linear,
    look_soft,
    noise,
    smooth,
    soften,
    spread,
)
from devtools.demodata.pictures.film import TALL, Film
from devtools.demodata.pictures.palette import RGB
from devtools.demodata.pictures.sets import Top, gobo

Point = tuple[float, float]
UP = np.array([[0.0], [1.0], [0.0]], F)


class Lay:
    """One picture from above; measures are thousandths of its width."""

    def __init__(
        self, width: int, seed: int, top: Top, *, zoom: float = 3.2, tall: float = TALL
    ) -> None:
        self.film = Film(width, seed, tall)
        self.k = self.film.k
        self.seed = seed
        high, wide = self.film.height, self.film.width
        self.size = (high, wide)
        y, x = np.mgrid[0:high, 0:wide].astype(F)
        self.x, self.y = (x + F(0.5)) / F(self.k), (y + F(0.5)) / F(self.k)
        p = np.stack([self.x.ravel(), self.x.ravel() * 0, self.y.ravel()]) * F(
            zoom / 1000
        )
        skin = top(p, np.broadcast_to(UP, p.shape).copy())
        self.colour = np.ascontiguousarray(skin.colour.reshape(3, high, wide))
        self.height = np.zeros(self.size, F)
        self.gloss = (
            np.broadcast_to(np.asarray(skin.gloss, F), (p.shape[1],))
            .reshape(self.size)
            .copy()
        )
        lean = skin.normal if skin.normal is not None else np.broadcast_to(UP, p.shape)
        self.lean = np.stack([lean[0], lean[2]]).reshape(2, high, wide).astype(F)

    def cut(self, points: Sequence[Point], soft: float = 0.8) -> Array:
        """A shape: 1 inside, 0 outside, its edge smooth."""
        sheet = Image.new("L", self.size[::-1])
        ImageDraw.Draw(sheet).polygon(
            [(x * self.k, y * self.k) for x, y in points], fill=255
        )
        return (
            np.asarray(sheet.filter(ImageFilter.GaussianBlur(soft * self.k)), F) / 255
        )

    def box(
        self, at: Point, size: Point, corner: float, turn: float = 0.0
    ) -> tuple[Array, Array, Array]:
        """A rectangle with round corners: distance inside (> 0), and its own x and y."""
        a = math.radians(turn)
        x, y = self.x - F(at[0]), self.y - F(at[1])
        u, v = (
            x * F(math.cos(a)) + y * F(math.sin(a)),
            y * F(math.cos(a)) - x * F(math.sin(a)),
        )
        du, dv = (
            np.abs(u) - F(size[0] / 2 - corner),
            np.abs(v) - F(size[1] / 2 - corner),
        )
        out = np.sqrt(np.maximum(du, 0) ** 2 + np.maximum(dv, 0) ** 2)
        return F(corner) - out - np.minimum(np.maximum(du, dv), 0), u, v

    def edge(self, inside: Array) -> Array:
        """A mask from a distance: smooth over a dot."""
        return np.clip(inside * F(self.k) + F(0.5), 0, 1)

    def put(
        self,
        mask: Array,
        colour: Array | RGB,
        height: Array | float,
        gloss: Array | float = 0.0,
    ) -> None:
        """Something on top: its colour, how high its skin is, how it shines."""
        tone = linear(colour)[:, None, None] if isinstance(colour, tuple) else colour
        self.colour += (tone - self.colour) * mask
        self.height += (height - self.height) * mask
        self.gloss += (gloss - self.gloss) * mask
        self.lean *= 1 - mask

    def render(
        self,
        *,
        sun: tuple[float, float, float] = (-0.55, -0.5, 0.62),
        window: str = "",
        power: float = 2.05,
        fill: float = 0.5,
        warm: RGB = (255, 238, 214),
        sky: RGB = (200, 214, 236),
        relief: float = 1.0,
        soft: float = 0.15,
    ) -> Film:
        """The light of all of it."""
        lx, ly, lz = (each / math.sqrt(sum(s * s for s in sun)) for each in sun)
        height = self.height * F(self.k * relief)
        dx, dy = np.zeros_like(height), np.zeros_like(height)
        dx[:, 1:-1] = (height[:, 2:] - height[:, :-2]) * F(0.5)
        dy[1:-1] = (height[2:] - height[:-2]) * F(0.5)
        nx, ny = self.lean[0] - dx, self.lean[1] - dy
        nz = 1 / np.sqrt(nx * nx + ny * ny + 1)
        nx, ny = nx * nz, ny * nz
        facing = nx * F(lx) + ny * F(ly) + nz * F(lz)
        direct = np.clip((facing + F(soft)) / F(1 + soft), 0, None)
        lit, open_ = self._shadow(height, (lx, ly, lz)), self._hollow(height)
        lit = lit * self._window(window) if window else lit
        direct = direct * lit
        # Halfway between the light and a camera straight above.
        hx, hy, hz = lx, ly, lz + 1
        long = math.sqrt(hx * hx + hy * hy + hz * hz)
        half = np.clip((nx * F(hx) + ny * F(hy) + nz * F(hz)) / F(long), 0, 1)
        shine = (
            (half ** F(60) * F(1.1) + half ** F(14) * F(0.35))
            * self.gloss
            * (F(0.2) + F(0.8) * lit)
        )
        around = F(fill) * open_ * (F(0.6) + F(0.4) * nz - F(0.15) * ny)
        for channel in range(3):
            w, s = float(linear(warm)[channel]), float(linear(sky)[channel])
            self.film.light[channel] = self.colour[channel] * (
                direct * F(w * power) + around * F(s)
            ) + shine * F(w * power)
        return self.film

    def _shadow(self, height: Array, sun: tuple[float, float, float]) -> Array:
        """What stands between a dot and the sun; looked for at every second dot."""
        small = np.ascontiguousarray(height[::2, ::2])
        steep = sun[2] / math.hypot(sun[0], sun[1])
        most = float(small.max() - small.min()) / steep / 2
        if most < 1:
            return np.ones_like(height)
        _high, _wide = small.shape
        way = sun[0] / math.hypot(sun[0], sun[1]), sun[1] / math.hypot(sun[0], sun[1])
        steps = min(26, max(4, int(most)))
        over = np.zeros_like(small)
        for step in range(1, steps + 1):
            far = most * (step / steps) ** 1.5
            x, y = round(way[0] * far), round(way[1] * far)
            there = _moved(small, x, y)
            gap = there - small - F(math.hypot(x, y) * 2 * steep)
            np.maximum(over, gap / F(0.9 + 0.10 * far), out=over)
        lit = 1 - smooth(0.0, 1.5, soften(over, 1))
        return spread(lit, (height.shape[0], height.shape[1]))

    def _hollow(self, height: Array) -> Array:
        """Less sky comes into hollows."""
        found = np.ones_like(height)
        for radius, depth in ((5, 9.0), (18, 22.0), (60, 60.0)):
            lower = haze(height, radius * self.k) - height
            found *= 1 - F(0.42) * smooth(0.0, depth * self.k, lower)
        return found

    def _window(self, kind: str) -> Array:
        sheet = gobo(kind)
        return look_soft(
            sheet, self.x * F(0.20) + 60 + self.y * F(0.05), self.y * F(0.20) + 60
        )

    def rough(self, kind: str, scale: float, shift: float = 0.0) -> Array:
        """Noise over the picture; `scale` is dots of the texture to a hundredth."""
        u, v = self.x * F(scale / 10), self.y * F(scale / 10) + F(shift * 37)
        return look_soft(noise(kind), u, v)


def _moved(image: Array, x: int, y: int) -> Array:
    """As seen from so many dots away; beyond the edge it goes on."""
    high, wide = image.shape
    rows = np.clip(np.arange(high) + y, 0, high - 1)
    columns = np.clip(np.arange(wide) + x, 0, wide - 1)
    return image[rows][:, columns]
