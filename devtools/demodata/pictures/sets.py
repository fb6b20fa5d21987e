"""Where pictures are taken: a table, a wall behind it, a window, and its light."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from devtools.demodata.pictures.arrays import (
    Array,
    F,
    column,
    dot,
    linear,
    look_soft,
    mix,
    noise,
    smooth,
    unit,
)
from devtools.demodata.pictures.palette import RGB
from devtools.demodata.pictures.shapes import Skin, Vector

Top = Callable[[Array, Array], Skin]


@dataclass(frozen=True)
class Place:
    """A table from here to the wall, and the light on both."""

    top: Top
    wall: RGB = (214, 203, 186)
    #: How far behind the middle the wall stands.
    back: float = 3.2
    sun: Vector = (-0.62, 0.78, 0.42)
    warm: RGB = (255, 236, 208)
    power: float = 2.15
    sky: RGB = (196, 212, 236)
    fill: float = 0.55
    #: How sharp the edges of shadows are.
    hard: float = 7.0
    #: What stands between the window and the table: "", "panes" or "leaves".
    gobo: str = ""

    def meet(self, eye: Array, d: Array) -> tuple[Array, Array, Array]:
        """Where rays meet table or wall: the points, which way they look, how far."""
        down = np.where(d[1] < -1e-4, -eye[1] / np.minimum(d[1], F(-1e-4)), F(1e3))
        back = np.where(
            d[2] < -1e-4, (-self.back - eye[2]) / np.minimum(d[2], F(-1e-4)), 1e3
        )
        far = np.minimum(down, back).astype(F)
        p = eye[:, None] + d * far
        # Table and wall run into each other in a bend, as paper does.
        bend = smooth(-0.25, 0.25, back - down)
        n = unit(np.stack([np.zeros_like(bend), bend + F(1e-3), 1 - bend]))
        return p, n.astype(F), far

    def skin(self, p: Array, n: Array) -> Skin:
        """Of the table, or of the wall above it."""
        top = self.top(p, n)
        u, v = p[0] * 60 + 91, p[1] * 60
        rough = look_soft(noise("cloudy"), u * F(0.35), v * F(0.35))
        wall = column(self.wall) * (1 + F(0.045) * rough)
        upright = smooth(0.35, 0.65, n[2])
        normal = n if top.normal is None else unit(mix(top.normal, n, upright))
        return Skin(
            colour=mix(top.colour, wall, upright),
            gloss=top.gloss * (1 - upright),
            rough=top.rough,
            normal=normal,
        )

    def through_window(self, p: Array) -> Array:
        """How much of the sun comes in at these points."""
        if not self.gobo:
            return np.ones(p.shape[1], F)
        sun = unit(np.array(self.sun, F))
        # Along the sun's way onto the plane of the window.
        t = (F(3.0) - p[1]) / sun[1]
        x, z = p[0] + sun[0] * t, p[2] + sun[2] * t
        sheet = gobo(self.gobo)
        return look_soft(sheet, (x + 4.0) * F(48), (z + 4.0) * F(48))

    def light(
        self, skin: Skin, n: Array, d: Array, p: Array, shade: tuple[Array, Array]
    ) -> Array:
        """What comes from a skin to the camera."""
        sun = unit(np.array(self.sun, F))[:, None]
        window = self.through_window(p) * shade[0]
        facing = dot(n, sun)
        wrap = F(0.08 + 0.5 * skin.soft)
        direct = np.clip((facing + wrap) / (1 + wrap), 0, 1) * window
        warm = column(self.warm) * F(self.power)
        up = F(0.5) + F(0.5) * n[1]
        above = column(self.sky) * F(self.fill) * (F(0.42) + F(0.58) * up)
        below = column(self.wall) * F(0.34) * (1 - up)
        around = (above + below) * shade[1]
        if skin.soft:
            around = around + warm * F(0.10 * skin.soft) * (0.4 + 0.6 * shade[0])
        colour = skin.colour
        r = d - 2 * dot(d, n) * n
        shine = self._mirror(r, skin.rough) * (F(0.25) + F(0.75) * window)
        shine = shine + self._around(r) * shade[1]
        grazing = np.clip(1 + dot(d, n), 0, 1)
        fresnel = grazing * grazing
        fresnel = fresnel * fresnel
        if skin.metal:
            tint = colour + (1 - colour) * fresnel * F(0.6)
            lit = tint * (shine * F(1.0) + (warm * direct + around) * F(0.16))
        else:
            gloss = skin.gloss * (F(0.35) + F(0.65) * fresnel)
            lit = colour * (warm * direct + around) + shine * gloss
        return lit if skin.glow is None else lit + skin.glow

    def _mirror(self, r: Array, rough: float) -> Array:
        """The window itself, as something shiny shows it: tall, with a crossbar."""
        sun = unit(np.array(self.sun, F))
        side = unit(np.cross(np.array([0, 1, 0], F), sun))
        over = np.cross(sun, side)
        ahead = np.maximum(dot(r, sun[:, None]), F(1e-3))
        x, y = dot(r, side[:, None]) / ahead, dot(r, over[:, None]) / ahead
        edge = 0.03 + 0.5 * rough
        wide = 1 - smooth(0.26 - edge, 0.26 + edge, np.abs(x))
        high = 1 - smooth(0.40 - edge, 0.40 + edge, np.abs(y))
        bar = smooth(0.0, 0.05 + edge, np.abs(x)) * smooth(0.0, 0.05 + edge, np.abs(y))
        bright = wide * high * (0.45 + 0.55 * bar) * (dot(r, sun[:, None]) > 0)
        return column(self.warm) * bright * F(5.2 / (1 + 5 * rough))

    def _around(self, r: Array) -> Array:
        """The rest of the room: bright above, the table below, a dark line between."""
        up = smooth(-0.25, 0.95, r[1])
        room = mix(column(self.wall) * F(0.5), column(self.sky) * F(1.1), up)
        return room * (F(0.55) + F(0.45) * np.abs(r[1]))


@lru_cache(maxsize=8)
def gobo(kind: str) -> Array:
    """The shadow of a window's bars or of the tree in front of it."""
    side = 512
    sheet = Image.new("L", (side, side), 255 if kind == "leaves" else 36)
    draw = ImageDraw.Draw(sheet)
    chance = np.random.default_rng(11)
    if kind == "panes":
        for row in range(3):
            for column_ in range(3):
                x, y = 64 + column_ * 130, 70 + row * 125
                draw.rectangle((x, y, x + 112, y + 108), fill=255)
        soft = 5.0
    else:
        for _ in range(150):
            x, y = chance.uniform(0, side, 2)
            long, turn = chance.uniform(16, 40), chance.uniform(0.4, 1.5)
            points = []
            for step in range(17):
                a = step / 16 * 2 * math.pi
                lx, ly = (
                    math.cos(a) * long,
                    math.sin(a) * long * 0.3 * abs(math.cos(a / 2)),
                )
                points.append((
                    x + lx * math.cos(turn) - ly * math.sin(turn),
                    y + lx * math.sin(turn) + ly * math.cos(turn),
                ))  # fmt: skip
            draw.polygon(points, fill=70)
        soft = 6.5
    blurred = sheet.filter(ImageFilter.GaussianBlur(soft))
    return np.asarray(blurred, F) / 255


