"""The evidence of an order as a PDF: its data told in chapters, and attached to it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import formats

from marketplace.money import format_money
from notifications.paper import Paper
from orders.evidence import Data

NOTE = (
    "Words between ‹ and › are in a script that this print has no letters for, and are"
    " put into Latin letters. The data attached to this file has every word as it was"
    " written."
)
READERS = {"buyer": "the buyer", "maker": "the maker", "operator": "the marketplace"}
STATES = {
    "due": "waits to be posted",
    "sent": "posted",
    "parked": "could not be posted: a person looks after it",
    "dropped": "not posted: it was no longer true",
    "bundled": "posted together with another one",
}
ANSWERS = {"waiting": "The buyer will wait", "cancelled": "The buyer cancelled"}
#: What a person wrote, among the details of an event.
WORDS = ("note", "reason", "delivery_note")


class Chapters:
    """One order's evidence, written onto paper in the zone of its shop."""

    def __init__(self, found: Data) -> None:
        self.found = found
        self.order = found["order"]
        self.zone = ZoneInfo(found["shop"]["time_zone"])
        name = found["marketplace"]["name"]
        self.paper = Paper(f"{name} · Evidence of order {self.order['number']}")

    def write(self, attached: bytes) -> bytes:
        """The whole of it, with the data attached."""
        self._beginning()
        self._basis()
        self._promises()
        self._events()
        self._parcels()
        self._refunds()
        self._emails()
        paper = self.paper
        if paper.has_foreign_words:
            paper.ln(6)
            paper.small(NOTE)
        name = f"order-{self.order['number']}.json"
        paper.embed_file(bytes=attached, basename=name, mime_type="application/json")
        return bytes(paper.output())

    def _beginning(self) -> None:
        paper, found, order = self.paper, self.found, self.order
        made = self._at(found["made_at"])
        paper.headline(f"Order {order['number']}")
        paper.small(
            "Everything that was promised and told about it, written down on"
            f" {made} for {READERS[found['made_for']]}. Times are those of"
            f" {self.zone.key}."
        )
        paper.heading("The order")
        paper.row("Bought by", found["buyer"]["name"], [found["buyer"]["email"]])
        paper.row("Goes to", ", ".join(found["delivery"]["address"]))
        paper.row("Delivery note", found["delivery"]["note"])
        shop = found["shop"]
        paper.row("Made by", f"{shop['maker']}, {shop['name']}", [shop["place"]])
        for line in found["lines"]:
            paper.row("Pieces", *self._piece(line))
        paper.row("Postage", self._money("shipping"), [found["delivery"]["shipping"]])
        paper.row("Paid", self._money("total"), [self._at(order["paid_at"])])
        if order["refunded_cents"]:
            paper.row("Given back", self._money("refunded"))
        paper.row("State", order["state"].replace("_", " "))

    def _piece(self, line: Data) -> tuple[str, list[str]]:
        price = format_money(line["price_cents"], self.order["currency"])
        needed = self._day(line["needed_by"])
        return f"{line['quantity']} × {line['title']}, {price} each", [
            line["option"],
            f"{line['question']} {line['personalisation']}".strip(),
            f"Needed by {needed}" if needed else "",
        ]

    def _basis(self) -> None:
        paper, basis = self.paper, self.found["basis"]
        week = basis["calendar"]
        paper.heading("What the promise was counted from")
        days = basis["days_to_make"]
        paper.row("Time to make", f"{days} working day{'' if days == 1 else 's'}")
        paper.row(
            "Working days",
            ", ".join(week["weekdays"]),
            [
                f"Until {week['cut_off']} of a day, {week['time_zone']}",
                self._holidays(week),
                *(f"Away {self._span(*each)}" for each in week["breaks"]),
            ],
        )
        least, most = basis["transit_days_min"], basis["transit_days_max"]
        paper.row("On its way", f"{most} days at most, {least} at least")
        paper.row("Ships by", self._day(basis["ships_by"]))
        paper.row("Arrives by", self._day(basis["arrives_by"]))
        if basis["calendar_as_of"] == "export":
            paper.small("The calendar is the shop's as it is now.")

    def _holidays(self, week: Data) -> str:
        place = " ".join(filter(None, (week["country"], week["region"])))
        return f"Less the public holidays of {place}" if week["keeps_holidays"] else ""

    def _promises(self) -> None:
        self.paper.heading("Every date that was promised")
        for one in self.found["promises"]:
            day = self._day(one["ships_by"])
            said = (
                f"Ships by {day}" if one["has_date"] else f"No date yet; word by {day}"
            )
            self.paper.row(
                self._at(one["made_at"]),
                f"{said}, said {one['by']}",
                [
                    f"“{one['reason']}”" if one["reason"] else "",
                    self._consent(one),
                    self._when(ANSWERS.get(one["answer"], ""), one["answered_at"]),
                    self._when("It passed, and the buyer was told", one["missed_at"]),
                ],
            )

    def _consent(self, one: Data) -> str:
        if not one["needs_yes"]:
            return "" if one["number"] == 1 else "Silence was consent"
        by = self._at(one["answer_by_at"])
        return f"Without a yes by {by} it is cancelled and refunded"

    def _events(self) -> None:
        self.paper.heading("What happened")
        for event in self.found["events"]:
            details = event["details"]
            words = [str(details[name]) for name in WORDS if details.get(name)]
            cents = details.get("refund_cents")
            back = format_money(cents, self.order["currency"]) if cents else ""
            self.paper.row(
                self._at(event["at"]),
                event["what"],
                [
                    f"by {event['by']}",
                    *(f"“{each}”" for each in words),
                    f"{back} goes back" if back else "",
                ],
            )

    def _parcels(self) -> None:
        if self.found["parcels"]:
            self.paper.heading("Parcels")
        for one in self.found["parcels"]:
            held = [f"{each['quantity']} × {each['title']}" for each in one["contents"]]
            number = " ".join(filter(None, (one["carrier"], one["tracking_number"])))
            self.paper.row(
                f"Parcel {one['number']}",
                ", ".join(held),
                [
                    number,
                    self._when("Packed", one["packed_at"]),
                    self._when("Left", one["shipped_at"]),
                    f"Arrives by {self._day(one['arrives_by'])}",
                    self._when("Arrived", one["delivered_at"]),
                    self._when("The buyer said that it is not here", one["missing_at"]),
                    self._when("Given up and refunded", one["lost_at"]),
                ],
            )

    def _refunds(self) -> None:
        if self.found["refunds"]:
            self.paper.heading("Money that went back")
        for one in self.found["refunds"]:
            amount = format_money(one["amount_cents"], self.order["currency"])
            self.paper.row(
                self._at(one["asked_at"]),
                amount,
                [one["reason"], self._when("Through", one["finished_at"])],
            )

    def _emails(self) -> None:
        self.paper.heading("Every email, as it was posted")
        for one in self.found["emails"]:
            state = STATES[one["state"]]
            when = self._at(one["sent_at"] or one["written_at"])
            self.paper.strong(one["subject"] or one["what"])
            self.paper.small(f"To {one['to']} · {state} · {when}")
            self.paper.small(one["message_id"])
            self.paper.ln(1.5)
            self.paper.text_of(one["text"] or one["withheld"] or "–")

    def _money(self, name: str) -> str:
        return format_money(self.order[f"{name}_cents"], self.order["currency"])

    def _when(self, words: str, at: str | None) -> str:
        return f"{words}: {self._at(at)}" if words and at else ""

    def _at(self, at: str | None) -> str:
        if at is None:
            return ""
        local = datetime.fromisoformat(at).astimezone(self.zone)
        return formats.date_format(local, "j M Y, H:i")

    def _day(self, day: str | None) -> str:
        return formats.date_format(date.fromisoformat(day), "l j F Y") if day else ""

    def _span(self, first: str, last: str) -> str:
        return f"{self._day(first)} to {self._day(last)}"


def pdf(found: Data, attached: bytes) -> bytes:
    """The evidence on paper; `attached` is the same as data."""
    return Chapters(found).write(attached)
