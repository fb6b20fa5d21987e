"""What of an order waits for its maker besides its day: a question, a parcel that is
missed, pieces coming back, a silence. And what happens when it waits longer.

Have the facts' rows prefetched; nothing here asks the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from marketplace.money import format_money
from orders import conditions, rules
from orders.facts import ANSWERS, Facts, facts_of, is_of_others
from orders.limits import limits
from orders.models import Order, OrderEvent, OrderLine, Shipment, Withdrawal
from orders.rules import Due

Kind = OrderEvent.Kind


@dataclass(frozen=True)
class Then:
    """What happens by itself, and when."""

    at: datetime
    words: str


@dataclass(frozen=True)
class Question:
    """What the buyer asked and nobody answered."""

    words: list[str]
    since: datetime
    then: list[Then]


@dataclass(frozen=True)
class Missing:
    """A parcel that the buyer does not have."""

    parcel: Shipment
    words: str
    since: datetime
    then: list[Then]
    refund_cents: int


@dataclass(frozen=True)
class Returning:
    """Withdrawn pieces that are on their way back."""

    withdrawal: Withdrawal
    pieces: list[tuple[int, OrderLine]]
    refund_cents: int


@dataclass(frozen=True)
class Attention:
    """All that waits with one order."""

    question: Question | None
    missing: list[Missing]
    returning: list[Returning]
    packed: list[Shipment]
    is_quiet: bool


def attention(order: Order) -> Attention:
    """What waits for the maker of this order now."""
    facts = facts_of(order)
    parcels = list(order.shipments.all())
    missing = [one for one in parcels if one.is_under_way and one.missing_at]
    awaited = [one for one in order.withdrawals.all() if one.returned_at is None]
    return Attention(
        question=_question(order, facts),
        missing=[_missing(order, parcel, facts) for parcel in missing],
        returning=[_returning(order, one) for one in awaited],
        packed=[one for one in parcels if not one.shipped_at],
        is_quiet=facts.is_open and facts.silence_at is not None,
    )


def lost_cents(order: Order, parcel: Shipment) -> int:
    """In cents: what goes back when this parcel is given up."""
    lines = {line.pk: line for line in order.lines.all()}
    contents = {lines[one.line_id]: one.quantity for one in parcel.lines.all()}
    return _goes_back(order, contents)


def _goes_back(order: Order, pieces: dict[OrderLine, int]) -> int:
    """The price of these; all there is, postage too, when nothing else was paid for."""
    kept = conditions.paid_for(order)
    gone = {line: min(count, pieces.get(line, 0)) for line, count in kept.items()}
    if gone == kept:
        return order.refundable_cents
    cents = sum(line.price_cents * count for line, count in gone.items())
    return min(cents, order.refundable_cents)


def _question(order: Order, facts: Facts) -> Question | None:
    if facts.question_at is None:
        return None
    events = sorted(order.events.all(), key=lambda event: event.seq)
    answers = [e for e in events if e.kind in ANSWERS and not is_of_others(e)]
    answered = max((one.seq for one in answers), default=-1)
    asked = [one for one in events if one.kind == Kind.ASKED and one.seq > answered]
    dues = sorted(rules.chases(facts, limits()), key=lambda due: due.at)
    then = [Then(due.at, _said(due, order)) for due in dues]
    words = [str(one.details.get("note", "")) for one in asked]
    return Question(words, facts.question_at, then)


def _said(due: Due, order: Order) -> str:
    if due.kind == Kind.ESCALATED:
        return _somebody()
    if due.about.get("level") == 1:
        return _("we remind you")
    told = _("we tell %(buyer)s that we have asked you")
    return told % {"buyer": order.checkout.name}


def _somebody() -> str:
    return _("a person of the marketplace takes it on")


def _missing(order: Order, parcel: Shipment, facts: Facts) -> Missing:
    told = [
        one
        for one in order.events.all()
        if one.kind == Kind.MISSING and one.details.get("shipment") == parcel.number
    ]
    cents = lost_cents(order, parcel)
    goes_back = _("%(sum)s goes back to them by itself")
    goes_back %= {"sum": format_money(cents, order.currency)}
    then = [
        *_of(parcel, rules.escalates_parcels(facts, limits()), _somebody()),
        *_of(parcel, rules.loses(facts, limits()), goes_back),
    ]
    words = str(told[-1].details.get("note", "")) if told else ""
    since = parcel.missing_at or parcel.packed_at
    return Missing(parcel, words, since, then, cents)


def _of(parcel: Shipment, dues: Iterable[Due], words: str) -> list[Then]:
    return [
        Then(due.at, words)
        for due in dues
        if due.about.get("shipment") == parcel.number
    ]


def _returning(order: Order, withdrawal: Withdrawal) -> Returning:
    by_code = {line.code: line for line in order.lines.all()}
    coming: dict[str, int] = withdrawal.coming_back
    pieces = {by_code[code]: count for code, count in coming.items()}
    shown = [(count, line) for line, count in pieces.items()]
    return Returning(withdrawal, shown, _goes_back(order, pieces))
