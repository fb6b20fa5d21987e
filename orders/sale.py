"""One order as its maker sees it: what to pack, for whom, what was promised."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.templatetags.show import day, moment
from orders.attention import Attention, attention, lost_cents
from orders.carriers import CARRIERS
from orders.facts import in_force
from orders.models import Order, OrderEvent, OrderLine, Promise, Shipment, ShipmentLine
from orders.models.order import OPEN_STATES, OrderQuerySet
from orders.plan import owed_for
from orders.promise import is_late_and_told, told_late_at
from orders.sale_story import Entry, story
from orders.selling_forms import ACTS, ANSWER, forms_for, open_asked
from orders.step_form import StepForm
from orders.steps import Role, possible
from orders.thread import Knot, arrives_by, promise_state, ship_by_on, thread
from payments.models import Refund

State = Order.State
STATE_LABELS = {
    "on_time": gettext_lazy("On time"),
    "due_soon": gettext_lazy("Due soon"),
    "revised": gettext_lazy("New date"),
    "late": gettext_lazy("Late"),
    "ended": gettext_lazy("Over"),
}


def with_all(orders: OrderQuerySet) -> OrderQuerySet:
    """Orders with everything their maker's page shows."""
    contents = Prefetch("shipments__lines", ShipmentLine.objects.select_related("line"))
    events = Prefetch("events", OrderEvent.objects.select_related("by"))
    return orders.select_related("checkout", "shop", "support_owner").prefetch_related(
        "lines", "promises", "shipments", contents, events, "withdrawals"
    )


