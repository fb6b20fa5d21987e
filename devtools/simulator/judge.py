"""The judge: how long was whom left in the dark, who was told in time, who got their
money back. A stranger to the code: reads mails, pages, refunds and the script only."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from devtools.simulator.observed import Act, Look, Money, Observation, Placed
from devtools.simulator.reading import Mail, fold
from devtools.simulator.script import Part, Purchase, Reader, Script, Workshop
from devtools.simulator.standing import ANSWER_BY, GRACE, Owed, Standing, Zones

QUESTION, PAYMENT = "a question", "a payment"


@dataclass
class Case:
    """One order and all that was seen of it."""

    placed: Placed
    purchase: Purchase
    part: Part
    shop: Workshop
    end: datetime
    #: How the other orders of the same purchase are called.
    others: tuple[str, ...] = ()
    mails: list[Mail] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)

    @property
    def zones(self) -> Zones:
        """Whose days count; a browser that said nothing of its zone is taken to be
        where its parcels go all the same."""
        return Zones(self.shop.tz, self.purchase.buyer.tz)

    @property
    def siblings(self) -> int:
        """How many orders the purchase has."""
        return len(self.purchase.parts)

    @cached_property
    def standing(self) -> Standing:
        """Everything that happened, in the order of time."""
        standing = Standing(self.zones)
        for _, _, thing in sorted(self._happenings(), key=lambda one: one[:2]):
            if isinstance(thing, Mail):
                standing.hear(thing, self.words(thing))
            elif isinstance(thing, Look):
                standing.see(thing.at, thing.html)
            else:
                standing.live(thing)
        return standing

    def _happenings(self) -> Iterator[tuple[datetime, int, Mail | Look | Act]]:
        for act in self.acts:
            yield act.at, 0, act
        for mail in self.mails:
            yield mail.at, 1, mail
        for look in self.looks:
            yield look.at, 2, look

    def words(self, mail: Mail) -> str:
        """The part of a mail that is about this order: all of it when it is the only
        one; else what follows where its shop or its number is named."""
        whole = f"{mail.subject}\n{mail.text}"
        if self.siblings == 1 or not self._names_another(whole):
            return mail.words
        mine, found = [], self._is_named(mail.subject)
        for paragraph in mail.words.split("\n\n"):
            if self._is_named(paragraph):
                found = True
            elif self._names_another(paragraph):
                found = False
            if found:
                mine.append(paragraph)
        return "\n\n".join(mine)

    def _is_named(self, text: str) -> bool:
        return self.shop.name in text or self.placed.number in text

    def _names_another(self, text: str) -> bool:
        return any(name in text for name in self.others)

    def concerns(self, mail: Mail) -> bool:
        """Whether it is about this order, or about the whole purchase."""
        whole = f"{mail.subject}\n{mail.text}"
        return self._is_named(whole) or not self._names_another(whole)

    @property
    def dark(self) -> list[tuple[datetime, datetime, str]]:
        """From when to when they wondered, and over what."""
        found = [
            self._span(one.due_at, GRACE, f"{one.kind} by {one.day}", one.ended_at)
            for one in self.standing.owed
            if one.passed(self.end)
        ]
        found += [
            self._span(asked, ANSWER_BY, QUESTION, None)
            for asked in self.standing.asked
        ]
        # Charged and silent: whoever has paid hears that it was received.
        paid = [act.at for act in self.acts if act.what == "paid"]
        found += [self._span(at, GRACE, PAYMENT, None) for at in paid]
        return _apart([one for one in found if one[0] < one[1]])

    def _span(
        self, since: datetime, patience: timedelta, what: str, over: datetime | None
    ) -> tuple[datetime, datetime, str]:
        """Until the first message from then on, or until it is over."""
        heard = next((at for at in self.standing.reached if at >= since), None)
        ends = [heard, over, self.standing.over_at, self.end]
        return since + patience, min(one for one in ends if one), what

    @property
    def dark_hours(self) -> float:
        """Altogether."""
        return sum(
            (until - since) / timedelta(hours=1) for since, until, _ in self.dark
        )

    @property
    def is_late(self) -> bool:
        """Something was not sent, or not there, by the day first shown for it."""
        return any(one.passed(self.end) for one in self.standing.owed) or self._moved

    @property
    def _moved(self) -> bool:
        """The first day shown for sending passed, whatever was said before it did."""
        first = next((one for one in self.standing.owed if one.kind == "ship"), None)
        if first is None or first.due_at > self.end:
            return False
        sent = [act.at for act in self.acts if act.what == "ship" and act.is_whole]
        over = self.standing.over_at
        done = min([*sent, *([over] if over else [])], default=None)
        return done is None or done > first.due_at

    @property
    def was_told_in_time(self) -> bool:
        """Before each day passed, or within twelve hours."""
        return not any(
            since < until
            for since, until, what in self.dark
            if what not in (QUESTION, PAYMENT)
        )

    @property
    def was_ever_posted(self) -> bool:
        """In truth; a part is not the whole, and that the rest never came counts."""
        posted = [act for act in self.acts if act.what == "posted"]
        marked = [act for act in self.acts if act.what == "ship"]
        return len(posted) >= len(marked) and any(act.is_whole for act in marked)

    @property
    def gave_up(self) -> bool:
        """The buyer ended it, or the maker of her own will."""
        ended = ("cancel", "withdraw")
        return any(act.what in ended for act in self.acts)

    @property
    def is_unknowable(self) -> bool:
        """Marked as sent, never posted, and its buyer reads nothing for months."""
        lied = any(act.what == "ship" for act in self.acts) and not self.was_ever_posted
        return lied and self.purchase.buyer.reader == Reader.AWAY

    @property
    def last_promise(self) -> Owed | None:
        """The last day by which it was to be sent or to be there."""
        days = [
            one for one in self.standing.owed if one.kind not in ("outcome", "word")
        ]
        return max(days, key=lambda one: one.due_at, default=None)

    @property
    def refund_days(self) -> int | None:
        """Working days from the last promise to the money; to the end if none came."""
        if (last := self.last_promise) is None:
            return None
        back = max((money.at for money in self.money), default=None)
        return working_days(last.day, (back or self.end).date())


def _apart(
    spans: list[tuple[datetime, datetime, str]],
) -> list[tuple[datetime, datetime, str]]:
    """The same hour is dark once, over however many things they wonder."""
    found: list[tuple[datetime, datetime, str]] = []
    for since, until, what in sorted(spans):
        since = max(since, found[-1][1]) if found else since
        if since < until:
            found.append((since, until, what))
    return found


def working_days(since: date, until: date) -> int:
    """Weekdays after the one, up to the other."""
    days = (since + timedelta(days=n) for n in range(1, (until - since).days + 1))
    return sum(day.weekday() < 5 for day in days)


def cases(script: Script, seen: Observation) -> list[Case]:
    """One for each order that was paid."""
    numbers: dict[int, list[str]] = defaultdict(list)
    for placed in seen.orders:
        numbers[placed.purchase].append(placed.number)
    made = {
        placed.number: _case(script, placed, numbers[placed.purchase])
        for placed in seen.orders
    }
    _deliver(seen, made)
    for look in seen.looks:
        made[look.order].looks.append(look)
    for act in seen.acts:
        made[act.order].acts.append(act)
    for money in seen.money:
        made[money.order].money.append(money)
    return list(made.values())


def _case(script: Script, placed: Placed, numbers: list[str]) -> Case:
    purchase = script.purchases[placed.purchase]
    part = purchase.parts[placed.part]
    shop = script.shops[part.shop]
    names = {script.shops[one.shop].name for one in purchase.parts}
    others = tuple({*names, *numbers} - {shop.name, placed.number})
    return Case(placed, purchase, part, shop, script.end, others)


def _deliver(seen: Observation, made: dict[str, Case]) -> None:
    by_reader: dict[str, list[Case]] = defaultdict(list)
    for case in made.values():
        by_reader[case.purchase.buyer.email].append(case)
    for mail in fold(seen.letters):
        for case in by_reader[mail.to]:
            if case.concerns(mail):
                case.mails.append(mail)
