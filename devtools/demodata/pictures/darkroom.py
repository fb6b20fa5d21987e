"""Every kind of picture by its name; drawn on as many cores as there are."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

from devtools.demodata.pictures import (
    faces,
    house,
    jewellery,
    leather,
    pottery,
    printed,
    textiles,
    wooden,
    woven,
)

Drawing = Callable[..., Image.Image]

DRAWINGS: dict[str, Drawing] = {
    "bowl": pottery.bowl,
    "bowl_above": pottery.bowl_above,
    "mug": pottery.mug,
    "mugs": pottery.mugs,
    "plates": pottery.plates,
    "vase": pottery.vase,
    "wooden_bowl": wooden.wooden_bowl,
    "wood_above": wooden.wood_above,
    "spoons": wooden.spoons,
    "spindle": wooden.spindle,
    "skeins": woven.skeins,
    "basket": woven.basket,
    "cushion": woven.cushion,
    "scarf": textiles.scarf,
    "swatches": textiles.swatches,
    "patchwork": textiles.patchwork,
    "knitted": textiles.knitted,
    "ring": jewellery.ring,
    "earrings": jewellery.earrings,
    "print": printed.print_,
    "wallet": leather.wallet,
    "candles": house.candles,
    "wreath": house.wreath,
    "portrait": faces.portrait,
}


def draw(name: str, width: int, how: dict[str, Any]) -> bytes:
    """A picture as a file: JPEG, as from a camera."""
    file = BytesIO()
    DRAWINGS[name](width, **how).save(file, "JPEG", quality=92)
    return file.getvalue()
