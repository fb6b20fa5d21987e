"""Wood: year rings through the whole of a thing, and what knives and lathes leave."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PIL import Image

from devtools.demodata.pictures.arrays import (
    Array,
    F,
    column,
    look_soft,
    mix,
    noise,
    smooth,
    solid,
    unit,
)
from devtools.demodata.pictures.film import Film
from devtools.demodata.pictures.palette import WOODS
from devtools.demodata.pictures.props import scenery
from devtools.demodata.pictures.scene import Scene
from devtools.demodata.pictures.shapes import (
    Box,
    Lathe,
    Paint,
    Skin,
    Thing,
    Vector,
    curve,
    sausage,
)  # fmt: skip

TURNED = {
    "bowl": ((0.36, 0), (0.42, 0.03), (0.72, 0.2), (0.94, 0.46), (1.0, 0.66)),
    "nut": ((0.2, 0), (0.26, 0.03), (0.46, 0.14), (0.58, 0.32), (0.56, 0.46)),
    "platter": ((0.7, 0), (0.74, 0.02), (0.98, 0.08), (1.16, 0.17)),
    "box": ((0.42, 0), (0.46, 0.02), (0.5, 0.1), (0.5, 0.4), (0.48, 0.56)),
}


def wood(
    kind: str,
    seed: int,
    *,
    way: str = "z",
    carved: float = 0.0,
    rings: float = 11.0,
    gloss: float = 0.06,
) -> Paint:
    """Grown, not painted: the rings go on round every corner."""
    pale, dark = (column(each) for each in WOODS[kind])
    chance = np.random.default_rng(seed)
    off = chance.uniform(0.5, 1.3), chance.uniform(-1.7, -1.1)
    shift = float(chance.uniform(0, 9))

    def paint(p: Array, n: Array) -> Skin:
        x, y, z = (p[0], p[1], p[2]) if way == "z" else (p[2], p[1], p[0])
        bend = solid("smooth", p, 22, shift)
        a, b = x + F(off[0]) + F(0.05) * bend, y + F(off[1]) + z * F(0.1)
        age = np.sqrt(a * a + b * b) * F(rings) + F(0.30) * bend
        age = age + F(0.1) * solid("cloudy", p, 70, shift)
        year = age - np.floor(age)
        late = smooth(0.25, 0.92, year) * (1 - smooth(0.93, 1.0, year))
        fibre = look_soft(noise("rough"), x * F(330) + y * F(260), z * F(22) + F(shift))
        pores = look_soft(noise("fine"), x * F(420) + y * F(300), z * F(30) + F(shift))
        share = (
            F(0.62) * late
            + F(0.11) * fibre
            + F(0.10) * solid("smooth", p, 30, shift + 2)
        )
        colour = mix(pale, dark, np.clip(share, 0, 1))
        colour = colour * (1 - F(0.22) * smooth(1.1, 2.4, pores))
        lean = n + F(0.045) * np.stack([fibre, late * F(0.5), -fibre])
        if carved:
            u, v = x * F(150) + F(seed * 11), (z + y) * F(48)
            cut = (
                look_soft(noise("smooth"), u, v),
                look_soft(noise("smooth"), u + 200, v),
            )
            # A knife leaves flat places with a crest between them.
            flat = [np.round(each * F(1.6)) * F(0.5) + each * F(0.25) for each in cut]
            lean = lean + F(carved) * np.stack([flat[0], flat[1] * F(0.4), flat[1]])
        return Skin(colour, gloss, 0.42, unit(lean))

    return paint


def hollow(
    form: str, size: float, wall: float = 0.06
) -> tuple[tuple[float, float], ...]:
    """A turned vessel's whole profile."""
    outer = curve(TURNED[form], 6)
    top = outer[-1][1]
    inner = [
        (r - wall, h + wall * (0.3 if h > top * 0.5 else 0.8)) for r, h in outer[::-1]
    ]
    inner = [(r, h) for r, h in inner if r > 0.1 and h > wall * 1.2]
    rim = [(outer[-1][0] - wall * 0.3, top + wall * 0.42)]
    whole = [(0.0, 0.0), *outer, *rim, *inner, (0.0, wall * 1.25)]
    return tuple((r * size, h * size) for r, h in whole)


