"""What may be sent back to a shop, in plain words: what the law gives a buyer, and what
the shop offers besides."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shops.models import Shop

FACTS = ("takes_returns", "return_days", "return_postage", "return_words")


def say(shop: Shop, *, facts: Mapping[str, Any]) -> None:
    """What the shop offers changes; an order keeps what the law gives it."""
    for name in FACTS:
        setattr(shop, name, facts[name])
    shop.save(update_fields=[*FACTS])


def in_words(shop: Shop) -> str:
    """What the shop itself offers, in a sentence or two."""
    if not shop.takes_returns:
        return _("Beyond that, %(shop)s does not take pieces back.") % {
            "shop": shop.name
        }
    taken = ngettext(
        "Beyond that, %(shop)s takes pieces back within %(days)s day of their arrival.",
        "Beyond that, %(shop)s takes pieces back within %(days)s days of their"
        " arrival.",
        shop.return_days,
    ) % {"shop": shop.name, "days": shop.return_days}
    if shop.return_postage == Shop.ReturnPostage.MAKER:
        pays = _("%(maker)s pays the postage back.") % {"maker": shop.maker_name}
    else:
        pays = _("You pay the postage back.")
    return f"{taken} {pays}"
