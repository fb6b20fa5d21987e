"""A listing's photos: added, put in order, described and taken away.

The files of a photo that is taken away stay: orders show what was bought.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from darkroom.grounds import ground_of
from listings.models import Listing, Photo
from marketplace.codes import new_number
from marketplace.errors import Refused
from shops import pictures

MOST_PHOTOS = 20


@dataclass(frozen=True)
class Developed:
    """An uploaded picture in the two sizes that pages show."""

    image: "ContentFile[bytes]"
    small: "ContentFile[bytes]"
    width: int
    height: int
    #: The colour that stands in its place until it is there.
    ground: int


def develop(upload: "UploadedFile[bytes]") -> Developed:
    """Re-encoded by us; raises `pictures.BadPicture` with a sentence."""
    picture = pictures.read(upload)
    small = pictures.jpeg(picture, longest=pictures.SMALL)
    return Developed(pictures.jpeg(picture), small, *picture.size, ground_of(picture))


@transaction.atomic
def add(listing: Listing, pictures: Sequence[Developed], *, alt: str) -> list[Photo]:
    """More photos, behind those there are; one description for all, to begin with."""
    there = _in_order(listing)
    if len(there) + len(pictures) > MOST_PHOTOS:
        raise Refused(
            f"A piece can have {MOST_PHOTOS} photos; it has {len(there)} now."
        )
    first = there[-1].position + 1 if there else 0
    return [
        Photo.objects.create(
            listing=listing,
            code=new_number(),
            alt=alt,
            position=position,
            **vars(picture),
        )
        for position, picture in enumerate(pictures, start=first)
    ]


def describe(photo: Photo, *, alt: str) -> None:
    """What it shows, for who cannot see it."""
    Photo.objects.filter(pk=photo.pk).update(alt=alt)


@transaction.atomic
def move(photo: Photo, *, by: int) -> None:
    """Nearer to the front (-1) or to the back (1); at the end nothing happens."""
    photos = _in_order(photo.listing)
    here = photos.index(photo)
    there = here + by
    if not 0 <= there < len(photos):
        return
    photos.insert(there, photos.pop(here))
    for position, each in enumerate(photos):
        Photo.objects.filter(pk=each.pk).update(position=position)


@transaction.atomic
def delete(photo: Photo) -> None:
    """Not the last one of a piece that is for sale."""
    others = [each for each in _in_order(photo.listing) if each != photo]
    if photo.listing.state == Listing.State.ACTIVE and not others:
        raise Refused(
            "A piece that is for sale needs a photo. Add another first, or pause it."
        )
    photo.delete()


def _in_order(listing: Listing) -> list[Photo]:
    """Photos as they stand; nobody else moves them until we are done."""
    row = Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
    listing.state = row.state
    return list(Photo.objects.filter(listing=row).order_by("position", "pk"))
