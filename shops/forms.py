"""What a maker fills in about her shop and her shipping."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import countries
from shops import opening, pictures
from shops.days_form import WeekForm
from shops.models import ANYWHERE, ShippingProfile, ShippingRate, Shop
from shops.prices import PriceField


class FaceField(forms.FileField):
    """A maker's picture, made safe and ready to be kept; it can be taken away again.
    There is a sentence for each kind of bad file."""

    widget = forms.ClearableFileInput(attrs={"accept": pictures.ACCEPTED})
    develop = staticmethod(pictures.face)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A new file, the one that was there, or nothing."""
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return upload or ""
        try:
            return self.develop(upload)
        except pictures.BadPicture as error:
            raise ValidationError(str(error), code="picture") from error


class BannerField(FaceField):
    """The wide picture that leads a shop's page."""

    develop = staticmethod(pictures.banner)


class ShopForm(forms.Form):
    """Everything a shop says about itself."""

    name = forms.CharField(label=gettext_lazy("Name of the shop"), max_length=60)
    maker_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=80,
        help_text=gettext_lazy("As buyers see it."),
    )
    face = FaceField(
        label=gettext_lazy("Your face"),
        required=False,
        help_text=gettext_lazy("A picture of you. Buyers like to see who made it."),
    )
    banner = BannerField(
        label=gettext_lazy("A wide picture"),
        required=False,
        help_text=gettext_lazy(
            "It leads your page: your bench, or many pieces together. It is shown as"
            " a strip, so leave some room above and below."
        ),
    )
    tagline = forms.CharField(
        label=gettext_lazy("Tagline"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("What you make, in one line."),
    )
    announcement = forms.CharField(
        label=gettext_lazy("News"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "A market, a holiday, a new glaze: shown above your pieces."
        ),
    )
    story = forms.CharField(
        label=gettext_lazy("Story"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("How you came to it, and how you work."),
    )
    place = forms.CharField(label=gettext_lazy("Town"), max_length=80)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=countries.choices
    )

    def __init__(self, *args: Any, shop: Shop | None = None, **options: Any) -> None:
        self.shop = shop
        if shop:
            options["initial"] = {fact: getattr(shop, fact) for fact in opening.ABOUT}
        super().__init__(*args, **options)

    def clean_name(self) -> str:
        """A name of its own, whatever its capitals."""
        name = str(self.cleaned_data["name"])
        others = Shop.objects.all()
        if self.shop:
            others = others.exclude(pk=self.shop.pk)
        if others.filter(name__iexact=name).exists():
            raise ValidationError(_("There is a shop of this name already."))
        return name


class OpenForm(ShopForm, WeekForm):
    """What a shop needs to begin with: who makes, and on which days."""


class ProfileForm(forms.Form):
    """A shipping profile's own facts; its rates have a form each."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("Only you see it: small parcels, by courier …"),
    )
    processing_days = forms.IntegerField(
        label=gettext_lazy("Working days to make and pack"),
        min_value=0,
        max_value=180,
        initial=3,
        help_text=gettext_lazy("From payment to posting. A piece can have its own."),
    )

    def __init__(self, *args: Any, profile: ShippingProfile, **options: Any) -> None:
        self.profile = profile
        if profile.pk:
            facts = {"name": profile.name, "processing_days": profile.processing_days}
            options["initial"] = facts
        super().__init__(*args, **options)

    def clean_name(self) -> str:
        """A name of its own within the shop."""
        name = str(self.cleaned_data["name"])
        others = ShippingProfile.objects.exclude(pk=self.profile.pk)
        if others.filter(shop=self.profile.shop_id, name=name).exists():
            raise ValidationError(_("You have a profile of this name already."))
        return name


def destinations() -> list[tuple[str, str]]:
    """Everywhere else first, then every country."""
    nothing, *every = countries.choices()
    return [nothing, (ANYWHERE, _("Everywhere else")), *every]


class RateForm(forms.Form):
    """A way of posting to one country, or to everywhere that has no rate of its own."""

    destination = forms.ChoiceField(
        label=gettext_lazy("Destination"),
        choices=destinations,
        help_text=gettext_lazy(
            "“Everywhere else” is used where a country has no rate of its own."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("What the buyer chooses"),
        max_length=60,
        initial=gettext_lazy("Standard post"),
        help_text=gettext_lazy("The carrier or the kind: Standard post, Tracked."),
    )
    price_cents = PriceField(label=gettext_lazy("Price"))
    additional_cents = PriceField(
        label=gettext_lazy("Each further piece"),
        initial=0,
        help_text=gettext_lazy("In the same parcel."),
    )
    transit_days_min = forms.IntegerField(
        label=gettext_lazy("Travels at least (days)"),
        min_value=0,
        max_value=120,
        initial=2,
    )
    transit_days_max = forms.IntegerField(
        label=gettext_lazy("Travels at most (days)"),
        min_value=0,
        max_value=120,
        initial=5,
    )

    def __init__(self, *args: Any, rate: ShippingRate, **options: Any) -> None:
        self.rate = rate
        if rate.pk:
            facts = {fact: getattr(rate, fact) for fact in self.base_fields}
            options["initial"] = facts
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, PriceField):
                field.in_currency(rate.profile.shop.currency)

    def clean(self) -> dict[str, Any]:
        """Days in their order, and no second rate of the same name to one place."""
        facts = self.cleaned_data
        shortest, longest = facts.get("transit_days_min"), facts.get("transit_days_max")
        if shortest is not None and longest is not None and shortest > longest:
            self.add_error("transit_days_max", _("Not less than the shortest time."))
        others = ShippingRate.objects.exclude(pk=self.rate.pk).filter(
            profile=self.rate.profile_id,
            destination=facts.get("destination"),
            name=facts.get("name"),
        )
        if others.exists():
            self.add_error("name", _("There is a rate of this name to this place."))
        return facts
