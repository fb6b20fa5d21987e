"""Solid things: surfaces of little squares, lit from a window, with their shadows."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

from devtools.demodata.pictures.canvas import Canvas
from devtools.demodata.pictures.palette import RGB

Vector = tuple[float, float, float]
Surface = Callable[[float, float], Vector]
Paint = Callable[[float, float, Vector], RGB]


def unit(x: float, y: float, z: float) -> Vector:
    """As long as one."""
    length = math.sqrt(x * x + y * y + z * z) or 1.0
    return x / length, y / length, z / length


SUN = unit(-0.62, 0.66, 0.5)


@dataclass(frozen=True)
class Finish:
    """How a surface takes the light."""

    gloss: float = 0.0
    #: The higher, the smaller the highlight.
    polish: float = 24
    metal: bool = False


MATT = Finish()
METAL = Finish(metal=True)


@dataclass
class Square:
    """A little piece of a surface, ready to be filled."""

    depth: float
    points: list[tuple[float, float]]
    colour: RGB


@dataclass
class Stage:
    """Where solid things stand: a camera that looks down on a table."""

    canvas: Canvas
    pitch: float = 24
    zoom: float = 250
    centre: tuple[float, float] = (500, 900)
    squares: list[Square] = field(default_factory=list)
    shade: list[tuple[list[tuple[float, float]], float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        angle = math.radians(self.pitch)
        self.sine, self.cosine = math.sin(angle), math.cos(angle)
        self.view = (0.0, self.sine, self.cosine)
        self.half = unit(*(a + b for a, b in zip(SUN, self.view, strict=True)))

    def see(self, point: Vector) -> tuple[float, float]:
        """Where it is in the picture, in thousandths."""
        x, y, z = point
        return (
            self.centre[0] + self.zoom * x,
            self.centre[1] - self.zoom * (y * self.cosine - z * self.sine),
        )

    def add(
        self,
        surface: Surface,
        paint: Paint,
        grid: tuple[int, int] = (72, 40),
        finish: Finish = MATT,
        casts: bool = True,
    ) -> None:
        """A surface over 0 … 1 × 0 … 1, in so many squares."""
        across, along = grid
        rows = [
            [surface(u / across, v / along) for u in range(across + 1)]
            for v in range(along + 1)
        ]
        seen = [[self.see(point) for point in row] for row in rows]
        k = self.canvas.k
        for v in range(along):
            for u in range(across):
                a, b = rows[v][u], rows[v][u + 1]
                c, d = rows[v + 1][u + 1], rows[v + 1][u]
                normal = _normal(a, c, b, d)
                facing = normal[1] * self.view[1] + normal[2] * self.view[2]
                if facing < 0:
                    normal = (-normal[0], -normal[1], -normal[2])
                colour = paint((u + 0.5) / across, (v + 0.5) / along, a)
                depth = (a[2] + c[2]) * self.cosine + (a[1] + c[1]) * self.sine
                corners = (
                    seen[v][u],
                    seen[v][u + 1],
                    seen[v + 1][u + 1],
                    seen[v + 1][u],
                )
                points = [(x * k, y * k) for x, y in corners]
                lit = self._lit(colour, normal, finish)
                self.squares.append(Square(depth, points, lit))
        if casts:
            self._cast(rows)

    def render(self, smooth: float = 3, shadow: float = 0.62) -> Image.Image:
        """Draw shadows, then everything from far to near; gives the mask of it."""
        canvas = self.canvas
        self._drop_shadows(shadow)
        if not self.squares:
            return canvas.mask()
        self.squares.sort(key=lambda square: square.depth)
        layer = Image.new(
            "RGB", canvas.size, self.squares[len(self.squares) // 2].colour
        )
        mask = canvas.mask()
        colours, shape = ImageDraw.Draw(layer), ImageDraw.Draw(mask)
        for square in self.squares:
            colours.polygon(square.points, fill=square.colour, outline=square.colour)
            shape.polygon(square.points, fill=255, outline=255)
        if smooth:
            layer = layer.filter(ImageFilter.GaussianBlur(smooth * canvas.k))
        canvas.paint(layer, mask)
        self.squares.clear()
        self.shade.clear()
        return mask

    def _lit(self, colour: RGB, normal: Vector, finish: Finish) -> RGB:
        x, y, z = normal
        if finish.metal:
            return self._mirrored(colour, normal)
        straight = x * SUN[0] + y * SUN[1] + z * SUN[2]
        soft = max(0.0, (straight + 0.32) / 1.32)
        bounce = max(0.0, -y) * 0.1 + max(0.0, x) * 0.05
        level = 0.33 + 0.86 * soft * soft**0.2 + bounce
        shine = 0.0
        if finish.gloss:
            half = self.half
            close = max(0.0, x * half[0] + y * half[1] + z * half[2])
            shine = finish.gloss * 255 * close**finish.polish
        return (
            min(255, int(colour[0] * level * 1.02 + shine)),
            min(255, int(colour[1] * level + shine * 0.97)),
            min(255, int(colour[2] * level * 0.98 + shine * 0.9)),
        )

    def _mirrored(self, colour: RGB, normal: Vector) -> RGB:
        """Metal shows the room: a bright window, a pale table, dark corners."""
        x, y, z = normal
        twice = 2 * (y * self.view[1] + z * self.view[2])
        up = twice * y - self.view[1]
        side = twice * x
        level = 0.34 + 0.5 * max(0.0, up) + 0.34 * max(0.0, -side) + 0.2 * max(0.0, -up)
        window = math.exp(-((side + 0.45) ** 2 + (up - 0.62) ** 2) / 0.05)
        dark = math.exp(-((side - 0.5) ** 2 + (up - 0.1) ** 2) / 0.12)
        level = level + 0.75 * window - 0.3 * dark
        return (
            min(255, max(0, int(colour[0] * level))),
            min(255, max(0, int(colour[1] * level))),
            min(255, max(0, int(colour[2] * level))),
        )

    def _cast(self, rows: list[list[Vector]]) -> None:
        """Where each corner's shadow falls on the table."""
        step_v, step_u = max(1, len(rows) // 24), max(1, len(rows[0]) // 36)
        kept = [[*row[::step_u], row[-1]] for row in [*rows[::step_v], rows[-1]]]
        k = self.canvas.k / 4
        fallen = [
            [
                (
                    self.see(
                        (x - SUN[0] / SUN[1] * y, 0, z - SUN[2] / SUN[1] * y * 0.1)
                    ),
                    y,
                )
                for x, y, z in row
            ]
            for row in kept
        ]
        for upper, lower in pairwise(fallen):
            for i in range(len(upper) - 1):
                corners = (upper[i], upper[i + 1], lower[i + 1], lower[i])
                points = [(x * k, y * k) for (x, y), _ in corners]
                self.shade.append((points, max(height for _, height in corners)))

    def _drop_shadows(self, strength: float) -> None:
        canvas = self.canvas
        size = (canvas.size[0] // 4, canvas.size[1] // 4)
        for near, blur, share in ((0.22, 5, 0.9), (9.0, 17, 1.0)):
            mask = Image.new("L", size)
            draw = ImageDraw.Draw(mask)
            for points, height in self.shade:
                if height <= near:
                    draw.polygon(points, fill=255)
            mask = mask.filter(ImageFilter.GaussianBlur(blur * canvas.k / 4))
            mask = mask.resize(canvas.size, Image.Resampling.BICUBIC)
            canvas.paint(
                (48, 30, 22), mask.point(lambda v, s=share: int(v * strength * s))
            )


def _normal(a: Vector, c: Vector, b: Vector, d: Vector) -> Vector:
    """Across both diagonals."""
    x1, y1, z1 = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    x2, y2, z2 = d[0] - b[0], d[1] - b[1], d[2] - b[2]
    return unit(y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2)


def curve(points: list[tuple[float, float]]) -> Callable[[float], tuple[float, float]]:
    """A smooth line through points (Catmull-Rom), over 0 … 1."""
    last = len(points) - 1

    def place(t: float) -> tuple[float, float]:
        whole = min(int(t * last), last - 1)
        part = t * last - whole
        p0, p1 = points[max(whole - 1, 0)], points[whole]
        p2, p3 = points[whole + 1], points[min(whole + 2, last)]
        return (
            _spline(p0[0], p1[0], p2[0], p3[0], part),
            _spline(p0[1], p1[1], p2[1], p3[1], part),
        )

    return place


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t**3
    )


def turned(
    profile: list[tuple[float, float]],
    at: Vector = (0, 0, 0),
    oval: float = 1.0,
) -> Surface:
    """On the wheel or the lathe: radius and height, all the way round."""
    line = curve(profile)

    def surface(u: float, v: float) -> Vector:
        radius, height = line(v)
        angle = 2 * math.pi * u
        return (
            at[0] + radius * math.sin(angle),
            at[1] + height,
            at[2] + radius * math.cos(angle) * oval,
        )

    return surface


def tube(path: Callable[[float], Vector], radius: Callable[[float], float]) -> Surface:
    """A rope, a handle or a rod along a path."""

    def surface(u: float, v: float) -> Vector:
        here, there = path(max(0.0, v - 0.01)), path(min(1.0, v + 0.01))
        along = unit(there[0] - here[0], there[1] - here[1], there[2] - here[2])
        side = unit(along[1], -along[0], 0.02)
        up = (
            along[1] * side[2] - along[2] * side[1],
            along[2] * side[0] - along[0] * side[2],
            along[0] * side[1] - along[1] * side[0],
        )
        angle, wide = 2 * math.pi * u, radius(v)
        cosine, sine = math.cos(angle) * wide, math.sin(angle) * wide
        x, y, z = path(v)
        return (
            x + side[0] * cosine + up[0] * sine,
            y + side[1] * cosine + up[1] * sine,
            z + side[2] * cosine + up[2] * sine,
        )

    return surface
