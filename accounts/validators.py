"""What may stand in a line that a person typed."""

import unicodedata
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Marks that turn the reading direction round: they can make a line read as another.
TURNING_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def refuse_control_characters(value: str) -> None:
    """Letters of any script are welcome; what no keyboard types is not."""
    if any(_is_invisible_order(character) for character in value):
        raise ValidationError(
            _("This has an invisible control character in it. Please type it again."),
            code="control_character",
        )


def _is_invisible_order(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs") or character in TURNING_MARKS


def known_time_zone(name: str) -> str:
    """The zone a browser named, or UTC when we do not know it."""
    return name if name in available_timezones() else "UTC"
