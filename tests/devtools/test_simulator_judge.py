"""The judge, fed with mailboxes made by hand: whatever is dark or wrong is found, and
nothing else is."""

import ast
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from devtools.simulator import judge
from devtools.simulator.figures import Verdict, verdict
from devtools.simulator.observed import Act, Letter, Look, Money, Observation, Placed
from devtools.simulator.reading import page, said
from devtools.simulator.script import (
    Buyer,
    Part,
    Purchase,
    Reader,
    Script,
    Temper,
    Workshop,
)

BUYER = Buyer(
    name="Ada Winter",
    email="ada@buyers.example",
    zone="Europe/Berlin",
    country="DE",
    city="Berlin",
    postal_code="12045",
    area="",
    has_account=False,
    tells_zone=True,
    reader=Reader.ANSWERS,
    reads_after=timedelta(hours=1),
)
SHOP = Workshop(
    key=0,
    name="Ash & Clay",
    maker="Bea Wood",
    email="bea@makers.example",
    place="Leipzig",
    country="DE",
    region="",
    zone="Europe/Berlin",
    weekdays=(0, 1, 2, 3, 4),
    cut_off=14,
    days_to_make=3,
    transit_home=3,
    transit_away=9,
    temper=Temper.PROMPT,
)


def utc(day: int, hour: int = 10, month: int = 11) -> datetime:
    """A moment of that autumn; Monday is 2 November."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


class Box:
    """One order's mailbox, filled by hand."""

    def __init__(
        self, *, buyer: Buyer = BUYER, secret_until: date | None = None
    ) -> None:
        part = Part(shop=0, lines=((0, 1),))
        self.purchase = Purchase(0, buyer, utc(2), (part,), secret_until=secret_until)
        self.seen = Observation(orders=[Placed("N0000001", 0, 0)])
        self.act(utc(2), "buyer", "paid")

    def act(self, at: datetime, who: str, what: str, parcel: int = 0) -> "Box":
        """Somebody did something."""
        self.seen.acts.append(Act(at, "N0000001", who, what, parcel))
        return self

    def mail(self, at: datetime, subject: str, words: str, **more: str) -> "Box":
        """Something reached somebody."""
        mail = EmailMessage()
        mail["Subject"] = subject
        mail["From"] = more.get("sender", "Handloop <orders@handloop.example>")
        count = len(self.seen.letters)
        mail["Message-ID"] = more.get("identity", f"<{count}@handloop.example>")
        mail.set_content(f"{words}\n\nOrder N0000001, Ash & Clay.\n")
        to = more.get("to", BUYER.email)
        self.seen.letters.append(Letter(at, (to,), mail.as_bytes()))
        return self

    def received(self) -> "Box":
        """The first mail: by Thursday."""
        words = "It ships by Thursday 5 November and arrives by Sunday 8 November."
        return self.mail(utc(2), "Order received", words)

    def shipped(self, day: int = 4) -> "Box":
        """Sent, and said so: there by Saturday."""
        self.act(utc(day), "maker", "ship", 1).act(utc(day), "maker", "posted", 1)
        words = "Your order is on its way. It arrives by Saturday 7 November."
        return self.mail(utc(day), "Your parcel is on its way", words)

    def refund(self, at: datetime) -> "Box":
        """Stripe saw that her money went back."""
        self.seen.money.append(Money(at, "N0000001", 4200))
        return self

    def look(self, at: datetime, words: str) -> "Box":
        """What her page showed."""
        html = f"<main><dl><dd><p>{words}</p></dd></dl></main>"
        self.seen.looks.append(Look(at, "N0000001", html))
        return self

    def judged(self) -> Verdict:
        """At the end of the year."""
        script = Script(1, utc(1), utc(31, month=12), (SHOP,), (self.purchase,), ())
        return verdict(script, self.seen)


def arrived(box: Box) -> Box:
    """In her hands in time."""
    return box.act(utc(6), "carrier", "arrived", 1)


