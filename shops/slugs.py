"""The readable part of an address, made from a name in any script."""

from typing import Any

from django.db.models import QuerySet
from slugify import slugify

from marketplace.codes import new_number

#: What a code of `new_number` is long.
CODE = 8


def free_slug(text: str, taken: QuerySet[Any], *, longest: int) -> str:
    """The name in Latin letters; where that is taken or empty, with a code."""
    code = new_number().lower()
    plain = _plain(text, longest)
    if plain and not taken.filter(slug=plain).exists():
        return plain
    return f"{plain}-{code}" if plain else code


def says(slug: str, text: str, *, longest: int) -> bool:
    """Whether an address says this name already, a code behind it aside."""
    plain = _plain(text, longest)
    if not plain or slug == plain:
        return True
    return slug.startswith(f"{plain}-") and len(slug) == len(plain) + 1 + CODE


def _plain(text: str, longest: int) -> str:
    return slugify(text, max_length=longest - CODE - 1)
