"""What a maker has before her: what is due when, her week, and her orders by state."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy

from marketplace.languages import Words
from orders.attention import Attention, attention
from orders.facts import ANSWERS, SEEN_BY_BUYER, in_force
from orders.models import Order, OrderEvent, Shipment, Withdrawal
from orders.models.order import OPEN_STATES, OrderQuerySet
from orders.selling_forms import ANSWER, forms_for
from orders.step_form import StepForm
from orders.steps import Kind, Role, possible
from orders.thread import Knot, promise_state, ship_by_on, thread
from shops.models import Shop

#: Rows on Today; whoever has more to do sees the most urgent first.
MOST_ROWS = 30
WEEK = 7
State = Order.State
OPEN = Q(state__in=OPEN_STATES)

#: What Today is divided into, in the order in which it is looked at.
GROUPS = {
    "question": gettext_lazy("Waiting for your answer"),
    "missing": gettext_lazy("Not with the buyer"),
    "late": gettext_lazy("Late"),
    "today": gettext_lazy("Ships today"),
    "packed": gettext_lazy("Packed, not posted"),
    "tomorrow": gettext_lazy("Ships tomorrow"),
    "returning": gettext_lazy("Coming back to you"),
    "quiet": gettext_lazy("Needs a sign of life"),
    "week": gettext_lazy("Within the week"),
    "new": gettext_lazy("New"),
}
#: How the list of orders may be narrowed: in the address → what people read.
TABS = {
    "to-ship": gettext_lazy("To ship"),
    "new": gettext_lazy("New"),
    "late": gettext_lazy("Late"),
    "on-the-way": gettext_lazy("On the way"),
    "arrived": gettext_lazy("Arrived"),
    "cancelled": gettext_lazy("Cancelled"),
    "all": gettext_lazy("All"),
}
#: What an empty tab says.
EMPTY = {
    "to-ship": gettext_lazy("What you have to ship will be here"),
    "new": gettext_lazy("You have seen every order"),
    "late": gettext_lazy("Nothing is late"),
    "on-the-way": gettext_lazy("Nothing is on its way"),
    "arrived": gettext_lazy("What has arrived will be here"),
    "cancelled": gettext_lazy("Nothing was cancelled"),
    "all": gettext_lazy("Your orders will be here"),
}


@dataclass(frozen=True)
class Task:
    """An order on Today: how it stands and what can be done with it in place."""

    order: Order
    state: str
    thread: list[Knot]
    forms: dict[str, StepForm]
    attention: Attention

    @property
    def acts(self) -> list[StepForm]:
        """The steps for its place on Today; its own page has all of them."""
        names = ["ship", "acknowledge", "start", "revise"]
        if self.order.state == State.IN_THE_MAKING or self.attention.is_quiet:
            names.insert(1, "progress")
        if self.attention.question or self.attention.missing:
            names.insert(0, "write")
        # What is to be mended stands here whatever else does.
        names += [n for n, form in self.forms.items() if form.errors and n not in names]
        return [self.forms[name] for name in names if name in self.forms]

    @property
    def pieces(self) -> int:
        """How many are still to be posted."""
        return sum(line.left_to_ship for line in self.order.lines.all())

    @property
    def told_late_at(self) -> datetime | None:
        """When the buyer was told that its promise has passed."""
        return next((one.missed_at for one in in_force(self.order)), None)

    @property
    def is_urgent(self) -> bool:
        """Waited for, late, or to be posted today or on the next working day."""
        waited_for = self.attention.question or self.attention.missing
        return bool(waited_for) or self.state in ("late", "due_soon")

    @property
    def is_new(self) -> bool:
        """The buyer has not heard from the maker yet."""
        return "acknowledge" in self.forms


@dataclass
class Group:
    """Tasks that are due together."""

    name: str
    title: Words
    tasks: list[Task] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """A day of the week strip."""

    day: date
    count: int
    working: bool
    today: bool
    late: bool = False


def task(order: Order, mend: dict[str, StepForm] | None = None) -> Task:
    """How one order stands; `mend` are forms that were filled in wrongly."""
    forms = forms_for(order, possible(order, Role.MAKER)) | (mend or {})
    knots, waits = thread(order, hands="their"), attention(order)
    if waits.question:
        forms["write"].label = ANSWER
    return Task(order, promise_state(order), knots, forms, waits)


def with_rows(orders: OrderQuerySet) -> OrderQuerySet:
    """With what a task shows."""
    return orders.for_rows().prefetch_related(
        "shipments__lines", "promises", "events", "withdrawals"
    )


def groups(orders: OrderQuerySet, shop: Shop) -> list[Group]:
    """What needs the maker: who waits for her first, then what is due first; groups
    without tasks are left out.

    What is due beyond the week shows only while it is new."""
    today = timezone.now().astimezone(shop.zone).date()
    by_name = {name: Group(name, title) for name, title in GROUPS.items()}
    shown = with_rows(_needing_her(orders, shop))
    for order in shown[:MOST_ROWS]:
        one = task(order)
        by_name[_group_of(one, today)].tasks.append(one)
    return [group for group in by_name.values() if group.tasks]


def _needing_her(orders: OrderQuerySet, shop: Shop) -> OrderQuerySet:
    """Who waits for an answer or a parcel first, then the first due. Only orders that
    time or a person still looks at are searched for what is rare."""
    live = Q(look_again_at__isnull=False) | Q(support_at__isnull=False)
    asks = _unanswered(Kind.ASKED, ANSWERS)
    quiet = _unanswered(Kind.SILENCE_NOTICED, SEEN_BY_BUYER)
    parcels = Shipment.objects.filter(order=OuterRef("pk"))
    misses = Exists(parcels.filter(missing_at__isnull=False, lost_at=None))
    packs = Exists(parcels.filter(shipped_at=None))
    awaited = Withdrawal.objects.filter(order=OuterRef("pk"), returned_at=None)
    due = _is_soon(shop) | Q(acknowledged_at=None) | Q(packs) | Q(quiet)
    found = orders.filter(OPEN | live)
    found = found.filter((OPEN & due) | Q(asks) | Q(misses) | Q(Exists(awaited)))
    return found.order_by(asks.desc(), misses.desc(), "ship_by_at", "pk")


def _unanswered(kind: Kind, answers: Collection[Kind]) -> Exists:
    """This has happened, and none of those since."""
    events = OrderEvent.objects.filter(order=OuterRef("order"), kind__in=answers)
    since = Exists(events.filter(seq__gt=OuterRef("seq")))
    return Exists(OrderEvent.objects.filter(~since, order=OuterRef("pk"), kind=kind))


def _group_of(task: Task, today: date) -> str:
    order, waits = task.order, task.attention
    if waits.question:
        return "question"
    if waits.missing:
        return "missing"
    if order.is_late:
        return "late"
    if order.state not in OPEN_STATES:
        return "returning"
    days = (ship_by_on(order) - today).days
    if days < 1:
        return "today"
    rest = {"packed": waits.packed, "tomorrow": days < 2, "returning": waits.returning}
    rest |= {"quiet": waits.is_quiet, "week": days < WEEK, "new": True}
    return next(name for name, holds in rest.items() if holds)


def _is_soon(shop: Shop) -> Q:
    last = _today(shop.zone) + timedelta(days=WEEK - 1)
    return Q(ship_by_at__lte=shop.working_week.end_of(last))


def numbers(orders: OrderQuerySet, shop: Shop) -> dict[str, int]:
    """One number each: late, due today, new, to ship, on the way."""
    now = timezone.now()
    tonight = shop.working_week.end_of(_today(shop.zone))
    late = Q(ship_by_at__lt=now)
    return orders.aggregate(
        late=Count("pk", filter=OPEN & late),
        due=Count("pk", filter=OPEN & ~late & Q(ship_by_at__lte=tonight)),
        new=Count("pk", filter=OPEN & Q(acknowledged_at=None)),
        to_ship=Count("pk", filter=OPEN),
        on_the_way=Count("pk", filter=Q(state=State.SHIPPED)),
    )


def week(orders: OrderQuerySet, shop: Shop) -> list[Day]:
    """The next seven days in the shop's zone, and how many orders each must see off."""
    today = _today(shop.zone)
    due = orders.open().filter(_is_soon(shop), ship_by_at__gte=timezone.now())
    by_day = due.annotate(day=TruncDate("ship_by_at", tzinfo=shop.zone))
    counted = by_day.order_by("day").values_list("day").annotate(n=Count("pk"))
    counts = dict(counted)
    days = [today + timedelta(days=number) for number in range(WEEK)]
    works_on = shop.working_week.works_on
    return [
        Day(day, counts.get(day, 0), works_on(day), today=day == today) for day in days
    ]