CLEAN: dict[str, Callable[[], Box]] = {
    "sent and there in time": lambda: arrived(Box().received().shipped()),
    "told twelve hours after": lambda: arrived(
        Box()
        .received()
        .mail(utc(6, 8), "Late: your order", "It was to ship by Thursday 5 November.")
        .shipped(6)
    ),
    "moved before the day": lambda: (
        Box()
        .received()
        .mail(
            utc(5),
            "New date",
            "It now ships by Thursday 12 November.\nPromised before: Thursday 5"
            " November.",
        )
        .shipped(11)
        .act(utc(13), "carrier", "arrived", 1)
    ),
    "asked whether it is there": lambda: (
        Box()
        .received()
        .shipped()
        .mail(utc(8, 8), "Has it arrived?", "Is it here?")
        .act(utc(12), "carrier", "arrived", 1)
    ),
    "refunded after the notice said so": lambda: (
        Box()
        .received()
        .mail(
            utc(6, 8),
            "Late: your order",
            "It was to ship by Thursday 5 November. If nothing comes, it is cancelled"
            " on Wednesday 11 November.",
        )
        .mail(utc(12, 8), "Cancelled, €42.00 refunded", "€42.00 goes back to you.")
        .refund(utc(12, 8))
    ),
    "a question answered": lambda: arrived(
        Box()
        .received()
        .act(utc(3), "buyer", "ask")
        .mail(utc(4, 9), "A message", "Nearly done. It ships by Thursday 5 November.")
        .shipped(5)
    ),
    "the same mail posted twice": lambda: arrived(
        Box()
        .received()
        .mail(utc(3), "Seen", "She has seen it.", identity="<twice@x>")
        .mail(utc(3, 11), "Seen", "She has seen it.", identity="<twice@x>")
        .shipped()
    ),
}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_story_is_found_clean(name: str) -> None:
    found = CLEAN[name]().judged()
    assert not found.dark
    assert [one.what for one in found.wrong] == []
    assert found.told_in_time_share == 1


DARK: dict[str, Callable[[], Box]] = {
    "the day passed and nobody said so": lambda: Box().received(),
    "told, but thirteen hours after": lambda: (
        Box().received().mail(utc(6, 13), "Late: your order", "It was to ship.")
    ),
    "only the page says so": lambda: (
        Box().received().look(utc(6, 8), "It is late. You can wait, or cancel.")
    ),
    "the new day passed as well": lambda: (
        Box()
        .received()
        .mail(utc(5), "New date", "It now ships by Thursday 12 November.")
    ),
    "a lie: marked as sent and never came": lambda: (
        Box()
        .received()
        .act(utc(4), "maker", "ship", 1)
        .mail(utc(4), "On its way", "It arrives by Saturday 7 November.")
    ),
    "what was to happen after the notice did not": lambda: (
        Box()
        .received()
        .mail(
            utc(6, 8),
            "Late: your order",
            "It was to ship by Thursday 5 November. If nothing comes, it is cancelled"
            " on Wednesday 11 November.",
        )
    ),
    "the page promised an earlier day than the mail": lambda: (
        Box().received().look(utc(3), "It ships by Wednesday 4 November.").shipped(5)
    ),
}


@pytest.mark.parametrize("name", DARK)
def test_darkness_is_found(name: str) -> None:
    found = DARK[name]().judged()
    assert len(found.dark) == 1
    assert found.told_in_time_share < 1


def test_a_question_is_dark_after_two_days_until_somebody_writes() -> None:
    box = Box().received().shipped().act(utc(4, 11), "buyer", "ask")
    box.mail(utc(6, 15), "A message", "Sorry for the wait: it is green.")
    box.act(utc(7), "carrier", "arrived", 1)
    assert box.judged().dark_hours == pytest.approx(1000 * 4)


def test_charged_and_silent_is_dark() -> None:
    box = Box()
    box.mail(utc(3, 2), "Order received", "It is paid.")
    assert box.judged().dark_hours == pytest.approx(1000 * 4)


def test_dark_hours_are_counted_from_twelve_hours_after() -> None:
    box = Box().received()
    box.mail(utc(6, 14), "Late: your order", "It was to ship by Thursday 5 November.")
    # Midnight in Leipzig is eleven at night UTC; twelve hours later it is eleven.
    assert box.judged().dark_hours == pytest.approx(1000 * 3, abs=1)


