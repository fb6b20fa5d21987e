"""The form for a postal address: it asks what the chosen country asks, in its words.

`PostalAddressForm` serves the address book and the checkout alike. Show its parts with
`accounts/address_fields.html`; changing the country replaces them in place.
"""

from collections.abc import Mapping
from typing import Any, Self, cast

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import countries
from accounts.validators import refuse_control_characters

AUTOCOMPLETE = {
    "name": "name",
    "street_address": "street-address",
    "city": "address-level2",
    "city_area": "address-level3",
    "country_area": "address-level1",
    "postal_code": "postal-code",
}
MISSING = {
    "name": gettext_lazy("Write the full name that stands on the parcel."),
    "street_address": gettext_lazy(
        "Write the street and number, or what stands in its place."
    ),
}
LENGTHS = {"street_address": 240, "postal_code": 20}


def _line(part: str) -> forms.CharField:
    return forms.CharField(
        max_length=LENGTHS.get(part, 120),
        validators=[refuse_control_characters],
        widget=forms.TextInput(attrs={"autocomplete": AUTOCOMPLETE[part]}),
    )


class StreetField(forms.CharField):
    """Street lines as people type them, kept as one line."""

    def to_python(self, value: Any) -> str:
        """Lines become commas: a label maker wraps them again."""
        lines = (line.strip(" ,") for line in str(value or "").splitlines())
        return super().to_python(", ".join(line for line in lines if line)) or ""


class PostalAddressForm(forms.Form):
    """An address as its country writes it."""

    country = forms.ChoiceField(
        choices=countries.choices,
        label=gettext_lazy("Country"),
        error_messages={
            "required": gettext_lazy("Choose the country that the parcel goes to.")
        },
        widget=forms.Select(
            attrs={
                "autocomplete": "country",
                "hx-post": reverse_lazy("accounts:address-fields"),
                "hx-trigger": "change",
                "hx-target": "#address-fields",
                "hx-swap": "outerHTML",
                "hx-params": ",".join(
                    ("csrfmiddlewaretoken", "country", *countries.PARTS)
                ),
            }
        ),
    )
    name = _line("name")
    street_address = StreetField(
        max_length=LENGTHS["street_address"],
        validators=[refuse_control_characters],
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
    )
    city = _line("city")
    city_area = _line("city_area")
    country_area = _line("country_area")
    postal_code = _line("postal_code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = countries.rules(self._now("country"), self._now("country_area"))
        for part in countries.PARTS:
            self._fit(part)
        self.order_fields(["country", *self.rules.parts])

    @classmethod
    def retyped(cls, data: Mapping[str, str], **kwargs: Any) -> Self:
        """The form with what was typed so far, before it is judged."""
        typed = {part: data.get(part, "") for part in ("country", *countries.PARTS)}
        typed |= {key: data[key] for key in cls.base_fields if key in data}
        return cls(initial=typed, **kwargs)

    @property
    def address_fields(self) -> list[forms.BoundField]:
        """The parts below the country; those it does not use stay along, unseen."""
        return [self[part] for part in (*self.rules.parts, *self._unused())]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """What the form asks besides the address."""
        address = ("country", *countries.PARTS)
        return [field for field in self if field.name not in address]

    def clean(self) -> dict[str, Any]:
        """A part that the country does not use is empty, whatever was typed before."""
        data = super().clean() or self.cleaned_data
        if data.get("postal_code"):
            data["postal_code"] = self.rules.tidy_postcode(data["postal_code"])
            self._judge_postcode(data["postal_code"])
        return data | dict.fromkeys(self._unused(), "")

    def _judge_postcode(self, postcode: str) -> None:
        if not self.rules.accepts(postcode):
            self.add_error("postal_code", self.rules.describe_postcode())
        elif not self.rules.fits_area(postcode):
            area = dict(self.rules.areas).get(self._now("country_area"), "")
            other = _("%(postcode)s is not in %(area)s. Check the two together.")
            words = {"postcode": postcode, "area": area}
            self.add_error("postal_code", other % words)

    def _now(self, name: str) -> str:
        """What stands in a field at the moment: typed, else given at the start."""
        if self.is_bound:
            return str(self.data.get(self.add_prefix(name)) or "").strip()
        return str(self.get_initial_for_field(self.fields[name], name) or "")

    def _unused(self) -> list[str]:
        return [part for part in countries.PARTS if part not in self.rules.parts]

    def _fit(self, part: str) -> None:
        """Give one part this country's label, choices and whether it is needed."""
        if part not in self.rules.parts:
            self.fields[part] = forms.CharField(
                required=False, max_length=240, widget=forms.HiddenInput
            )
            return
        if part == "country_area" and self.rules.areas:
            self.fields[part] = self._area_field()
        field = self.fields[part]
        field.label = cast(str, self.rules.labels[part])
        field.required = part in self.rules.required
        field.widget.is_required = field.required
        field.error_messages["required"] = MISSING.get(part) or self._missing(part)
        if part == "street_address":
            field.help_text = cast(str, self.rules.street_help)

    def _missing(self, part: str) -> str:
        label = countries.in_sentence(self.rules.labels[part])
        words = {"label": label, "country": countries.named(self.rules.country)}
        if not self.rules.country:
            return _("Write the %(label)s.") % words
        if part == "country_area" and self.rules.areas:
            choose = _("Choose the %(label)s: the post in %(country)s needs it.")
            return choose % words
        return _("Write the %(label)s: the post in %(country)s needs it.") % words

    def _area_field(self) -> forms.ChoiceField:
        label = countries.in_sentence(self.rules.labels["country_area"])
        return forms.ChoiceField(
            choices=[
                ("", _("Choose the %(label)s") % {"label": label}),
                *self.rules.areas,
            ],
            error_messages={
                "invalid_choice": _("Choose the %(label)s from the list.")
                % {"label": label}
            },
            widget=forms.Select(attrs={"autocomplete": AUTOCOMPLETE["country_area"]}),
        )


class AddressForm(PostalAddressForm):
    """An address for the address book."""

    delivery_note = forms.CharField(
        required=False,
        max_length=200,
        validators=[refuse_control_characters],
        label=gettext_lazy("Note for the carrier"),
        help_text=gettext_lazy(
            "For example “post room opens at 9”. It is printed on the label."
        ),
    )
    is_default = forms.BooleanField(
        required=False, label=gettext_lazy("Use this address first")
    )
