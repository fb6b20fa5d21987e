"""The ladder of AVIF and WebP that follows a photo's two JPEGs, made by a worker.

`develop_at` says in Postgres what is due; a nudge only makes it immediate.
"""

import logging
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from darkroom.room import ROOM
from darkroom.spoiled import Spoiled
from listings import photos
from listings.models import Photo
from marketplace.events import wake
from shops import offcuts

log = logging.getLogger(__name__)

#: One run of the task ends after so long (seconds) and asks for the next one.
ONE_RUN = 8
#: A worker that took a photo and died: after this it is due again.
CLAIMED_FOR = timedelta(minutes=2)


def develop_due() -> None:
    """Ladder after ladder, until none is due."""
    until = monotonic() + ONE_RUN
    while photo := _claim():
        develop(photo)
        if monotonic() > until:
            wake(photos.TASK)
            return


def develop(photo: Photo) -> None:
    """Its ladder: the files, then the row. What goes wrong here leaves it due, or
    leaves it with the JPEGs it has when nothing would help."""
    try:
        with photo.image.open("rb") as file:
            told, made = ROOM.order("ladder", file.read())
    except (FileNotFoundError, Spoiled) as error:
        log.warning("Photo %s keeps its JPEGs only: %r", photo.code, error)
        Photo.objects.filter(pk=photo.pk).update(develop_at=None)
        return
    stem = photos.new_stem()
    rungs: list[tuple[int, str]] = [(width, kind) for width, kind in told["rungs"]]
    names = [f"{stem}-{width}.{kind}" for width, kind in rungs]
    put = offcuts.put(dict(zip(names, made, strict=True)))
    widths = sorted({width for width, _kind in rungs})
    with transaction.atomic():
        waiting = Photo.objects.filter(pk=photo.pk, develop_at__isnull=False)
        # Somebody may have deleted it meanwhile, or been quicker: then this is swept.
        if waiting.update(ladder=stem, widths=widths, develop_at=None):
            offcuts.used(put)


@transaction.atomic
def _claim() -> Photo | None:
    due = Photo.objects.filter(develop_at__lte=Now()).order_by("develop_at")
    photo = due.select_for_update(of=("self",), skip_locked=True).first()
    if photo:
        photo.develop_at = timezone.now() + CLAIMED_FOR
        photo.save(update_fields=["develop_at"])
    return photo
