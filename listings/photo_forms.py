"""What a maker sends and says of a piece's photos."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from darkroom.prints import Developed
from listings import photos
from listings.models import Photo
from shops.pictures import ACCEPTED, BadPicture


class SeveralFiles(forms.FileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True


@dataclass(frozen=True)
class Sent:
    """Pictures as they came: made safe, or a sentence about the file."""

    made: list[Developed]
    wrong: list[str]


class PicturesField(forms.FileField):
    """Any number of pictures, each made safe; what is wrong with one keeps no other
    away."""

    widget = SeveralFiles(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> Sent:
        """What can be kept, and for each of the others its name and why."""
        sent = Sent([], [])
        for file in data or []:
            try:
                sent.made.append(photos.develop(super().clean(file, initial)))
            except (BadPicture, ValidationError) as error:
                why = " ".join(getattr(error, "messages", [str(error)]))
                sent.wrong.append(
                    _("“%(file)s”: %(why)s") % {"file": file.name, "why": why}
                )
        return sent


class PhotosForm(forms.Form):
    """Photos to add."""

    pictures = PicturesField(
        label=_("More photos"),
        required=False,
        help_text=_(
            "JPEG, PNG, HEIC, WebP or AVIF, up to 15 MB each. Several at once work."
        ),
    )
    alt = forms.CharField(
        label=_("What they show"),
        max_length=200,
        required=False,
        help_text=_(
            "For people who cannot see them: “An oak bowl from above, on linen”."
            " Then say it of each one."
        ),
    )


class WordsForm(forms.Form):
    """What each photo shows, by its code; one that was not asked for is left alone."""

    def __init__(self, pictured: Iterable[Photo], data: Any = None) -> None:
        super().__init__(data)
        for photo in pictured:
            if data is None or f"alt-{photo.code}" in data:
                self.fields[f"alt-{photo.code}"] = forms.CharField(
                    label=_("What it shows"), max_length=200, initial=photo.alt
                )

    def words(self) -> dict[str, str]:
        """Those that are right, so that one wrong line loses no other."""
        self.is_valid()
        return {
            name.removeprefix("alt-"): alt for name, alt in self.cleaned_data.items()
        }
