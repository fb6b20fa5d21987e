"""A form with every kind of field, untouched and refused."""

from django import forms

SIZES = [("s", "Small"), ("m", "Medium"), ("l", "Large")]
DAYS = [("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday")]
COUNTRIES = [("DE", "Germany"), ("IE", "Ireland"), ("PT", "Portugal")]


class SampleForm(forms.Form):
    """Every kind of field that our pages ask by."""

    name = forms.CharField(label="Name", help_text="As it stands on the parcel.")
    email = forms.EmailField(label="Email")
    country = forms.ChoiceField(label="Country", choices=COUNTRIES)
    needed_by = forms.DateField(
        label="Needed by",
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )
    quantity = forms.IntegerField(label="How many", min_value=1, initial=1)
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    words = forms.CharField(
        label="A few words", widget=forms.Textarea({"rows": 3}), max_length=500
    )
    size = forms.ChoiceField(
        label="Size", choices=SIZES, widget=forms.RadioSelect, initial="m"
    )
    days = forms.MultipleChoiceField(
        label="Days", choices=DAYS, widget=forms.CheckboxSelectMultiple
    )
    picture = forms.FileField(label="Picture", required=False)
    gift = forms.BooleanField(label="It is a gift", required=False)
    closed = forms.CharField(label="Cannot be changed", disabled=True, initial="EUR")


def wrong() -> SampleForm:
    """The same form, sent with hardly anything in it."""
    form = SampleForm({"email": "ada", "quantity": "0"}, auto_id="wrong_%s")
    form.add_error(None, "Something below needs another look. Nothing is lost.")
    return form
