"""Forms about people. Those of django-allauth are its own; this adds what we ask."""

from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.validators import known_time_zone, refuse_control_characters
from marketplace import languages

#: The continents and oceans of the time zone database; the rest is for machines.
REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


class TimeZoneField(forms.CharField):
    """The browser's zone, filled in by timezone.js; UTC where no script runs."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=63)
        self.widget.attrs["data-time-zone"] = ""

    def clean(self, value: Any) -> str:
        """A zone that we know; a browser's odd answer never stops anybody."""
        return known_time_zone(str(value or ""))


class SignupForm(forms.Form):
    """What we ask on top of allauth's fields."""

    field_order = ("name", "email", "password1")

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Your name"),
        validators=[refuse_control_characters],
        error_messages={
            "required": gettext_lazy("Write your name, as makers should call you.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = TimeZoneField()

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep what we asked with the new person."""
        user.name = self.cleaned_data["name"]
        user.time_zone = self.cleaned_data["time_zone"]
        user.language = languages.in_force()
        user.save(update_fields=["name", "time_zone", "language"])


def time_zones() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """The zones people live in, by continent, as words: Europe, Berlin."""
    zones = [zone for zone in available_timezones() if zone.split("/")[0] in REGIONS]
    regions = groupby(sorted(zones), key=lambda zone: zone.split("/")[0])
    grouped = [
        (region, [_zone_choice(zone) for zone in each]) for region, each in regions
    ]
    return [("UTC", "UTC"), *grouped]


def _zone_choice(zone: str) -> tuple[str, str]:
    place = zone.split("/", 1)[1]
    return zone, place.replace("_", " ").replace("/", ", ")


class ProfileForm(forms.Form):
    """Who somebody is to us, and whose clock we go by."""

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Makers see it on your orders."),
        validators=[refuse_control_characters],
        error_messages={
            "required": gettext_lazy("Write your name, as makers should call you.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.ChoiceField(
        choices=time_zones,
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy(
            "Dates and hours are told by this clock; nothing is sent at night."
        ),
        error_messages={
            "invalid_choice": gettext_lazy("Choose a time zone from the list.")
        },
    )
    language = forms.ChoiceField(
        choices=lambda: settings.LANGUAGES,
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("Of our pages, and of the emails we send you."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One language is no choice.
        if not languages.are_several():
            del self.fields["language"]

    def save(self, user: User) -> None:
        """Keep the answers with the person."""
        for name, value in self.cleaned_data.items():
            setattr(user, name, value)
        user.save(update_fields=list(self.cleaned_data))
