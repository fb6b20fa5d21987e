"""What a maker fills in about the days she works and what she can make in them."""

from dataclasses import replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shops import public_holidays, working
from shops.calendar import NeverWorksError, WorkingWeek
from shops.models import WEEKDAYS, Shop, default_working_days

#: Places, not abbreviations: nobody lives in EST5EDT.
ZONES = sorted(
    zone
    for zone in available_timezones()
    if zone == "UTC" or ("/" in zone and not zone.startswith(("Etc/", "SystemV/")))
)


def zone_choices() -> list[tuple[str, str]]:
    """`Europe/Berlin` reads Europe / Berlin."""
    return [(zone, zone.replace("_", " ").replace("/", " / ")) for zone in ZONES]


class LinesField(forms.CharField):
    """Short names, one a line, in and out as a list."""

    widget = forms.Textarea({"rows": 5})

    def __init__(self, *, longest: int, most: int, **options: Any) -> None:
        super().__init__(max_length=(longest + 2) * most, **options)
        self.longest, self.most = longest, most

    def prepare_value(self, value: Any) -> Any:
        """A list is shown line by line; what was typed stays as typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Each once, in the order given."""
        typed = (line.strip() for line in super().clean(value).splitlines())
        lines = list(dict.fromkeys(line for line in typed if line))
        if len(lines) > self.most:
            raise ValidationError(
                _("At most %(most)s, one on each line.") % {"most": self.most}
            )
        if long := next((line for line in lines if len(line) > self.longest), None):
            raise ValidationError(
                _("“%(line)s…” is long: use up to %(longest)s letters a line.")
                % {"line": long[:20], "longest": self.longest}
            )
        return lines


class WeekForm(forms.Form):
    """The days and hours of a week that promises are counted in."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zone_choices,
        help_text=gettext_lazy("Your working days and your cut-off are counted in it."),
    )
    working_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Working days"),
        choices=WEEKDAYS,
        coerce=int,
        initial=default_working_days,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one day on which you work.")
        },
    )
    cut_off = forms.TimeField(
        label=gettext_lazy("Daily cut-off"),
        initial=time(14),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy(
            "What is paid after this hour counts from your next working day."
        ),
    )


class DaysForm(WeekForm):
    """All that the dates of a shop are counted from."""

    region = forms.ChoiceField(
        label=gettext_lazy("Part of the country"),
        required=False,
        help_text=gettext_lazy("Some public holidays are kept only there."),
    )
    keeps_holidays = forms.BooleanField(
        label=gettext_lazy("I do not work on public holidays"), required=False
    )
    pieces_per_week = forms.IntegerField(
        label=gettext_lazy("Pieces made to order that you can make in a week"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=gettext_lazy(
            "Then the pieces that wait already make the next date later, and it stays"
            " true. Leave it empty if you always keep up."
        ),
    )
    making_steps = LinesField(
        label=gettext_lazy("The steps in which you make"),
        longest=40,
        most=12,
        required=False,
        help_text=gettext_lazy(
            "One on each line, such as thrown, dried, glazed, packed. You can tick"
            " them off with a photo, and your buyers can watch."
        ),
    )

    def __init__(self, *args: Any, shop: Shop, **options: Any) -> None:
        self.shop = shop
        options["initial"] = {fact: getattr(shop, fact) for fact in working.FACTS}
        super().__init__(*args, **options)
        regions = public_holidays.regions(shop.country)
        choices = self.fields["region"]
        if not regions:
            del self.fields["region"]
        elif isinstance(choices, forms.ChoiceField):
            choices.choices = [("", _("The whole country’s holidays only")), *regions]

    def clean(self) -> dict[str, Any]:
        """A calendar on which there is something to promise."""
        facts = {"region": ""} | self.cleaned_data
        if self.errors:
            return facts
        try:
            self._week(facts).require_work()
        except NeverWorksError:
            words = _("With your breaks you would not work for a whole year.")
            self.add_error("working_days", words)
        return facts

    def _week(self, facts: dict[str, Any]) -> WorkingWeek:
        return replace(
            self.shop.working_week,
            zone=ZoneInfo(facts["time_zone"]),
            weekdays=frozenset(facts["working_days"]),
            region=facts["region"],
            keeps_holidays=facts["keeps_holidays"],
        )
