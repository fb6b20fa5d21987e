"""Pictures in an order's story: from the workbench, and of the pieces as they were."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from orders.models import OrderEvent, OrderLine
from orders.steps import Kind
from shops import offcuts

FOLDER = "making"


def keep(picture: "ContentFile[bytes]") -> str:
    """The address of a picture, before the event that shows it; without one, it is
    swept away after a day."""
    name = f"{FOLDER}/{picture.name}"
    offcuts.put({name: picture.read()})
    return str(default_storage.url(name))


def clear_offcuts() -> int:
    """What no piece shows any more and no order either."""
    return offcuts.sweep(_still_shown)


def _still_shown(names: list[str]) -> set[str]:
    named = {str(default_storage.url(name)): name for name in names}
    lines = OrderLine.objects.filter(photo__in=named).values_list("photo", flat=True)
    told = OrderEvent.objects.filter(kind=Kind.PROGRESS, details__photo__in=list(named))
    shown = {*lines, *told.values_list("details__photo", flat=True)}
    return {named[str(address)] for address in shown}
