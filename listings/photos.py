"""A listing's photos: added, put in order, described and taken away.

Two JPEGs of each are there at once; the ladder of other formats follows (`ladder`).
"""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from darkroom.prints import Developed
from listings.models import Listing, Photo
from marketplace.codes import new_number
from marketplace.errors import Refused
from marketplace.events import wake
from shops import offcuts, pictures

MOST_PHOTOS = 20
#: Where their files are: in 256 folders, or one would hold a million.
FOLDER = "photos"
TASK = "listings.develop_photos"


def develop(upload: "UploadedFile[bytes]") -> Developed:
    """Written anew by us; raises `pictures.BadPicture` with a sentence."""
    return pictures.develop(upload)


def add(listing: Listing, made: Sequence[Developed], *, alt: str) -> list[Photo]:
    """More photos, behind those there are; one description for all, to begin with."""
    refuse_too_many(listing, len(made))
    rows = [_photo(listing, picture, alt) for picture in made]
    # The files first, outside of the transaction: what is cut off here is swept away.
    put = [
        offcuts.put(
            dict(zip(row.file_names, (picture.large, picture.small), strict=True))
        )
        for row, picture in zip(rows, made, strict=True)
    ]
    with transaction.atomic():
        there = _in_order(listing)
        refuse_too_many(listing, len(made), there=len(there))
        first = there[-1].position + 1 if there else 0
        for position, (row, offcut) in enumerate(zip(rows, put, strict=True), first):
            row.position = position
            row.save(force_insert=True)
            offcuts.used(offcut)
        wake(TASK)
    return rows


def refuse_too_many(listing: Listing, more: int, *, there: int | None = None) -> None:
    """A piece has twenty photos at most."""
    there = listing.photos.count() if there is None else there
    if there + more > MOST_PHOTOS:
        raise Refused(
            _("A piece can have %(most)d photos; it has %(there)d now.")
            % {"most": MOST_PHOTOS, "there": there}
        )


def describe(listing: Listing, words: dict[str, str]) -> None:
    """What each shows, by its code, for who cannot see it."""
    for photo in listing.photos.filter(code__in=words):
        if words[photo.code] != photo.alt:
            Photo.objects.filter(pk=photo.pk).update(alt=words[photo.code])


@transaction.atomic
def move(photo: Photo, *, by: int = 0, to: int | None = None) -> None:
    """Nearer to the front (`by` -1) or to the back (1), or to a place; beyond an end
    there is nothing."""
    photos = _in_order(photo.listing)
    here = photos.index(photo)
    there = here + by if to is None else to
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
            _("A piece that is for sale needs a photo. Add another first, or pause it.")
        )
    discard(photo)


@transaction.atomic
def discard(photo: Photo) -> None:
    """Off the piece; its files go too, but those that an order shows."""
    offcuts.lay_by(photo.file_names)
    photo.delete()


def new_stem() -> str:
    """What the names of a photo's files begin with."""
    name = pictures.new_name()
    return f"{FOLDER}/{name[:2]}/{name[2:]}"


def _photo(listing: Listing, picture: Developed, alt: str) -> Photo:
    stem = new_stem()
    return Photo(
        listing=listing,
        code=new_number(),
        image=f"{stem}-large.jpg",
        small=f"{stem}-small.jpg",
        width=picture.width,
        height=picture.height,
        ground=picture.ground,
        alt=alt,
    )


def _in_order(listing: Listing) -> list[Photo]:
    """Photos as they stand; nobody else moves them until we are done."""
    row = Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
    listing.state = row.state
    return list(Photo.objects.filter(listing=row).order_by("position", "pk"))
