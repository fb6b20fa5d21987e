"""Wide pictures that lead the shops' pages: what is on the bench this week."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PIL import Image

from devtools.demodata.pictures import cloth, sets
from devtools.demodata.pictures.animals import felted
from devtools.demodata.pictures.film import Film
from devtools.demodata.pictures.hides import panel, stamped
from devtools.demodata.pictures.knitwear import FLOORS, make
from devtools.demodata.pictures.lay import Lay
from devtools.demodata.pictures.metal import metal
from devtools.demodata.pictures.pottery import pot
from devtools.demodata.pictures.prints import sheet
from devtools.demodata.pictures.props import CAMERAS, PLACES
from devtools.demodata.pictures.quilts import patchwork
from devtools.demodata.pictures.scene import Scene
from devtools.demodata.pictures.shapes import Lathe, Ring, Thing, curve
from devtools.demodata.pictures.timber import Spoon, hollow, wood
from devtools.demodata.pictures.wax import taper
from devtools.demodata.pictures.wicker import basket
from devtools.demodata.pictures.yarn import Ball, Braid, Skein, spun

TALL = 0.36


def banner(width: int, *, who: str) -> Image.Image:
    """Of one shop."""
    if who in FLAT:
        return FLAT[who](width)
    things, place = SOLID[who]()
    film = Film(width, 7, TALL)
    camera = replace(
        CAMERAS["whole"], at=(0, 0.62, 0), wide=7.4, pitch=14, far=14, blur=0.8
    )
    return Scene(film, PLACES[place], camera, things).render().developed(1.0)


def _clay() -> tuple[list[Thing], str]:
    things: list[Thing] = []
    shelf = [
        ("mug", "oatmeal"),
        ("vase", "rust"),
        ("bowl", "ash"),
        ("mug", "indigo"),
        ("jug", "chalk"),
        ("small", "moss"),
        ("bottle", "sea"),
    ]
    for number, (form, glaze) in enumerate(shelf):
        x = (-3.1, -2.0, -0.55, 0.95, 1.9, 2.75, 3.5)[number]
        things += pot(form, glaze, number + 3, (x, -0.25 * (number % 3)), size=0.82)
    return things, "bench"


def _wool() -> tuple[list[Thing], str]:
    things: list[Thing] = []
    for number, dye in enumerate(("madder", "undyed", "weld", "indigo")):
        r = 0.46
        shape = curve(
            [(0.0, -r), (r * 0.72, -r * 0.7), (r, 0.0), (r * 0.7, r * 0.71), (0.0, r)],
            8,
        )
        x = (-3.0, -2.1, 2.3, 3.15)[number]
        things.append(
            Ball(
                spun(dye, number),
                at=(x, r, -0.5 * (number % 2)),
                turn=(number * 60.0, 20.0, 0),
                outline=shape,
                trust=0.75,
            )
        )
    things.append(Skein(spun("moss", 3), at=(-0.5, 0, 0.2), turn=(5, 0, 0), trust=0.55))
    things.append(
        Braid(
            spun("rose", 4, to="cream"),
            at=(0.5, 0, -0.7),
            turn=(-5, 0, 0),
            trust=0.55,
            half=1.5,
        )
    )
    return things, "window"


def _felt() -> tuple[list[Thing], str]:
    things: list[Thing] = []
    for number, who in enumerate(("hedgehog", "sheep", "fox", "hare", "mouse", "bird")):
        x = (-3.0, -1.85, -0.6, 0.6, 1.75, 2.9)[number]
        things += felted(
            who, number, (x, -0.3 * (number % 2)), turn=18 - 9 * number, size=0.82
        )
    return things, "sage"


def _bamboo() -> tuple[list[Thing], str]:
    things = basket("bamboo", "flower", 2, (-2.7, -0.2), size=0.9, fine=1.6, twill=True)
    things += basket("smoked", "round", 3, (-0.9, 0), size=0.9, fine=1.5)
    things += basket(
        "bamboo", "bread", 4, (1.05, -0.1), size=0.85, fine=1.5, twill=True
    )
    things += basket("black", "ball", 5, (2.85, -0.2), size=0.9, fine=1.6)
    return things, "stone"


def _light() -> tuple[list[Thing], str]:
    things: list[Thing] = []
    colours = ("beeswax", "ivory", "blush", "beeswax", "sage", "ivory", "beeswax")
    for number, colour in enumerate(colours):
        things += taper(
            (-3.0 + number, -0.4 * (number % 2)),
            tall=0.85 + 0.16 * (number % 3),
            thick=0.13 + 0.05 * (number % 2),
            colour=colour,
            style=("dipped", "rolled", "twisted")[number % 3],
            lit=True,
            seed=number,
        )
    return things, "evening"


def _silver() -> tuple[list[Thing], str]:
    things: list[Thing] = []
    for number in range(6):
        kind = ("silver", "brass", "silver", "gold", "silver", "copper")[number]
        x = -2.8 + number * 1.12
        standing = number % 2 == 0
        turn = (30.0 - 12 * number, 0.0, 0.0) if standing else (0.0, 0.0, 90.0)
        things.append(
            Ring(
                metal(kind, number, hammered=0.5 if number % 3 else 0.0),
                at=(x, 0.56 if standing else 0.1, -0.3 * (number % 2)),
                turn=turn,
                radius=0.5,
                thick=0.05,
                flat=2.0,
                trust=0.8,
            )
        )
    return things, "slate"


def _wood() -> tuple[list[Thing], str]:
    things: list[Thing] = []
    for number, (timber, form, x, size) in enumerate(
        (
            ("birch", "bowl", -2.6, 0.9),
            ("walnut", "nut", -1.1, 0.9),
            ("cherry", "bowl", 2.7, 0.8),
        )
    ):
        things.append(
            Lathe(
                wood(timber, number + 4, rings=9),
                at=(x, 0, -0.3),
                turn=(number * 70.0, 0, 0),
                outline=hollow(form, size),
            )
        )
    for number, timber in enumerate(("cherry", "birch", "plum")):
        things.append(
            Spoon(
                wood(timber, number, carved=0.085),
                at=(0.1 + number * 0.62, 0, 0.9),
                turn=(8.0 * (number - 1), 0, 0),
                trust=0.7,
                long=2.4,
                bowl=0.32,
            )
        )
    return things, "kitchen"


def _paper(width: int) -> Image.Image:
    top, _window = FLOORS["boards"]
    lay = Lay(width, 5, top, tall=TALL, zoom=5)
    for number, (motif, inks) in enumerate(
        (
            ("swallows", ("indigo",)),
            ("poppies", ("moss", "madder")),
            ("hills", ("pine", "honey")),
            ("fish", ("sea",)),
        )
    ):
        sheet(
            lay,
            (110 + number * 190, 180 + 14 * (number % 2)),
            (180, 225),
            -7 + 5 * number,
            (motif, inks, 3),
            margin=0.08,
            ragged=False,
        )
    panel(lay, "tan", (900, 120), (170, 122), turn=-8, thick=9)
    panel(lay, "indigo", (880, 270), (160, 116), turn=6, thick=9)
    stamped(lay, "I.C.", (930, 160), -8, 18)
    return lay.render(window="leaves").developed()


def _quilts(width: int) -> Image.Image:
    lay = Lay(width, 6, sets.boards((150, 124, 100)), tall=TALL, zoom=5)
    for number, (bag, block) in enumerate(
        (("shirts", "star"), ("autumn", "geese"), ("meadow", "log"), ("sea", "nine"))
    ):
        fabric = patchwork(bag, number + 2, block=block, side=26, loft=4)
        cloth.folded(
            lay,
            fabric,
            at=(140 + number * 242, 190),
            size=(222, 250),
            turn=-5 + 3 * number,
            layers=3,
            thick=9,
        )
    return lay.render(window="panes").developed()


def _tide(width: int) -> Image.Image:
    lay = Lay(width, 8, sets.boards((214, 206, 194), 1.1), tall=TALL, zoom=5)
    given: list[tuple[str, str, dict[str, Any]]] = [
        ("knit:fair", "undyed", {"other": "indigo", "third": "madder"}),
        ("knit:cable", "cream", {}),
        ("knit:rib", "sea", {}),
        ("knit:garter", "heather", {}),
        ("knit:plain", "sky", {"stripes": ("sea", "cream", "indigo")}),
    ]
    for number, (stuff, dye, more) in enumerate(given):
        cloth.folded(
            lay,
            make(stuff, number, dye, gauge=7, **more),
            at=(110 + number * 195, 185),
            size=(178, 246),
            turn=-4 + 2 * number,
            layers=3,
            thick=8,
        )
    return lay.render(window="leaves").developed()


SOLID: dict[str, Callable[[], tuple[list[Thing], str]]] = {
    "clay": _clay, "wool": _wool, "felt": _felt, "bamboo": _bamboo, "light": _light, "silver": _silver, "wood": _wood,
}  # fmt: skip
FLAT: dict[str, Callable[[int], Image.Image]] = {
    "paper": _paper,
    "quilts": _quilts,
    "tide": _tide,
}
