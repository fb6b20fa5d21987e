"""Whose turn it is on an order, what they do by when, and what happens if they do not.

Pure: from an order's plan and the table of rules, in words for its buyer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

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
        does = _said(
            _("Say by %(by)s whether you wait for it."),
            _("Say by %(by)s whether you wait for %(pieces)s."),
            plan,
            one,
        ) % {"by": _moment(plan, one.promise.answer_by_at), "pieces": one.what}
        then = _(
            "Without your yes it is cancelled then, and %(sum)s goes back to your card,"
            " unasked."
        ) % {"sum": _money(plan, one.cents)}
        yield Turn(_("Your turn"), does, then, is_yours=True, asked="yes")


def _posting(plan: Plan) -> Iterator[Turn]:
    """R4: what is to be posted, or is late."""
    for one in plan.to_post:
        if not one.needs_yes:
            does = _late(plan, one) if one.is_late else _to_do(plan, one)
            yield Turn(_makers(plan), does, _if_not_posted(plan, one))


def _to_do(plan: Plan, one: ToPost) -> str:
    if not one.promise.has_date:
        it = _("%(maker)s gives you a date for it by %(day)s.")
        these = _("%(maker)s gives you a date for %(pieces)s by %(day)s.")
    elif plan.is_packed:
        it = _("%(maker)s has packed it and posts it by %(day)s.")
        these = _("%(maker)s has packed %(pieces)s and posts it by %(day)s.")
    else:
        it = _("%(maker)s posts it by %(day)s.")
        these = _("%(maker)s posts %(pieces)s by %(day)s.")
    return _said(it, these, plan, one) % _words(plan, one)


def _late(plan: Plan, one: ToPost) -> str:
    it = _(
        "%(maker)s must post it or give you a new date: %(day)s has passed. You may"
        " wait, or cancel and have your money back."
    )
    these = _(
        "%(maker)s must post %(pieces)s or give you a new date: %(day)s has passed. You"
        " may wait, or cancel and have your money back."
    )
    return _said(it, these, plan, one) % _words(plan, one)


def _if_not_posted(plan: Plan, one: ToPost) -> str:
    """What R4 then does, and when; and when something is heard before that."""
    promise = next(
        each for each in plan.facts.promises if each.number == one.promise.number
    )
    ends = rules.gives_up_at(_as_if_missed(promise, plan), plan.facts, plan.limits)
    sentence = _(
        "If it is not posted and no new date comes, it is cancelled on %(day)s and"
        " %(sum)s goes back to your card, unasked."
    ) % {"day": _day(plan, ends), "sum": _money(plan, one.cents)}
    heard = _heard_by(plan)
    if heard is None or one.is_late or one is not plan.to_post[0]:
        return sentence
    before = _("You hear something by %(day)s at the latest.")
    return f"{before % {'day': _day(plan, heard)}} {sentence}"


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
        words = {"number": one.parcel.number, "day": day(one.parcel.arrives_by)}
        only, then = _is_only(plan), _if_not_said(plan, one)
        if one in plan.due:
            if only:
                does = _("Say whether the parcel is there.")
            else:
                does = _("Say whether parcel %(number)s is there.") % words
            yield Turn(_("Your turn"), does, then, is_yours=True, asked="arrival")
        elif only:
            does = _("The parcel should be with you by %(day)s.") % words
            yield Turn(_("On its way"), does, then)
        else:
            does = _("Parcel %(number)s should be with you by %(day)s.") % words
            yield Turn(_("On its way"), does, then)


def _if_not_said(plan: Plan, one: UnderWay) -> str:
    number = one.parcel.number
    asks = [
        due.at
        for due in rules.asks_for_parcels(plan.facts, plan.limits)
        if due.about["shipment"] == number and due.at > plan.now
    ]
    if asks:
        ask = _("If you have not said that it is there, we ask on %(day)s.")
        return ask % {"day": _day(plan, asks[0])}
    closing = next((due.at for due in rules.closes(plan.facts, plan.limits)), None)
    if closing is None:
        return _("If it is not, say so, and it is looked for.")
    return _(
        "If it is not, say so, and it is looked for. Without a word the order is closed"
        " on %(day)s."
    ) % {"day": _day(plan, closing)}


def _looked_for(plan: Plan) -> Iterator[Turn]:
    """R10: parcels that are not here."""
    for one in plan.missing:
        about = {due.kind: due.at for due in _due_for(plan, one)}
        then = _(
            "If it is not with you by %(moment)s, %(sum)s goes back to your card,"
            " unasked."
        ) % {
            "moment": _moment(plan, about[Kind.LOST]),
            "sum": _money(plan, one.cents),
        }
        if Kind.ESCALATED in about and about[Kind.ESCALATED] < about[Kind.LOST]:
            then = f"{_taken_on(_day(plan, about[Kind.ESCALATED]))} {then}"
        yield Turn(_makers(plan), _asking(plan, one), then)


def _asking(plan: Plan, one: UnderWay) -> str:
    if _is_only(plan):
        does = _("%(maker)s asks %(carrier)s where the parcel is, and writes to you.")
    else:
        does = _(
            "%(maker)s asks %(carrier)s where parcel %(number)s is, and writes to you."
        )
    parcel = one.parcel
    return does % {
        "maker": _maker(plan),
        "carrier": parcel.carrier,
        "number": parcel.number,
    }


def _taken_on(when: str) -> str:
    words = {"marketplace": settings.MARKETPLACE_NAME, "when": when}
    return _("A person at %(marketplace)s takes it on %(when)s.") % words


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
        again = _("Without an answer we ask again, and tell you by %(moment)s.")
        then.append(again % {"moment": _moment(plan, told[0])})
    if person:
        then.append(_taken_on(_moment(plan, person[0])))
    does = _("%(maker)s has your question since %(moment)s.")
    words = {"maker": _maker(plan), "moment": _moment(plan, asked)}
    yield Turn(_makers(plan), does % words, " ".join(then))


def _support(plan: Plan) -> Iterator[Turn]:
    """A person of the marketplace has it, by name."""
    order = plan.order
    if order.support_at is None:
        return
    words = {
        "marketplace": settings.MARKETPLACE_NAME,
        "day": _day(plan, order.support_at),
    }
    if order.support_owner is None:
        does = _(
            "A person at %(marketplace)s looks after it since %(day)s, and writes to"
            " both of you."
        )
        yield Turn(_("Our turn"), does % words)
        return
    words["person"] = order.support_owner.get_short_name()
    does = _(
        "%(person)s at %(marketplace)s looks after it since %(day)s, and writes to both"
        " of you."
    )
    yield Turn(_("%(person)s’s turn") % words, does % words)


def _returning(plan: Plan) -> Iterator[Turn]:
    """Withdrawn from, and still to come back."""
    for one in awaited(plan):
        by = one.made_at + timedelta(days=plan.limits.return_days)
        does = _("Post what you withdrew from to %(maker)s by %(day)s.")
        then = _(
            "When it is there, its price goes back to your card. If nothing is heard by"
            " then, a person at %(marketplace)s looks into it."
        )
        yield Turn(
            _("Your turn"),
            does % {"maker": _maker(plan), "day": _day(plan, by)},
            then % {"marketplace": settings.MARKETPLACE_NAME},
            is_yours=True,
        )


def _is_all_well(plan: Plan) -> Iterator[Turn]:
    """R8: it is there."""
    if plan.order.state != State.DELIVERED or awaited(plan):
        return
    asks = next(rules.asks_if_well(plan.facts, plan.limits), None)
    closing = next(rules.closes(plan.facts, plan.limits), None)
    closed = _("Without a word it is closed on %(day)s.")
    then = closed % {"day": _day(plan, closing.at)} if closing else ""
    if asks is None:
        does = _("Say whether all is well with it.")
        yield Turn(_("Your turn"), does, then, is_yours=True)
    else:
        ask = _("We ask on %(day)s whether all is well.")
        ask %= {"day": _day(plan, asks.at)}
        does = _("It is with you. If something is wrong, say so.")
        yield Turn(_("Nobody’s turn"), does, f"{ask} {then}")


def _nobody(plan: Plan) -> Turn:
    if plan.order.state == State.CANCELLED:
        does = _(
            "%(sum)s goes back to the card that paid. Your bank may take a few days to"
            " show it."
        ) % {"sum": _money(plan, plan.order.refunded_cents)}
    else:
        does = _("All is done. You can still write to the maker.")
    return Turn(_("Nobody’s turn"), does)


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


def _said(it: str, these: str, plan: Plan, one: ToPost) -> str:
    """“It”, unless there are other pieces to tell it from."""
    is_all = len(plan.to_post) == 1 and plan.order.state != State.PART_SHIPPED
    return it if is_all else these


def _words(plan: Plan, one: ToPost) -> dict[str, str]:
    by = day(one.promise.ship_by_on)
    return {"maker": _maker(plan), "pieces": one.what, "day": by}


def _is_only(plan: Plan) -> bool:
    """There is no other parcel to tell it from."""
    return len([each for each in plan.order.shipments.all() if each.shipped_at]) == 1


def _makers(plan: Plan) -> str:
    return _("%(maker)s’s turn") % {"maker": _maker(plan)}


def _maker(plan: Plan) -> str:
    return plan.order.shop.maker_name


def _money(plan: Plan, cents: int) -> str:
    return format_money(cents, plan.order.currency)


def _day(plan: Plan, at: datetime | None) -> str:
    return day(at, plan.facts.buyer_zone.key)


def _moment(plan: Plan, at: datetime | None) -> str:
    return moment(at, plan.facts.buyer_zone.key)
