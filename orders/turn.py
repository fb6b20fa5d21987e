"""Whose turn it is on an order, what they do by when, and what happens if they do not.

Pure: from an order's plan and the table of rules, in words for its buyer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings

from marketplace.money import format_money
from marketplace.templatetags.show import day, moment
from orders import rules
from orders.facts import InForce
from orders.models import Order
from orders.plan import Plan, ToPost, UnderWay
from orders.standing import awaited
from orders.steps import Kind

State = Order.State


@dataclass(frozen=True)
class Turn:
    """Somebody has something to do; `then` is what follows if they do not. The page
    asks before all else for what is `asked`: “yes” or “arrival”."""

    whose: str
    does: str
    then: str = ""
    is_yours: bool = False
    asked: str = ""


def turns(plan: Plan) -> list[Turn]:
    """Everybody who has a turn, the buyer first; never empty for a paid order."""
    found = [turn for asks in QUESTIONS for turn in asks(plan)]
    found.sort(key=lambda turn: not turn.is_yours)
    return found or [_nobody(plan)]


def _answers_wanted(plan: Plan) -> Iterator[Turn]:
    """R5: a delay that needs a yes."""
    for one in plan.awaiting_yes:
        by = _moment(plan, one.promise.answer_by_at)
        yield Turn(
            "Your turn",
            f"Say by {by} whether you wait for {_it(plan, one)}.",
            f"Without your yes it is cancelled then, and {_money(plan, one.cents)} goes"
            " back to your card, unasked.",
            is_yours=True,
            asked="yes",
        )


def _posting(plan: Plan) -> Iterator[Turn]:
    """R4: what is to be posted, or is late."""
    for one in plan.to_post:
        if not one.needs_yes:
            does = _late(plan, one) if one.is_late else _to_do(plan, one)
            yield Turn(f"{_maker(plan)}’s turn", does, _if_not_posted(plan, one))


def _to_do(plan: Plan, one: ToPost) -> str:
    it, by = _it(plan, one), day(one.promise.ship_by_on)
    if not one.promise.has_date:
        return f"{_maker(plan)} gives you a date for {it} by {by}."
    if plan.is_packed:
        return f"{_maker(plan)} has packed {it} and posts it by {by}."
    return f"{_maker(plan)} posts {it} by {by}."


def _late(plan: Plan, one: ToPost) -> str:
    it, by = _it(plan, one), day(one.promise.ship_by_on)
    return (
        f"{_maker(plan)} must post {it} or give you a new date: {by} has passed. You"
        " may wait, or cancel and have your money back."
    )


def _if_not_posted(plan: Plan, one: ToPost) -> str:
    """What R4 then does, and when; and when something is heard before that."""
    promise = next(
        each for each in plan.facts.promises if each.number == one.promise.number
    )
    ends = rules.gives_up_at(_as_if_missed(promise, plan), plan.facts, plan.limits)
    sentence = (
        "If it is not posted and no new date comes, it is cancelled on"
        f" {_day(plan, ends)} and {_money(plan, one.cents)} goes back to your card,"
        " unasked."
    )
    heard = _heard_by(plan)
    if heard is None or one.is_late or one is not plan.to_post[0]:
        return sentence
    return f"You hear something by {_day(plan, heard)} at the latest. {sentence}"


def _as_if_missed(promise: InForce, plan: Plan) -> InForce:
    """The same, had its day passed in silence."""
    if promise.missed_at is not None:
        return promise
    missed = rules.misses_at(promise, plan.facts, plan.limits)
    return replace(promise, missed_at=missed, waits_since=None)


def _heard_by(plan: Plan) -> datetime | None:
    """When the marketplace writes, if the maker does not (R2, R13); or a week after the
    last word, when what she shows meanwhile is sent."""
    waits = {
        Kind.HELLO_DUE: plan.limits.reassure_hours,
        Kind.SILENCE_NOTICED: plan.limits.silence_hours,
        Kind.REASSURED: 0,
    }
    moments = [
        rules.awake(
            due.at + timedelta(hours=waits[due.kind]),
            plan.facts.buyer_zone,
            plan.limits,
        )
        for due in rules.all_due(plan.facts, plan.limits)
        if due.kind in waits
    ]
    ahead = [at for at in moments if at > plan.now]
    if plan.facts.seen_at is None or not ahead:
        return min(ahead, default=None)
    week = timedelta(days=plan.limits.workbench_days)
    digest = rules.awake(plan.facts.seen_at + week, plan.facts.buyer_zone, plan.limits)
    return max(min(ahead), digest)


def _travelling(plan: Plan) -> Iterator[Turn]:
    """R7: parcels on their way, or that should be here."""
    for one in plan.under_way:
        if one.parcel.missing_at:
            continue
        name, by = _parcel(plan, one), day(one.parcel.arrives_by)
        if one in plan.due:
            does, then = f"Say whether {name} is there.", _if_not_said(plan, one)
            yield Turn("Your turn", does, then, is_yours=True, asked="arrival")
        else:
            does = f"{name.capitalize()} should be with you by {by}."
            yield Turn("On its way", does, _if_not_said(plan, one))


def _if_not_said(plan: Plan, one: UnderWay) -> str:
    number = one.parcel.number
    asks = [
        due.at
        for due in rules.asks_for_parcels(plan.facts, plan.limits)
        if due.about["shipment"] == number and due.at > plan.now
    ]
    if asks:
        return (
            f"If you have not said that it is there, we ask on {_day(plan, asks[0])}."
        )
    closing = next((due.at for due in rules.closes(plan.facts, plan.limits)), None)
    if closing is None:
        return "If it is not, say so, and it is looked for."
    return (
        "If it is not, say so, and it is looked for. Without a word the order is"
        f" closed on {_day(plan, closing)}."
    )


def _looked_for(plan: Plan) -> Iterator[Turn]:
    """R10: parcels that are not here."""
    for one in plan.missing:
        about = {due.kind: due.at for due in _due_for(plan, one)}
        name, money = _parcel(plan, one), _money(plan, one.cents)
        then = (
            f"If it is not with you by {_moment(plan, about[Kind.LOST])}, {money} goes"
            " back to your card, unasked."
        )
        if Kind.ESCALATED in about and about[Kind.ESCALATED] < about[Kind.LOST]:
            person = _day(plan, about[Kind.ESCALATED])
            then = (
                f"A person at {settings.MARKETPLACE_NAME} takes it on {person}. {then}"
            )
        yield Turn(
            f"{_maker(plan)}’s turn",
            f"{_maker(plan)} asks {one.parcel.carrier} where {name} is, and writes to"
            " you.",
            then,
        )


def _due_for(plan: Plan, one: UnderWay) -> Iterator[rules.Due]:
    asked = [rules.loses, rules.escalates_parcels]
    for due in (due for rule in asked for due in rule(plan.facts, plan.limits)):
        if due.about["shipment"] == one.parcel.number:
            yield due


def _questions(plan: Plan) -> Iterator[Turn]:
    """R9: the buyer has asked something."""
    asked = plan.facts.question_at
    if asked is None:
        return
    due = list(rules.chases(plan.facts, plan.limits))
    person = [one.at for one in due if one.kind == Kind.ESCALATED]
    told = [one.at for one in due if one.kind == Kind.CHASED and one.about["level"] > 1]
    then = []
    if told:
        then.append(
            f"Without an answer we ask again, and tell you by {_moment(plan, told[0])}."
        )
    if person:
        name = settings.MARKETPLACE_NAME
        then.append(f"A person at {name} takes it on {_moment(plan, person[0])}.")
    does = f"{_maker(plan)} has your question since {_moment(plan, asked)}."
    yield Turn(f"{_maker(plan)}’s turn", does, " ".join(then))


def _support(plan: Plan) -> Iterator[Turn]:
    """A person of the marketplace has it, by name."""
    order = plan.order
    if order.support_at is None:
        return
    name = order.support_owner.get_short_name() if order.support_owner else "A person"
    since = _day(plan, order.support_at)
    yield Turn(
        f"{name}’s turn" if order.support_owner else "Our turn",
        f"{name} at {settings.MARKETPLACE_NAME} looks after it since {since}, and"
        " writes to both of you.",
    )


def _returning(plan: Plan) -> Iterator[Turn]:
    """Withdrawn from, and still to come back."""
    for one in awaited(plan):
        by = one.made_at + timedelta(days=plan.limits.return_days)
        yield Turn(
            "Your turn",
            f"Post what you withdrew from to {_maker(plan)} by {_day(plan, by)}.",
            "When it is there, its price goes back to your card. If nothing is heard by"
            f" then, a person at {settings.MARKETPLACE_NAME} looks into it.",
            is_yours=True,
        )


def _is_all_well(plan: Plan) -> Iterator[Turn]:
    """R8: it is there."""
    if plan.order.state != State.DELIVERED or awaited(plan):
        return
    asks = next(rules.asks_if_well(plan.facts, plan.limits), None)
    closing = next(rules.closes(plan.facts, plan.limits), None)
    then = (
        f"Without a word it is closed on {_day(plan, closing.at)}." if closing else ""
    )
    if asks is None:
        yield Turn("Your turn", "Say whether all is well with it.", then, is_yours=True)
    else:
        ask = f"We ask on {_day(plan, asks.at)} whether all is well. {then}"
        yield Turn(
            "Nobody’s turn", "It is with you. If something is wrong, say so.", ask
        )


def _nobody(plan: Plan) -> Turn:
    if plan.order.state == State.CANCELLED:
        does = (
            f"{_money(plan, plan.order.refunded_cents)} goes back to the card that"
            " paid. Your bank may take a few days to show it."
        )
        return Turn("Nobody’s turn", does)
    return Turn("Nobody’s turn", "All is done. You can still write to the maker.")


#: Who may have a turn, the gravest first.
QUESTIONS: list[Callable[[Plan], Iterator[Turn]]] = [
    _support,
    _answers_wanted,
    _looked_for,
    _travelling,
    _posting,
    _questions,
    _returning,
    _is_all_well,
]


def _it(plan: Plan, one: ToPost) -> str:
    """“It”, unless there are other pieces to tell it from."""
    is_all = len(plan.to_post) == 1 and plan.order.state != State.PART_SHIPPED
    return "it" if is_all else one.what


def _parcel(plan: Plan, one: UnderWay) -> str:
    only = len([each for each in plan.order.shipments.all() if each.shipped_at]) == 1
    return "the parcel" if only else f"parcel {one.parcel.number}"


def _maker(plan: Plan) -> str:
    return plan.order.shop.maker_name


def _money(plan: Plan, cents: int) -> str:
    return format_money(cents, plan.order.currency)


def _day(plan: Plan, at: datetime | None) -> str:
    return day(at, plan.facts.buyer_zone.key)


def _moment(plan: Plan, at: datetime | None) -> str:
    return moment(at, plan.facts.buyer_zone.key)
