"""What a maker types, and what a verb is told, about a piece."""

from typing import Any

from listings.catalogue import Details, Option
from listings.models import Category, Listing
from shops.models import Shop

HTMX = {"HX-Request": "true"}
KIND = Listing.Kind


def wood() -> Category:
    """A shelf."""
    return Category.objects.get_or_create(name="Wood", slug="wood")[0]


def details(shop: Shop, **rest: Any) -> Details:
    """An oak bowl, a few of them."""
    values: dict[str, Any] = {
        "title": "Oak bowl",
        "description": "Turned from one log.",
        "category": wood(),
        "kind": KIND.SOME,
        "shipping_profile": shop.shipping_profiles.get(is_default=True),
        "materials": ["oak"],
    }
    return Details(**(values | rest))


def typed(*rows: dict[str, Any], shop: Shop, **rest: Any) -> dict[str, Any]:
    """The form as a browser sends it; each row is an option."""
    profile = shop.shipping_profiles.get(is_default=True)
    fields = {
        "title": "Oak bowl",
        "description": "Turned from one log.",
        "category": wood().slug,
        "kind": KIND.SOME,
        "shipping_profile": profile.code,
        "processing_days": "",
        "materials": "oak, linseed oil, oak",
        "personalisation_question": "",
    }
    counts = {"options-TOTAL_FORMS": len(rows), "options-INITIAL_FORMS": 0}
    options = {
        f"options-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
    }
    return fields | counts | options | rest


def row_of(listing: Listing, now: str = "", /, **rest: Any) -> dict[str, Any]:
    """An option's row as the page shows it, with what is changed in it."""
    variant = listing.variants.get(name=now, is_offered=True)
    stock = "" if variant.stock is None else variant.stock
    shown = {"code": variant.code, "name": variant.name, "stock": stock, "seen": stock}
    return shown | {"price_cents": f"{variant.price_cents / 100:.2f}"} | rest


def option_of(listing: Listing, now: str = "", /, **rest: Any) -> Option:
    """An option as a verb is told it, with what is changed in it."""
    variant = listing.variants.get(name=now, is_offered=True)
    shown: dict[str, Any] = {
        "code": variant.code,
        "name": variant.name,
        "price_cents": variant.price_cents,
        "stock": variant.stock,
        "seen": variant.stock,
    }
    return Option(**(shown | rest))
