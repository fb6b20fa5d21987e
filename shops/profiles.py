"""A shop's shipping profiles and their rates: added, changed and taken away."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from marketplace.codes import new_number
from marketplace.errors import Refused
from shops.models import ANYWHERE, ShippingProfile, ShippingRate, Shop


@transaction.atomic
def add_first(shop: Shop) -> ShippingProfile:
    """What a new shop starts with: its own country, and everywhere else."""
    profile = add_profile(shop, name=_("Parcels"), processing_days=3)
    near = {"price_cents": 490, "transit_days_min": 2, "transit_days_max": 5}
    far = {"price_cents": 1490, "transit_days_min": 5, "transit_days_max": 15}
    for destination, prices in ((shop.country, near), (ANYWHERE, far)):
        facts = {"name": _("Standard post"), "additional_cents": 0}
        add_rate(profile, facts=facts | {"destination": destination} | prices)
    return profile


def add_profile(shop: Shop, *, name: str, processing_days: int) -> ShippingProfile:
    """One more way to pack and post; a shop's first is the one new pieces get."""
    profile = ShippingProfile(shop=shop, code=new_number())
    profile.is_default = not shop.shipping_profiles.exists()
    _say(profile, {"name": name, "processing_days": processing_days})
    return profile


def edit_profile(profile: ShippingProfile, *, name: str, processing_days: int) -> None:
    """Another name or other days to make; what was sold before keeps its promise."""
    _say(profile, {"name": name, "processing_days": processing_days})


@transaction.atomic
def make_default(profile: ShippingProfile) -> None:
    """New pieces get this one."""
    ShippingProfile.objects.filter(shop=profile.shop_id).update(is_default=False)
    ShippingProfile.objects.filter(pk=profile.pk).update(is_default=True)


def delete_profile(profile: ShippingProfile) -> None:
    """Only one that no piece uses, and never the one that new pieces get."""
    if profile.is_default:
        raise Refused(
            _("New pieces get this profile. Choose another one for them first.")
        )
    try:
        profile.delete()
    except ProtectedError as error:
        raise Refused(
            _(
                "Some of your pieces are posted by “%(name)s”. Give them another"
                " profile first."
            )
            % {"name": profile.name}
        ) from error


def add_rate(profile: ShippingProfile, *, facts: Mapping[str, Any]) -> ShippingRate:
    """One more destination, or one more way to go there."""
    rate = ShippingRate(profile=profile, code=new_number())
    _say(rate, facts)
    return rate


def edit_rate(rate: ShippingRate, *, facts: Mapping[str, Any]) -> None:
    """Another price or other days; what was sold before keeps its own."""
    _say(rate, facts)


@transaction.atomic
def delete_rate(rate: ShippingRate) -> None:
    """Not the last one of a profile: its pieces could be posted nowhere."""
    profiles = ShippingProfile.objects.select_for_update(of=["self"], no_key=True)
    profile = profiles.get(pk=rate.profile_id)
    if not profile.rates.exclude(pk=rate.pk).exists():
        raise Refused(
            _(
                "This is the last rate of “%(name)s”. Change it, or add another one"
                " first."
            )
            % {"name": profile.name}
        )
    rate.delete()


def _say(row: ShippingProfile | ShippingRate, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(_("There is one like this already. Change that one.")) from error
