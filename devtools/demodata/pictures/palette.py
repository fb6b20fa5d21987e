"""Colours of natural dyes, clay, wood and light, and how they mix."""

RGB = tuple[int, int, int]

DYES: dict[str, RGB] = {
    "madder": (158, 58, 56),
    "indigo": (46, 74, 118),
    "weld": (204, 164, 62),
    "moss": (108, 126, 74),
    "walnut": (112, 78, 54),
    "undyed": (232, 222, 202),
    "rose": (203, 138, 128),
    "sky": (142, 168, 190),
    "rust": (166, 84, 44),
    "flax": (214, 200, 172),
    "ink": (44, 38, 36),
    "sage": (156, 166, 138),
    "plum": (104, 62, 84),
}
#: Of a glaze: where it is thick, where it is thin, and the bare clay below.
GLAZES: dict[str, tuple[RGB, RGB, RGB]] = {
    "ash": ((116, 134, 108), (190, 190, 158), (152, 110, 78)),
    "oatmeal": ((226, 214, 190), (206, 180, 146), (164, 118, 84)),
    "indigo": ((52, 82, 122), (104, 112, 116), (150, 104, 74)),
    "moss": ((106, 126, 82), (142, 140, 92), (150, 106, 76)),
    "chalk": ((238, 234, 224), (222, 206, 184), (170, 126, 94)),
    "rust": ((150, 62, 36), (66, 42, 38), (140, 96, 70)),
    "clay": ((196, 164, 136), (186, 152, 124), (180, 146, 118)),
}


def mix(one: RGB, other: RGB, share: float) -> RGB:
    """`share` of the other one, the rest of the first."""
    keep = 1 - share
    return (
        round(one[0] * keep + other[0] * share),
        round(one[1] * keep + other[1] * share),
        round(one[2] * keep + other[2] * share),
    )


def light(colour: RGB, factor: float) -> RGB:
    """Brighter or darker, within what a screen can show."""
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue
