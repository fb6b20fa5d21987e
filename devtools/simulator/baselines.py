"""What others do, on the same script: two policies simple enough to be fair to.

`state_mail_only`: a mail when an order is received, shipped or refunded, and no other.
`one_move`: the seller may move the date once, and the buyer hears of it; whoever wants
their money has to ask, and gets it when the seller agrees or a week has passed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage

from devtools.simulator.observed import Act, Letter, Money, Observation, Placed
from devtools.simulator.script import Part, Posting, Purchase, Reader, Script, Workshop

#: A buyer who minds asks for their money so long after the day has passed.
ASKS_AFTER, WAITS_FOR = timedelta(days=10), timedelta(days=7)


@dataclass
class Elsewhere:
    """A marketplace with one of the two policies."""

    script: Script
    may_move: bool
    seen: Observation = field(default_factory=Observation)

    def run(self) -> Observation:
        """Every order on its own: nothing here waits for anything else."""
        for purchase in self.script.purchases:
            if purchase.abandons:
                continue
            for number, part in enumerate(purchase.parts):
                Story(self, purchase, part, number).tell()
        end = self.script.end
        self.seen.letters = [one for one in self.seen.letters if one.at <= end]
        self.seen.money = [one for one in self.seen.money if one.at <= end]
        self.seen.acts = [one for one in self.seen.acts if one.at <= end]
        return self.seen


@dataclass
class Story:
    """One order there."""

    there: Elsewhere
    purchase: Purchase
    part: Part
    index: int

    @property
    def number(self) -> str:
        """What it is called."""
        return f"N{self.purchase.number:05}-{self.index}"

    @property
    def shop(self) -> Workshop:
        """Whose it is."""
        return self.there.script.shops[self.part.shop]

    def tell(self) -> None:
        """From payment to parcel, or to nothing."""
        placed = Placed(self.number, self.purchase.number, self.index)
        self.there.seen.orders.append(placed)
        paid_at = self.purchase.placed_at
        self._act(paid_at, "buyer", "paid")
        due = _working_days(self.shop, paid_at, self.shop.days_to_make)
        self._mail(paid_at, "Order received", f"It ships by {_named(due)}.")
        due = self._moved(due)
        stops_at = self._asked(due)
        for parcel, posting in enumerate(self.part.postings, 1):
            if stops_at is None or posting.at < stops_at:
                self._sent(posting, parcel)
        if self.purchase.question_at:
            self._asks(self.purchase.question_at)

    def _moved(self, due: date) -> date:
        for move in self.part.moves[:1] if self.there.may_move else ():
            due += timedelta(days=move.days)
            words = f"The seller needs more time: it now ships by {_named(due)}."
            self._act(move.at, "maker", "move")
            self._mail(move.at, "New date for your order", words)
        return due

    def _asked(self, due: date) -> datetime | None:
        """Only who reads and minds asks; a seller who is there says yes in two days."""
        buyer = self.purchase.buyer
        minds = buyer.reader in (Reader.ANSWERS, Reader.READS)
        if not minds:
            return None
        asks_at = datetime.combine(due, time(12), tzinfo=UTC) + ASKS_AFTER
        if all(one.at < asks_at and one.is_posted for one in self._postings()):
            return None
        gone = self.shop.gone_from and self.shop.gone_from < asks_at
        if gone and not self.there.may_move:
            return None
        back_at = asks_at + (WAITS_FOR if gone else timedelta(days=2))
        words = f"Order {self.number} is cancelled, and your money goes back to you."
        self._mail(back_at, "Cancelled and refunded", words)
        self.there.seen.money.append(Money(back_at, self.number, 1))
        return back_at

    def _postings(self) -> Iterator[Posting]:
        yield from self.part.postings or [Posting((), self.there.script.end, False)]

    def _sent(self, posting: Posting, parcel: int) -> None:
        shop, last = self.shop, parcel == len(self.part.postings)
        self._act(posting.at, "maker", "ship", parcel, last)
        near = self.purchase.buyer.country == shop.country
        days = shop.transit_home if near else shop.transit_away
        by = posting.at.date() + timedelta(days=days)
        words = f"Your order is on its way. It arrives by {_named(by)}."
        self._mail(posting.at, "Your order is on its way", words)
        if posting.is_posted:
            self._act(posting.at, "maker", "posted", parcel)
            if posting.transit_days is not None:
                there_at = posting.at + timedelta(days=posting.transit_days)
                self._act(there_at, "carrier", "arrived", parcel)

    def _asks(self, at: datetime) -> None:
        self._act(at, "buyer", "ask")
        if self.shop.answers_after is not None:
            answered = at + self.shop.answers_after
            self._act(answered, "maker", "answer")
            self._mail(answered, "An answer from the seller", "Here is my answer.")

    def _act(
        self, at: datetime, who: str, what: str, parcel: int = 0, whole: bool = True
    ) -> None:
        self.there.seen.acts.append(Act(at, self.number, who, what, parcel, whole))

    def _mail(self, at: datetime, subject: str, words: str) -> None:
        mail = EmailMessage()
        count = len(self.there.seen.letters)
        mail["Subject"] = f"{subject}: {self.shop.name}"
        mail["From"] = "Another market <orders@elsewhere.example>"
        mail["Message-ID"] = f"<{count}@elsewhere.example>"
        mail.set_content(f"{words}\n\nOrder {self.number}, {self.shop.name}.\n")
        to = (self.purchase.buyer.email,)
        self.there.seen.letters.append(Letter(at, to, mail.as_bytes()))


def _working_days(shop: Workshop, since: datetime, days: int) -> date:
    local = since.astimezone(shop.tz)
    day = local.date() + timedelta(days=local.hour >= shop.cut_off)
    while days or day.weekday() not in shop.weekdays:
        day += timedelta(days=1)
        days = max(0, days - (day.weekday() in shop.weekdays))
    return day


def _named(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def state_mail_only(script: Script) -> Observation:
    """What the open-source shops do."""
    return Elsewhere(script, may_move=False).run()


def one_move(script: Script) -> Observation:
    """What the largest marketplace does."""
    return Elsewhere(script, may_move=True).run()
