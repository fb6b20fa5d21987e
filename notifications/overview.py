"""One page for operators: what needs a person now. Most numbers should be nought."""

from datetime import datetime, timedelta

from django.contrib import admin
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from listings.models import Variant
from notifications import support
from notifications.figures import Figure, Group, listed, named
from notifications.models import Email
from notifications.promised import promised
from orders.models import Checkout, Order, OrderEvent, OrderLine
from payments.models import Payment, Refund, StripeEvent

EMAILS_TAKE = timedelta(minutes=5)
WEBHOOKS_TAKE = timedelta(minutes=5)
CHECKOUTS_TAKE = timedelta(minutes=5)
REFUNDS_TAKE = timedelta(minutes=15)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Behind the admin's own door; see `urls`."""
    now = timezone.now()
    groups = [
        Group(_("Orders"), [*promised(now), *_checkouts(now)]),
        Group(_("Emails"), _emails(now)),
        Group(_("Stripe"), [*_webhooks(now), *_refunds(now)]),
        Group(_("Sums"), [*_money(), *_stock()]),
    ]
    bad = sum(figure.look == "bad" for group in groups for figure in group.figures)
    context = admin.site.each_context(request)
    context |= {"title": _("Overview"), "groups": groups, "bad": bad, "at": now}
    context |= {"queue": support.queue(), "me": request.user}
    return render(request, "admin/overview.html", context)


def _checkouts(now: datetime) -> list[Figure]:
    waiting = Checkout.objects.filter(
        state=Checkout.State.AWAITING_PAYMENT,
        payment__session_expires_at__lt=now - CHECKOUTS_TAKE,
    )
    return [
        named(
            _("Checkouts that do not end"),
            waiting.values_list("pk", flat=True),
            "orders_checkout",
            _("Their payment page has closed, and Stripe has not said how it ended."),
        )
    ]


def _emails(now: datetime) -> list[Figure]:
    before = now - EMAILS_TAKE
    emails = "notifications_email"
    due = Q(state=Email.State.DUE, not_before__lt=before)
    found = Email.objects.aggregate(
        late=Count("pk", filter=due),
        parked=Count("pk", filter=Q(state=Email.State.PARKED)),
    )
    unheard = OrderEvent.objects.filter(announced_at=None, at__lt=before).count()
    return [
        Figure(
            _("Not sent after 5 minutes"),
            found["late"],
            listed(emails, state__exact="due", not_before__lt=before.isoformat()),
            _("They are tried again by themselves. Is the mail server up?"),
        ),
        Figure(
            _("Given up"),
            found["parked"],
            listed(emails, state__exact="parked"),
            _("They failed too often. Mend the cause, then post them again."),
        ),
        Figure(
            _("Events nobody was told of"),
            unheard,
            listed(
                "orders_orderevent",
                announced_at__isnull="True",
                at__lt=before.isoformat(),
            ),
            _("Their emails are not written yet. Is a worker running?"),
        ),
    ]


def _webhooks(now: datetime) -> list[Figure]:
    before = now - WEBHOOKS_TAKE
    events = "payments_stripeevent"
    unread = Q(read_at=None, parked_at=None)
    found = StripeEvent.objects.aggregate(
        parked=Count("pk", filter=Q(parked_at__isnull=False)),
        failing=Count("pk", filter=unread & ~Q(last_error="")),
        unread=Count("pk", filter=unread & Q(last_error="", received_at__lt=before)),
    )
    return [
        Figure(
            _("Webhooks given up"),
            found["parked"],
            listed(events, parked_at__isnull="False"),
            _("They failed too often. Mend the cause, then read them again."),
        ),
        Figure(
            _("Webhooks failing"),
            found["failing"] + found["unread"],
            listed(events, read_at__isnull="True", parked_at__isnull="True"),
            _("Failed, or unread after 5 minutes. They are tried again by themselves."),
        ),
    ]


def _refunds(now: datetime) -> list[Figure]:
    before = now - REFUNDS_TAKE
    due = Q(state=Refund.State.DUE, created_at__lt=before)
    found = Refund.objects.aggregate(
        failed=Count("pk", filter=Q(state=Refund.State.FAILED)),
        due=Count("pk", filter=due),
    )
    refunds = "payments_refund"
    return [
        Figure(
            _("Refunds refused"),
            found["failed"],
            listed(refunds, state__exact="failed"),
            _("By Stripe or the bank. Somebody waits for their money."),
        ),
        Figure(
            _("Refunds not sent after 15 minutes"),
            found["due"],
            listed(refunds, state__exact="due", created_at__lt=before.isoformat()),
            _("They are tried again by themselves. Does Stripe answer?"),
        ),
    ]


def _money() -> list[Figure]:
    """Purchases whose parts are not their whole."""
    orders = Order.objects.filter(checkout=OuterRef("pk")).order_by()
    per_checkout = orders.values("checkout")
    owed = per_checkout.annotate(sum=Sum("total_cents")).values("sum")
    given_back = per_checkout.annotate(sum=Sum("refunded_cents")).values("sum")
    rows = Refund.objects.filter(payment=OuterRef("payment")).order_by()
    sent_back = rows.values("payment").annotate(sum=Sum("amount_cents")).values("sum")
    pieces = Sum(F("lines__price_cents") * F("lines__quantity"))
    wrong_lines = orders.annotate(pieces=pieces).exclude(pieces=F("items_cents"))
    paid = Q(state=Checkout.State.PAID)
    money_in = Q(payment__state=Payment.State.PAID)
    checkouts = Checkout.objects.annotate(
        owed=Coalesce(Subquery(owed), Value(0)),
        given_back=Coalesce(Subquery(given_back), Value(0)),
        sent_back=Coalesce(Subquery(sent_back), Value(0)),
    )
    adds_up = (
        Q(total_cents=F("payment__amount_cents"))
        & Q(total_cents=F("owed"))
        & Q(payment__refunded_cents=F("sent_back"))
        & Q(payment__refunded_cents=F("given_back"))
        & (paid & money_in | ~paid & ~money_in)
        & ~Exists(wrong_lines)
    )
    wrong = checkouts.filter(~adds_up)
    return [
        named(
            _("Payments that do not add up"),
            wrong.values_list("pk", flat=True),
            "orders_checkout",
            _("Lines, orders, payment and refunds must agree to the cent."),
        )
    ]


def _stock() -> list[Figure]:
    """Pieces set aside for nobody."""
    waiting = OrderLine.objects.filter(
        variant=OuterRef("pk"), order__state=Order.State.AWAITING_PAYMENT
    ).order_by()
    owed = waiting.values("variant").annotate(sum=Sum("quantity")).values("sum")
    held = Variant.objects.annotate(owed=Coalesce(Subquery(owed), Value(0)))
    return [
        named(
            _("Stock held for nobody"),
            held.exclude(held=F("owed")).values_list("pk", flat=True),
            "listings_variant",
            _("What is held must be what open checkouts wait for."),
        )
    ]
