"""The honest queue: how many made-to-order pieces a shop still owes. Each change is one
counted UPDATE; the orders' verbs call these inside their own transaction."""

from django.db.models import F, Value
from django.db.models.functions import Greatest

from shops.models import Shop


def lengthen(shop: Shop, pieces: int) -> None:
    """So many made-to-order pieces were paid for."""
    Shop.objects.filter(pk=shop.pk).update(pieces_waiting=F("pieces_waiting") + pieces)


def shorten(shop: Shop, pieces: int) -> None:
    """So many of them were posted or cancelled; never below none."""
    left = Greatest(F("pieces_waiting") - pieces, Value(0))
    Shop.objects.filter(pk=shop.pk).update(pieces_waiting=left)


def set_to(shop: Shop, pieces: int) -> None:
    """Counted afresh from the orders themselves."""
    Shop.objects.filter(pk=shop.pk).update(pieces_waiting=pieces)
