"""What a maker has before her: what is due when, her week, and her orders by state."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from orders.facts import in_force
from orders.models import Order, Shipment
from orders.models.order import OPEN_STATES, OrderQuerySet
from orders.selling_forms import StepForm, forms_for
from orders.steps import Role, possible
from orders.thread import Knot, promise_state, ship_by_on, thread
from shops.models import Shop

#: Rows on Today; whoever has more to do sees the most urgent first.
MOST_ROWS = 30
WEEK = 7
State = Order.State
OPEN = Q(state__in=OPEN_STATES)

#: How the list of orders may be narrowed: in the address → what people read.
TABS = {
    "to-ship": "To ship",
    "new": "New",
    "late": "Late",
    "on-the-way": "On the way",
    "arrived": "Arrived",
    "cancelled": "Cancelled",
    "all": "All",
}
#: What an empty tab says.
EMPTY = {
    "to-ship": "What you have to ship will be here",
    "new": "You have seen every order",
    "late": "Nothing is late",
    "on-the-way": "Nothing is on its way",
    "arrived": "What has arrived will be here",
    "cancelled": "Nothing was cancelled",
    "all": "Your orders will be here",
}


@dataclass(frozen=True)
class Task:
    """An order on Today: how it stands and what can be done with it in place."""

    order: Order
    state: str
    thread: list[Knot]
    forms: dict[str, StepForm]

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
        """Late, or to be posted today or on the next working day."""
        return self.state in ("late", "due_soon")

    @property
    def is_new(self) -> bool:
        """The buyer has not heard from the maker yet."""
        return "acknowledge" in self.forms


@dataclass
class Group:
    """Tasks that are due together."""

    name: str
    title: str
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
    knots = thread(order, hands="their")
    return Task(order, promise_state(order), knots, forms)


def groups(orders: OrderQuerySet, shop: Shop) -> list[Group]:
    """What needs the maker, what is due first first; groups without tasks are left out.

    What is due beyond the week shows only while it is new."""
    today = timezone.now().astimezone(shop.zone).date()
    shown = orders.open().filter(_is_soon(shop) | Q(acknowledged_at=None))
    shown = shown.for_rows().prefetch_related("shipments", "promises")
    by_name = {
        "late": Group("late", "Late"),
        "today": Group("today", "Ships today"),
        "tomorrow": Group("tomorrow", "Ships tomorrow"),
        "week": Group("week", "Within the week"),
        "new": Group("new", "New"),
    }
    for order in shown.order_by("ship_by_at", "pk")[:MOST_ROWS]:
        by_name[_group_of(order, today)].tasks.append(task(order))
    return [group for group in by_name.values() if group.tasks]


def _group_of(order: Order, today: date) -> str:
    if order.is_late:
        return "late"
    days = (ship_by_on(order) - today).days
    if days < 2:
        return "tomorrow" if days else "today"
    return "week" if days < WEEK else "new"


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
