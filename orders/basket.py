"""Baskets: a guest's lives in the session, a member's in the account, and they meet."""

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from listings.delivery import why_not_now
from listings.models import Listing, Variant
from marketplace.codes import new_number
from marketplace.errors import Refused
from orders.models import Basket, BasketLine, Checkout

SESSION = "basket"
MOST = 99
#: A guest's basket is kept so long after its last change.
KEPT = timedelta(days=60)


def find(request: HttpRequest) -> Basket | None:
    """This person's basket, if there is one. A guest's joins the member's here."""
    key = request.session.get(SESSION)
    guests = Basket.objects.filter(key=key, user=None).first() if key else None
    if not isinstance(request.user, User):
        return guests
    if guests is not None:
        own = merge(guests, request.user)
        if not Basket.objects.filter(key=key, user=None).exists():
            del request.session[SESSION]
        return own
    return Basket.objects.filter(user=request.user).first()


def find_or_start(request: HttpRequest) -> Basket:
    """This person's basket, started now if need be."""
    basket = find(request)
    if basket is not None:
        return basket
    key = secrets.token_urlsafe(32)
    if isinstance(request.user, User):
        basket, _ = Basket.objects.get_or_create(
            user=request.user, defaults={"key": key}
        )
        return basket
    request.session[SESSION] = key
    return Basket.objects.create(key=key)


def count(request: HttpRequest) -> int:
    """How many pieces are in it."""
    key, user = request.session.get(SESSION), request.user
    if key:
        mine = BasketLine.objects.filter(basket=find(request))
    elif isinstance(user, User):
        mine = BasketLine.objects.filter(basket__user=user)
    else:
        return 0
    return mine.aggregate(n=Sum("quantity"))["n"] or 0


@transaction.atomic
def add(
    basket: Basket,
    variant: Variant,
    *,
    quantity: int,
    personalisation: str = "",
    needed_by: date | None = None,
) -> BasketLine:
    """Put pieces into the basket; the same piece again adds to its line.

    Nothing is set aside: that happens when the payment starts."""
    listing = variant.listing
    answer = personalisation.strip() if listing.personalisation_question else ""
    if listing.personalisation_required and not answer:
        raise Refused(
            _("Please answer the maker: %(question)s")
            % {"question": listing.personalisation_question}
        )
    if closed := why_not_now(listing):
        raise Refused(closed)
    _lock(basket)
    line = basket.lines.filter(variant=variant, personalisation=answer).first()
    wanted = quantity + (line.quantity if line else 0)
    _refuse_if_too_many(basket, variant, wanted)
    if line is None:
        return BasketLine.objects.create(
            basket=basket,
            code=new_number(),
            variant=variant,
            quantity=quantity,
            personalisation=answer,
            needed_by=needed_by,
            seen_price_cents=variant.price_cents,
        )
    line.quantity = wanted
    line.needed_by = needed_by or line.needed_by
    line.save(update_fields=["quantity", "needed_by"])
    return line


@transaction.atomic
def change(line: BasketLine, *, quantity: int, needed_by: date | None) -> None:
    """Another quantity, or another day to need it by; none takes the line out."""
    _lock(line.basket)
    if quantity == 0:
        line.delete()
        return
    _refuse_if_too_many(line.basket, line.variant, quantity)
    # Taken out in another tab meanwhile, or paid for: it stays out.
    there = line.basket.lines.filter(pk=line.pk)
    there.update(quantity=quantity, needed_by=needed_by)


def choose_shipping(basket: Basket, *, country: str, names: dict[str, str]) -> None:
    """Where it goes, and per shop (by slug) which shipping option by its name."""
    basket.country = country
    basket.shipping = basket.shipping | names
    basket.save(update_fields=["country", "shipping"])


def forget_abandoned() -> int:
    """Guests' baskets that nobody has touched for long; how many there were."""
    long_ago = timezone.now() - KEPT
    live = Checkout.objects.filter(state=Checkout.State.AWAITING_PAYMENT)
    abandoned = Basket.objects.filter(user=None, changed_at__lt=long_ago)
    _, by_model = abandoned.exclude(checkouts__in=live).delete()
    return by_model.get("orders.Basket", 0)


def mark_seen(basket: Basket) -> None:
    """The buyer has been shown the prices of today."""
    for line in basket.lines.select_related("variant"):
        if line.seen_price_cents != line.variant.price_cents:
            line.seen_price_cents = line.variant.price_cents
            line.save(update_fields=["seen_price_cents"])


def _lock(basket: Basket) -> None:
    Basket.objects.select_for_update().get(pk=basket.pk)
    Basket.objects.filter(pk=basket.pk).update(changed_at=timezone.now())


def _refuse_if_too_many(basket: Basket, variant: Variant, quantity: int) -> None:
    listing = Listing.objects.shown().filter(pk=variant.listing_id)
    if not variant.is_offered or not listing.exists():
        raise Refused(_("“%(variant)s” is not for sale now.") % {"variant": variant})
    if not 0 < quantity <= MOST:
        raise Refused(
            _("Between 1 and %(most)s of a piece can go into the basket.")
            % {"most": MOST}
        )
    left = variant.left
    if left is not None:
        left += basket.held_pieces().get(variant.pk, 0)
    if left is not None and quantity > left:
        raise Refused(_too_many(variant, left))


def _too_many(variant: Variant, left: int) -> str:
    if variant.kind == Listing.Kind.ONE_OF_A_KIND and left == 1:
        return _("“%(variant)s” is the only one, and it is in your basket already.") % {
            "variant": variant
        }
    if left == 0 and variant.held:
        return _("Somebody is paying for “%(variant)s” at this moment.") % {
            "variant": variant
        }
    if left == 0:
        return _("“%(variant)s” has sold out.") % {"variant": variant}
    return ngettext(
        "Only %(count)s of “%(variant)s” is left.",
        "Only %(count)s of “%(variant)s” are left.",
        left,
    ) % {"count": left, "variant": variant}


@transaction.atomic
def merge(guests: Basket, user: User) -> Basket:
    """At sign-in nothing is lost: the guest's lines join the member's.

    While both wait for a payment the guest's stays apart, so that paying it still
    empties it; it is asked about again with the next page."""
    own, is_new = Basket.objects.get_or_create(
        user=user, defaults={"key": secrets.token_urlsafe(32)}
    )
    # Checkouts before baskets, as a payment that comes in takes them.
    paying = Checkout.objects.filter(state=Checkout.State.AWAITING_PAYMENT)
    live = paying.filter(basket__in=[guests.pk, own.pk]).select_for_update()
    if len(live.order_by("pk")) > 1:
        return own
    both = Basket.objects.select_for_update().order_by("pk")
    if guests not in both.filter(pk__in=[guests.pk, own.pk]):
        return own
    for line in guests.lines.all():
        same = own.lines.filter(
            variant=line.variant_id, personalisation=line.personalisation
        ).first()
        if same is None:
            line.basket = own
            line.save(update_fields=["basket"])
        else:
            same.quantity = min(max(same.quantity, line.quantity), MOST)
            same.needed_by = same.needed_by or line.needed_by
            same.save(update_fields=["quantity", "needed_by"])
    if is_new or not own.country:
        own.country = guests.country
    own.shipping = guests.shipping | own.shipping
    own.save(update_fields=["country", "shipping"])
    guests.checkouts.update(basket=own)
    guests.delete()
    return own
