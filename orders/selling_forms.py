"""What a maker fills in to take a step with an order; each form has its step's name."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from accounts.validators import refuse_control_characters
from orders import promise
from orders.facts import in_force
from orders.limits import limits
from orders.models import Order
from orders.parcels import Parcel
from orders.steps import Kind
from orders.thread import ship_by_on

#: A new date is suggested so many working days after the old one, or after today.
SUGGESTED_DAYS = 3


def _words(label: str, help_text: str, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=1000,
        error_messages={"required": "Say why, in your own words: the buyer reads it."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _line(label: str, length: int, *, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=length,
        validators=[refuse_control_characters],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class StepForm(forms.Form):
    """A step with one order, as its maker saw it."""

    step: ClassVar[str]
    #: What the maker was looking at: a second click finds another version.
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, order: Order, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{self.step}-{order.number}-%s")
        self.order = order
        self.fields["version"].initial = order.version
        self.build()

    def build(self) -> None:
        """Fit the fields to the order."""

    def focus(self) -> None:
        """Whoever has something to mend starts there."""
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["autofocus"] = True
                return


class AcknowledgeForm(StepForm):
    """I have seen it."""

    step = "acknowledge"
    note = _words(
        "A line to the buyer",
        "A hello, a word about when you begin. It goes into the email as yours.",
    )


class StartForm(StepForm):
    """I am making it."""

    step = "start"
    note = _words("A line to the buyer", "It goes into the email as yours.")


class ShipForm(StepForm):
    """A parcel leaves the workshop: what is in it and how it can be followed."""

    step = "ship"
    carrier = _line("Carrier", 40, help_text="Pick one or write another.")
    tracking_number = _line("Tracking number", 60)
    tracking_url = forms.URLField(
        label="Link to follow it",
        help_text="Only if the carrier is none of those we know.",
        required=False,
        assume_scheme="https",
        max_length=200,
    )
    note = forms.CharField(
        label="A line to the buyer",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def build(self) -> None:
        """One tick and one number for each line of which something is left."""
        self.fields["carrier"].required = True
        self.fields["carrier"].error_messages["required"] = "Say who carries it."
        self.fields["carrier"].widget.attrs["list"] = "carriers"
        left = [line for line in self.order.lines.all() if line.left_to_ship]
        # One piece cannot be divided: there is nothing to ask.
        self.asked = left if sum(line.left_to_ship for line in left) > 1 else []
        for line in self.asked:
            self.fields[f"take_{line.code}"] = forms.BooleanField(
                label=line.title, required=False, initial=True
            )
            self.fields[f"quantity_{line.code}"] = forms.IntegerField(
                label=f"How many of “{line.title}”",
                required=False,
                min_value=1,
                max_value=line.left_to_ship,
                initial=line.left_to_ship,
            )

    def clean(self) -> dict[str, Any]:
        """A parcel holds something."""
        data = super().clean() or self.cleaned_data
        if self.asked and not any(data.get(f"take_{line.code}") for line in self.asked):
            raise forms.ValidationError("Tick what is in the parcel.")
        return data

    @property
    def contents(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each line with its tick and its number."""
        return [
            (line, self[f"take_{line.code}"], self[f"quantity_{line.code}"])
            for line in self.asked
        ]

    def parcel(self) -> Parcel:
        """What was filled in, as the step wants it."""
        data = self.cleaned_data
        taken = {
            line.code: data[f"quantity_{line.code}"] or line.left_to_ship
            for line in self.asked
            if data[f"take_{line.code}"]
        }
        return Parcel(
            carrier=data["carrier"],
            tracking_number=data["tracking_number"],
            tracking_url=data["tracking_url"],
            note=data["note"],
            quantities=taken if self.asked else None,
        )


class ReviseForm(StepForm):
    """I need more time: until when, and why."""

    step = "revise"
    ship_by_on = forms.DateField(
        label="It ships by",
        error_messages={
            "required": "Choose the new day.",
            "invalid": "Write the day as 2026-11-27.",
        },
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reason = _words(
        "Why, in your own words",
        "The buyer reads it at once, and may wait or cancel.",
        required=True,
    )

    def build(self) -> None:
        """The days that may be chosen, and a sensible one to begin with."""
        week = self.order.shop.working_week
        today = timezone.now().astimezone(week.zone).date()
        after = max(today, ship_by_on(self.order))
        self.last = today + limits().latest_days * promise.ONE_DAY
        self.first = week.next_working_day(after)
        suggested = after
        for _ in range(SUGGESTED_DAYS):
            suggested = week.next_working_day(suggested)
        field = self.fields["ship_by_on"]
        field.initial = min(suggested, self.last)
        field.widget.attrs |= {"max": self.last.isoformat()}
        field.widget.attrs |= {"min": self.first.isoformat()}

    def clean_ship_by_on(self) -> date:
        """Later than the one in force, and not too late."""
        chosen: date = self.cleaned_data["ship_by_on"]
        week = self.order.shop.working_week
        why_not = promise.why_not(in_force(self.order), week, chosen, timezone.now())
        if why_not:
            raise forms.ValidationError(why_not)
        return chosen


class CancelForm(StepForm):
    """It will not be sent: why, and whether the pieces are for sale again."""

    step = "cancel"
    reason = _words(
        "Why, in your own words", "The buyer reads it in the email.", required=True
    )
    restock = forms.BooleanField(
        label="Put the pieces back into the shop",
        help_text="Not if they are broken or were never made.",
        required=False,
        initial=True,
    )


#: Step -> its form; the order they stand in on the page.
FORMS: dict[Kind, type[StepForm]] = {
    Kind.ACKNOWLEDGED: AcknowledgeForm,
    Kind.STARTED: StartForm,
    Kind.SHIPPED: ShipForm,
    Kind.REVISED: ReviseForm,
    Kind.CANCELLED: CancelForm,
    Kind.REST_CANCELLED: CancelForm,
}


def forms_for(order: Order, possible: set[str]) -> dict[str, StepForm]:
    """An empty form for each step that is possible now, by its name."""
    fitting = [form for kind, form in FORMS.items() if kind.value in possible]
    return {form.step: form(order) for form in fitting}


class SearchForm(forms.Form):
    """An order by its number, its buyer or its tracking number."""

    q = forms.CharField(
        max_length=100, required=False, validators=[refuse_control_characters]
    )
