"""The truth of now about a piece that nobody has bought: its question, its line."""

from dataclasses import dataclass

from listings import keys
from listings.models import Listing, ListingEvent, Place, Question
from listings.waitlist import may_be_bought
from shops.models import Shop


@dataclass(frozen=True)
class PieceFacts:
    """What happened around a piece, and how that stands now."""

    event: ListingEvent

    @property
    def piece(self) -> Listing:
        """The piece it is about."""
        return self.event.listing

    @property
    def shop(self) -> Shop:
        """Whose piece it is."""
        return self.event.listing.shop

    @property
    def question(self) -> Question:
        """The question it is about."""
        if self.event.question is None:
            raise LookupError(f"{self.event} is about no question.")
        return self.event.question

    @property
    def place(self) -> Place:
        """The place in line it is about."""
        if self.event.place is None:
            raise LookupError(f"{self.event} is about no place in line.")
        return self.event.place

    @property
    def is_there(self) -> bool:
        """Whether whoever waits for it could buy it now."""
        return may_be_bought(self.piece, self.place.variant)

    @property
    def leave_link(self) -> str:
        """What takes its reader out of the line; the link at the foot of the email."""
        ended = self.event.kind == ListingEvent.Kind.PIECE_GONE
        if self.event.place is None or ended:
            return ""
        return keys.link(self.event.place, "listings:leave-place")
