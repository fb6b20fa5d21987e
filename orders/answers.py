"""Have they received it? What is happening? When will it be here? Answered from an
order's plan, in words for its buyer."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
        gettext_lazy("It is with %(maker)s"),
        gettext_lazy("You hear from us at the next step."),
        "%(when)s",
        "%(ships)s",
    ),
    "seen": (
        gettext_lazy("%(maker)s has seen it"),
        gettext_lazy("Next it is made ready to be posted."),
        "%(when)s",
        "%(ships)s",
    ),
    State.IN_THE_MAKING: (
        gettext_lazy("It is in the making"),
        gettext_lazy("Since %(started)s."),
        "%(when)s",
        "%(ships)s",
    ),
    "packed": (
        gettext_lazy("It is packed"),
        gettext_lazy("It has not been posted yet, so its date stands."),
        "%(when)s",
        "%(ships)s",
    ),
    "yes": (
        gettext_lazy("It needs your yes"),
        gettext_lazy(
            "%(maker)s asks for time until %(ship_by)s. Say by %(answer_by)s whether"
            " that is all right."
        ),
        gettext_lazy("By %(arrives_by)s, if you say yes"),
        gettext_lazy(
            "Without your yes it is cancelled, and %(back)s goes back to you."
        ),
    ),
    "yes, undated": (
        gettext_lazy("It needs your yes"),
        gettext_lazy(
            "%(maker)s cannot say yet when it ships. Say by %(answer_by)s whether you"
            " wait."
        ),
        gettext_lazy("There is no date yet"),
        gettext_lazy(
            "You hear one by %(ship_by)s. Without your yes it is cancelled, and"
            " %(back)s goes back to you."
        ),
    ),
    "undated": (
        gettext_lazy("%(maker)s needs more time"),
        gettext_lazy("You said that you will wait."),
        gettext_lazy("There is no date yet"),
        gettext_lazy("You hear one by %(ship_by)s."),
    ),
    "late": (
        gettext_lazy("It is late"),
        gettext_lazy("It should have been posted by %(ship_by)s."),
        gettext_lazy("There is no new date yet"),
        gettext_lazy("You can wait, or cancel and have your money back."),
    ),
    "part late": (
        gettext_lazy("A part of it is late"),
        gettext_lazy("It should have been posted by %(ship_by)s: %(late)s."),
        gettext_lazy("There is no new date yet for that part"),
        gettext_lazy("You can wait, or cancel that part and have its price back."),
    ),
    "rest late": (
        gettext_lazy("The rest is late"),
        gettext_lazy("It should have been posted by %(ship_by)s: %(late)s."),
        gettext_lazy("There is no new date yet for the rest"),
        gettext_lazy("You can wait, or cancel the rest and have its price back."),
    ),
    State.PART_SHIPPED: (
        gettext_lazy("Part of it is on its way"),
        gettext_lazy("Still to come: %(left)s."),
        "%(when)s",
        "%(ships)s",
    ),
    State.SHIPPED: (
        gettext_lazy("It is on its way"),
        gettext_lazy("Posted on %(shipped)s."),
        "%(when)s",
        "",
    ),
    "due": (
        gettext_lazy("It is on its way"),
        gettext_lazy("Posted on %(shipped)s."),
        gettext_lazy("It should be here"),
        gettext_lazy("It was due by %(due)s. Is it? Say yes or not yet."),
    ),
    "missing": (
        gettext_lazy("%(maker)s is looking for it"),
        gettext_lazy("You said on %(missing)s that it is not here: %(lost)s."),
        gettext_lazy("We do not know yet"),
        gettext_lazy(
            "If it is not here by %(loses)s, %(lost_back)s goes back to your card,"
            " unasked."
        ),
    ),
    State.DELIVERED: (
        gettext_lazy("It has arrived"),
        gettext_lazy("May it be with you for long."),
        gettext_lazy("It is here"),
        gettext_lazy("Since %(delivered)s."),
    ),
    "unheard": (
        gettext_lazy("The order is closed"),
        gettext_lazy(
            "It was posted on %(shipped)s, and nobody has said that it is missing."
        ),
        gettext_lazy("It should be here"),
        gettext_lazy(
            "It was due by %(arrives_by)s. If it is not here, write to %(maker)s."
        ),
    ),
    "going back": (
        gettext_lazy("You have withdrawn from it"),
        gettext_lazy("On %(withdrawn)s: %(returning)s."),
        gettext_lazy("It goes back to %(maker)s"),
        gettext_lazy("%(returning_back)s comes back to your card when it is there."),
    ),
    "back": (
        gettext_lazy("You have withdrawn from it"),
        gettext_lazy("On %(withdrawn)s."),
        gettext_lazy("It is back with %(maker)s"),
        gettext_lazy("%(refunded)s goes back to the card that paid."),
    ),
    State.CANCELLED: (
        gettext_lazy("It was cancelled"),
        gettext_lazy("On %(cancelled)s."),
        gettext_lazy("It will not come"),
        gettext_lazy("%(refunded)s goes back to the card that paid."),
    ),
    "withdrawn": (
        gettext_lazy("You have withdrawn from it"),
        gettext_lazy("On %(cancelled)s."),
        gettext_lazy("It will not come"),
        gettext_lazy("%(refunded)s goes back to the card that paid."),
    ),
    "lost": (
        gettext_lazy("It never arrived"),
        gettext_lazy("It was given up on %(cancelled)s."),
        gettext_lazy("It will not come"),
        gettext_lazy("%(refunded)s goes back to the card that paid."),
    ),
}


def answers(plan: Plan) -> list[Answer]:
    """The three answers, in the order in which people ask."""
    words = _words(plan)
    happening, so, when, then = (str(said) % words for said in SAID[standing(plan)])
    if plan.order.support_at:
        happening, so = _looked_after(plan.order), f"{happening}. {so}"
    return [
        _received(plan.order),
        Answer(_("What is happening?"), happening, so),
        Answer(_("When will it be here?"), when, then),
    ]


def is_overdue(order: Order) -> bool:
    """Nothing is left to post, and a parcel's day has passed where the buyer is."""
    plan = plan_of(order)
    return order.state == State.SHIPPED and bool(plan.due or plan.missing)


