"""Have they received it? What is happening? When will it be here? Answered from an
order's plan, in words for its buyer."""

from dataclasses import dataclass

from django.conf import settings

from marketplace.money import format_money
from marketplace.templatetags.show import day, moment
from orders.models import Order
from orders.plan import Plan, named, owed_for, plan_of
from orders.rules import loses
from orders.standing import awaited, standing
from orders.thread import arrives_by, ship_by_on

State = Order.State


@dataclass(frozen=True)
class Answer:
    """One question, its answer at a glance, and a sentence more."""

    question: str
    answer: str
    more: str = ""


#: How an order stands → what is happening, a sentence more; when it comes, and more.
SAID = {
    State.RECEIVED: (
        "It is with {maker}",
        "You hear from us at the next step.",
        "{when}",
        "{ships}",
    ),
    "seen": (
        "{maker} has seen it",
        "Next it is made ready to be posted.",
        "{when}",
        "{ships}",
    ),
    State.IN_THE_MAKING: (
        "It is in the making",
        "Since {started}.",
        "{when}",
        "{ships}",
    ),
    "packed": (
        "It is packed",
        "It has not been posted yet, so its date stands.",
        "{when}",
        "{ships}",
    ),
    "yes": (
        "It needs your yes",
        "{maker} asks for time until {ship_by}. Say by {answer_by} whether that is"
        " all right.",
        "By {arrives_by}, if you say yes",
        "Without your yes it is cancelled, and {back} goes back to you.",
    ),
    "yes, undated": (
        "It needs your yes",
        "{maker} cannot say yet when it ships. Say by {answer_by} whether you wait.",
        "There is no date yet",
        "You hear one by {ship_by}. Without your yes it is cancelled, and {back} goes"
        " back to you.",
    ),
    "undated": (
        "{maker} needs more time",
        "You said that you will wait.",
        "There is no date yet",
        "You hear one by {ship_by}.",
    ),
    "late": (
        "It is late",
        "It should have been posted by {ship_by}.",
        "There is no new date yet",
        "You can wait, or cancel and have your money back.",
    ),
    "part late": (
        "A part of it is late",
        "It should have been posted by {ship_by}: {late}.",
        "There is no new date yet for that part",
        "You can wait, or cancel that part and have its price back.",
    ),
    "rest late": (
        "The rest is late",
        "It should have been posted by {ship_by}: {late}.",
        "There is no new date yet for the rest",
        "You can wait, or cancel the rest and have its price back.",
    ),
    State.PART_SHIPPED: (
        "Part of it is on its way",
        "Still to come: {left}.",
        "{when}",
        "{ships}",
    ),
    State.SHIPPED: (
        "It is on its way",
        "Posted on {shipped}.",
        "{when}",
        "",
    ),
    "due": (
        "It is on its way",
        "Posted on {shipped}.",
        "It should be here",
        "It was due by {due}. Is it? Say yes or not yet.",
    ),
    "missing": (
        "{maker} is looking for it",
        "You said on {missing} that it is not here: {lost}.",
        "We do not know yet",
        "If it is not here by {loses}, {lost_back} goes back to your card, unasked.",
    ),
    State.DELIVERED: (
        "It has arrived",
        "May it be with you for long.",
        "It is here",
        "Since {delivered}.",
    ),
    "unheard": (
        "The order is closed",
        "It was posted on {shipped}, and nobody has said that it is missing.",
        "It should be here",
        "It was due by {arrives_by}. If it is not here, write to {maker}.",
    ),
    "going back": (
        "You have withdrawn from it",
        "On {withdrawn}: {returning}.",
        "It goes back to {maker}",
        "{returning_back} comes back to your card when it is there.",
    ),
    "back": (
        "You have withdrawn from it",
        "On {withdrawn}.",
        "It is back with {maker}",
        "{refunded} goes back to the card that paid.",
    ),
    State.CANCELLED: (
        "It was cancelled",
        "On {cancelled}.",
        "It will not come",
        "{refunded} goes back to the card that paid.",
    ),
    "withdrawn": (
        "You have withdrawn from it",
        "On {cancelled}.",
        "It will not come",
        "{refunded} goes back to the card that paid.",
    ),
    "lost": (
        "It never arrived",
        "It was given up on {cancelled}.",
        "It will not come",
        "{refunded} goes back to the card that paid.",
    ),
}


def answers(plan: Plan) -> list[Answer]:
    """The three answers, in the order in which people ask."""
    words = _words(plan)
    happening, so, when, then = (said.format(**words) for said in SAID[standing(plan)])
    if plan.order.support_at:
        happening, so = _looked_after(plan.order), f"{happening}. {so}"
    return [
        _received(plan.order),
        Answer("What is happening?", happening, so),
        Answer("When will it be here?", when, then),
    ]


