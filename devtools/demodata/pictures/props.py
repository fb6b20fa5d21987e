"""Ready-made places to photograph at, and things that lie about there."""

from devtools.demodata.pictures import sets
from devtools.demodata.pictures.scene import Camera
from devtools.demodata.pictures.sets import Place

#: How each kind of picture looks at its things.
CAMERAS = {
    "whole": Camera(pitch=21, blur=1.0),
    "close": Camera(pitch=30, yaw=-14, blur=1.7, far=7),
    "above": Camera(pitch=72, blur=0.5, far=9),
    "use": Camera(pitch=30, yaw=9, blur=1.2),
    "low": Camera(pitch=11, blur=1.2),
}
PLACES = {
    "window": Place(sets.linen((206, 197, 180)), (200, 191, 174), gobo="panes"),
    "bench": Place(sets.boards((118, 94, 74)), (203, 196, 182), gobo=""),
    "morning": Place(
        sets.boards((178, 156, 130)), (226, 214, 196), gobo="leaves", power=2.3,
        warm=(255, 228, 190), sun=(-0.75, 0.62, 0.32),
    ),
    "stone": Place(
        sets.stone((150, 150, 148)), (176, 180, 180), power=2.4, fill=0.75,
        sun=(-0.5, 0.85, 0.5), hard=5.0,
    ),
    "slate": Place(
        sets.stone((70, 74, 80)), (96, 102, 108), power=2.5, fill=0.7,
        sun=(-0.55, 0.8, 0.45), hard=6.0,
    ),
    "paper": Place(
        sets.plain((226, 214, 196)), (230, 219, 202), back=2.4, hard=4.0,
        sun=(-0.6, 0.8, 0.5), power=1.9, fill=0.6,
    ),
    "sage": Place(
        sets.plain((176, 184, 162)), (182, 190, 168), back=2.4, hard=5.0, gobo="leaves",
    ),
    "rose": Place(
        sets.plain((216, 182, 166)), (222, 190, 174), back=2.4, hard=5.0,
        sun=(-0.7, 0.66, 0.4),
    ),
    "blue": Place(
        sets.plain((150, 168, 184)), (160, 178, 194), back=2.4, hard=5.0, gobo="panes",
    ),
    "evening": Place(
        sets.boards((112, 84, 64)), (108, 96, 88), power=2.2, fill=0.30,
        warm=(255, 216, 172), sun=(-0.86, 0.46, 0.26), hard=6.0,
    ),
    "kitchen": Place(
        sets.boards((190, 174, 152), 1.4), (216, 220, 214), gobo="panes",
        sun=(0.66, 0.72, 0.34),
    ),
}  # fmt: skip
EXPOSURE = {"slate": 1.12, "evening": 1.3}


def scenery(place: str, how: str) -> tuple[Place, Camera, float]:
    """The place, a camera for this kind of picture, and how long to expose."""
    return PLACES[place], CAMERAS[how], EXPOSURE.get(place, 1.0)
