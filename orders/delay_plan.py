"""A plan of delays, sealed: what a maker was shown is what is carried out, whatever
happens to the form on its way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from marketplace.errors import Refused
from orders.delays import Move

SALT = "orders.delay_plan"
#: A plan of yesterday counts from yesterday: look again.
SECONDS = 12 * 60 * 60


@dataclass(frozen=True)
class Plan:
    """Whose, why, no new orders until when, and each order as it was with its moves."""

    maker: int
    reason: str
    paused_until: date | None
    orders: list[tuple[str, int, list[Move]]]


def seal(plan: Plan) -> str:
    """As one field of a form."""
    return signing.dumps(
        {
            "maker": plan.maker,
            "reason": plan.reason,
            "paused_until": plan.paused_until and plan.paused_until.isoformat(),
            "orders": [
                [number, version, [_bare(move) for move in moves]]
                for number, version, moves in plan.orders
            ],
        },
        salt=SALT,
        compress=True,
    )


def unseal(sealed: str, *, by: int) -> Plan:
    """Raises Refused when it is not this maker's, was changed, or is of yesterday."""
    try:
        said: dict[str, Any] = signing.loads(sealed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise Refused(
            _("This page is too old. Look at the orders once more.")
        ) from error
    if said["maker"] != by:
        raise Refused(_("These are not your orders."))
    until = said["paused_until"]
    return Plan(
        said["maker"],
        said["reason"],
        date.fromisoformat(until) if until else None,
        [
            (number, version, [_move(bare) for bare in moves])
            for number, version, moves in said["orders"]
        ],
    )


def _bare(move: Move) -> list[Any]:
    return [move.codes, move.new_on.isoformat(), move.has_date]


def _move(bare: list[Any]) -> Move:
    codes, new_on, has_date = bare
    return Move(codes, date.fromisoformat(new_on), has_date)
