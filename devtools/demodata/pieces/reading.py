"""From a shop's TOML file to its pieces."""

import tomllib
from pathlib import Path
from typing import Any

from devtools.demodata.pieces.piece import Piece, Shot
from listings.catalogue import Option

SHOPS = Path(__file__).parents[1] / "shops"
#: What a maker leaves out when there is nothing to say.
PLAIN = ("days", "question", "must_answer", "state", "days_ago", "tags", "colours")


def pieces_of(workshop: str) -> list[Piece]:
    """Everything in one shop, as its file has it."""
    return [_piece(told) for told in file_of(workshop)["piece"]]


def file_of(workshop: str) -> dict[str, Any]:
    """What a maker has written down: the shop, and its pieces."""
    return tomllib.loads((SHOPS / f"{workshop}.toml").read_text())


def _piece(told: dict[str, Any]) -> Piece:
    return Piece(
        key=told["key"],
        title=told["title"],
        category=told["category"],
        kind=told["kind"],
        options=[_option(*each) for each in told["options"]],
        description=paragraphs(told["description"]),
        care=told.get("care", ""),
        materials=told["materials"],
        shots=[
            Shot(told["draw"], alt, told["how"] | how) for how, alt in told["shots"]
        ],
        **{name: told[name] for name in PLAIN if name in told},
    )


def _option(name: str, price_cents: int, stock: int | None = None) -> Option:
    return Option(name=name, price_cents=price_cents, stock=stock)


def paragraphs(text: str) -> str:
    """Lines are wrapped for who writes them; an empty one begins a paragraph."""
    parts = text.strip().split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in parts)
