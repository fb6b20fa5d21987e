"""What a maker fills in about her shop and her shipping."""

from datetime import time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from accounts import countries
from shops import opening, pictures
from shops.models import ANYWHERE, WEEKDAYS, ShippingProfile, ShippingRate, Shop
from shops.prices import PriceField

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"
ELSEWHERE = (ANYWHERE, "Everywhere else")
#: Places, not abbreviations: nobody lives in EST5EDT.
ZONES = sorted(
    zone
    for zone in available_timezones()
    if zone == "UTC" or ("/" in zone and not zone.startswith(("Etc/", "SystemV/")))
)


def zone_choices() -> list[tuple[str, str]]:
    """`Europe/Berlin` reads Europe / Berlin."""
    return [(zone, zone.replace("_", " ").replace("/", " / ")) for zone in ZONES]


class PictureField(forms.FileField):
    """One picture, read and made safe; a sentence for each kind of bad file."""

    widget = forms.FileInput(
        attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}
    )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The picture as Pillow holds it; what was there, if nothing was sent."""
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return upload
        try:
            return pictures.read(upload)
        except pictures.BadPicture as error:
            raise ValidationError(str(error), code="picture") from error


class FaceField(PictureField):
    """A maker's picture, ready to be kept; it can be taken away again."""

    widget = forms.ClearableFileInput(attrs=PictureField.widget.attrs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A new file, the one that was there, or nothing."""
        picture = super().clean(data, initial)
        if isinstance(picture, Image.Image):
            return pictures.webp(picture, longest=pictures.SMALL)
        return picture or ""


class ShopForm(forms.ModelForm[Shop]):
    """Everything a shop says about itself."""

    face = FaceField(
        label="Your face",
        required=False,
        help_text="A picture of you. Buyers like to see who made it.",
    )
    country = forms.ChoiceField(choices=countries.choices)
    time_zone = forms.ChoiceField(
        choices=zone_choices,
        help_text="Your working days and your cut-off are counted in it.",
    )
    working_days = forms.TypedMultipleChoiceField(
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day on which you work."},
    )
    cut_off = forms.TimeField(
        label="Daily cut-off",
        initial=time(14),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="What is paid after this hour counts from your next working day.",
    )

    class Meta:
        model = Shop
        fields = opening.FACTS
        labels = {"name": "Name of the shop", "maker_name": "Your name"}
        help_texts = {
            "maker_name": "As buyers see it.",
            "tagline": "What you make, in one line.",
            "story": "How you came to it, and how you work.",
        }

    def clean_name(self) -> str:
        """A name of its own, whatever its capitals."""
        name = str(self.cleaned_data["name"])
        others = Shop.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise ValidationError("There is a shop of this name already.")
        return name


class ProfileForm(forms.ModelForm[ShippingProfile]):
    """A shipping profile's own facts; its rates have a form each."""

    class Meta:
        model = ShippingProfile
        fields = ("name", "processing_days")
        labels = {"processing_days": "Working days to make and pack"}
        help_texts = {
            "name": "Only you see it: small parcels, by courier …",
            "processing_days": "From payment to posting. A piece can have its own.",
        }

    def clean_processing_days(self) -> int:
        """Half a year is the longest that anybody is asked to wait."""
        return _at_most(180, self.cleaned_data["processing_days"])

    def clean_name(self) -> str:
        """A name of its own within the shop."""
        name = str(self.cleaned_data["name"])
        others = ShippingProfile.objects.exclude(pk=self.instance.pk)
        if others.filter(shop=self.instance.shop_id, name=name).exists():
            raise ValidationError("You have a profile of this name already.")
        return name


class RateForm(forms.ModelForm[ShippingRate]):
    """A way of posting to one country, or to everywhere that has no rate of its own."""

    destination = forms.ChoiceField(
        choices=lambda: [*countries.choices()[:1], ELSEWHERE, *countries.choices()[1:]],
        help_text="“Everywhere else” is used where a country has no rate of its own.",
    )
    price_cents = PriceField(label="Price")
    additional_cents = PriceField(
        label="Each further piece",
        initial=0,
        help_text="In the same parcel.",
    )

    class Meta:
        model = ShippingRate
        fields = (
            "destination",
            "name",
            "price_cents",
            "additional_cents",
            "transit_days_min",
            "transit_days_max",
        )
        labels = {
            "name": "What the buyer chooses",
            "transit_days_min": "Travels at least (days)",
            "transit_days_max": "Travels at most (days)",
        }
        help_texts = {"name": "The carrier or the kind: Standard post, Tracked."}

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, PriceField):
                field.in_currency(currency)

    def clean_transit_days_max(self) -> int:
        """Four months is the longest that a parcel travels."""
        return _at_most(120, self.cleaned_data["transit_days_max"])

    def clean(self) -> dict[str, Any]:
        """Days in their order, and no second rate of the same name to one place."""
        facts = self.cleaned_data
        shortest, longest = facts.get("transit_days_min"), facts.get("transit_days_max")
        if shortest is not None and longest is not None and shortest > longest:
            self.add_error("transit_days_max", "Not less than the shortest time.")
        others = ShippingRate.objects.exclude(pk=self.instance.pk).filter(
            profile=self.instance.profile_id,
            destination=facts.get("destination"),
            name=facts.get("name"),
        )
        if others.exists():
            self.add_error("name", "There is a rate of this name to this place.")
        return facts


def _at_most(most: int, days: int) -> int:
    if days > most:
        raise ValidationError(f"At most {most} days.")
    return days
