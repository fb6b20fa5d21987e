"""Words on an order: questions, messages, the making-of, and who is chased for them."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.errors import Refused
from orders.models import Order, OrderEvent
from orders.steps import Kind, Role, lock, refuse_unless, role_of, take_step

LONGEST = 2000


@dataclass(frozen=True)
class Progress:
    """What the maker shows of her work: a step of hers, a photo (its path), a note."""

    step: str = ""
    photo: str = ""
    note: str = ""


@transaction.atomic
def ask(order: Order, *, by: User | None, note: str) -> OrderEvent:
    """The buyer asks the maker something; a clock starts until she answers (R9)."""
    words = _words(note, _("Write your question first."))
    order = lock(order)
    last = max(order.events.all(), key=lambda event: event.seq, default=None)
    if last and last.kind == Kind.ASKED and last.details.get("note") == words:
        raise Refused(_("You have just asked this. An answer comes by email."))
    return take_step(order, Kind.ASKED, by=by, role=Role.BUYER, note=words)


@transaction.atomic
def write(order: Order, *, by: User, note: str) -> OrderEvent:
    """The maker writes to the buyer, asked or not."""
    words = _words(note, _("Write your message first."))
    order = lock(order)
    changes = {"acknowledged_at": order.acknowledged_at or timezone.now()}
    return take_step(order, Kind.WROTE, by=by, changes=changes, note=words)


@transaction.atomic
def progress(order: Order, *, by: User, shown: Progress) -> OrderEvent:
    """From the workbench: the buyer sees how it is coming on, or that it still is."""
    order = lock(order)
    changes = {"acknowledged_at": order.acknowledged_at or timezone.now()}
    return take_step(
        order,
        Kind.PROGRESS,
        by=by,
        changes=changes,
        step=shown.step.strip(),
        photo=shown.photo,
        note=shown.note.strip()[:LONGEST],
    )


@transaction.atomic
def escalate(order: Order, *, about: str, shipment: int | None = None) -> OrderEvent:
    """A person of the marketplace takes it on: a named one, whoever has the least."""
    order = lock(order)
    known = order.support_owner
    owner = known if known and known.is_active else _freest()
    changes = {"support_at": order.support_at or timezone.now(), "support_owner": owner}
    details: dict[str, Any] = {"about": about}
    if shipment is not None:
        details["shipment"] = shipment
    name = owner.get_short_name() if owner else ""
    return take_step(
        order,
        Kind.ESCALATED,
        by=None,
        changes=changes,
        owner=name,
        **details,
    )


@transaction.atomic
def take_on(order: Order, *, by: User) -> OrderEvent:
    """An operator says: I look after this one."""
    order = lock(order)
    refuse_unless(order, Kind.ESCALATED, role_of(order, by))
    if order.support_owner_id == by.pk:
        raise Refused(_("You have this one already."))
    changes = {"support_at": order.support_at or timezone.now(), "support_owner": by}
    return take_step(
        order,
        Kind.ESCALATED,
        by=by,
        role=Role.OPERATOR,
        changes=changes,
        about="order",
        owner=by.get_short_name(),
    )


@transaction.atomic
def settle(order: Order, *, by: User, note: str) -> OrderEvent:
    """The person of the marketplace has settled it, and tells both how."""
    words = _words(note, _("Say how it was settled: buyer and maker read it."))
    changes = {"support_at": None, "support_owner": None}
    return take_step(
        lock(order),
        Kind.SETTLED,
        by=by,
        role=Role.OPERATOR,
        changes=changes,
        note=words,
    )


def _words(note: str, otherwise: str) -> str:
    if not note.strip():
        raise Refused(otherwise)
    return note.strip()[:LONGEST]


def _freest() -> User | None:
    """The active member of staff with the fewest orders to look after."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    held = Order.objects.waiting_for_support().values_list("support_owner")
    counts = dict(held.annotate(n=Count("pk")).order_by())
    return min(
        staff.order_by("pk"), key=lambda one: counts.get(one.pk, 0), default=None
    )
