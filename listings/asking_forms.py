"""What visitors fill in on a piece's page besides what goes into the basket; what its
maker answers, and when she thinks it is back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import TimeZoneField
from accounts.models import User
from accounts.validators import refuse_control_characters
from listings.models.question import LONGEST_ANSWER, LONGEST_QUESTION
from listings.reader import Reader


class WordsArea(forms.CharField):
    """Somebody's own words; an empty page is none."""

    def __init__(self, label: Any, longest: int, empty: Any) -> None:
        super().__init__(
            label=label,
            max_length=longest,
            widget=forms.Textarea({"rows": 4}),
            error_messages={"required": empty},
        )

    def clean(self, value: Any) -> str:
        """One kind of line break, whatever the browser sends."""
        return str(super().clean(value)).replace("\r\n", "\n")


class ReaderForm(forms.Form):
    """Who writes: a guest says it, of a member it is known."""

    #: Two of these stand on one page: each names its fields for itself.
    ids = "id_%s"

    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Without an address no answer reaches you."),
            "invalid": _("This is not an email address. Write it like ada@example.com"),
        },
    )
    time_zone = TimeZoneField()

    def __init__(self, *args: Any, user: User | None, **options: Any) -> None:
        options.setdefault("auto_id", self.ids)
        super().__init__(*args, **options)
        self.user = user
        if user is not None:
            for name in ("email", "name", "time_zone"):
                self.fields.pop(name, None)

    @property
    def reader(self) -> Reader:
        """Whom the answer goes to."""
        if self.user is not None:
            return Reader.member(self.user)
        said = self.cleaned_data
        return Reader.guest(said["email"], said.get("name", ""), said["time_zone"])


class AskForm(ReaderForm):
    """A question to the maker."""

    words = WordsArea(
        _("Your question"), LONGEST_QUESTION, _("Write what you would like to know.")
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        validators=[refuse_control_characters],
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={
            "required": _("Write your name, as the maker should call you.")
        },
    )

    field_order = ("words", "name", "email", "time_zone")


class WaitForm(ReaderForm):
    """A place in line, for the piece or for one option of it."""

    ids = "wait_%s"
    variant = forms.CharField(max_length=8, required=False)


class AnswerForm(forms.Form):
    """What the maker answers."""

    words = WordsArea(
        _("Your answer"), LONGEST_ANSWER, _("Write an answer; a short one will do.")
    )


class ExpectForm(forms.Form):
    """Around when it is back; empty: she cannot say."""

    back_on = forms.DateField(
        label=_("Back around"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It is shown on the piece’s page, and whoever waits hears of it."),
    )
