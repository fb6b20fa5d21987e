"""Why a picture could not be developed. The words for people are not here."""

from enum import StrEnum


class Reason(StrEnum):
    """What is the matter with it."""

    HEAVY = "heavy"
    UNKNOWN = "unknown"
    PIXELS = "pixels"
    SIDES = "sides"
    BROKEN = "broken"
    #: It took more memory or more time than a picture may.
    TOO_MUCH = "too_much"


class Spoiled(ValueError):
    """It cannot be used; `most` is what would be allowed, where it is too much."""

    def __init__(self, reason: Reason, most: int = 0) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.most = most