@dataclass
class Spoon(Thing):
    """A carved spoon that lies on its back, its bowl towards us."""

    long: float = 2.2
    bowl: float = 0.3
    deep: float = 0.15
    slim: float = 0.055
    #: 0 for round; 1 for a straight working edge on the left.
    edge: float = 0.0

    def bounds(self) -> tuple[Vector, float]:
        """Around all of it."""
        return (0, 0.1, -self.long / 2 + self.bowl), self.long / 2 + 0.1

    def distance(self, p: Array) -> Array:
        """Bowl and stem, melted together, less the hollow."""
        b, d = F(self.bowl), F(self.deep)
        x = p[0] + F(self.edge * 0.06)
        out = egg(x, p[1] - d, p[2], (self.bowl, self.deep, self.bowl * 1.28))
        far = self.long - self.bowl
        rise = 0.13
        stem = sausage(p, (0, self.deep * 1.05, -self.bowl * 1.0),
                       (0, self.deep + rise, -far), self.slim * 0.9, self.slim * 1.15)  # fmt: skip
        k = F(0.1)
        h = np.maximum(k - np.abs(out - stem), 0) / k
        whole = np.minimum(out, stem) - h * h * k * F(0.25)
        inside = egg(x, p[1] - d * F(1.62), p[2] - b * F(0.04),
                     (self.bowl * 0.87, self.deep * 0.9, self.bowl * 1.12))  # fmt: skip
        lid = p[1] - d * F(1.28) - np.maximum(-p[2] - b * F(0.9), 0) * F(3)
        if self.deep > 0.1:
            whole = np.maximum(whole, -inside)
        whole = np.maximum(whole, lid * F(0.9))
        if self.edge:
            whole = np.maximum(whole, (-p[0] * F(0.9) + p[2] * F(0.42)) - b * F(0.88))
        return np.asarray(whole)


def egg(x: Array, y: Array, z: Array, radii: Vector) -> Array:
    """How far to an ellipsoid, nearly; inside, at least so far."""
    a, b, c = (F(1 / each) for each in radii)
    x, y, z = x * a, y * b, z * c
    far = np.sqrt(x * x + y * y + z * z)
    steep = np.sqrt((x * a) ** 2 + (y * b) ** 2 + (z * c) ** 2)
    outside = far * (far - 1) / np.maximum(steep, F(1e-4))
    # Towards the middle that estimate falls to nought again: there was a hole in spoons.
    return np.asarray(np.where(far < 1, (far - 1) * F(min(radii)), outside))


