"""What the marketplace may do with a shop."""

from django.utils.translation import gettext as _

from marketplace.errors import Refused
from shops.models import Shop

State = Shop.State


def suspend(shop: Shop) -> None:
    """Nobody buys there any more; open orders go on. Its maker cannot undo it."""
    if (
        not Shop.objects.exclude(state=State.SUSPENDED)
        .filter(pk=shop.pk)
        .update(state=State.SUSPENDED)
    ):
        raise Refused(_("This shop is suspended already."))


def readmit(shop: Shop) -> None:
    """A suspended shop sells again."""
    suspended = Shop.objects.filter(pk=shop.pk, state=State.SUSPENDED)
    if not suspended.update(state=State.OPEN):
        raise Refused(_("Only a suspended shop can be readmitted."))