def _today(zone: ZoneInfo) -> date:
    return datetime.now(UTC).astimezone(zone).date()


def narrowed(orders: OrderQuerySet, tab: str) -> OrderQuerySet:
    """A maker's orders under one tab, in the order they want to be looked at."""
    newest_first = orders.order_by("-pk")
    if tab == "to-ship":
        return orders.open().order_by("ship_by_at", "pk")
    if tab == "new":
        return orders.open().filter(acknowledged_at=None).order_by("pk")
    if tab == "late":
        return orders.late().order_by("ship_by_at", "pk")
    if tab == "on-the-way":
        return newest_first.filter(state__in=[State.SHIPPED, State.PART_SHIPPED])
    if tab == "arrived":
        return newest_first.filter(state__in=[State.DELIVERED, State.CLOSED])
    if tab == "cancelled":
        return newest_first.filter(state=State.CANCELLED)
    return newest_first


def matching(orders: OrderQuerySet, words: str) -> OrderQuerySet:
    """Those with this number, buyer or tracking number, or a piece called so."""
    compact = "".join(words.split())
    parcels = Shipment.objects.filter(
        order=OuterRef("pk"), tracking_number__iexact=compact
    )
    return orders.filter(
        Q(number__istartswith=compact)
        | Q(checkout__name__icontains=words)
        | Q(checkout__buyer__name__icontains=words)
        | Q(checkout__email__iexact=compact)
        | Exists(parcels)
    )
