"""The buyers: they read mails or do not, open links, and press what is on the page."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from devtools.simulator.browser import LINK, Page, open_link
from devtools.simulator.habits import by_day
from devtools.simulator.makers import Maker
from devtools.simulator.reading import Mail
from devtools.simulator.script import Buyer, Purchase, Reader
from devtools.simulator.stage import Stage
from devtools.simulator.topics import Topic, topic

#: What its button says, or where it leads.
WAIT, CANCEL, ASK = r"/wait/", r"/cancel/", r"/(ask|question|write)/|\bask\b"
HERE = r"/received/|it (is|has) (here|arrived|come)"
NOT_HERE = r"/missing/|not yet|not here"
GOOD = r"/(all-)?(good|well)/|all good"
WITHDRAW = r"withdraw"
#: Worth a look even when nothing has to be decided.
NEWS = (Topic.RECEIVED, Topic.DELAY, Topic.ARRIVAL)
READERS = (Reader.ANSWERS, Reader.READS)


@dataclass
class Customer:
    """One buyer and what they bought; they know their orders by the links in mails."""

    stage: Stage
    purchase: Purchase
    makers: dict[str, Maker] = field(default_factory=dict)
    #: Order → the newest link that opened it.
    links: dict[str, str] = field(default_factory=dict)
    arrival_asked: int = 0
    #: What they have already said no or yes to.
    done: set[tuple[str, str]] = field(default_factory=set)

    @property
    def buyer(self) -> Buyer:
        """Who they are."""
        return self.purchase.buyer

    def begin(self) -> None:
        """What they mean to do whatever happens."""
        purchase, at = self.purchase, self.stage.clock.at
        if purchase.question_at:
            at(purchase.question_at, self._ask)
        if purchase.cancels_at:
            at(purchase.cancels_at, partial(self._each, CANCEL, "cancel"))

    def read(self, mail: Mail) -> None:
        """A mail has come; who reads, reads it some time later, by day."""
        paths = list(dict.fromkeys(LINK.findall(mail.text)))
        about = topic(mail)
        if about == Topic.ARRIVAL:
            self.arrival_asked += 1
        if not paths or not self._will_read(about):
            return
        when = by_day(mail.at + self.buyer.reads_after, self.buyer.zone)
        self.stage.clock.at(when, partial(self._open, paths, about))

    def _will_read(self, about: Topic) -> bool:
        if self.buyer.reader == Reader.SILENT:
            # Told that it has arrived, whoever it has not come to does speak up.
            asked_twice = about == Topic.ARRIVAL and self.arrival_asked > 1
            return asked_twice or about == Topic.ARRIVED
        if self.buyer.reader == Reader.AWAY:
            return False
        # Other news they have read in the mail itself; some look all the same.
        return about in NEWS or self.purchase.number % 4 == 0

    def _open(self, paths: list[str], about: Topic) -> None:
        for path in paths:
            page = open_link(path)
            if page is None:
                words = f"{self.stage.now:%d %b %H:%M} the link {path} opens nothing"
                self.stage.seen.refusals.append(words)
                continue
            self.links[page.number] = path
            self.stage.look(page.number, page.html)
            self._decide(page, about)

    def _decide(self, page: Page, about: Topic) -> None:
        if about == Topic.DELAY and self.buyer.on_delay == "wait":
            self._press(page, WAIT, "wait")
        elif about == Topic.DELAY and self.buyer.on_delay == "cancel":
            self._press(page, CANCEL, "cancel")
        elif about in (Topic.ARRIVAL, Topic.ARRIVED):
            self._say_whether_it_is_here(page, about)
        elif re.search(GOOD, page.html) and self.buyer.confirms_arrival:
            self._press(page, GOOD, "good")

    def _say_whether_it_is_here(self, page: Page, about: Topic) -> None:
        """Nobody says that it is here when it is not; some say nothing when it is."""
        here = self.stage.arrived.get(page.number, set())
        for parcel in self._parcels(page):
            if parcel not in here:
                self._press(page, _of(parcel, NOT_HERE), "missing", parcel)
            elif about == Topic.ARRIVAL and self.buyer.reader in READERS:
                self._press(page, _of(parcel, HERE), "received", parcel)

    def _parcels(self, page: Page) -> list[int]:
        found = re.findall(r"/(?:received|missing)/(\d+)/", page.html)
        return sorted({int(one) for one in found})

    def arrived(self, number: str, parcel: int) -> None:
        """It is in their hands; some say so, later that day."""
        purchase, later = self.purchase, timedelta(hours=3)
        at = by_day(self.stage.now + later, self.buyer.zone)
        if self.buyer.confirms_arrival:
            say = partial(self._confirm, number, parcel)
            self.stage.clock.at(at, say)
        if purchase.withdraws_after:
            when = by_day(self.stage.now + purchase.withdraws_after, self.buyer.zone)
            self.stage.clock.at(when, partial(self._withdraw, number))

    def _confirm(self, number: str, parcel: int) -> None:
        if page := self._page(number):
            self._press(page, _of(parcel, HERE), "received", parcel)

    def _withdraw(self, number: str) -> None:
        """Two steps: say what, then confirm."""
        page = self._page(number)
        link = page and re.search(r'href="(/orders/\w+/withdraw[^"]*)"', page.html)
        if page and link:
            page = page.follow(link[1], b"")
        for _ in range(2):
            page = page and page.press(
                WITHDRAW, words=self.buyer.name, email=self.buyer.email
            )
        if page is not None:
            self.stage.note(number, "buyer", "withdraw", whole=False)
            self.makers[number].expect_back(number)

    def _ask(self) -> None:
        for number in self.links:
            page = self._page(number)
            if page and self._press(page, ASK, "ask", words="How is it coming on?"):
                self.makers[number].answer(number)

    def _each(self, pattern: str, what: str) -> None:
        for number in self.links:
            if page := self._page(number):
                self._press(page, pattern, what)

    def _page(self, number: str) -> Page | None:
        if number not in self.links:
            return None
        page = open_link(self.links[number])
        if page:
            self.stage.look(number, page.html)
        return page

    def _press(
        self, page: Page, pattern: str, what: str, parcel: int = 0, words: str = ""
    ) -> bool:
        """Only a button that is on the page, and the same once."""
        once = (page.number, f"{what}{parcel}{self.stage.now:%j}")
        if once in self.done or page.form(pattern) is None:
            return False
        after = page.press(pattern, words=words)
        if after is None:
            day = f"{self.stage.now:%d %b %H:%M}"
            refusal = f"{day} {page.number} buyer {what}: the page says {page.status}"
            self.stage.seen.refusals.append(refusal)
            return False
        self.done.add(once)
        sent = bool(re.search(r"still on its way|Parcel \d", after.html))
        self.stage.note(page.number, "buyer", what, parcel, not sent)
        self.stage.look(page.number, after.html)
        return True


def _of(parcel: int, pattern: str) -> str:
    """The button of this parcel."""
    return rf"(?=.*/{parcel}/)(?:.*)(?:{pattern})"
