"""What the shops sell, shop by shop: a TOML file each, in their makers' own words."""

from devtools.demodata.pieces.piece import Piece, Shot, put_up
from devtools.demodata.pieces.reading import file_of, paragraphs, pieces_of

#: By workshop; the files are in `devtools/demodata/shops`.
KEYS = (
    "clay", "wool", "paper", "quilts", "felt",
    "bamboo", "light", "silver", "wood", "tide",
)  # fmt: skip
PIECES: dict[str, list[Piece]] = {key: pieces_of(key) for key in KEYS}

__all__ = ["PIECES", "Piece", "Shot", "file_of", "paragraphs", "put_up"]
