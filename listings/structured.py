"""Pieces, shops and shelves in schema.org's words, as Google reads them.

Pure: each is made from what its page shows, by the functions its page asks, so that
both say the same price and the same dates."""

from collections.abc import Iterable, Sequence

from babel.numbers import get_currency_precision
from django.conf import settings
from django.urls import reverse

from accounts.countries import WITHDRAWAL
from listings.colours import Colour
from listings.delivery import Delivery, delivery, why_not_now
from listings.models import Category, Listing, Variant
from marketplace.head import Facts, absolute
from shops.models import ANYWHERE, Shop
from shops.shipping import ShippingOption

#: A rate for everywhere else is told for these: Google wants countries by name.
ABROAD = sorted(WITHDRAWAL | {"AU", "CA", "CH", "GB", "JP", "NZ", "US"})
EVERY_DAY = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
EVERY_DAY += ["Saturday", "Sunday"]
MAKER = Shop.ReturnPostage.MAKER
#: 2011/83/EU, art. 9.
WITHDRAW_DAYS = 14


def organisation() -> Facts:
    """The marketplace itself."""
    return {
        "@type": "Organization",
        "@id": absolute("/#marketplace"),
        "name": settings.MARKETPLACE_NAME,
        "url": absolute("/"),
    }


def website() -> Facts:
    """The site, and how to search it."""
    searched = absolute(reverse("listings:search")) + "?q={search_term_string}"
    return {
        "@type": "WebSite",
        "@id": absolute("/#website"),
        "name": settings.MARKETPLACE_NAME,
        "url": absolute("/"),
        "publisher": {"@id": absolute("/#marketplace")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": searched},
            "query-input": "required name=search_term_string",
        },
    }


def trail(steps: Iterable[tuple[str, str]]) -> Facts:
    """The way from the front page to this one: names and paths."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": name,
                "item": absolute(path),
            }
            for number, (name, path) in enumerate(steps, start=1)
        ],
    }


def shelves(shelf: Category) -> list[Category]:
    """A shelf behind the one it stands on."""
    return [shelf.parent, shelf] if shelf.parent else [shelf]


def shop_page(shop: Shop) -> Facts:
    """A shop's page, which is about its maker."""
    page = absolute(shop.get_absolute_url())
    return {
        "@type": "ProfilePage",
        "@id": page,
        "url": page,
        "name": shop.name,
        "dateCreated": shop.opened_at.isoformat("T", "seconds"),
        "mainEntity": maker(shop),
    }


def maker(shop: Shop) -> Facts:
    """A shop as the organisation that sells, and who is behind it."""
    page = absolute(shop.get_absolute_url())
    person: Facts = {"@type": "Person", "name": shop.maker_name, "url": page}
    facts: Facts = {
        "@type": "Organization",
        "@id": f"{page}#maker",
        "name": shop.name,
        "url": page,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": shop.place,
            "addressCountry": shop.country,
        },
        "founder": person,
    }
    if words := shop.tagline or shop.story:
        facts["description"] = words
    if shop.face_url:
        person["image"] = facts["logo"] = facts["image"] = absolute(shop.face_url)
    return facts


def piece(listing: Listing, variants: Sequence[Variant], pictures: list[str]) -> Facts:
    """A piece and what it is offered for; with options, a group of them."""
    page = absolute(listing.get_absolute_url())
    facts: Facts = {
        "@id": f"{page}#piece",
        "name": listing.title,
        "description": listing.description or listing.title,
        "url": page,
        "image": pictures,
        "brand": {"@type": "Brand", "name": listing.shop.name},
        "category": " > ".join(shelf.name for shelf in shelves(listing.category)),
    }
    said = {"material": listing.materials, "color": _colours(listing)}
    facts |= {name: words for name, words in said.items() if words}
    terms = _terms(listing)
    if len(variants) == 1:
        facts["sku"] = variants[0].code
        return {"@type": "Product"} | facts | {"offers": offer(variants[0], terms)}
    told = [terms, *([_named_only(terms)] * len(variants))]
    group = [
        _option(facts, variant, terms)
        for variant, terms in zip(variants, told, strict=False)
    ]
    kind = {"@type": "ProductGroup", "productGroupID": listing.slug}
    return kind | facts | {"hasVariant": group}


def _colours(listing: Listing) -> list[str]:
    """As people say them."""
    return [str(Colour(one).label) for one in listing.colours if one != Colour.MANY]


def _option(facts: Facts, variant: Variant, terms: Facts) -> Facts:
    """One way to have the piece, complete for those who read nothing else."""
    shared = {name: facts[name] for name in ("description", "image", "brand")}
    return {
        "@type": "Product",
        "name": f"{facts['name']}: {variant.name}",
        "sku": variant.code,
        "offers": offer(variant, terms),
    } | shared


def offer(variant: Variant, terms: Facts) -> Facts:
    """What an option costs, whether it can be had, how it comes and goes back."""
    listing, currency = variant.listing, variant.listing.shop.currency
    chosen = f"?variant={variant.code}" if variant.name else ""
    facts: Facts = {
        "@type": "Offer",
        "url": absolute(listing.get_absolute_url()) + chosen,
        "price": amount(variant.price_cents, currency),
        "priceCurrency": currency,
        "availability": f"https://schema.org/{availability(listing, variant)}",
        "itemCondition": "https://schema.org/NewCondition",
    }
    if again_on := listing.shop.orders_again_on:
        facts["availabilityStarts"] = again_on.isoformat()
    return facts | terms


