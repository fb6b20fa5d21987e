"""A picture that somebody sent, made safe: opened in the darkroom's locked room, and
written anew. Nothing of the sent file is kept but its pixels: no place, no camera."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from darkroom import limits
from darkroom.pipe import Message
from darkroom.prints import Developed
from darkroom.room import ROOM
from darkroom.spoiled import Reason, Spoiled

#: What a browser's file chooser offers.
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,.heic"
SENTENCES: dict[Reason, Promise] = {
    Reason.HEAVY: _(
        "This picture is larger than %(megabytes)d MB. Please send a smaller one."
    ),
    Reason.UNKNOWN: _(
        "This is not a picture we can read."
        " Please send a JPEG, PNG, HEIC, WebP or AVIF."
    ),
    Reason.PIXELS: _(
        "This picture has more than %(millions)d million pixels."
        " Please send a smaller one."
    ),
    Reason.SIDES: _(
        "This picture is longer than %(pixels)d pixels. Please send a smaller one."
    ),
    Reason.BROKEN: _(
        "This picture is cut short or damaged. Please send it again from the original."
    ),
    Reason.TOO_MUCH: _(
        "This picture takes too much to open. Please save it as a JPEG and send that."
    ),
}


class BadPicture(ValueError):
    """It cannot be used; the message says why and what to do."""


def develop(upload: "UploadedFile[bytes]") -> Developed:
    """The two JPEGs that pages and emails show at once."""
    told, (large, small) = _ordered("photo", upload)
    return Developed(
        large=large,
        small=small,
        width=told["width"],
        height=told["height"],
        ground=told["ground"],
    )


def face(upload: "UploadedFile[bytes]") -> "ContentFile[bytes]":
    """Of a maker, ready to be kept."""
    return _one("face", upload)


def banner(upload: "UploadedFile[bytes]") -> "ContentFile[bytes]":
    """A wide picture that leads a shop's page, ready to be kept."""
    return _one("banner", upload)


def from_the_workbench(upload: "UploadedFile[bytes]") -> "ContentFile[bytes]":
    """How a piece is coming on, ready to be kept."""
    return _one("workbench", upload)


def new_name() -> str:
    """One that says nothing and that nobody can guess."""
    return secrets.token_hex(12)


def _one(what: str, upload: "UploadedFile[bytes]") -> "ContentFile[bytes]":
    _told, (file,) = _ordered(what, upload)
    return ContentFile(file, name=f"{new_name()}.jpg")


def _ordered(what: str, upload: "UploadedFile[bytes]") -> Message:
    try:
        if (upload.size or 0) > limits.MOST_BYTES:
            raise Spoiled(Reason.HEAVY, limits.MOST_BYTES)
        return ROOM.order(what, upload.read())
    except Spoiled as spoiled:
        raise BadPicture(_sentence(spoiled)) from spoiled


def _sentence(spoiled: Spoiled) -> str:
    return str(SENTENCES[spoiled.reason]) % {
        "megabytes": spoiled.most // limits.MIB,
        "millions": spoiled.most // 1_000_000,
        "pixels": spoiled.most,
    }