def _received(order: Order) -> Answer:
    zone = order.shop.time_zone
    words = {
        "maker": order.shop.maker_name,
        "day": day(order.acknowledged_at, zone),
    }
    if order.acknowledged_at:
        more = _("%(maker)s saw it on %(day)s.") % words
    elif order.state == State.CANCELLED:
        more = _("Your payment came through.")
    else:
        more = _("%(maker)s was told at once, and has not written yet.") % words
    answer = _("Yes, on %(day)s") % {"day": day(order.paid_at, zone)}
    return Answer(_("Have they received it?"), answer, more)


def _looked_after(order: Order) -> str:
    words = {"marketplace": settings.MARKETPLACE_NAME}
    if order.support_owner is None:
        return _("A person at %(marketplace)s looks after it") % words
    words["person"] = order.support_owner.get_short_name()
    return _("%(person)s at %(marketplace)s looks after it") % words


def _when(plan: Plan) -> str:
    """One day for all of it, or the first and the last."""
    days = plan.arrivals or [arrives_by(plan.order)]
    words = {"first": day(days[0]), "last": day(days[-1])}
    if len(days) > 1:
        return _("Some by %(first)s, all by %(last)s") % words
    if plan.order.state == State.PART_SHIPPED and not plan.under_way:
        return _("The rest by %(last)s") % words
    return _("By %(last)s") % words


def _ships(plan: Plan) -> str:
    """One day for all that is left, or the first of several."""
    words = {"day": day(plan.to_post[0].promise.ship_by_on) if plan.to_post else ""}
    if len(plan.to_post) > 1:
        said = _("The next part ships by %(day)s. Each has its own line below.")
    elif plan.order.state == State.PART_SHIPPED:
        said = _("The rest ships by %(day)s.")
    else:
        said = _("It ships by %(day)s.")
    return said % words


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
