"""Who hears of what: the one table of every email that an order or a piece causes.

Who the readers are is in `people`, when an email is moot in `moot`, what it says in
`wording`, how it leaves in `outbox`. docs/emails.md shows the table in words.
"""

from dataclasses import dataclass
from enum import StrEnum

from listings.models import ListingEvent
from notifications import moot, people, piece_moot, piece_people
from notifications.models import Cause
from notifications.people import Address, Reader, buyer, maker, nobody, the_only_maker
from orders.models import OrderEvent


class Bundle(StrEnum):
    """Emails that are told together when they are due together."""

    #: What one maker should do, over all her orders (R15).
    NUDGES = "nudges"
    #: What was made of one order since the last time, once a week at most.
    WORKBENCH = "workbench"


@dataclass(frozen=True)
class Announcement:
    """One email: its templates, who gets it, who reads the answer, when it is moot."""

    email: str
    to: Reader
    reply_to: Address
    #: Asked again just before posting: yes drops the email.
    unless: moot.Question = moot.never
    #: About money, today, or what its reader has just done: it does not wait (R15).
    at_night: bool = False
    #: Nothing is owed by it, so its reader may turn it off (accounts.preferences).
    optional: bool = False
    bundle: Bundle | None = None


Kind = OrderEvent.Kind
Piece = ListingEvent.Kind


def _nudge(email: str, unless: moot.Question, *, optional: bool) -> Announcement:
    """Something for the maker to do, told with all else that she should do."""
    return Announcement(
        email, people.MAKER, buyer, unless, optional=optional, bundle=Bundle.NUDGES
    )


def _money(email: str, to: Reader, reply_to: Address) -> Announcement:
    """Money moves: it stays true, and is told at any hour."""
    return Announcement(email, to, reply_to, at_night=True)


_CANCELLED = [
    _money("cancelled", people.BUYER, maker),
    _money("order_cancelled", people.MAKER_UNLESS_SHE_DID_IT, buyer),
]

