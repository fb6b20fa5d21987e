"""What visitors and makers fill in about listings; see `editor` for how the parts of a
listing are checked together."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from listings.colours import Colour
from listings.models import Category, Listing
from marketplace.templatetags.show import day
from shops.models import ShippingProfile, Shop
from shops.prices import PriceField

#: Where a day ends last of all.
LAST_ZONE = timedelta(hours=12)


class NeededByField(forms.DateField):
    """The day by which a buyer needs a piece; not one that has passed everywhere."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def __init__(self) -> None:
        wrong = _("That is not a day of the calendar. Write it like 2027-05-12.")
        super().__init__(required=False, error_messages={"invalid": wrong})

    def clean(self, value: Any) -> date | None:
        """A day to come, or nothing."""
        found = super().clean(value)
        needed_by = found if isinstance(found, date) else None
        if needed_by and needed_by < (timezone.now() - LAST_ZONE).date():
            raise ValidationError(
                _("%(day)s has passed. Choose a day that is still to come.")
                % {"day": day(needed_by)}
            )
        return needed_by


class LookForm(forms.Form):
    """Where a visitor has the date counted to, and by when they need the piece."""

    country = forms.CharField(required=False)
    needed_by = NeededByField()

    @property
    def typed(self) -> str:
        """The day as it was typed, to stand in the field again."""
        return str(self.data.get("needed_by", ""))[:10]

    @property
    def not_a_day(self) -> str:
        """Why that day cannot be meant; empty when it can."""
        wrong = self.errors.get("needed_by")
        return str(wrong[0]) if isinstance(wrong, list) else ""

    @property
    def day(self) -> date | None:
        """The day, if one was typed that can be meant."""
        found = self.cleaned_data.get("needed_by") if self.is_valid() else None
        return found if isinstance(found, date) else None


class WordsField(forms.CharField):
    """Words between commas, in and out as a list."""

    def __init__(
        self, *, longest: int = 40, most: int = 20, sorry: Any = "", **options: Any
    ) -> None:
        super().__init__(max_length=(longest + 2) * most, **options)
        self.longest, self.most, self.sorry = longest, most, sorry

    def prepare_value(self, value: Any) -> Any:
        """A list is shown with its commas; what was typed stays as typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Each word once, in the order given."""
        words = [" ".join(word.split()) for word in super().clean(value).split(",")]
        if long := next((word for word in words if len(word) > self.longest), None):
            raise ValidationError(self.sorry % {"word": f"{long[:20]}…"})
        kept = list(dict.fromkeys(word for word in words if word))
        if len(kept) > self.most:
            sorry = _("That are %(many)s; keep the %(most)s that say most.")
            raise ValidationError(sorry % {"many": len(kept), "most": self.most})
        return kept


class DetailsForm(forms.Form):
    """All that is said about a piece but its price and stock."""

    title = forms.CharField(label=_("Title"), max_length=140)
    description = forms.CharField(
        label=_("Description"),
        max_length=8000,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("What it is, how it is made, how big it is, how to care for it."),
    )
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=_("Category"),
        to_field_name="slug",
    )
    materials = WordsField(
        label=_("Materials"),
        required=False,
        sorry=_("“%(word)s” is long for a material. Commas help."),
        help_text=_("With commas between: oak, linseed oil."),
    )
    colours = forms.MultipleChoiceField(
        label=_("Colours"),
        choices=Colour.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those one sees first; people look for pieces by them."),
    )
    tags = WordsField(
        label=_("Words people look for"),
        longest=30,
        most=13,
        required=False,
        sorry=_("“%(word)s” is long for one search. Commas help."),
        help_text=_("What the title does not say: wedding gift, cottage, bread."),
    )
    care = forms.CharField(
        label=_("How to look after it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Washing, oiling, sun and rain, in plain words."),
    )
    kind = forms.ChoiceField(
        label=_("How many are there?"),
        choices=Listing.Kind.choices,
        initial=Listing.Kind.ONE_OF_A_KIND,
        widget=forms.RadioSelect,
    )
    shipping_profile = forms.ModelChoiceField(
        ShippingProfile.objects.none(),
        label=_("Shipping profile"),
        to_field_name="code",
        empty_label=_("Choose a profile"),
    )
    processing_days = forms.IntegerField(
        label=_("Working days to make and pack"),
        min_value=0,
        max_value=180,
        required=False,
        help_text=_("Leave it empty to use the shipping profile’s."),
    )
    personalisation_question = forms.CharField(
        label=_("A question to the buyer"),
        max_length=140,
        required=False,
        help_text=_(
            "Asked before it goes into the basket: “Which name shall I engrave?”"
        ),
    )
    personalisation_required = forms.BooleanField(
        label=_("It must be answered"), required=False
    )

    def __init__(self, *args: Any, shop: Shop, **options: Any) -> None:
        super().__init__(*args, **options)
        profiles = self.fields["shipping_profile"]
        if isinstance(profiles, forms.ModelChoiceField):
            profiles.queryset = shop.shipping_profiles.all()
        shelf = self.fields["category"]
        if isinstance(shelf, forms.ModelChoiceField):
            shelf.choices = list(_tree(Category.objects.all()))

    def clean_personalisation_required(self) -> bool:
        """Without a question there is nothing to answer."""
        asked = self.cleaned_data.get("personalisation_question")
        return bool(asked and self.cleaned_data["personalisation_required"])


def _tree(shelves: Iterable[Category]) -> Iterator[Any]:
    """Each wide shelf as a group of those on it, what stands on none of them last."""
    yield "", _("Choose a category")
    every = list(shelves)
    for wide in (one for one in every if one.parent_id is None):
        on_it = [(one.slug, one.name) for one in every if one.parent_id == wide.pk]
        if on_it:
            rest = _("Other: %(shelf)s") % {"shelf": wide.name}
            yield wide.name, [*on_it, (wide.slug, rest)]
        else:
            yield wide.slug, wide.name


class OptionForm(forms.Form):
    """One way to have a piece: its name, its price and how many there are."""

    code = forms.CharField(max_length=8, required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("Only if there are several."),
    )
    price_cents = PriceField(label=_("Price"), cheapest_cents=1)
    stock = forms.IntegerField(
        label=_("Stock"),
        min_value=0,
        max_value=9999,
        required=False,
        help_text=_("Empty for made to order."),
    )
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        price = self.fields["price_cents"]
        if isinstance(price, PriceField):
            price.in_currency(currency)
