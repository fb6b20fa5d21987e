"""The serif that the pages use, to press, print and stamp with."""

from pathlib import Path

STATIC = Path(__file__).resolve().parents[3] / "static"
SERIF = STATIC / "fonts" / "vollkorn-latin.woff2"