#: Event kind -> the emails it causes. A kind that is not here causes none.
ANNOUNCEMENTS: dict[str, list[Announcement]] = {
    Kind.PURCHASED: [
        Announcement(
            "order_received",
            people.BUYER,
            the_only_maker,
            moot.nothing_is_coming,
            at_night=True,
        ),
    ],
    Kind.PAID: [
        Announcement(
            "new_order", people.MAKER, buyer, moot.nothing_left_to_ship, at_night=True
        ),
    ],
    Kind.ACKNOWLEDGED: [
        Announcement("acknowledged", people.BUYER, maker, moot.already_under_way),
    ],
    Kind.STARTED: [
        Announcement(
            "started", people.BUYER_IF_SHE_WROTE, maker, moot.already_under_way
        ),
    ],
    Kind.HELLO_DUE: [_nudge("hello_due", moot.she_has_spoken, optional=True)],
    Kind.REASSURED: [
        Announcement("reassured", people.BUYER, maker, moot.no_longer_calm),
    ],
    Kind.PROGRESS: [
        Announcement(
            "from_the_workbench",
            people.BUYER,
            maker,
            moot.nothing_left_to_ship,
            optional=True,
            bundle=Bundle.WORKBENCH,
        ),
    ],
    Kind.SILENCE_NOTICED: [
        _nudge("silence_noticed", moot.she_has_spoken, optional=True)
    ],
    Kind.DUE_TOMORROW: [_nudge("due_tomorrow", moot.not_due_tomorrow, optional=True)],
    Kind.REVISED: [Announcement("delayed", people.BUYER, maker, moot.overtaken)],
    Kind.MISSED: [
        Announcement("late_notice", people.BUYER, maker, moot.overtaken),
        Announcement("late_maker", people.MAKER, buyer, moot.overtaken),
    ],
    Kind.WAITING: [
        Announcement("will_wait", people.MAKER, buyer, moot.waits_no_more),
    ],
    Kind.ASKED: [Announcement("question", people.MAKER, buyer, moot.answered)],
    Kind.WROTE: [Announcement("message", people.BUYER, maker)],
    Kind.CHASED: [
        _nudge("chased", moot.answered, optional=False),
        Announcement(
            "chased_buyer", people.BUYER_THE_SECOND_TIME, maker, moot.answered
        ),
    ],
    Kind.ESCALATED: [
        Announcement("escalated", people.BUYER, nobody, moot.settled),
        Announcement("escalated_maker", people.MAKER, nobody, moot.settled),
    ],
    Kind.SETTLED: [
        Announcement("settled", people.BUYER, nobody),
        Announcement("settled_maker", people.MAKER, nobody),
    ],
    Kind.SHIPPED: [
        Announcement("shipped", people.BUYER, maker, moot.found_or_refunded),
    ],
    Kind.ARRIVAL_ASKED: [
        Announcement("has_it_arrived", people.BUYER, maker, moot.accounted_for),
    ],
    Kind.MISSING: [
        Announcement(
            "looking", people.BUYER, maker, moot.found_or_refunded, at_night=True
        ),
        Announcement("missing", people.MAKER, buyer, moot.found_or_refunded),
    ],
    Kind.LOST: [
        _money("lost", people.BUYER, maker),
        _money("lost_maker", people.MAKER, buyer),
    ],
    Kind.DELIVERED: [
        Announcement("delivered", people.BUYER_UNLESS_THEY_DID_IT, maker),
        Announcement("order_delivered", people.MAKER_IF_THE_BUYER_DID_IT, buyer),
    ],
    Kind.ASKED_IF_WELL: [
        Announcement(
            "asked_if_well", people.BUYER, maker, moot.buyer_has_said, optional=True
        ),
    ],
    Kind.ALL_GOOD: [Announcement("all_well", people.MAKER, buyer, optional=True)],
    Kind.WITHDRAWN: [
        _money("withdrawal_received", people.WHOEVER_WITHDREW, maker),
        _money("withdrawal_received", people.BUYER_IF_ELSEWHERE, maker),
        _money("withdrawn", people.MAKER, buyer),
    ],
    Kind.RETURNED: [_money("returned", people.BUYER, maker)],
    Kind.POSTAGE_REFUNDED: [_money("postage_refunded", people.BUYER, maker)],
    Kind.CANCELLED: _CANCELLED,
    Kind.REST_CANCELLED: _CANCELLED,
    Kind.SOLD_OUT: [_money("sold_out", people.BUYER, nobody)],
    Piece.PIECE_ASKED: [
        Announcement("piece_question", piece_people.MAKER, nobody, piece_moot.answered),
    ],
    Piece.PIECE_ANSWERED: [Announcement("piece_answer", piece_people.ASKER, nobody)],
    Piece.PIECE_CHASED: [
        Announcement(
            "piece_chased",
            piece_people.MAKER,
            nobody,
            piece_moot.answered,
            bundle=Bundle.NUDGES,
        ),
        Announcement(
            "piece_chased_asker",
            piece_people.ASKER_THE_SECOND_TIME,
            nobody,
            piece_moot.answered,
        ),
    ],
    Piece.WAIT_ASKED: [
        Announcement(
            "confirm_wait",
            piece_people.WAITER,
            nobody,
            piece_moot.confirmed,
            at_night=True,
        ),
    ],
    Piece.BACK_IN_STOCK: [
        Announcement(
            "back_in_stock", piece_people.WAITER, nobody, piece_moot.gone_again
        ),
    ],
    Piece.RESTOCK_MOVED: [
        Announcement(
            "restock_moved", piece_people.WAITER, nobody, piece_moot.day_is_old
        ),
    ],
    Piece.RESTOCK_LATE: [
        Announcement(
            "restock_late", piece_people.WAITER, nobody, piece_moot.day_is_old
        ),
    ],
    Piece.RESTOCK_PASSED: [
        Announcement(
            "restock_passed", piece_people.MAKER, nobody, piece_moot.day_is_named
        ),
    ],
    Piece.PIECE_GONE: [Announcement("piece_gone", piece_people.WAITER, nobody)],
}


def caused_by(event: Cause) -> list[tuple[Announcement, str]]:
    """The emails this event causes, each with its address."""
    table = ANNOUNCEMENTS.get(event.kind, [])
    found = [(one, one.to.address(event)) for one in table]
    return [(one, address) for one, address in found if address]


def announcement(event: Cause, email: str) -> Announcement:
    """The row of the table that an email was written by."""
    for one in ANNOUNCEMENTS[event.kind]:
        if one.email == email:
            return one
    raise LookupError(f"{event.kind} causes no {email}.")
