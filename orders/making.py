"""Pictures from the workbench: kept under a name that nobody can guess.

They are part of an order's story: nothing deletes them."""

from django.core.files.storage import default_storage

from listings.photos import Developed

FOLDER = "making"


def keep(picture: Developed) -> str:
    """The address of the picture, now that it is kept."""
    name = default_storage.save(f"{FOLDER}/{picture.image.name}", picture.image)
    return str(default_storage.url(name))
