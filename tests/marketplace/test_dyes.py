"""Every dye can be read on every ground it stands on, by daylight and by lamplight."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
DYES = {
    name: pair
    for name, *pair in re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", TOKENS
    )
}
GROUNDS = ["undyed", "bleached"]
COLOURS = ["madder", "indigo", "weld", "moss", "rust"]
TEXT = [(ink, ground) for ink in ["walnut", "walnut-thin"] for ground in GROUNDS]
TEXT += [(dye, ground) for dye in COLOURS for ground in GROUNDS]
TEXT += [(dye, f"{dye}-wash") for dye in COLOURS]
TEXT += [(ink, f"{dye}-wash") for ink in ["walnut"] for dye in COLOURS]
TEXT += [
    ("color-on-accent", "madder"),
    ("bone", "madder-cloth"),
    ("bleached", "walnut"),
]
CONTROLS = [(edge, ground) for edge in ["bark", "madder-cloth"] for ground in GROUNDS]


def luminance(colour: str) -> float:
    """Of a hex colour, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Between 1 and 21."""
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["daylight", "lamplight"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str, scheme: int) -> None:
    assert contrast(DYES[ink][scheme], DYES[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["daylight", "lamplight"])
@pytest.mark.parametrize(("edge", "ground"), CONTROLS)
def test_controls_can_be_seen(edge: str, ground: str, scheme: int) -> None:
    assert contrast(DYES[edge][scheme], DYES[ground][scheme]) >= 3