def plain(colour: RGB, gloss: float = 0.03) -> Top:
    """Paper, plaster or paint."""

    def top(p: Array, _n: Array) -> Skin:
        rough = look_soft(noise("cloudy"), p[0] * F(31), p[2] * F(31) + 7)
        fine = look_soft(noise("rough"), p[0] * F(160), p[2] * F(160))
        return Skin(column(colour) * (1 + F(0.05) * rough + F(0.02) * fine), gloss, 0.6)

    return top


def boards(colour: RGB, wide: float = 0.9, gloss: float = 0.10) -> Top:
    """Planks that run to the sides, with grain and dark gaps."""
    dark, pale = linear(colour) * F(0.52), linear(colour) * F(1.12)

    def top(p: Array, n: Array) -> Skin:
        z = p[2] / F(wide) + F(0.31)
        plank = np.floor(z)
        shift = plank * F(71.3)
        grain = look_soft(noise("cloudy"), p[0] * F(9) + shift, p[2] * F(150) + shift)
        fine = look_soft(noise("rough"), p[0] * F(26) + shift, p[2] * F(420))
        wave = np.sin(p[2] * F(26) + grain * F(1.5) + shift + np.sin(p[0] * F(0.9)) * 2)
        share = np.clip(
            F(0.58) + F(0.16) * grain + F(0.14) * wave + F(0.10) * fine, 0, 1
        )
        tone = 1 + F(0.10) * np.sin(plank * F(12.9))
        colours = (dark[:, None] + (pale - dark)[:, None] * share) * tone
        gap = np.abs(z - np.round(z)) * F(wide)
        colours = colours * (F(0.25) + F(0.75) * smooth(0.0, 0.018, gap))
        lean = n.copy()
        lean[2] += F(0.05) * fine
        return Skin(colours, F(gloss) * (F(0.5) + F(0.5) * share), 0.32, unit(lean))

    return top


def linen(colour: RGB, fine: float = 1.0) -> Top:
    """A cloth: threads over and under, and a few soft folds."""

    def top(p: Array, n: Array) -> Skin:
        scale = F(34 / fine)
        u, v = p[0] * scale, p[2] * scale
        slub = look_soft(noise("rough"), p[0] * F(8), p[2] * F(220))
        slub2 = look_soft(noise("rough"), p[2] * F(8) + 99, p[0] * F(220))
        over = np.sin(u * F(math.pi)) * np.sin(v * F(math.pi))
        fold = look_soft(noise("smooth"), p[0] * F(14) + 40, p[2] * F(22))
        tone = 1 + F(0.07) * over + F(0.05) * (slub + slub2) + F(0.05) * fold
        lean = n.copy()
        lean[0] += (
            F(0.16) * np.cos(u * F(math.pi)) * np.sin(v * F(math.pi)) + F(0.03) * fold
        )
        lean[2] += (
            F(0.16) * np.sin(u * F(math.pi)) * np.cos(v * F(math.pi)) + F(0.05) * slub
        )
        return Skin(column(colour) * tone, 0.0, 0.9, unit(lean))

    return top


def stone(colour: RGB, gloss: float = 0.16) -> Top:
    """Slate, marble or concrete."""

    def top(p: Array, n: Array) -> Skin:
        cloud = look_soft(noise("cloudy"), p[0] * F(26), p[2] * F(26))
        rough = look_soft(noise("rough"), p[0] * F(120), p[2] * F(120))
        vein = np.abs(
            look_soft(noise("smooth"), p[0] * F(22) + cloud * 2, p[2] * F(22) + 200)
        )
        tone = 1 + F(0.12) * cloud + F(0.06) * rough + F(0.10) * np.exp(-vein * F(16))
        lean = n.copy()
        lean[0] += F(0.03) * rough
        lean[2] += F(0.03) * cloud
        return Skin(column(colour) * tone, gloss, 0.28, unit(lean))

    return top
