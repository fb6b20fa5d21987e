"""Pieces set aside, sold and given back: each one counted UPDATE on the variant.

`pieces` maps a variant's key to how many; keys are walked in order, so that two
buyers of the same pieces never wait for each other in a circle."""

from collections.abc import Mapping

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from listings.models import Listing, Variant
from marketplace.errors import Refused
from shops.models import Shop

Pieces = Mapping[int, int]


class SoldOut(Refused):
    """Too few are left; says of what."""


def hold(pieces: Pieces) -> None:
    """Set these aside while their buyer pays, or raise SoldOut and hold none.

    Call inside a transaction: a refusal half way takes the rest back with it."""
    for pk, quantity in sorted(pieces.items()):
        enough = Q(stock=None) | Q(stock__gte=F("held") + quantity)
        for_sale = Variant.objects.offered().filter(
            enough,
            pk=pk,
            listing__in=Listing.objects.shown(),
        )
        if not for_sale.update(held=F("held") + quantity):
            raise SoldOut(_why(pk, quantity))


def release(pieces: Pieces) -> None:
    """Their buyer will surely not pay: anybody may buy them again."""
    for pk, quantity in sorted(pieces.items()):
        Variant.objects.filter(pk=pk).update(held=F("held") - quantity)


def sell(pieces: Pieces) -> None:
    """Their buyer paid: what was held is gone."""
    for pk, quantity in sorted(pieces.items()):
        Variant.objects.filter(pk=pk).update(
            held=F("held") - quantity, stock=F("stock") - quantity
        )


def take(pieces: Pieces) -> None:
    """Money came after the hold had ended: sell them if all are still there, or raise
    SoldOut. Call inside a transaction."""
    for pk, quantity in sorted(pieces.items()):
        enough = Q(stock=None) | Q(stock__gte=F("held") + quantity)
        left = Variant.objects.filter(enough, pk=pk)
        if not left.update(stock=F("stock") - quantity):
            raise SoldOut(_why(pk, quantity))


def restock(pieces: Pieces) -> None:
    """A sale was cancelled before posting: the pieces are back on the shelf.

    Where its maker has put the only one back herself, there is still only one."""
    one_again = ~Q(kind=Listing.Kind.ONE_OF_A_KIND) | Q(stock=0)
    for pk, quantity in sorted(pieces.items()):
        Variant.objects.filter(one_again, pk=pk).update(stock=F("stock") + quantity)


def _why(pk: int, quantity: int) -> str:
    variant = Variant.objects.select_related("listing__shop").get(pk=pk)
    listing = variant.listing
    shown = listing.state == Listing.State.ACTIVE and variant.is_offered
    if not shown or listing.shop.state != Shop.State.OPEN:
        return _("“%(variant)s” is no longer for sale.") % {"variant": variant}
    if variant.stock and variant.held:
        return _(
            "Somebody is paying for “%(variant)s” at this moment. If they do not"
            " finish, it comes back within the hour."
        ) % {"variant": variant}
    if not variant.stock:
        return _("“%(variant)s” has just sold out.") % {"variant": variant}
    return ngettext(
        "Only %(count)s of “%(variant)s” is left; you asked for %(quantity)s.",
        "Only %(count)s of “%(variant)s” are left; you asked for %(quantity)s.",
        variant.stock,
    ) % {"count": variant.stock, "variant": variant, "quantity": quantity}
