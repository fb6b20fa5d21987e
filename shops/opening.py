"""Opening a shop, changing what it says of itself, closing it for a while.

A new shop can sell at once: it gets a shipping profile with a rate for its own country
and one for everywhere else, to be changed by its maker.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.errors import Refused
from shops import offcuts, profiles, public_holidays
from shops.models import LONGEST_SLUG, Shop, ShopSlug, currency_of_the_marketplace
from shops.slugs import free_slug

#: What a maker says about her shop; what `facts` holds below.
ABOUT = (
    "name",
    "maker_name",
    "face",
    "banner",
    "tagline",
    "announcement",
    "story",
    "place",
    "country",
)
#: What a new shop needs besides; later it is said in `shops.working`.
FACTS = (*ABOUT, "time_zone", "working_days", "cut_off")


@transaction.atomic
def open_shop(owner: User, *, facts: Mapping[str, Any]) -> Shop:
    """A person becomes a maker: one shop each, with a name of its own."""
    # Two tabs take their turn: the second sees the first one's shop.
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    if Shop.objects.run_by(owner).exists():
        raise Refused(_("You have a shop already."))
    shop = Shop(owner=owner, currency=currency_of_the_marketplace())
    shop.slug = free_slug(facts["name"], ShopSlug.objects.all(), longest=LONGEST_SLUG)
    _say(shop, facts, FACTS)
    profiles.add_first(shop)
    return shop


@transaction.atomic
def edit(shop: Shop, *, facts: Mapping[str, Any]) -> None:
    """What it says of itself changes; its address and its currency stay."""
    shown = {shop.face.name or "", shop.banner.name or ""}
    _say(shop, facts, ABOUT)
    if left := shown - {"", shop.face.name, shop.banner.name}:
        offcuts.lay_by(left)


@transaction.atomic
def readdress(shop: Shop) -> None:
    """Its address follows its name; every old one goes on leading to it."""
    others = ShopSlug.objects.exclude(shop=shop)
    shop.slug = free_slug(shop.name, others, longest=LONGEST_SLUG)
    try:
        with transaction.atomic():
            shop.save(update_fields=["slug"])
    except IntegrityError as error:
        raise Refused(
            _("Somebody took this address a moment ago. Try it once more.")
        ) from error


def pause(shop: Shop) -> None:
    """Nobody sees it or buys from it until it is reopened; open orders go on."""
    _turn(shop, to=Shop.State.PAUSED)


def reopen(shop: Shop) -> None:
    """It sells again."""
    _turn(shop, to=Shop.State.OPEN)


def pause_until(shop: Shop, day: date | None) -> None:
    """Everybody sees it, and nobody orders before this day; None: they may at once."""
    shop.paused_until = day
    shop.save(update_fields=["paused_until"])


def _turn(shop: Shop, *, to: Shop.State) -> None:
    ours = Shop.objects.filter(pk=shop.pk).exclude(state=Shop.State.SUSPENDED)
    if not ours.update(state=to):
        raise Refused(
            _("The marketplace has closed this shop. Please write to us about it.")
        )
    shop.state = to


def _say(shop: Shop, facts: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        setattr(shop, name, facts[name])
    if shop.region not in dict(public_holidays.regions(shop.country)):
        shop.region = ""
    saved = [*names, "region"] if shop.pk else None
    try:
        with transaction.atomic():
            shop.save(update_fields=saved)
    except IntegrityError as error:
        raise Refused(
            _(
                "There is a shop named “%(name)s”, or much like it. Please choose"
                " another name."
            )
            % {"name": shop.name}
        ) from error
