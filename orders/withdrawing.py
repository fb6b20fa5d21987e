"""Withdrawal in the EU: stated in two steps, acknowledged, refunded (2011/83/EU)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.errors import Refused
from orders import conditions, refunding
from orders.lifecycle import arrival, earliest, take_out
from orders.models import Order, OrderEvent, OrderLine, Withdrawal
from orders.steps import Kind, Role, lock, refuse_unless, role_of, take_step


@dataclass(frozen=True)
class Statement:
    """Who withdraws from what: all that the law lets us ask (art. 11a)."""

    name: str
    email: str
    #: Line code → how many.
    quantities: dict[str, int]


@transaction.atomic
def withdraw(order: Order, *, by: User | None, statement: Statement) -> OrderEvent:
    """The buyer withdraws. What was not posted is cancelled and refunded at once; what
    was comes back first."""
    order = lock(order)
    refuse_unless(order, Kind.WITHDRAWN, Role.BUYER)
    chosen = _chosen(order, statement)
    now = timezone.now()
    # What follows changes this copy; the step is taken by the order as it was.
    after = lock(order)
    unposted, coming_back = _split(after, chosen)
    withdrawal = Withdrawal.objects.create(
        order=order,
        number=order.withdrawals.count() + 1,
        name=statement.name.strip(),
        email=statement.email,
        made_at=now,
        quantities={line.code: quantity for line, quantity in chosen.items()},
        coming_back=coming_back,
        returned_at=None if coming_back else now,
    )
    changes, cents = _cancel(after, unposted, now)
    return take_step(
        order,
        Kind.WITHDRAWN,
        by=by,
        role=Role.BUYER,
        changes=changes,
        withdrawal=withdrawal.number,
        quantities=withdrawal.quantities,
        comes_back=bool(coming_back),
        refund_cents=cents,
    )


@transaction.atomic
def take_back(order: Order, *, by: User, withdrawal: Withdrawal) -> OrderEvent:
    """What was withdrawn is back with the maker: its price goes back to the card, and
    the postage too when it was the whole order (art. 13)."""
    order = lock(order)
    refuse_unless(order, Kind.RETURNED, role_of(order, by))
    pieces = _come_back(order, withdrawal)
    order.withdrawals.filter(pk=withdrawal.pk).update(returned_at=timezone.now())
    cents = refunding.owed_for(lock(order), pieces)
    refunding.give_back(order, cents, "Withdrawn by the buyer, and returned.")
    changes: dict[str, Any] = {"refunded_cents": order.refunded_cents + cents}
    return take_step(
        order,
        Kind.RETURNED,
        by=by,
        changes=changes,
        withdrawal=withdrawal.number,
        refund_cents=cents,
    )


def _chosen(order: Order, statement: Statement) -> dict[OrderLine, int]:
    """Raises Refused when these pieces cannot be withdrawn from, or none are named."""
    allowed = conditions.withdrawable(order)
    by_code = {line.code: line for line in allowed}
    chosen = {}
    for code, quantity in statement.quantities.items():
        if quantity and (code not in by_code or quantity > allowed[by_code[code]]):
            raise Refused(_("Some of these pieces cannot be withdrawn from."))
        if quantity > 0:
            chosen[by_code[code]] = quantity
    if not chosen or not statement.name.strip():
        raise Refused(_("Say who you are, and choose what you withdraw from."))
    return chosen


def _split(
    order: Order, chosen: dict[OrderLine, int]
) -> tuple[dict[OrderLine, int], dict[str, int]]:
    """What of it was not posted; and what was, which comes back."""
    lines = [line for line in order.lines.all() if line in chosen]
    unposted = {line: min(chosen[line], line.left_to_ship) for line in lines}
    back = {line.code: chosen[line] - unposted[line] for line in lines}
    return (
        {line: quantity for line, quantity in unposted.items() if quantity},
        {code: quantity for code, quantity in back.items() if quantity},
    )


def _cancel(
    order: Order, unposted: dict[OrderLine, int], now: datetime
) -> tuple[dict[str, Any], int]:
    """Take what was not posted out of the order, and give its price back."""
    if not unposted:
        return {}, 0
    take_out(order, unposted, restock=True)
    changes = arrival(order, now)
    cents = refunding.owed_for(order, unposted)
    refunding.give_back(order, cents, "Withdrawn by the buyer before it was posted.")
    changes |= {
        "refunded_cents": order.refunded_cents + cents,
        "ship_by_at": earliest(order),
    }
    return changes, cents


def _come_back(order: Order, withdrawal: Withdrawal) -> dict[OrderLine, int]:
    """What comes back, but for what was refunded as lost. Raises Refused when it has
    come back before."""
    kept = conditions.paid_for(order)
    for one in order.withdrawals.all():
        if one.pk == withdrawal.pk and one.returned_at is None:
            back: dict[str, int] = one.coming_back
            return {line: min(n, back.get(line.code, 0)) for line, n in kept.items()}
    raise Refused(_("These pieces have come back before."))
