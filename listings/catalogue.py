"""What a maker does with her listings: draft, revise, publish, pause and remove.

Stock is changed only where she changed it, and only if it is still what she saw: a
sale that happened meanwhile is never undone by an edit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from listings.models import LONGEST_SLUG, Category, Listing, ListingSlug, Variant
from marketplace.codes import new_number
from marketplace.errors import Refused
from shops.models import ShippingProfile, Shop
from shops.slugs import free_slug

Kind = Listing.Kind
State = Listing.State


@dataclass(frozen=True)
class Details:
    """All that is said about a piece but its price and stock."""

    title: str
    description: str
    category: Category
    kind: str
    shipping_profile: ShippingProfile
    processing_days: int | None = None
    materials: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    care: str = ""
    personalisation_question: str = ""
    personalisation_required: bool = False


@dataclass(frozen=True)
class Option:
    """One way to have it. Without a code it is new; `seen` is the stock that was shown
    when it was changed; a piece without options is one option without a name."""

    price_cents: int
    stock: int | None = None
    name: str = ""
    code: str = ""
    seen: int | None = None


@transaction.atomic
def draft(shop: Shop, *, details: Details, options: Sequence[Option]) -> Listing:
    """A piece is on its way into the shop; nobody sees it yet."""
    _check(details.kind, options)
    listing = Listing(shop=shop)
    listing.slug = free_slug(
        details.title, ListingSlug.objects.all(), longest=LONGEST_SLUG
    )
    _say(listing, details)
    _add(listing, options)
    return listing


@transaction.atomic
def revise(listing: Listing, *, details: Details, options: Sequence[Option]) -> None:
    """What is said of it, its options, their prices and stock change at once.

    An option that is left out is no longer offered; it stays for the orders it is in.
    """
    _check(details.kind, options)
    # Variants before the listing: in the order in which a checkout takes them.
    rows = Variant.objects.select_for_update(no_key=True).filter(listing=listing)
    variants = {variant.code: variant for variant in rows.order_by("pk")}
    if details.kind != listing.kind:
        _change_kind(list(variants.values()), details.kind)
    # Off the shelf first, so that two options can swap their names.
    rows.update(is_offered=False)
    for position, option in enumerate(options):
        if option.code:
            variant = variants.get(option.code)
            _revise_variant(variant, option, details.kind, position)
    _say(listing, details)
    _add(listing, options)
    _still_posted(listing)


def objection(variant: Variant, option: Option, kind: str) -> str:
    """Why this stock cannot be written now, as a sentence; empty if it can."""
    if kind == Kind.MADE_TO_ORDER or option.stock == option.seen:
        return ""
    if variant.stock != option.seen:
        return _stock_changed(variant.stock or 0)
    if option.stock is not None and option.stock < variant.held:
        return _(
            "Somebody is paying for %(held)s of these at this moment: the stock"
            " cannot be less than %(held)s now."
        ) % {"held": variant.held}
    return ""


def _stock_changed(left: int) -> str:
    if not left:
        return _(
            "The stock changed while you were editing: none is left now. Check the"
            " number and save again."
        )
    return ngettext(
        "The stock changed while you were editing: %(count)s is left now. Check the"
        " number and save again.",
        "The stock changed while you were editing: %(count)s are left now. Check the"
        " number and save again.",
        left,
    ) % {"count": left}


@transaction.atomic
def publish(listing: Listing) -> None:
    """Buyers see it and can order it."""
    # Nobody takes away the last photo meanwhile.
    Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
    if missing := what_is_missing(listing):
        raise Refused(
            _("Before it can be published: %(missing)s.")
            % {"missing": "; ".join(missing)}
        )
    first_time = Coalesce(F("published_at"), Now())
    rows = Listing.objects.filter(pk=listing.pk).exclude(state=State.REMOVED)
    if not rows.update(state=State.ACTIVE, published_at=first_time):
        raise Refused(_("This piece was removed. List it again as a new one."))
    listing.refresh_from_db(fields=["state", "published_at"])


@transaction.atomic
def readdress(listing: Listing) -> None:
    """Its address follows its title; every old one goes on leading to it."""
    others = ListingSlug.objects.exclude(listing=listing)
    listing.slug = free_slug(listing.title, others, longest=LONGEST_SLUG)
    try:
        with transaction.atomic():
            listing.save(update_fields=["slug"])
    except IntegrityError as error:
        raise Refused(
            _("Somebody took this address a moment ago. Try it once more.")
        ) from error


def pause(listing: Listing) -> None:
    """Nobody sees it until it is published again; its orders go on."""
    rows = Listing.objects.filter(pk=listing.pk, state__in=[State.ACTIVE, State.PAUSED])
    if not rows.update(state=State.PAUSED):
        raise Refused(_("Only a published piece can be paused."))
    listing.state = State.PAUSED


def remove(listing: Listing) -> None:
    """It is gone from the shop for good; the orders it is in keep it."""
    Listing.objects.filter(pk=listing.pk).update(state=State.REMOVED)
    listing.state = State.REMOVED


def what_is_missing(listing: Listing) -> list[str]:
    """What must be done before buyers can be shown it."""
    missing = []
    if not listing.photos.exists():
        missing.append(_("add a photo"))
    profile = listing.shipping_profile
    if not profile.rates.exists():
        costs = _("say what posting by “%(profile)s” costs")
        missing.append(costs % {"profile": profile.name})
    return missing


def _check(kind: str, options: Sequence[Option]) -> None:
    """What no form of ours sends."""
    if not options:
        raise Refused(_("A piece needs a price."))
    if kind == Kind.ONE_OF_A_KIND and len(options) > 1:
        raise Refused(_("A piece that is one of a kind has no options."))
    if len(options) > 1 and not all(option.name for option in options):
        raise Refused(_("Each option needs a name."))
    if len({option.name.casefold() for option in options}) < len(options):
        raise Refused(_("Two options have the same name."))
    if kind == Kind.SOME and any(option.stock is None for option in options):
        raise Refused(_("Say how many there are."))
    if kind == Kind.ONE_OF_A_KIND and (options[0].stock or 0) > 1:
        raise Refused(_("One of a kind: there is one, or none once it is sold."))


def _say(listing: Listing, details: Details) -> None:
    facts = vars(details)
    for name, value in facts.items():
        setattr(listing, name, value)
    # Never its state: it may have been paused in another tab meanwhile.
    listing.save(update_fields=[*facts] if listing.pk else None)


def _add(listing: Listing, options: Sequence[Option]) -> None:
    for position, option in enumerate(options):
        if not option.code:
            Variant.objects.create(
                listing=listing,
                code=new_number(),
                kind=listing.kind,
                name=option.name,
                price_cents=option.price_cents,
                stock=_stock(listing.kind, option),
                position=position,
            )


def _stock(kind: str, option: Option) -> int | None:
    if kind == Kind.MADE_TO_ORDER:
        return None
    if kind == Kind.ONE_OF_A_KIND:
        return 1 if option.stock is None else option.stock
    return option.stock


def _change_kind(variants: Sequence[Variant], kind: str) -> None:
    """Kind and stock in one statement: Postgres checks them against each other."""
    if any(variant.held for variant in variants):
        raise Refused(
            _(
                "Somebody is paying for this piece at this moment. Change its kind"
                " when they are done, in an hour at the latest."
            )
        )
    for variant in variants:
        stock = None if kind == Kind.MADE_TO_ORDER else variant.stock or 0
        if kind == Kind.ONE_OF_A_KIND:
            stock = 1 if variant.stock is None else min(variant.stock, 1)
        Variant.objects.filter(pk=variant.pk).update(
            kind=kind, stock=stock, is_offered=False
        )


def _revise_variant(
    variant: Variant | None, option: Option, kind: str, position: int
) -> None:
    if variant is None:
        raise Refused(
            _("One of the options is not there any more. Load the page again.")
        )
    if sentence := objection(variant, option, kind):
        raise Refused(sentence)
    rows = Variant.objects.filter(pk=variant.pk)
    if option.stock != option.seen:
        rows.update(stock=_stock(kind, option))
    rows.update(
        name=option.name,
        price_cents=option.price_cents,
        position=position,
        is_offered=True,
    )


def _still_posted(listing: Listing) -> None:
    profile = listing.shipping_profile
    if listing.state == State.ACTIVE and not profile.rates.exists():
        raise Refused(
            _(
                "It is for sale, and “%(name)s” has no rate yet: say what posting"
                " costs first, or pause it."
            )
            % {"name": profile.name}
        )
