"""Files of ours that nothing shows: written down before they are made, struck off the
list when something shows them, swept away a day after."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from shops.models import Offcut

#: Somebody may be looking at a page, or paying for a piece, that shows it still.
KEPT_FOR = timedelta(days=1)
AT_ONCE = 200


def put(files: dict[str, bytes]) -> Offcut:
    """Into the storage, as something that nothing shows yet: call `used` in the same
    transaction as the row that does, and this before that transaction begins."""
    offcut = Offcut.objects.create(names=list(files))
    for name, content in files.items():
        default_storage.save(name, ContentFile(content))
    return offcut


def used(offcut: Offcut) -> None:
    """Something shows them from now on."""
    Offcut.objects.filter(pk=offcut.pk).delete()


def lay_by(names: Iterable[str]) -> None:
    """Nothing shows them any more, but perhaps an order."""
    Offcut.objects.create(names=list(names))


def sweep(still_shown: Callable[[list[str]], set[str]]) -> int:
    """Throw away what has lain long enough, but what is asked for here and still
    shown somewhere; how many files that were."""
    old = Offcut.objects.filter(since__lt=timezone.now() - KEPT_FOR)
    rows = list(old.order_by("since")[:AT_ONCE])
    names = [name for row in rows for name in row.names]
    gone = sorted(set(names) - still_shown(names)) if names else []
    for name in gone:
        default_storage.delete(name)
    Offcut.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(gone)