def availability(listing: Listing, variant: Variant) -> str:
    """Whether it can be bought now, in those of schema.org's words that Google maps:
    it knows neither `MadeToOrder` (in stock, with days to make) nor `Reserved`."""
    if variant.left == 0:
        return "OutOfStock" if variant.held else "SoldOut"
    if why_not_now(listing):
        return "OutOfStock"
    return "LimitedAvailability" if variant.left == 1 else "InStock"


def amount(cents: int, currency: str) -> str:
    """A price as machines read it: 42.00, 4200 in yen."""
    places = get_currency_precision(currency)
    return f"{cents / 10**places:.{places}f}"


def _terms(listing: Listing) -> Facts:
    """What is the same for each of its options: who sells, the post, the way back."""
    shop = absolute(listing.shop.get_absolute_url())
    seller = {"@type": "Organization", "@id": f"{shop}#maker", "url": shop}
    return {
        "seller": seller | {"name": listing.shop.name},
        "shippingDetails": posting(listing),
        "hasMerchantReturnPolicy": returns(listing),
    }


def _named_only(terms: Facts) -> Facts:
    """The same, told before: by its name."""
    return {
        name: [{"@id": each["@id"]} for each in told]
        if isinstance(told, list)
        else {"@id": told["@id"]}
        for name, told in terms.items()
    }


def posting(listing: Listing) -> list[Facts]:
    """What it costs and how long it takes, to each country there is a rate for."""
    rates = listing.shipping_profile.rates.all()
    named = sorted({rate.destination for rate in rates} - {ANYWHERE})
    groups = [[country] for country in named]
    if any(rate.destination == ANYWHERE for rate in rates):
        groups.append([country for country in ABROAD if country not in named])
    return [_posted(listing, countries) for countries in groups if countries]


def _posted(listing: Listing, countries: list[str]) -> Facts:
    """The way that the page shows first."""
    promise = delivery(listing, countries[0])
    way = promise.options[0]
    regions = [{"@type": "DefinedRegion", "addressCountry": code} for code in countries]
    facts: Facts = {
        "@type": "OfferShippingDetails",
        "@id": f"{absolute(listing.get_absolute_url())}#post-{countries[0]}",
        "shippingDestination": regions,
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": amount(way.price_cents, promise.currency),
            "currency": promise.currency,
        },
    }
    if not why_not_now(listing):
        facts["deliveryTime"] = _days_on_the_way(listing, promise, way)
    return facts


def _days_on_the_way(listing: Listing, promise: Delivery, way: ShippingOption) -> Facts:
    """The promise in days from today. Every day counts: what is free is in it."""
    handling = (promise.ships_by.date() - listing.shop.today).days
    return {
        "@type": "ShippingDeliveryTime",
        "businessDays": {"@type": "OpeningHoursSpecification", "dayOfWeek": EVERY_DAY},
        "handlingTime": _days(0, handling),
        "transitTime": _days(way.transit_days_min, way.transit_days_max),
    }


def _days(least: int, most: int) -> Facts:
    return {
        "@type": "QuantitativeValue",
        "minValue": least,
        "maxValue": most,
        "unitCode": "DAY",
    }


def returns(listing: Listing) -> list[Facts]:
    """What goes back, by law in Europe and by the shop's own word elsewhere; nothing
    that was made to the buyer's own words."""
    shop = listing.shop
    by_law = {"europe": sorted(WITHDRAWAL)}
    by_shop = {"elsewhere": sorted({*ABROAD, shop.country} - WITHDRAWAL)}
    own_days = shop.return_days if shop.takes_returns else 0
    days = dict.fromkeys(by_law, max(own_days, WITHDRAW_DAYS))
    days |= dict.fromkeys(by_shop, own_days)
    return [
        _returned(listing, name, countries, days[name])
        for name, countries in (by_law | by_shop).items()
    ]


def _returned(listing: Listing, name: str, countries: list[str], days: int) -> Facts:
    """From some countries within so many days; none: not at all."""
    days = 0 if listing.personalisation_required else days
    window = (
        "MerchantReturnFiniteReturnWindow" if days else "MerchantReturnNotPermitted"
    )
    facts: Facts = {
        "@type": "MerchantReturnPolicy",
        "@id": f"{absolute(listing.get_absolute_url())}#returns-{name}",
        "applicableCountry": countries,
        "returnPolicyCountry": listing.shop.country,
        "returnPolicyCategory": f"https://schema.org/{window}",
    }
    if not days:
        return facts
    free = listing.shop.takes_returns and listing.shop.return_postage == MAKER
    fees = "FreeReturn" if free else "ReturnFeesCustomerResponsibility"
    return facts | {
        "merchantReturnDays": days,
        "returnMethod": "https://schema.org/ReturnByMail",
        "returnFees": f"https://schema.org/{fees}",
        "refundType": "https://schema.org/FullRefund",
    }