def spoons(
    width: int,
    *,
    seed: int,
    timber: str = "cherry",
    many: int = 3,
    how: str = "whole",
    scene: str = "window",
    kind: str = "cooking",
    other: str = "",
) -> Image.Image:
    """Spoons side by side, or one from near."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, "above" if how == "whole" else how)
    shapes: dict[str, Any] = {
        "cooking": {"long": 2.9, "bowl": 0.34, "deep": 0.13, "edge": 1.0},
        "eating": {"long": 2.2, "bowl": 0.34, "deep": 0.17},
        "scoop": {"long": 1.35, "bowl": 0.4, "deep": 0.26, "slim": 0.1},
        "salt": {"long": 0.95, "bowl": 0.2, "deep": 0.12, "slim": 0.06},
        "spatula": {"long": 2.9, "bowl": 0.36, "deep": 0.07, "edge": 1.0, "slim": 0.06},
        "ladle": {"long": 2.9, "bowl": 0.46, "deep": 0.34, "slim": 0.075},
    }  # fmt: skip
    shape = shapes[kind]
    long = shape["long"]
    things: list[Thing] = []
    for number in range(many):
        x = (number - (many - 1) / 2) * shape["bowl"] * 2.6
        paint = wood(
            other if other and number % 2 else timber, seed + number, carved=0.085
        )
        turn = 14 * (number - (many - 1) / 2) * (0.35 if many > 3 else 0.6)
        z = long / 2 - shape["bowl"] - 0.1 * (number % 2)
        things.append(Spoon(paint, at=(x, 0, z), turn=(turn, 0, 0), trust=0.7, **shape))
    if how == "close":
        camera = replace(camera, at=(0.0, 0.1, long / 2 - shape["bowl"]), wide=1.15 + shape["bowl"],
                         pitch=42, yaw=-24)  # fmt: skip
    else:
        wide = max(long / 1.05, many * shape["bowl"] * 3.2)
        camera = replace(camera, at=(0, 0, 0), wide=wide, pitch=64 if how == "whole" else 40,
                         yaw=8 if how == "whole" else -32)  # fmt: skip
    return Scene(film, place, camera, things).render().developed(exposure)


def turnings(
    width: int,
    *,
    seed: int,
    timber: str,
    form: str = "bowl",
    how: str = "whole",
    scene: str = "bench",
    many: int = 1,
    size: float = 1.0,
) -> Image.Image:
    """Turned bowls, boxes and platters."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, how)
    things: list[Thing] = []
    wide = max(r for r, _ in TURNED[form]) * size
    tall = TURNED[form][-1][1] * size
    for number in range(many):
        scale = size * (1, 0.76, 0.58)[number % 3]
        paint = wood(timber, seed + number, rings=9 / size, gloss=0.09)
        at = [(0, 0, 0), (wide * 1.55, 0, -0.9), (-wide * 1.2, 0, -1.3)][number]
        things.append(
            Lathe(paint, at=at, turn=(seed * 40, 0, 0), outline=hollow(form, scale))
        )
    spread_out = wide * 2.1 + (wide * 1.0 if many > 1 else 0)
    aims = {"close": ((0.1, tall * 0.8, 0.25), 0.66), "above": ((0, 0, 0), 1.3)}
    aim, share = aims.get(how, ((wide * 0.2 * (many - 1), tall * 0.5, 0), 1.45))
    camera = replace(camera, at=aim, wide=spread_out * share)
    return Scene(film, place, camera, things).render().developed(exposure)


def boards(
    width: int,
    *,
    seed: int,
    timber: str,
    how: str = "whole",
    scene: str = "kitchen",
    bread: bool = False,
) -> Image.Image:
    """A cutting board, perhaps with bread and a knife's marks."""
    film = Film(width, seed)
    place, camera, exposure = scenery(scene, "use" if how == "whole" else how)
    paint = wood(timber, seed, rings=7, gloss=0.06, way="x")
    things: list[Thing] = [
        Box(paint, turn=(-14, 0, 0), size=(2.9, 0.16, 1.7), round=0.06)
    ]
    if bread:
        things += loaf(seed)
    at, wide = ((0, 0.1, 0), 3.7) if how != "close" else ((0.7, 0.2, 0.3), 1.7)
    camera = replace(camera, at=at, wide=wide, pitch=34)
    return Scene(film, place, camera, things).render().developed(exposure)


def loaf(seed: int) -> list[Thing]:
    """Bread, cut open."""
    crust, flour = column((150, 92, 48)), column((232, 214, 186))

    def paint(p: Array, n: Array) -> Skin:
        cloud, rough = solid("cloudy", p, 60, seed), solid("rough", p, 130, seed)
        dust = smooth(0.0, 1.4, cloud + n[1] * F(1.2) - F(0.7))
        slash = np.exp(-((np.sin(p[0] * 5 + p[2] * 3) / F(0.25)) ** 2)) * smooth(
            0.3, 0.7, n[1]
        )
        colour = mix(
            crust * (1 + F(0.2) * rough),
            flour,
            np.clip(dust * F(0.55) + slash * F(0.5), 0, 1),
        )
        return Skin(
            colour, 0.02, 0.7, unit(n + F(0.12) * np.stack([rough, cloud, -rough]))
        )

    shape = curve(
        [(0.0, 0.0), (0.5, 0.02), (0.66, 0.2), (0.56, 0.44), (0.28, 0.58), (0.0, 0.6)],
        6,
    )
    return [Lathe(paint, at=(0.15, 0.14, -0.05), outline=shape)]
