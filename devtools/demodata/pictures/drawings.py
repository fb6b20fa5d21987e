"""Every kind of picture by its name, drawn and developed in a process of its own."""

from collections.abc import Callable
from typing import Any

from PIL import Image

from darkroom import prints as papers
from darkroom.prints import Developed
from devtools.demodata.album import known
from devtools.demodata.pictures import (
    animals,
    banners,
    faces,
    flowers,
    knitwear,
    leather,
    metal,
    pottery,
    prints,
    quilts,
    timber,
    wax,
    wicker,
    yarn,
)

Drawing = Callable[..., Image.Image]

DRAWINGS: dict[str, Drawing] = {
    "pots": pottery.pots,
    "spoons": timber.spoons,
    "turnings": timber.turnings,
    "boards": timber.boards,
    "candles": wax.candles,
    "jars": wax.jars,
    "rings": metal.rings,
    "drops": metal.drops,
    "baskets": wicker.baskets,
    "animals": animals.animals,
    "spinning": yarn.spinning,
    "skeins": yarn.skeins,
    "rovings": yarn.rovings,
    "balls": yarn.balls,
    "scarves": knitwear.scarves,
    "worn": knitwear.worn,
    "quilts": quilts.quilts,
    "cushions": quilts.cushions,
    "goods": leather.goods,
    "prints": prints.prints,
    "wreaths": flowers.wreaths,
}


def photo(name: str, width: int, how: dict[str, Any]) -> Developed:
    """A picture of a piece, as the forms would have made it of an upload."""
    return known(name, width, how, lambda: papers.develop(DRAWINGS[name](width, **how)))


def face(who: str, width: int) -> bytes:
    """The file of a maker's face."""
    return papers.face(faces.portrait(width, who=who))


def banner(who: str, width: int) -> bytes:
    """The file of the wide picture that leads a shop's page."""
    return papers.banner(banners.banner(width, who=who))
