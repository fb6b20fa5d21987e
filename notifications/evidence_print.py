"""The evidence of an order as a PDF: its data told in chapters, and attached to it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace import dates
from marketplace.money import format_money
from notifications.paper import Paper
from orders.evidence import Data
from orders.models.order import OrderState

NOTE = gettext_lazy(
    "Words between ‹ and › are in a script that this print has no letters for, and are"
    " put into Latin letters. The data attached to this file has every word as it was"
    " written."
)
WRITTEN = {
    "buyer": gettext_lazy(
        "Everything that was promised and told about it, written down on %(moment)s"
        " for the buyer. Times are those of %(zone)s."
    ),
    "maker": gettext_lazy(
        "Everything that was promised and told about it, written down on %(moment)s"
        " for the maker. Times are those of %(zone)s."
    ),
    "operator": gettext_lazy(
        "Everything that was promised and told about it, written down on %(moment)s"
        " for the marketplace. Times are those of %(zone)s."
    ),
}
STATES = {
    "due": gettext_lazy("waits to be posted"),
    "sent": gettext_lazy("posted"),
    "parked": gettext_lazy("could not be posted: a person looks after it"),
    "dropped": gettext_lazy("not posted: it was no longer true"),
    "bundled": gettext_lazy("posted together with another one"),
}
ANSWERS = {
    "waiting": gettext_lazy("The buyer will wait"),
    "cancelled": gettext_lazy("The buyer cancelled"),
}
#: What a person wrote, among the details of an event.
WORDS = ("note", "reason", "delivery_note")


class Chapters:
    """One order's evidence, written onto paper in the zone of its shop."""

    def __init__(self, found: Data) -> None:
        self.found = found
        self.order = found["order"]
        self.zone = ZoneInfo(found["shop"]["time_zone"])
        name = found["marketplace"]["name"]
        about = _("Evidence of order %(number)s") % self.order
        self.paper = Paper(f"{name} · {about}")

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
            paper.small(str(NOTE))
        name = f"order-{self.order['number']}.json"
        paper.embed_file(bytes=attached, basename=name, mime_type="application/json")
        return bytes(paper.output())

    def _beginning(self) -> None:
        paper, found, order = self.paper, self.found, self.order
        made = self._at(found["made_at"])
        paper.headline(_("Order %(number)s") % order)
        written = WRITTEN[found["made_for"]]
        paper.small(written % {"moment": made, "zone": self.zone.key})
        paper.heading(_("The order"))
        paper.row(_("Bought by"), found["buyer"]["name"], [found["buyer"]["email"]])
        paper.row(_("Goes to"), ", ".join(found["delivery"]["address"]))
        paper.row(_("Delivery note"), found["delivery"]["note"])
        shop = found["shop"]
        paper.row(_("Made by"), f"{shop['maker']}, {shop['name']}", [shop["place"]])
        for line in found["lines"]:
            paper.row(_("Pieces"), *self._piece(line))
        way = found["delivery"]["shipping"]
        paper.row(_("Postage"), self._money("shipping"), [way])
        paper.row(_("Paid"), self._money("total"), [self._at(order["paid_at"])])
        if order["refunded_cents"]:
            paper.row(_("Given back"), self._money("refunded"))
        paper.row(_("State"), str(OrderState(order["state"]).label))

    def _piece(self, line: Data) -> tuple[str, list[str]]:
        price = format_money(line["price_cents"], self.order["currency"])
        needed = self._day(line["needed_by"])
        each = _("%(quantity)s × %(title)s, %(price)s each") % (line | {"price": price})
        return each, [
            line["option"],
            f"{line['question']} {line['personalisation']}".strip(),
            _("Needed by %(day)s") % {"day": needed} if needed else "",
        ]

    def _basis(self) -> None:
        paper, basis = self.paper, self.found["basis"]
        week = basis["calendar"]
        paper.heading(_("What the promise was counted from"))
        paper.row(_("Time to make"), _working_days(basis["days_to_make"]))
        until = _("Until %(cut_off)s of a day, %(time_zone)s") % week
        away = [self._away(*each) for each in week["breaks"]]
        paper.row(
            _("Working days"),
            ", ".join(week["weekdays"]),
            [until, self._holidays(week), *away],
        )
        transit = _("%(transit_days_max)s days at most, %(transit_days_min)s at least")
        paper.row(_("On its way"), transit % basis)
        paper.row(_("Ships by"), self._day(basis["ships_by"]))
        paper.row(_("Arrives by"), self._day(basis["arrives_by"]))
        if basis["calendar_as_of"] == "export":
            paper.small(_("The calendar is the shop's as it is now."))

    def _holidays(self, week: Data) -> str:
        place = " ".join(filter(None, (week["country"], week["region"])))
        if not week["keeps_holidays"]:
            return ""
        return _("Less the public holidays of %(place)s") % {"place": place}

    def _promises(self) -> None:
        self.paper.heading(_("Every date that was promised"))
        for one in self.found["promises"]:
            told = {"day": self._day(one["ships_by"]), "who": one["by"]}
            dated = _("Ships by %(day)s, said %(who)s") % told
            undated = _("No date yet; word by %(day)s, said %(who)s") % told
            passed = _("It passed, and the buyer was told")
            answer = str(ANSWERS.get(one["answer"], ""))
            self.paper.row(
                self._at(one["made_at"]),
                dated if one["has_date"] else undated,
                [
                    f"“{one['reason']}”" if one["reason"] else "",
                    self._consent(one),
                    self._when(answer, one["answered_at"]),
                    self._when(passed, one["missed_at"]),
                ],
            )

    def _consent(self, one: Data) -> str:
        if not one["needs_yes"]:
            return "" if one["number"] == 1 else _("Silence was consent")
        by = {"moment": self._at(one["answer_by_at"])}
        return _("Without a yes by %(moment)s it is cancelled and refunded") % by

    def _events(self) -> None:
        self.paper.heading(_("What happened"))
        for event in self.found["events"]:
            details = event["details"]
            words = [str(details[name]) for name in WORDS if details.get(name)]
            cents = details.get("refund_cents")
            back = format_money(cents, self.order["currency"]) if cents else ""
            self.paper.row(
                self._at(event["at"]),
                event["what"],
                [
                    _("by %(who)s") % {"who": event["by"]},
                    *(f"“{each}”" for each in words),
                    _("%(sum)s goes back") % {"sum": back} if back else "",
                ],
            )

    def _parcels(self) -> None:
        if self.found["parcels"]:
            self.paper.heading(_("Parcels"))
        for one in self.found["parcels"]:
            held = [f"{each['quantity']} × {each['title']}" for each in one["contents"]]
            number = " ".join(filter(None, (one["carrier"], one["tracking_number"])))
            self.paper.row(
                _("Parcel %(number)s") % one,
                ", ".join(held),
                [
                    number,
                    self._when(_("Packed"), one["packed_at"]),
                    self._when(_("Left"), one["shipped_at"]),
                    _("Arrives by %(day)s") % {"day": self._day(one["arrives_by"])},
                    self._when(_("Arrived"), one["delivered_at"]),
                    self._when(
                        _("The buyer said that it is not here"), one["missing_at"]
                    ),
                    self._when(_("Given up and refunded"), one["lost_at"]),
                ],
            )

    def _refunds(self) -> None:
        if self.found["refunds"]:
            self.paper.heading(_("Money that went back"))
        for one in self.found["refunds"]:
            amount = format_money(one["amount_cents"], self.order["currency"])
            self.paper.row(
                self._at(one["asked_at"]),
                amount,
                [one["reason"], self._when(_("Through"), one["finished_at"])],
            )

    def _emails(self) -> None:
        self.paper.heading(_("Every email, as it was posted"))
        for one in self.found["emails"]:
            told = {"address": one["to"], "state": STATES[one["state"]]}
            told["moment"] = self._at(one["sent_at"] or one["written_at"])
            self.paper.strong(one["subject"] or one["what"])
            self.paper.small(_("To %(address)s · %(state)s · %(moment)s") % told)
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
        return dates.moment(local, with_year=True)

    def _day(self, day: str | None) -> str:
        return dates.day(date.fromisoformat(day), with_year=True) if day else ""

    def _away(self, first: str, last: str) -> str:
        span = {"first": self._day(first), "last": self._day(last)}
        return _("Away %(first)s to %(last)s") % span


def _working_days(count: int) -> str:
    days = ngettext("%(count)s working day", "%(count)s working days", count)
    return days % {"count": count}


def pdf(found: Data, attached: bytes) -> bytes:
    """The evidence on paper; `attached` is the same as data."""
    return Chapters(found).write(attached)
