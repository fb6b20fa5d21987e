"""What the three shops sell, shop by shop."""

from devtools.demodata.pieces.clay import PIECES as CLAY
from devtools.demodata.pieces.paper import PIECES as PAPER
from devtools.demodata.pieces.piece import CATEGORIES, Piece, Shot, put_up
from devtools.demodata.pieces.wool import PIECES as WOOL

PIECES: dict[str, list[Piece]] = {"clay": CLAY, "wool": WOOL, "paper": PAPER}

__all__ = ["CATEGORIES", "PIECES", "Piece", "Shot", "put_up"]
