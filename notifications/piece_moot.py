"""When an email about a piece that nobody has bought is no longer true."""

from listings.models import Place
from notifications.piece_facts import PieceFacts

State = Place.State


def answered(facts: PieceFacts) -> bool:
    """The question is answered."""
    return facts.question.is_answered


def confirmed(facts: PieceFacts) -> bool:
    """The address is confirmed, or they left the line."""
    return facts.place.state != State.ASKED


def gone_again(facts: PieceFacts) -> bool:
    """It is sold again, or they left the line or bought it."""
    return facts.place.state != State.TOLD or not facts.is_there


def day_is_old(facts: PieceFacts) -> bool:
    """It is back, its day has moved again, or they left the line."""
    is_old = facts.place.knows_back_on != facts.event.day
    return facts.place.state != State.WAITING or is_old


def day_is_named(facts: PieceFacts) -> bool:
    """She has named another day."""
    return facts.piece.back_on != facts.event.day
