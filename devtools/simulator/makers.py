"""The makers: each acts on her orders by the verbs, at the moments her script says, and
sooner when an email reminds her and she is there to read it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from accounts.models import User
from devtools.simulator.habits import by_day
from devtools.simulator.reading import Mail
from devtools.simulator.script import Move, Part, Purchase, Temper, Workshop
from devtools.simulator.stage import Stage
from orders import lifecycle, promising, talking, withdrawing
from orders.models import Order
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.talking import Progress
from shops import breaks
from shops.models import Shop

Verb = Callable[[Order, User], object]
DAY = timedelta(days=1)
THANKS = "Thank you for asking. It is coming on well."
#: What an email wants of a maker, by its words.
WANTS = {
    "new": r"bought and paid",
    "answer": r"asks|asked|waits for your answer|waited",
    "hello": r"hello|not heard from you",
    "progress": r"still on it",
    "post": r"late|ships by|to be posted|mark it as shipped",
}


@dataclass
class Sale:
    """An order as its maker knows it."""

    pk: int
    number: str
    purchase: Purchase
    part: Part
    #: Codes of the order's lines, as the script numbers them.
    codes: list[str]
    posted: int = 0
    #: Which of the planned parcels she means to post next, and how often it moved.
    plan: int = 0
    said_hello: bool = False


@dataclass
class Maker:
    """One workshop's person."""

    stage: Stage
    workshop: Workshop
    shop: Shop
    sales: dict[str, Sale] = field(default_factory=dict)

    def begin(self) -> None:
        """What she knows long before: when she is away."""
        away, clock = self.workshop.away, self.stage.clock
        if away is None:
            return
        first = datetime(away[0].year, away[0].month, away[0].day, 8, tzinfo=self.tz)
        if self.workshop.temper == Temper.HOLIDAY:
            clock.at(first - 14 * DAY, partial(self._plan_break, *away))
            if self.workshop.announces:
                clock.at(first - 2 * DAY, self._move_all)
        elif self.workshop.announces:
            clock.at(first, self._move_all)

    @property
    def tz(self) -> ZoneInfo:
        """Where she lives."""
        return self.workshop.tz

    def sell(self, sale: Sale) -> None:
        """A new order: everything she will do about it is in the script."""
        self.sales[sale.number] = sale
        at, part = self.stage.clock.at, sale.part
        if part.hello_at:
            at(part.hello_at, partial(self._hello, sale))
        if part.start_at:
            at(part.start_at, partial(self._start, sale))
        for moment in part.updates:
            at(moment, partial(self._show, sale))
        for move in part.moves:
            at(move.at, partial(self._move, sale, move))
        for number, posting in enumerate(part.postings):
            at(posting.at, partial(self._post, sale, number))

    def is_there(self, now: datetime) -> bool:
        """Not ill, not away, not gone."""
        workshop = self.workshop
        if workshop.gone_from and now >= workshop.gone_from:
            return False
        today = now.astimezone(workshop.tz).date()
        return not (workshop.away and workshop.away[0] <= today <= workshop.away[1])

    def read(self, mail: Mail) -> None:
        """An email about her orders; she does what it asks for, if she is like that."""
        for number, words in _by_order(mail, list(self.sales)):
            sale = self.sales[number]
            after = sale.part.reminded_after
            wanted = [w for w, p in WANTS.items() if re.search(p, words, re.I)]
            if after is not None and wanted:
                when = by_day(mail.at + after, self.workshop.zone)
                self.stage.clock.at(when, partial(self._react, sale, wanted[0]))

    def answer(self, number: str) -> None:
        """A question of the buyer's: hers to answer in her own time."""
        after = self.workshop.answers_after
        if after is not None:
            when = by_day(self.stage.clock.now + after, self.workshop.zone)
            self.stage.clock.at(when, partial(self._answer, self.sales[number]))

    def expect_back(self, number: str) -> None:
        """Withdrawn from: it comes back by post, and she says so if she is there."""
        back_at = by_day(self.stage.now + 9 * DAY, self.workshop.zone)
        self.stage.clock.at(back_at, partial(self._take_back, self.sales[number]))

    def _take_back(self, sale: Sale) -> None:
        order = Order.objects.get(pk=sale.pk)
        waiting = order.withdrawals.filter(returned_at=None).first()
        if waiting is None or not self.is_there(self.stage.now):
            return

        def take_back(order: Order, by: User) -> object:
            return withdrawing.take_back(order, by=by, withdrawal=waiting)

        self._do(sale, "returned", take_back)

    def _react(self, sale: Sale, wanted: str) -> None:
        if not self.is_there(self.stage.clock.now):
            return
        if wanted == "hello" and not sale.said_hello:
            self._answer(sale, "Hello, and thank you! It is on my bench.", "hello")
        elif wanted == "progress":
            self._show(sale)
        elif wanted == "post" and sale.plan < len(sale.part.postings):
            self._post(sale, sale.plan)

    def _do(self, sale: Sale, what: str, verb: Verb, parcel: int = 0) -> bool:
        order = Order.objects.select_related("shop").get(pk=sale.pk)
        owner = self.stage.town.users[self.workshop.email]
        return self.stage.step(order, what, partial(verb, order, owner), parcel)

    def _hello(self, sale: Sale) -> None:
        words = "Hello, and thank you! I will begin soon."
        self._do(
            sale,
            "hello",
            lambda order, by: lifecycle.acknowledge(order, by=by, note=words),
        )

    def _start(self, sale: Sale) -> None:
        self._do(sale, "start", lambda order, by: lifecycle.start(order, by=by))

    def _show(self, sale: Sale) -> None:
        shown = Progress(
            note=f"This is how far it is, on {self.stage.clock.now:%d %B}."
        )
        self._do(
            sale,
            "update",
            lambda order, by: talking.progress(order, by=by, shown=shown),
        )

    def _answer(self, sale: Sale, note: str = THANKS, what: str = "answer") -> None:
        sale.said_hello = True
        note = f"{note} It is {self.stage.now.astimezone(self.tz):%A, %H:%M} here."
        self._do(sale, what, lambda order, by: talking.write(order, by=by, note=note))

    def _move(self, sale: Sale, move: Move) -> None:
        order = Order.objects.select_related("shop").get(pk=sale.pk)
        in_force = order.ship_by_at.astimezone(self.tz).date()
        self._revise(sale, in_force + move.days * DAY, has_date=move.has_date)

    def _revise(
        self, sale: Sale, day: date, *, has_date: bool = True, bulk: bool = False
    ) -> None:
        today = self.stage.clock.now.astimezone(self.tz).date()
        day = self.shop.working_week.next_working_day(min(day, today + 85 * DAY) - DAY)
        reason = "The kiln is cold and I am waiting for a new element."
        new = NewDate(day, reason, has_date=has_date, bulk=bulk)
        self._do(
            sale, "move", lambda order, by: promising.revise(order, by=by, new=new)
        )

    def _plan_break(self, first: date, last: date) -> None:
        self.shop.refresh_from_db()
        breaks.add(self.shop, first, last)

    def _move_all(self) -> None:
        """Life happened: every open order that is due before she is back."""
        away = self.workshop.away
        for sale in self.sales.values():
            left = sale.part.postings[sale.plan :]
            order = Order.objects.get(pk=sale.pk)
            if away and left and order.ship_by_at.date() <= away[1]:
                by = max(one.at for one in left).astimezone(self.tz).date()
                if by > order.ship_by_at.date():
                    self._revise(sale, by + DAY, bulk=True)

    def _post(self, sale: Sale, number: int) -> None:
        """Mark the parcel as sent; whether it truly is, the script knows."""
        if number < sale.plan:
            return
        posting = sale.part.postings[number]
        last = number + 1 == len(sale.part.postings)
        lines = [sale.part.lines[one] for one in posting.lines]
        codes = [sale.codes[one] for one in posting.lines]
        chosen = {code: n for code, (_, n) in zip(codes, lines, strict=True)}
        parcel = Parcel("DHL", quantities=None if last else chosen)

        def ship(order: Order, by: User) -> object:
            return lifecycle.ship(order, by=by, parcel=parcel)

        sale.plan = number + 1
        if self._do(sale, "ship", ship, sale.posted + 1):
            sale.posted += 1
            self.stage.under_way(sale.number, sale.posted, posting)


def _by_order(mail: Mail, numbers: list[str]) -> Iterator[tuple[str, str]]:
    """Each order that is named, with the words after that up to the next one."""
    named = [one for one in numbers if one in mail.words]
    if len(named) == 1:
        yield named[0], mail.words
        return
    pieces = re.split(rf"({'|'.join(named)})", mail.words) if named else []
    for number, words in zip(pieces[1::2], pieces[2::2], strict=True):
        if len(words) > len("/"):
            yield number, words