def is_overdue(order: Order) -> bool:
    """Nothing is left to post, and a parcel's day has passed where the buyer is."""
    plan = plan_of(order)
    return order.state == State.SHIPPED and bool(plan.due or plan.missing)


def _received(order: Order) -> Answer:
    maker, zone = order.shop.maker_name, order.shop.time_zone
    if order.acknowledged_at:
        more = f"{maker} saw it on {day(order.acknowledged_at, zone)}."
    elif order.state == State.CANCELLED:
        more = "Your payment came through."
    else:
        more = f"{maker} was told at once, and has not written yet."
    answer = f"Yes, on {day(order.paid_at, zone)}"
    return Answer("Have they received it?", answer, more)


def _looked_after(order: Order) -> str:
    owner = order.support_owner
    name = owner.get_short_name() if owner else "A person"
    return f"{name} at {settings.MARKETPLACE_NAME} looks after it"


def _when(plan: Plan) -> str:
    """One day for all of it, or the first and the last."""
    days = plan.arrivals or [arrives_by(plan.order)]
    if len(days) == 1:
        if plan.order.state == State.PART_SHIPPED and not plan.under_way:
            return f"The rest by {day(days[0])}"
        return f"By {day(days[0])}"
    return f"Some by {day(days[0])}, all by {day(days[-1])}"


def _ships(plan: Plan) -> str:
    """One day for all that is left, or the first of several."""
    first = day(plan.to_post[0].promise.ship_by_on) if plan.to_post else ""
    if len(plan.to_post) > 1:
        return f"The next part ships by {first}. Each has its own line below."
    is_rest = plan.order.state == State.PART_SHIPPED
    return f"{'The rest' if is_rest else 'It'} ships by {first}."


def _words(plan: Plan) -> dict[str, str]:
    order, zone = plan.order, plan.order.shop.time_zone
    return {
        "maker": order.shop.maker_name,
        "when": _when(plan),
        "ships": _ships(plan),
        "ship_by": day(ship_by_on(order)),
        "arrives_by": day(arrives_by(order)),
        "started": day(order.started_at, zone),
        "shipped": day(order.shipped_at, zone),
        "delivered": day(order.delivered_at, plan.facts.buyer_zone.key),
        "cancelled": day(order.cancelled_at, zone),
        "refunded": _money(plan, order.refunded_cents),
        "left": "; ".join(one.what for one in plan.to_post),
        **_words_of_promises(plan),
        **_words_of_parcels(plan),
        **_words_of_withdrawals(plan),
    }


def _words_of_promises(plan: Plan) -> dict[str, str]:
    """Of the one that is late or asked for, else of the first."""
    first = next(iter(plan.late or plan.awaiting_yes or plan.to_post), None)
    if first is None:
        return {"late": "", "answer_by": "", "back": ""}
    return {
        "ship_by": day(first.promise.ship_by_on),
        "arrives_by": day(first.arrives_by),
        "late": "; ".join(one.what for one in plan.late),
        "answer_by": moment(first.promise.answer_by_at, plan.facts.buyer_zone.key),
        "back": _money(plan, first.cents),
    }


def _words_of_parcels(plan: Plan) -> dict[str, str]:
    """Of the parcels that are missed, and those that should be here."""
    zone = plan.facts.buyer_zone.key
    lost = plan.missing
    ends = min((due.at for due in loses(plan.facts, plan.limits)), default=None)
    return {
        "due": day(min((one.parcel.arrives_by for one in plan.due), default=None)),
        "missing": day(lost[0].parcel.missing_at, zone) if lost else "",
        "lost": "; ".join(one.what for one in lost),
        "loses": day(ends, zone),
        "lost_back": _money(plan, sum(one.cents for one in lost)),
    }


def _words_of_withdrawals(plan: Plan) -> dict[str, str]:
    """Of what is on its way back to the maker."""
    made = plan.order.withdrawals.all()
    if not made:
        return {"withdrawn": "", "returning": "", "returning_back": ""}
    lines = {line.code: line for line in plan.order.lines.all()}
    back = [
        (lines[code], quantity)
        for one in awaited(plan)
        for code, quantity in one.coming_back.items()
    ]
    return {
        "withdrawn": day(made[0].made_at, plan.facts.buyer_zone.key),
        "returning": named(back),
        "returning_back": _money(plan, owed_for(plan.order, back)),
    }


def _money(plan: Plan, cents: int) -> str:
    return format_money(cents, plan.order.currency)
