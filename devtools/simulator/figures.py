"""The figures of one run, the bars they must clear, and the table that is printed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from devtools.simulator.judge import Case, cases
from devtools.simulator.observed import Observation
from devtools.simulator.script import Script
from devtools.simulator.wrong import Wrong, wrong

#: The bars of the promise: emails per order at the 95th percentile, and working days
#: from the last promise to the refund of what never came.
MOST_EMAILS, MOST_DAYS = 9, 10


@dataclass(frozen=True)
class Verdict:
    """What the judge found."""

    cases: list[Case]
    wrong: list[Wrong]

    @property
    def dark(self) -> list[Case]:
        """Whose buyers were left wondering, the longest first."""
        found = [case for case in self.cases if case.dark_hours > 0]
        return sorted(found, key=lambda case: -case.dark_hours)

    @property
    def dark_hours(self) -> float:
        """Per 1,000 orders."""
        return self._per_thousand(sum(case.dark_hours for case in self.dark))

    @property
    def late(self) -> list[Case]:
        """What was not sent, or not there, by the day first shown."""
        return [case for case in self.cases if case.is_late]

    @property
    def told_in_time_share(self) -> float:
        """Of the late ones; 1 when none was late."""
        told = sum(case.was_told_in_time for case in self.late)
        return told / len(self.late) if self.late else 1.0

    @property
    def emails(self) -> list[int]:
        """To the buyer, for each order."""
        return sorted(len(case.mails) for case in self.cases)

    @property
    def emails_p95(self) -> int:
        """At most so many for 95 orders of 100."""
        emails = self.emails
        return emails[math.ceil(0.95 * len(emails)) - 1] if emails else 0

    @property
    def never_shipped(self) -> list[Case]:
        """Never posted in truth, not given up by anybody, its promise long past."""
        return [
            case
            for case in self.cases
            if not case.was_ever_posted
            and not case.gave_up
            and not case.is_unknowable
            and (case.refund_days or 0) > 0
            and (case.money or (case.refund_days or 0) > MOST_DAYS)
        ]

    @property
    def unknowable(self) -> int:
        """Counted apart: see `Case.is_unknowable`."""
        return sum(case.is_unknowable for case in self.cases)

    @property
    def refund_working_days_max(self) -> int:
        """The longest that money for what never came was kept."""
        return max((case.refund_days or 0 for case in self.never_shipped), default=0)

    @property
    def unasked(self) -> list[Case]:
        """Cancelled and refunded without anybody's asking."""
        return [case for case in self.cases if case.money and not case.gave_up]

    def _per_thousand(self, number: float) -> float:
        return 1000 * number / max(1, len(self.cases))

    @property
    def json(self) -> dict[str, float | int]:
        """As `--json` writes it."""
        return {
            "orders": len(self.cases),
            "dark_hours": round(self.dark_hours, 1),
            "dark_orders": len(self.dark),
            "wrong_emails": len(self.wrong),
            "late_orders": len(self.late),
            "told_in_time_share": round(self.told_in_time_share, 6),
            "emails_median": median(self.emails) if self.cases else 0,
            "emails_p95": self.emails_p95,
            "emails_max": max(self.emails, default=0),
            "never_shipped": len(self.never_shipped),
            "refunded_unasked": len(self.unasked),
            "refund_working_days_max": self.refund_working_days_max,
            "unknowable_orders": self.unknowable,
        }

    @property
    def misses(self) -> list[str]:
        """Every bar that was not cleared, in words."""
        bars = [
            (not self.dark, f"{self.dark_hours:.0f} hours in the dark, not 0"),
            (not self.wrong, f"{len(self.wrong)} wrong emails, not 0"),
            (self.told_in_time_share == 1, "not every late order was told in time"),
            (self.emails_p95 <= MOST_EMAILS, f"{self.emails_p95} emails at p95"),
            (
                self.refund_working_days_max <= MOST_DAYS,
                f"{self.refund_working_days_max} working days to a refund",
            ),
        ]
        return [words for held, words in bars if not held]


def verdict(script: Script, seen: Observation) -> Verdict:
    """Judge one run."""
    found = cases(script, seen)
    return Verdict(found, wrong(script, seen, found))


ROWS = {
    "dark_hours": "buyer-hours in the dark, per 1,000 orders",
    "dark_orders": "  orders left in the dark",
    "wrong_emails": "wrong emails",
    "late_orders": "late orders",
    "told_in_time_share": "  told before or within 12 h",
    "emails_median": "emails to the buyer per order, median",
    "emails_p95": "  95th percentile",
    "emails_max": "  most",
    "never_shipped": "orders never shipped",
    "refund_working_days_max": "  refunded within so many working days",
    "refunded_unasked": "refunded unasked",
    "unknowable_orders": "lied to, and reads nothing (counted apart)",
}


def table(verdicts: dict[str, Verdict]) -> str:
    """One column for each, side by side."""
    width = max(len(words) for words in ROWS.values()) + 2
    lines = [f"{'':{width}}" + "".join(f"{name:>18}" for name in verdicts)]
    every = [one.json for one in verdicts.values()]
    for key, words in ROWS.items():
        values = "".join(f"{_shown(key, each[key]):>18}" for each in every)
        lines.append(f"{words:{width}}{values}")
    return "\n".join(lines)


def _shown(key: str, value: float) -> str:
    if key.endswith("_share"):
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def told(case: Case, most: int = 30) -> str:
    """An order's whole story, for whoever has to find the cause."""
    placed = case.placed
    buyer = case.purchase.buyer
    lines = [
        f"order {placed.number} (purchase {placed.purchase}, {case.shop.temper}; buyer"
        f" {buyer.reader}), shop {case.shop.zone}, buyer {buyer.zone}"
    ]
    for since, until, what in case.dark:
        lines.append(f"  dark {since:%d %b %H:%M} to {until:%d %b %H:%M}: {what}")
    happened = [
        (act.at, f"{act.who}: {act.what} {act.parcel or ''}") for act in case.acts
    ]
    happened += [(mail.at, f"mail: {mail.subject}") for mail in case.mails]
    happened += [
        (owed.shown_at, f"shown: {owed.kind} by {owed.day}")
        for owed in case.standing.owed
    ]
    happened += [(money.at, f"refund of {money.cents}") for money in case.money]
    story = [f"  {at:%d %b %H:%M} {what}" for at, what in sorted(happened)]
    return "\n".join([*lines, *story[:most]])


def complaints(found: Verdict, most: int = 5) -> str:
    """The first few cases of each kind."""
    parts = [told(case) for case in found.dark[:most]]
    parts += [_about(one) for one in _one_of_each(found.wrong, most)]
    slow = [c for c in found.never_shipped if (c.refund_days or 0) > MOST_DAYS]
    parts += [f"slow refund: {told(case)}" for case in slow[:most]]
    return "\n\n".join(parts)


def _one_of_each(every: Sequence[Wrong], most: int) -> list[Wrong]:
    kinds: dict[str, list[Wrong]] = {}
    for one in every:
        kinds.setdefault(one.what.lstrip("at 0123456789:,"), []).append(one)
    return [one for found in kinds.values() for one in found[:most]]


def _about(one: Wrong) -> str:
    first = one.mail.text.partition("\n\n")[0].replace("\n", "\n    ")
    mail = one.mail
    return (
        f"wrong, {one.what}: order {one.order or '?'}, {mail.at:%d %b %H:%M} UTC to"
        f" {mail.to}\n    {mail.subject}\n    {first}"
    )