WRONG: dict[str, Callable[[], Box]] = {
    "a delay email after shipping": lambda: arrived(Box().received().shipped()).mail(
        utc(6), "Late: your order", "It was to ship by Thursday 5 November."
    ),
    "shipped, and nobody did": lambda: (
        Box().received().mail(utc(4), "It is on its way", "It has been posted.")
    ),
    "after it was cancelled": lambda: (
        Box()
        .received()
        .act(utc(3), "buyer", "cancel")
        .refund(utc(3))
        .mail(utc(6, 8), "Late: your order", "It was to ship by Thursday 5 November.")
    ),
    "a refund that Stripe never saw": lambda: (
        Box().received().mail(utc(4), "Cancelled", "Your money goes back to you.")
    ),
    "at night": lambda: arrived(Box().received().shipped()).mail(
        utc(8, 22), "News", "From the workbench."
    ),
    "a present given away": lambda: arrived(
        Box(secret_until=date(2026, 12, 24))
        .mail(utc(2), "Update", "It is paid and received.")
        .mail(utc(3), "Ash & Clay has seen it", "Good.")
    ),
    "to a stranger": lambda: Box().mail(utc(3), "Hello", "You.", to="carl@x.example"),
    "said twice": lambda: arrived(
        Box().mail(utc(3), "Seen", "Seen.").mail(utc(3, 11), "Seen", "Seen.")
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_email_is_found(what: str) -> None:
    assert any(what in one.what for one in WRONG[what]().judged().wrong)


def test_about_money_or_today_one_is_written_to_at_night() -> None:
    box = arrived(Box().received().shipped()).refund(utc(8))
    box.mail(utc(8, 22), "Refunded", "€3.00 goes back to you.")
    box.mail(utc(9, 22), "Delivered today", "It came today.")
    assert box.judged().wrong == []


def test_money_for_what_never_came_has_its_days_counted() -> None:
    box = Box().received()
    box.mail(utc(6, 8), "Late: your order", "It was to ship by Thursday 5 November.")
    box.mail(utc(20, 8), "Cancelled", "Your money goes back to you.").refund(utc(20, 8))
    found = box.judged()
    assert [case.refund_days for case in found.never_shipped] == [11]
    assert any("11 working days" in words for words in found.misses)


def test_no_money_at_all_is_counted_to_the_end() -> None:
    box = Box().received()
    box.mail(utc(6, 8), "Late: your order", "It was to ship by Thursday 5 November.")
    assert box.judged().refund_working_days_max > 30


def test_who_reads_nothing_and_is_lied_to_is_counted_apart() -> None:
    box = Box(buyer=replace(BUYER, reader=Reader.AWAY)).received()
    box.act(utc(4), "maker", "ship", 1)
    found = box.judged()
    assert (found.unknowable, found.never_shipped) == (1, [])


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("It ships by Tuesday 1 December and arrives by Friday 4 December.", "sa"),
        ("It was to ship by Tuesday 1 December.", ""),
        ("Promised before: Tuesday 1 December\nNew date: Friday 4 December", "s"),
        ("Without a yes by Tuesday 1 December, 12:00, it is cancelled.", "o"),
        ("You hear a day by Tuesday 1 December.", "h"),
        ("It is on its statement by Tuesday 1 December.", ""),
        ("It arrives by Friday 1 January 2027.", "a"),
        ("It arrives by Friday 1 January.", "a"),
        ("We wrote on Friday 20 November.", ""),
    ],
)
def test_days_are_read_as_people_read_them(words: str, kinds: str) -> None:
    found = said(words, date(2026, 11, 25))
    assert "".join(one.kind[0] for one in found) == kinds


def test_a_day_without_its_year_is_the_nearest_that_fits() -> None:
    (found,) = said("It arrives by Friday 1 January.", date(2026, 12, 20))
    assert found.day == date(2027, 1, 1)


def test_what_is_history_on_a_page_promises_nothing() -> None:
    html = (
        "<main><dd><p>It ships by Tuesday 1 December.</p></dd>"
        "<h2>What was promised</h2><p>Ships by Tuesday 24 November</p></main>"
    )
    assert "24 November" not in page(html)
    assert "1 December" in page(html)


def test_the_judge_is_a_stranger_to_what_it_judges() -> None:
    here = Path(judge.__file__).parent
    known, waiting = set[str](), ["judge", "wrong", "figures", "baselines", "drawing"]
    while waiting:
        name = waiting.pop()
        known.add(name)
        tree = ast.parse((here / f"{name}.py").read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [str(node.module)]
                if node.module == "devtools.simulator":
                    names = [f"devtools.simulator.{one.name}" for one in node.names]
            else:
                continue
            for each in names:
                first, _, rest = each.partition(".")
                assert first in STRANGERS, f"{name} imports {each}"
                own = rest.removeprefix("simulator.")
                if first == "devtools" and own not in known:
                    assert rest.startswith("simulator."), f"{name} imports {each}"
                    waiting.append(own)


#: The standard library, and the simulator itself.
STRANGERS = {*sys.stdlib_module_names, "devtools"}
