"""The page of one order, for whoever bought it: how a view finds it, shows it, and
leads back to it. What can be done there is in `answering`, `giving`, `withdrawing`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import countries
from accounts.http import member
from accounts.models import User
from marketplace.errors import Refused
from marketplace.http import Request, private
from orders import access, conditions, thread
from orders.answers import answers, is_overdue
from orders.facts import zone_of_buyer
from orders.gift_forms import GiftForm
from orders.http import SeeOther, turn_away
from orders.models import AccessKey, Order, Shipment, ShipmentLine
from orders.order_forms import AskForm, DeliveryNoteForm, MissingForm
from orders.plan import Plan, plan_of
from orders.standing import awaited
from orders.steps import Role, possible
from orders.story import story
from orders.turn import turns
from payments.models import Refund

#: What a link may ask for, as emails name it → the part of the page it opens.
DOINGS = {
    "wait": "wait",
    "cancel": "cancel",
    "here": "arrived",
    "missing": "missing",
    "ask": "write",
    "wrong": "write",
    "well": "well",
    "withdraw": "withdraw",
}


def step[**P](
    view: Callable[Concatenate[Request, Order, P], HttpResponse],
) -> Callable[Concatenate[Request, str, P], HttpResponse]:
    """Something that the buyer does: only by a form, only to an order of theirs."""

    @wraps(view)
    def wrapped(
        request: Request, number: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        order = access.orders_of(request).filter(number=number).first()
        if order is None:
            return turn_away(request, reverse("orders:detail", args=[number]))
        return view(request, order, *args, **kwargs)

    by_number = cast(Callable[Concatenate[Request, str, P], HttpResponse], wrapped)
    return private(require_POST(by_number))


def mine(request: Request) -> QuerySet[Order]:
    """My orders with everything that the page of one shows."""
    contents = ShipmentLine.objects.select_related("line")
    parcels = Shipment.objects.prefetch_related(Prefetch("lines", contents))
    keys = AccessKey.objects.filter(revoked_at=None)
    return (
        access.orders_of(request)
        .select_related("checkout__buyer", "shop", "support_owner")
        .prefetch_related(
            "lines",
            "promises",
            "events",
            "withdrawals",
            Prefetch("shipments", parcels),
            Prefetch("access_keys", keys),
        )
    )


def buyer(request: Request, order: Order) -> User | None:
    """The member who bought it; a guest, or whoever has the key, is nobody by name."""
    user = member(request)
    return user if user and user.pk == order.checkout.buyer_id else None


def refuse_unless_shown(shown: str | None, now: object) -> None:
    """A new date is not agreed to, and less money not taken back, unseen."""
    if shown is not None and shown != str(now):
        raise Refused(_("This order has just changed. Look again, then decide."))


def promises_shown(plan: Plan) -> str:
    """What a buyer who will wait has read: the newest promise, and what has passed."""
    passed = [one.promise.number for one in plan.to_post if one.promise.missed_at]
    return " ".join(str(number) for number in (plan.order.promise_number, *passed))


def changed(request: Request, order: Order) -> HttpResponse:
    """Back to the page, which is another one now."""
    if request.htmx:
        return show(request, mine(request).get(pk=order.pk))
    return SeeOther(order.get_absolute_url())


def show(
    request: Request, order: Order, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """Received? Happening? When? Whose turn is it, and what can be done now."""
    plan = plan_of(order)
    context = _standing(plan) | _choices(request, plan) | _forms(request, order) | forms
    part = "#order" if request.htmx else ""
    return render(request, f"orders/detail.html{part}", context, status=status)


def state_of(order: Order) -> str:
    """How the promise stands to whoever waits for it: to arrive late is late, too."""
    return "late" if is_overdue(order) else thread.promise_state(order)


def _standing(plan: Plan) -> dict[str, Any]:
    """What the page says."""
    order = plan.order
    return {
        "order": order,
        "plan": plan,
        "answers": answers(plan),
        "thread": thread.thread(order),
        "state": state_of(order),
        "story": story(order),
        "zone": zone_of_buyer(order).key,
        "missed_day": conditions.misses_the_day(order),
        "refunds": Refund.objects.filter(order_number=order.number).order_by("pk"),
        "pieces": sum(line.quantity for line in order.lines.all()),
        "is_secret": is_secret(order),
    }


def is_secret(order: Order) -> bool:
    """A gift whose day has not come where its buyer is."""
    until = order.checkout.gift_secret_until
    today = timezone.now().astimezone(zone_of_buyer(order)).date()
    return until is not None and today < until


def _choices(request: Request, plan: Plan) -> dict[str, Any]:
    """What can be done there, and what the link that led there asks for."""
    order = plan.order
    may = possible(order, Role.BUYER)
    asked = plan.asked if "waiting" in may else []
    can_cancel = bool(may & {"cancelled", "rest_cancelled"})
    missable = {
        parcel.number
        for parcel in order.shipments.all()
        if "missing" in may and conditions.can_be_missed(order, parcel)
    }
    offered = {
        "wait": bool(asked),
        "cancel": can_cancel,
        "arrived": "delivered" in may,
        "missing": bool(missable),
        "write": "asked" in may,
        "well": "all_good" in may and not awaited(plan),
        "withdraw": "withdrawn" in may,
    }
    do = DOINGS.get(request.GET.get("do", ""), "")
    here = [one.parcel.number for one in [*plan.due, *plan.under_way]]
    return _turns(plan, is_asked=bool(asked)) | {
        "steps": may,
        "cancels": plan.cancels if can_cancel else [],
        "asked": asked,
        "shown": promises_shown(plan),
        "missable": missable,
        "first_here": _meant(request, here),
        "first_missable": _meant(request, sorted(missable)),
        "offered": offered,
        "do": do if offered.get(do) else "",
        "is_too_late": bool(do) and not offered[do],
    }


def _turns(plan: Plan, *, is_asked: bool) -> dict[str, Any]:
    """Whose turn it is; what is asked before all else is not said again after it."""
    found, above = turns(plan), {"arrival", "yes"} if is_asked else {"arrival"}
    arrivals = [turn for turn in found if turn.asked == "arrival"]
    return {
        "turns": [turn for turn in found if turn.asked not in above],
        "arrivals": list(zip(plan.due, arrivals, strict=True)),
    }


def _meant(request: Request, parcels: list[int]) -> int | None:
    """The parcel that the link is about, else the first."""
    wanted = request.GET.get("parcel", "")
    said = [number for number in parcels if str(number) == wanted]
    return next(iter(said or parcels), None)


def _forms(request: Request, order: Order) -> dict[str, Any]:
    """What can be written there, and what only the buyer is shown in full."""
    is_own, to = access.is_own(request, order), order.checkout
    wrong = "Something is not right: " if request.GET.get("do") == "wrong" else ""
    gift = {key: getattr(to, key) for key in ("gift_message", "gift_secret_until")}
    return {
        "is_own": is_own,
        "address": _address(order, is_own),
        "may_claim": access.may_claim(member(request), order),
        "ask_form": AskForm(initial={"note": wrong}, auto_id="ask_%s"),
        "missing_form": MissingForm(auto_id=False),
        "note_form": DeliveryNoteForm(
            initial={"delivery_note": to.delivery_note if is_own else ""},
            auto_id="note_%s",
        ),
        "gift_form": GiftForm(initial=gift, auto_id="gift_%s"),
        "gift_link": access.gift_link(order) if to.is_gift else "",
    }


def _address(order: Order, is_own: bool) -> list[str]:
    """Where it goes; in short for whoever only has the key, which may be forwarded."""
    to = order.checkout
    if is_own:
        return countries.lines(to)
    return [f"{to.name[:1]}…", f"{to.city or '…'}, {countries.name(to.country)}"]
