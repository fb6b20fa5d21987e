"""Forms about people."""

from django import forms


class SignupForm(forms.Form):
    """What we ask on top of allauth's fields."""

    name = forms.CharField(max_length=120)

    def signup(self, request, user):
        user.name = self.cleaned_data["name"]
        user.save()