@dataclass(frozen=True)
class Sale:
    """An order from `with_all`; `mend` are forms that were filled in wrongly, `asked`
    the form that a link asks to see open."""

    order: Order
    mend: dict[str, StepForm] = field(default_factory=dict)
    asked: str = ""

    @cached_property
    def possible(self) -> set[str]:
        """The steps that the maker may take now."""
        return possible(self.order, Role.MAKER)

    @cached_property
    def forms(self) -> dict[str, StepForm]:
        """A form for each of them, by its name."""
        forms = forms_for(self.order, self.possible) | self.mend
        if self.attention.question:
            forms["write"].label = ANSWER
        open_asked(forms, self.asked)
        return forms

    @property
    def acts(self) -> list[StepForm]:
        """The forms that stand in a row; an answer that is waited for comes first."""
        waited_for = self.attention.question or self.attention.missing
        steps = ["write", *ACTS] if waited_for else ACTS
        known = dict.fromkeys(step for step in steps if step in self.forms)
        return [self.forms[step] for step in known]

    @cached_property
    def attention(self) -> Attention:
        """What waits for the maker besides the day."""
        return attention(self.order)

    @property
    def waits(self) -> bool:
        """Something does."""
        found = self.attention
        return bool(found.question or found.missing or found.returning or found.packed)

    @property
    def leads(self) -> bool:
        """The first of the steps is what matters most; else what waits is."""
        found = self.attention
        if found.question or found.missing:
            return True
        return self.is_open and not (found.packed or found.returning)

    @property
    def support(self) -> str:
        """Which person of the marketplace looks after it, in a sentence."""
        order = self.order
        if not order.support_at:
            return ""
        words = {"day": day(order.support_at, order.shop.time_zone)}
        if order.support_owner is None:
            return (
                _("A person of the marketplace looks after this order since %(day)s.")
                % words
            )
        words["person"] = order.support_owner.get_short_name()
        return (
            _("%(person)s of the marketplace looks after this order since %(day)s.")
            % words
        )

    @property
    def thread(self) -> list[Knot]:
        """How it stands, in knots."""
        return thread(self.order, hands="their")

    @property
    def state(self) -> str:
        """How the promise stands; a parcel that is missed is late."""
        return "late" if self.attention.missing else promise_state(self.order)

    @property
    def state_label(self) -> str:
        """The same in words."""
        return str(STATE_LABELS[self.state])

    @property
    def is_open(self) -> bool:
        """Something is still to be posted."""
        return self.order.state in OPEN_STATES

    @property
    def is_gift(self) -> bool:
        """Prices stay off the packing slip."""
        checkout = self.order.checkout
        return checkout.is_gift or bool(checkout.gift_message)

    @property
    def pieces_left(self) -> int:
        """How many are still to be posted."""
        return sum(line.left_to_ship for line in self.order.lines.all())

    @property
    def carriers(self) -> list[str]:
        """Those whose parcels we can follow."""
        return list(CARRIERS)

    @property
    def mail_subject(self) -> str:
        """What a letter to the buyer is about."""
        words = {"number": self.order.number, "shop": self.order.shop}
        return _("Your order %(number)s from %(shop)s") % words

    @property
    def refund_cents(self) -> int:
        """What goes back to the card if what is left is cancelled now."""
        left = [(line, line.left_to_ship) for line in self.order.lines.all()]
        return owed_for(self.order, left)

    @cached_property
    def refunds(self) -> list[Refund]:
        """Money on its way back, the first one first."""
        if not self.order.refunded_cents:
            return []
        return list(
            Refund.objects.filter(order_number=self.order.number).order_by("pk")
        )

    @property
    def parcels(self) -> list[tuple[Shipment, int]]:
        """What was posted, each with what goes back if it is given up."""
        posted = [one for one in self.order.shipments.all() if one.shipped_at]
        return [(parcel, lost_cents(self.order, parcel)) for parcel in posted]

    @cached_property
    def promises(self) -> list[Promise]:
        """Every “ships by”, the first one first."""
        return list(self.order.promises.all())

    @cached_property
    def in_force(self) -> list[Promise]:
        """Those that still count, the earliest day first."""
        return in_force(self.order) if self.is_open else []

    @property
    def lines(self) -> list[tuple[OrderLine, Promise | None]]:
        """What was bought; with its own day where there is more than one."""
        days = {one.number: one for one in self.in_force}
        several = len(days) > 1
        return [
            (line, days.get(line.promise_number or 0))
            if several and line.left_to_ship
            else (line, None)
            for line in self.order.lines.all()
        ]

    @property
    def promise_title(self) -> str:
        """The date that counts now."""
        order = self.order
        if order.state == State.CANCELLED:
            return _("Nothing more to do")
        on: date | datetime = arrives_by(order)
        if order.delivered_at and not self.is_open:
            said, on = _("Arrived on %(day)s"), order.delivered_at
        elif not self.is_open:
            is_missed = bool(self.attention.missing)
            was = _("Was due with them by %(day)s")
            said = was if is_missed else _("With them by %(day)s")
        elif self.in_force and not self.in_force[0].has_date:
            said, on = _("You give them a date by %(day)s"), self.in_force[0].ship_by_on
        else:
            was = _("Should have shipped by %(day)s")
            said = was if order.is_late else _("Ships by %(day)s")
            on = ship_by_on(order)
        return said % {"day": day(on, order.shop.time_zone)}

    @property
    def promise_words(self) -> str:
        """What was said about it, and what the buyer answered."""
        if not self.in_force:
            return ""
        told = self._late_words() if self.order.is_late else ""
        return f"{told} {self._answer_words(self.in_force[0])}".strip()

    def _late_words(self) -> str:
        order, zone = self.order, self.order.shop.time_zone
        if is_late_and_told(order):
            told = _(
                "We told the buyer on %(moment)s. Give them a new date, or ship it."
            )
            return told % {"moment": moment(told_late_at(order), zone)}
        due = told_late_at(order)
        if due and due > timezone.now():
            night = _("It is night where the buyer is: they hear of it on %(moment)s.")
            return night % {"moment": moment(due, zone)}
        return _("The buyer hears of it within a minute.")

    def _answer_words(self, promise: Promise) -> str:
        zone = self.order.shop.time_zone
        if promise.answer == Promise.Answer.WAITING:
            waits = _("On %(day)s the buyer wrote that they will wait.")
            return waits % {"day": day(promise.answered_at, zone)}
        if promise.number == 1:
            return ""
        if promise.answer_by_at:
            return _(
                "The buyer’s yes is needed by %(moment)s: without it, it is cancelled"
                " and refunded."
            ) % {"moment": moment(promise.answer_by_at, zone)}
        moved = _(
            "Moved from %(day)s. The buyer has not answered; they may still cancel."
        )
        return moved % {"day": day(self.promises[promise.number - 2].ship_by_on)}

    @property
    def timeline(self) -> list[Entry]:
        """What happened, the newest first."""
        return story(self.order)
