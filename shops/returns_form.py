"""What a maker says about returns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shops import returns
from shops.models import Shop

LONGEST = 365


class ReturnsForm(forms.Form):
    """Whether pieces may come back, within how long, and who pays for that."""

    takes_returns = forms.BooleanField(
        label=_("I take pieces back if somebody changes their mind"),
        required=False,
        help_text=_(
            "Buyers in the European Union may do so within 14 days in any case, except"
            " with pieces made for them alone. This is what you offer besides."
        ),
    )
    return_days = forms.IntegerField(
        label=_("Within so many days of its arrival"),
        min_value=1,
        max_value=LONGEST,
        initial=14,
    )
    return_postage = forms.ChoiceField(
        label=_("Who pays the postage back?"),
        choices=[("buyer", _("The buyer")), ("maker", _("I do"))],
        widget=forms.RadioSelect,
    )
    return_words = forms.CharField(
        label=_("Anything else"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("“Unused, and in the box it came in, please.”"),
    )

    def __init__(self, *args: Any, shop: Shop, **options: Any) -> None:
        options["initial"] = {fact: getattr(shop, fact) for fact in returns.FACTS}
        super().__init__(*args, **options)
