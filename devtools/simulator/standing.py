"""How one order stood with its buyer: what was shown when, and what of it passed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from devtools.simulator.observed import Act
from devtools.simulator.reading import Mail, Said, end_of, page, said
from devtools.simulator.topics import Topic, topic

#: A promise may have passed so long, a question may be so old (product.md).
GRACE, ANSWER_BY = timedelta(hours=12), timedelta(hours=48)


@dataclass
class Owed:
    """A day shown to the buyer: until when it stood, and whether it was kept."""

    kind: str
    day: date
    shown_at: datetime
    due_at: datetime
    #: The parcel it is about, from 1; nought: what is not yet sent.
    parcel: int = 0
    #: Replaced, kept or of no meaning any more.
    ended_at: datetime | None = None

    def passed(self, end: datetime) -> bool:
        """The day came to its end, and this was still what they had been told."""
        return self.due_at <= end and (
            self.ended_at is None or self.ended_at > self.due_at
        )


@dataclass(frozen=True)
class Zones:
    """Whose midnight ends a day."""

    shop: ZoneInfo
    buyer: ZoneInfo

    def due_at(self, kind: str, day: date) -> datetime:
        """Posting is done by the shop's midnight, arriving by the buyer's."""
        shops = end_of(day, self.shop)
        buyers = end_of(day, self.buyer)
        if kind in ("ship", "hear", "word"):
            return shops
        return buyers if kind == "arrive" else max(shops, buyers)


@dataclass
class Standing:
    """Fed with everything about one order in the order of time."""

    zones: Zones
    owed: list[Owed] = field(default_factory=list)
    reached: list[datetime] = field(default_factory=list)
    asked: list[datetime] = field(default_factory=list)
    over_at: datetime | None = None
    ships: int = 0
    told_ships: int = 0
    all_sent: bool = False
    arrived: set[int] = field(default_factory=set)

    def hear(self, mail: Mail, words: str) -> None:
        """A message about this order; `words` is the part of it that is."""
        self.reached.append(mail.at)
        self._close(mail.at, ("word",))
        about = topic(mail)
        days = said(words, mail.at.astimezone(self.zones.shop).date())
        if about == Topic.OVER and not any(one.kind == "ship" for one in days):
            self._end_it(mail.at)
        elif about == Topic.SHIPPED:
            self._sent(mail.at, days)
        else:
            if about == Topic.DELAY and days:
                self._close(mail.at, ("ship",))
            self._shown(mail.at, days, outcomes=True)

    def see(self, at: datetime, html: str) -> None:
        """They looked at the page: it promises, but it does not reach anybody."""
        days = said(page(html), at.astimezone(self.zones.shop).date())
        self._shown(at, days, outcomes=False)

    def live(self, act: Act) -> None:
        """What people did and what became of parcels."""
        if act.what == "ship":
            self.ships += 1
            self.all_sent = act.is_whole
        elif act.what == "arrived":
            self.arrived.add(act.parcel)
            self._close(act.at, ("arrive",), act.parcel)
            self._see_whether_all_is_there(act.at)
        elif act.what == "ask":
            self.asked.append(act.at)
        elif act.what == "wait":
            self._close(act.at, ("outcome",))
        elif act.what in ("cancel", "withdraw") and act.who in ("buyer", "maker"):
            self._given_up(act)

    def _see_whether_all_is_there(self, at: datetime) -> None:
        if self.all_sent and len(self.arrived) == self.ships:
            self._over(at)

    def _given_up(self, act: Act) -> None:
        """By the buyer: the page said so. By the maker: an email has to."""
        if act.who == "buyer":
            self._end_it(act.at)

    def _shown(self, at: datetime, days: list[Said], *, outcomes: bool) -> None:
        if self.over_at:
            return
        ship = [one for one in days if one.kind == "ship"]
        arrive = [one for one in days if one.kind == "arrive"]
        if ship and not self.all_sent:
            self._close(at, ("ship", "hear", "outcome"))
            self._owe("ship", ship[0].day, at)
        elif arrive and not ship and self.told_ships:
            self._still_comes(at, arrive[0].day)
        for kind in ("hear", "word", "outcome") if outcomes else ("word",):
            named = [one.day for one in days if one.kind == kind]
            if named:
                self._close(at, (kind,))
            for day in named:
                self._owe(kind, day, at)

    def _sent(self, at: datetime, days: list[Said]) -> None:
        self.told_ships += 1
        self._close(at, ("ship", "hear", "outcome"))
        parcel = self.told_ships
        kinds = [one.kind for one in days]
        if "arrive" in kinds and parcel not in self.arrived:
            arrives = days[kinds.index("arrive")]
            self._owe("arrive", arrives.day, at, parcel)
        if "ship" in kinds and not self.all_sent:
            self._owe("ship", days[kinds.index("ship")].day, at)

    def _still_comes(self, at: datetime, day: date) -> None:
        """Another day for the parcel; of several, only their own mails say which."""
        if self.told_ships == 1 and 1 not in self.arrived:
            self._close(at, ("arrive",), 1)
            self._owe("arrive", day, at, 1)

    def _owe(self, kind: str, day: date, at: datetime, parcel: int = 0) -> None:
        due_at = self.zones.due_at(kind, day)
        self.owed.append(Owed(kind, day, at, due_at, parcel))

    def _close(
        self, at: datetime, kinds: Iterable[str], parcel: int | None = None
    ) -> None:
        for one in self.owed:
            right = parcel is None or one.parcel == parcel
            if one.ended_at is None and one.kind in kinds and right:
                one.ended_at = at

    def _end_it(self, at: datetime) -> None:
        """Given up and the money told: what is under way may still come."""
        self._close(at, ("ship", "hear", "word", "outcome"))
        self.all_sent = True
        under_way = [
            one
            for one in self.owed
            if one.kind == "arrive" and one.ended_at is None and one.due_at > at
        ]
        if not under_way:
            self._over(at)

    def _over(self, at: datetime) -> None:
        self.over_at = self.over_at or at
        self._close(at, ("ship", "arrive", "hear", "word", "outcome"))
