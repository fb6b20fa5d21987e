"""What a maker fills in when a day moves: for one order, for many, for a break."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.errors import Refused
from marketplace.languages import Words
from orders import apologies, promise
from orders.delays import Delay, refund_of, terms_for
from orders.facts import in_force
from orders.limits import limits
from orders.models import Order, OrderLine
from orders.promising import NewDate
from orders.step_form import WHY, StepForm, words_field
from orders.thread import ship_by_on
from shops.calendar import WorkingWeek
from shops.models import Shop

#: A new date is suggested so many working days after the old one, or after today.
SUGGESTED_DAYS = 3
MOST_DAYS = 60
#: No break is so far away (`shops.breaks`), and no calendar need be asked beyond these.
A_CALENDARS_WORTH = timedelta(days=1000)
FIRST_CALENDAR = date(2000, 1, 1)


def day_field(
    label: Words, help_text: Words = "", *, required: Words = ""
) -> forms.DateField:
    """One day; `required` is what is said when there is none."""
    return forms.DateField(
        label=cast(str, label),
        help_text=cast(str, help_text),
        required=bool(required),
        error_messages={
            "required": cast(str, required),
            "invalid": gettext_lazy("Write the day as 2026-11-27."),
        },
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def why_not_a_day(week: WorkingWeek, day: date, now: datetime) -> str:
    """Why nothing can be promised for this day, whatever was promised before."""
    return promise.why_not([], week, day, now)


class ReviseForm(StepForm):
    """I need more time: which pieces, until when, and why."""

    step = "revise"
    url_name = "orders:revise"
    label = gettext_lazy("I need more time")
    button = gettext_lazy("Give the buyer the new date")
    template = "orders/sale_fields_revise.html"
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Which pieces"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("One of these pieces has left already.")
        },
    )
    until = forms.ChoiceField(
        label=gettext_lazy("Until when"),
        required=False,
        choices=[
            ("day", gettext_lazy("It ships by this day")),
            ("unknown", gettext_lazy("I cannot say yet; I will by this day")),
        ],
        initial="day",
        widget=forms.RadioSelect,
    )
    ship_by_on = day_field(
        gettext_lazy("The day"), required=gettext_lazy("Choose the new day.")
    )
    reason = words_field(
        gettext_lazy("Why, in your own words"),
        gettext_lazy("The buyer reads it at once, and may wait or cancel."),
        required=WHY,
    )

    def build(self) -> None:
        """The pieces and the days that may be chosen, and sensible ones to begin."""
        week = self.order.shop.working_week
        today = timezone.now().astimezone(week.zone).date()
        after = max(today, ship_by_on(self.order))
        self.last = today + limits().latest_days * promise.ONE_DAY
        self.first = week.next_working_day(after)
        suggested = week.working_days_after(after, SUGGESTED_DAYS)
        field = self.fields["ship_by_on"]
        field.initial = min(suggested, self.last)
        field.widget.attrs |= {"max": self.last.isoformat()}
        field.widget.attrs |= {"min": self.first.isoformat()}
        self._offer([line for line in self.order.lines.all() if line.left_to_ship])

    def _offer(self, left: list[OrderLine]) -> None:
        field = self.fields["lines"]
        if len(left) < 2 or not isinstance(field, forms.MultipleChoiceField):
            del self.fields["lines"]
            return
        field.choices = [(line.code, _name(line)) for line in left]
        field.initial = [line.code for line in left]

    @property
    def codes(self) -> list[str] | None:
        """The pieces meant; None for all that is left."""
        return self.cleaned_data["lines"] if "lines" in self.fields else None

    @property
    def has_date(self) -> bool:
        """Whether the day is one to ship by."""
        return self.cleaned_data.get("until") != "unknown"

    def clean_reason(self) -> str:
        """Words that are worse than none are sent back (R16)."""
        reason: str = self.cleaned_data["reason"]
        said = [one.reason for one in self.order.promises.all()]
        if objection := apologies.why_not(reason, said):
            raise forms.ValidationError(objection)
        return reason

    def clean(self) -> dict[str, Any]:
        """Later than the days in force of these pieces, and not too late."""
        data = super().clean() or self.cleaned_data
        if "lines" in self.fields and not data.get("lines"):
            if "lines" not in self.errors:
                self.add_error("lines", _("Tick the pieces that need more time."))
        elif day := data.get("ship_by_on"):
            self._judge(day)
        return data

    def _judge(self, day: date) -> None:
        week = self.order.shop.working_week
        try:
            old = promise.open_promises(self.order, self.codes)
        except Refused as refusal:
            self.add_error(None, str(refusal))
            return
        if why_not := promise.why_not(old, week, day, timezone.now()):
            self.add_error("ship_by_on", why_not)

    def new_date(self) -> NewDate:
        """What was filled in, as the step wants it."""
        data = self.cleaned_data
        return NewDate(
            data["ship_by_on"], data["reason"], self.codes, has_date=self.has_date
        )

    def asks(self) -> dict[str, Any]:
        """What the day that was chosen asks of the buyer; empty while it cannot be."""
        day = self.cleaned_data.get("ship_by_on")
        if not day or "ship_by_on" in self.errors or "lines" in self.errors:
            return {}
        has_date, codes = self.has_date, self.codes
        return {
            "terms": terms_for(self.order, codes, day, has_date=has_date),
            "day": day,
            "has_date": has_date,
            "refund_cents": refund_of(self.order, codes),
        }

    @property
    def rule(self) -> dict[str, Any]:
        """Before any day is chosen: up to when silence is a yes, and what if not."""
        first_time = [one for one in in_force(self.order) if one.number == 1]
        moved = len(first_time) < len(in_force(self.order))
        silent = limits().silent_days * promise.ONE_DAY
        until = min((one.ship_by_on + silent for one in first_time), default=None)
        return {
            "silent_until": until
            if until and until >= self.first and not moved
            else None,
            "was_moved": moved,
            "terms": terms_for(self.order, None, self.last, has_date=False),
            "refund_cents": refund_of(self.order, None),
        }


def _name(line: OrderLine) -> str:
    option = f", {line.option}" if line.option else ""
    return f"{line.left_to_ship} × {line.title}{option}"


class DelayForm(forms.Form):
    """Life happened: which orders, by how much, why, and no new ones until when."""

    orders = forms.MultipleChoiceField(
        label=gettext_lazy("Which orders"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick the orders that need more time."),
            "invalid_choice": gettext_lazy(
                "One of these orders has left already: look again."
            ),
        },
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How much later"),
        choices=[
            ("days", gettext_lazy("By some working days")),
            ("until", gettext_lazy("Until one day for all")),
        ],
        initial="days",
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Say by how many days, or until when.")
        },
    )
    days = forms.IntegerField(
        label=gettext_lazy("Working days"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        initial=5,
    )
    until = day_field(gettext_lazy("Until"))
    reason = words_field(
        gettext_lazy("Why, in your own words"),
        gettext_lazy("Every one of these buyers reads it, and may wait or cancel."),
        required=WHY,
    )
    paused_until = day_field(
        gettext_lazy("Take no new orders until"),
        gettext_lazy("Empty to go on selling. Your pieces stay to be seen."),
    )

    def __init__(self, shop: Shop, orders: list[Order], **options: Any) -> None:
        super().__init__(**options)
        self.shop = shop
        self.by_number = {order.number: order for order in orders}
        field = self.fields["orders"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(number, number) for number in self.by_number]
        tomorrow = shop.today + timedelta(days=1)
        self.fields["paused_until"].widget.attrs["min"] = tomorrow.isoformat()
        self.fields["until"].widget.attrs["min"] = tomorrow.isoformat()

    @property
    def ticked(self) -> list[str]:
        """The numbers that stand ticked."""
        return [str(number) for number in self["orders"].value() or []]

    def clean_reason(self) -> str:
        """Words that are worse than none are sent back (R16)."""
        reason: str = self.cleaned_data["reason"]
        if objection := apologies.why_not(reason, []):
            raise forms.ValidationError(objection)
        return reason

    def clean_paused_until(self) -> date | None:
        """A day to come."""
        day: date | None = self.cleaned_data["paused_until"]
        if day and day <= self.shop.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if day and day > self.shop.today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within a year."))
        return day

    def clean(self) -> dict[str, Any]:
        """So many days, or a day that can be."""
        data = super().clean() or self.cleaned_data
        by_days = data.get("how") == "days" and "days" not in self.errors
        if by_days and not data.get("days"):
            self.add_error("days", _("Say by how many working days."))
        if data.get("how") == "until" and "until" not in self.errors:
            self._judge(data.get("until"))
        return data

    def _judge(self, day: date | None) -> None:
        now = timezone.now()
        if day is None:
            self.add_error("until", _("Choose the new day."))
        elif objection := why_not_a_day(self.shop.working_week, day, now):
            self.add_error("until", objection)

    def delay(self) -> Delay:
        """What was filled in."""
        data = self.cleaned_data
        if data["how"] == "until":
            return Delay(data["reason"], until=data["until"])
        return Delay(data["reason"], days=data["days"])

    def chosen(self) -> list[Order]:
        """The orders that were ticked, the first due first."""
        ticked = set(self.cleaned_data["orders"])
        return [one for number, one in self.by_number.items() if number in ticked]


class BreakForm(forms.Form):
    """Days on which nobody is at the bench."""

    first = day_field(
        gettext_lazy("First day away"),
        required=gettext_lazy("Say on which day it begins."),
    )
    last = day_field(
        gettext_lazy("Last day away"),
        required=gettext_lazy("Say which day is the last one."),
    )

    def clean(self) -> dict[str, Any]:
        """The right way round, and on days that a calendar can be asked about."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        farthest = timezone.localdate() + A_CALENDARS_WORTH
        for name, day in (("first", first), ("last", last)):
            if day and not FIRST_CALENDAR <= day <= farthest:
                self.add_error(name, _("Choose a day within the next two years."))
        if first and last and last < first:
            self.add_error("last", _("The last day away cannot be before the first."))
        return data
