"""What an operator may do with orders and purchases, as buttons of the admin.

Every one goes through the same verbs as everybody else's."""

from typing import Any

import stripe
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from marketplace.admin import Data, Verb
from marketplace.errors import Refused
from marketplace.money import format_money
from orders import (
    access,
    arriving,
    lifecycle,
    promising,
    settling,
    talking,
    webhook,
    withdrawing,
)
from orders.lifecycle import Cancelling
from orders.models import Checkout, Order, Shipment, Withdrawal
from orders.plan import owed_for
from orders.promise import is_late_and_told
from orders.steps import Kind, Role, possible
from payments.gateway import PaymentMismatch
from payments.models import StripeEvent

#: Posted, and neither arrived nor given up.
UNDER_WAY: Data = {
    "shipped_at__isnull": False,
    "delivered_at": None,
    "lost_at": None,
}


class ReasonForm(forms.Form):
    """Why an order is cancelled, and whether its pieces are for sale again."""

    reason = forms.CharField(
        max_length=1000,
        help_text=gettext_lazy("The buyer and the maker read it in the email."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    restock = forms.BooleanField(
        label=gettext_lazy("Put the pieces back into the shop"), required=False
    )


class SettleForm(forms.Form):
    """How it ended: what both sides read."""

    note = forms.CharField(
        label=gettext_lazy("How it was settled"),
        max_length=2000,
        help_text=gettext_lazy(
            "The buyer and the maker both get it by email, in these words."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class LostForm(forms.Form):
    """Which of the parcels on their way is given up."""

    parcel = forms.ModelChoiceField(Shipment.objects.none(), empty_label=None)

    def __init__(self, order: Order, data: Data | None = None) -> None:
        super().__init__(data)
        field = self.fields["parcel"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = order.shipments.filter(**UNDER_WAY)


class ReturnForm(forms.Form):
    """Which of the withdrawals that wait for their money is paid out."""

    withdrawal = forms.ModelChoiceField(Withdrawal.objects.none(), empty_label=None)

    def __init__(self, order: Order, data: Data | None = None) -> None:
        super().__init__(data)
        field = self.fields["withdrawal"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = order.withdrawals.filter(returned_at=None)


def _allows(order: Order, *kinds: Kind) -> bool:
    steps = possible(order, Role.OPERATOR)
    return any(kind.value in steps for kind in kinds)


def cancel(by: User, order: Order, data: Data) -> str:
    """Nothing more is sent; the money goes back."""
    lifecycle.cancel(
        order,
        by=by,
        role=Role.OPERATOR,
        reason=data["reason"],
        cancelling=Cancelling(restock=data["restock"]),
    )
    return _("Order %(order)s is cancelled; the refund is on its way to Stripe.") % {
        "order": order
    }


def acknowledge(by: User, order: Order, data: Data) -> str:
    """The maker told us that she has it."""
    lifecycle.acknowledge(order, by=by)
    return _("The buyer hears that the order was seen.")


def miss(by: User, order: Order, data: Data) -> str:
    """Tell the buyer now, without waiting for the sweep or for their morning."""
    promising.miss(order)
    return _("The buyer hears that the order is late.")


def deliver(by: User, parcel: Shipment, data: Data) -> str:
    """The carrier or the buyer told us that it is there."""
    arriving.deliver(parcel.order, by=by, shipment=parcel, role=Role.OPERATOR)
    return _("%(parcel)s has arrived.") % {"parcel": parcel}


def take_on(by: User, order: Order, data: Data) -> str:
    """Whoever presses it looks after it from now on, by name."""
    talking.take_on(order, by=by)
    return _("It is yours. The buyer and the maker hear who has it.")


def settle(by: User, order: Order, data: Data) -> str:
    """It leaves the queue, and both hear how it ended."""
    talking.settle(order, by=by, note=data["note"])
    return _("Settled. The buyer and the maker read it in your words.")


def lose(by: User, order: Order, data: Data) -> str:
    """Nobody finds it any more."""
    return lose_parcel(by, data["parcel"], data)


def lose_parcel(by: User, parcel: Shipment, data: Data) -> str:
    """The same, from the parcel's own page."""
    order = parcel.order
    event = arriving.lose(order, by=by, shipment=parcel, role=Role.OPERATOR)
    back = format_money(event.details["refund_cents"], order.currency)
    said = _("%(parcel)s is given up; %(sum)s goes back to the card that paid.")
    return said % {"parcel": parcel, "sum": back}


def take_back(by: User, order: Order, data: Data) -> str:
    """It is back, or the buyer can show that it was posted, and the maker says
    nothing: the law's fourteen days are over (2011/83/EU, art. 13)."""
    event = withdrawing.take_back(order, by=by, withdrawal=data["withdrawal"])
    back = format_money(event.details["refund_cents"], order.currency)
    said = _("%(sum)s goes back to the card that paid. The maker hears by “Settle”.")
    return said % {"sum": back}


def renew_key(by: User, order: Order, data: Data) -> str:
    """Whoever has the old link is locked out."""
    access.grant(order)
    return _(
        "The links in earlier emails no longer open this order; the next one does."
    )


def ask_stripe(by: User, checkout: Checkout, data: Data) -> str:
    """Settle it now instead of at the next poll."""
    try:
        ended = settling.settle(checkout)
    except (stripe.StripeError, PaymentMismatch) as error:
        raise Refused(
            _("Stripe's answer settles nothing: %(error)s") % {"error": error}
        ) from error
    return _("Checkout %(number)s is %(state)s.") % {
        "number": ended,
        "state": ended.get_state_display().lower(),
    }


def read_again(by: User, event: StripeEvent, data: Data) -> str:
    """The cause is mended."""
    webhook.read_again(event)
    return _("The webhook is read again in a moment.")


def _cancel_warning(order: Order) -> str:
    left = [(line, line.left_to_ship) for line in order.lines.all()]
    amount = format_money(owed_for(order, left), order.currency)
    said = _("%(sum)s goes back to the card that paid. This cannot be taken back.")
    return said % {"sum": amount}


def _lost_warning(thing: Any) -> str:
    return _(
        "What was in it is refunded to the card that paid, and the postage with"
        " it when nothing else was sent. This cannot be taken back."
    )


def _can_be_lost(order: Order) -> bool:
    is_under_way = order.shipments.filter(**UNDER_WAY).exists()
    return is_under_way and _allows(order, Kind.LOST)


def _ask_reason(order: Any, data: Any) -> forms.Form:
    return ReasonForm(data)


ORDER_VERBS = [
    Verb(
        "take-on",
        gettext_lazy("I have it"),
        take_on,
        fits=lambda order: _allows(order, Kind.ESCALATED),
    ),
    Verb(
        "settle",
        gettext_lazy("Settle"),
        settle,
        fits=lambda order: (
            order.support_at is not None and _allows(order, Kind.SETTLED)
        ),
        asks=lambda order, data: SettleForm(data),
    ),
    Verb(
        "lose",
        gettext_lazy("Refund a parcel as lost"),
        lose,
        fits=_can_be_lost,
        warning=_lost_warning,
        asks=LostForm,
    ),
    Verb(
        "take-back",
        gettext_lazy("Refund a withdrawal"),
        take_back,
        fits=lambda order: _allows(order, Kind.RETURNED),
        warning=lambda order: _(
            "What was withdrawn from is refunded to the card that paid, as if it"
            " were back with the maker. This cannot be taken back."
        ),
        asks=ReturnForm,
    ),
    Verb(
        "cancel",
        gettext_lazy("Cancel and refund"),
        cancel,
        fits=lambda order: _allows(order, Kind.CANCELLED, Kind.REST_CANCELLED),
        warning=_cancel_warning,
        asks=_ask_reason,
    ),
    Verb(
        "acknowledge",
        gettext_lazy("Acknowledge for the maker"),
        acknowledge,
        fits=lambda order: _allows(order, Kind.ACKNOWLEDGED),
    ),
    Verb(
        "miss",
        gettext_lazy("Tell the buyer that it is late"),
        miss,
        fits=lambda order: order.is_late and not is_late_and_told(order),
    ),
    Verb(
        "renew-key",
        gettext_lazy("Renew the access key"),
        renew_key,
        fits=lambda order: order.paid_at is not None,
        warning=lambda order: _(
            "The links in all emails sent so far will no longer open this order."
            " Whoever has an account still finds it there."
        ),
    ),
]
PARCEL_VERBS = [
    Verb(
        "deliver",
        gettext_lazy("Mark as arrived"),
        deliver,
        fits=lambda parcel: (
            parcel.is_under_way and _allows(parcel.order, Kind.DELIVERED)
        ),
    ),
    Verb(
        "lose",
        gettext_lazy("Refund it as lost"),
        lose_parcel,
        fits=lambda parcel: parcel.is_under_way and _allows(parcel.order, Kind.LOST),
        warning=_lost_warning,
    ),
]
CHECKOUT_VERBS = [
    Verb(
        "ask-stripe",
        gettext_lazy("Ask Stripe now"),
        ask_stripe,
        fits=lambda checkout: checkout.state == Checkout.State.AWAITING_PAYMENT,
    )
]
STRIPE_EVENT_VERBS = [
    Verb(
        "read-again",
        gettext_lazy("Read again"),
        read_again,
        fits=lambda event: event.parked_at is not None,
    )
]
