"""What a buyer fills in: pieces for the basket, the checkout, why to cancel."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from accounts import address_book, countries
from accounts.addresses import PostalAddressForm
from accounts.forms import TimeZoneField
from accounts.models import User
from accounts.validators import refuse_control_characters
from listings.forms import NeededByField
from marketplace import languages
from orders.basket import MOST
from orders.gift_forms import GiftAtCheckoutForm
from orders.placing import Details

HOW_MANY = format_lazy(gettext_lazy("Say how many, between 1 and {most}."), most=MOST)
ADDRESS = ("country", *countries.PARTS)


class QuantityField(forms.IntegerField):
    """How many of a piece."""

    def __init__(self, least: int) -> None:
        wrong = ("required", "invalid", "min_value", "max_value")
        super().__init__(
            min_value=least,
            max_value=MOST,
            error_messages=dict.fromkeys(wrong, HOW_MANY),
        )


class AddForm(forms.Form):
    """A piece, how many of it, and the answer to its maker's question."""

    variant = forms.CharField(
        max_length=8,
        error_messages={"required": gettext_lazy("Choose one of the options first.")},
    )
    quantity = QuantityField(1)
    personalisation = forms.CharField(required=False, max_length=500)
    needed_by = NeededByField()
    #: Where the buyer had the date counted to, if they said so on the piece's page.
    country = forms.CharField(required=False, max_length=2)


class ChangeForm(forms.Form):
    """Another quantity, none takes the piece out; another day to need it by."""

    quantity = QuantityField(0)
    needed_by = NeededByField()


class CancelForm(forms.Form):
    """Why, if the buyer likes to say."""

    reason = forms.CharField(required=False, max_length=500)


class CheckoutForm(GiftAtCheckoutForm, PostalAddressForm):
    """Whom to write to, where it goes, and what goes with it."""

    email = forms.EmailField(
        max_length=254,
        label=gettext_lazy("Email"),
        help_text=gettext_lazy(
            "The confirmation, and every word about your order, comes here."
        ),
        error_messages={
            "required": gettext_lazy(
                "Write your email address: your order is confirmed there."
            ),
            "invalid": gettext_lazy(
                "This cannot be an email address. One looks like ada@example.com."
            ),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        required=False,
        max_length=30,
        label=gettext_lazy("Telephone, if you like"),
        help_text=gettext_lazy("Only for the carrier."),
        validators=[
            RegexValidator(
                r"^\+?[\d\s()/.-]{5,}$",
                gettext_lazy(
                    "A telephone number has digits, and a + in front from abroad."
                ),
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    delivery_note = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Note for the carrier, if you like"),
        help_text=gettext_lazy(
            "For example “post room opens at 9”. It is printed on the label."
        ),
        validators=[refuse_control_characters],
    )
    save_address = forms.BooleanField(
        required=False, label=gettext_lazy("Keep this address in my address book")
    )
    time_zone = TimeZoneField()

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user is not None:
            del self.fields["email"]
        else:
            del self.fields["save_address"]
        self.fields["country"].widget.attrs |= LOOK_AGAIN

    @property
    def country_now(self) -> str:
        """The country that stands in the form, if we know it."""
        country = self._now("country")
        return country if country in countries.known() else ""

    def details(self) -> Details:
        """What was filled in, for placing the order."""
        given = self.cleaned_data
        known_zone = self.user.time_zone if self.user else "UTC"
        zone = given["time_zone"]
        return Details(
            email=self.user.email if self.user else given["email"],
            address={part: given[part] for part in ADDRESS},
            phone=given["phone"],
            delivery_note=given["delivery_note"],
            **self.gift,
            time_zone=known_zone if zone == "UTC" else zone,
            language=languages.in_force(),
            buyer=self.user,
        )

    def keep_address(self) -> None:
        """Write the address into the member's book, unless it is there already."""
        if self.user is None or not self.cleaned_data["save_address"]:
            return
        address = {part: self.cleaned_data[part] for part in ADDRESS}
        if not self.user.addresses.filter(**address).exists():
            note = self.cleaned_data["delivery_note"]
            rest = {"delivery_note": note, "is_default": False}
            address_book.keep(self.user, address | rest)


#: Another country: the page is shown again for it, with everything typed so far.
LOOK_AGAIN = {
    "hx-post": reverse_lazy("orders:checkout"),
    # Whoever types the name of a country changes it with every letter.
    "hx-trigger": "change delay:500ms",
    "hx-target": "#checkout",
    "hx-swap": "outerHTML",
    "hx-params": "*",
}


def shipping_names(data: Mapping[str, str], shops: list[str]) -> dict[str, str]:
    """Per shop, by slug, the shipping option that was chosen."""
    asked = {slug: data.get(f"shipping-{slug}", "")[:60] for slug in shops}
    return {slug: name for slug, name in asked.items() if name.isprintable() and name}
