"""The readable part of an address, made from a name in any script."""

from typing import Any

from django.db.models import QuerySet
from slugify import slugify

from marketplace.codes import new_number


def free_slug(text: str, taken: QuerySet[Any], *, longest: int) -> str:
    """The name in Latin letters; where that is taken or empty, with a code."""
    code = new_number().lower()
    plain = slugify(text, max_length=longest - len(code) - 1)
    if plain and not taken.filter(slug=plain).exists():
        return plain
    return f"{plain}-{code}" if plain else code
