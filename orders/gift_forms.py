"""What a buyer says of a gift, at the checkout and until it is delivered."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.forms import NeededByField

#: A surprise that is kept for longer is a slip of the pen.
LONGEST_SECRET = timedelta(days=366)


class SecretUntilField(NeededByField):
    """The day until which nothing gives the gift away."""

    def clean(self, value: Any) -> date | None:
        """A day to come, within a year, or nothing."""
        until = super().clean(value)
        if until and until > timezone.localdate() + LONGEST_SECRET:
            raise ValidationError(_("Choose a day within a year from now."))
        return until


class GiftForm(forms.Form):
    """The words that go with it, and until when it is a secret."""

    gift_message = forms.CharField(
        required=False,
        max_length=500,
        label=gettext_lazy("A few words to go with it"),
        help_text=gettext_lazy(
            "The maker writes them on a card. At most 500 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    gift_secret_until = SecretUntilField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["gift_secret_until"]
        field.label = _("Keep it a secret until, if you like")
        field.help_text = _(
            "Before that day our emails do not say what it is, and the page for"
            " whoever gets it stays closed."
        )


class GiftAtCheckoutForm(GiftForm):
    """Whether it is a gift at all."""

    is_gift = forms.BooleanField(required=False, label=gettext_lazy("It is a gift"))

    @property
    def gift(self) -> dict[str, Any]:
        """For placing the order: words or a secret day make it a gift, too."""
        given = self.cleaned_data
        message = given["gift_message"].strip()
        until = given["gift_secret_until"]
        return {
            "is_gift": bool(given["is_gift"] or message or until),
            "gift_message": message,
            "gift_secret_until": until,
        }
