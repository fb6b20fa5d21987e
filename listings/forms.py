"""What visitors and makers fill in about listings."""

from django import forms


class SearchForm(forms.Form):
    """The search box; a question nobody can have typed finds nothing special."""

    q = forms.CharField(max_length=200, required=False)
