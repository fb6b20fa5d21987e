"""The colour that stands where a picture will be: one of 32 that the stylesheet has.

A page may not carry styles of its own, so each ground is a class (`ground-7`) of
static/css/components/picture.css; a test holds the two lists together.
"""

from PIL import Image

#: Greys of paper and bark from dark to light, then eight hues, each dark to light.
GROUNDS = [
    *("1a1510", "37322c", "57514c", "79736d", "9d9790", "bcb6af", "d9d3cc", "f4ede6"),
    *("6a3637", "ad6b6b", "e5aeac", "683b20", "a97151", "e1b299"),
    *("5d420e", "9b7a42", "d4ba8e", "474c17", "7e8649", "bcc393"),
    *("205335", "548f6a", "9dcbac", "00525e", "368e9c", "8ccad5"),
    *("2f4870", "6281b3", "a6bfe8", "5c395e", "9a6e9c", "d4b0d5"),
]
#: How finely colours are told apart when the most frequent one is looked for.
STEP = 24


def ground_of(picture: Image.Image) -> int:
    """The number of the ground that is nearest to what fills most of the picture."""
    small = picture.resize((48, 48), Image.Resampling.BOX).convert("RGB")
    bins: dict[tuple[int, int, int], list[tuple[int, int, int]]] = {}
    raw = small.tobytes()
    for at in range(0, len(raw), 3):
        red, green, blue = raw[at], raw[at + 1], raw[at + 2]
        key = (red // STEP, green // STEP, blue // STEP)
        bins.setdefault(key, []).append((red, green, blue))
    fullest = max(bins.values(), key=len)
    red, green, blue = (
        sum(channel) // len(fullest) for channel in zip(*fullest, strict=True)
    )
    return min(range(len(GROUNDS)), key=lambda n: _apart(n, red, green, blue))


def _apart(number: int, red: int, green: int, blue: int) -> float:
    """How different two colours look, roughly: the eye sees green best."""
    r, g, b = bytes.fromhex(GROUNDS[number])
    return 0.3 * (r - red) ** 2 + 0.59 * (g - green) ** 2 + 0.11 * (b - blue) ** 2
