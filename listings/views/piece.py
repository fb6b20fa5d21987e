"""A piece's own page: all of it, and the parts that change with what is chosen."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Value
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import address_book, countries
from accounts.http import member
from accounts.models import User
from listings import favourites, heads, moved
from listings.asking_forms import AskForm, WaitForm
from listings.delivery import cut_off, delivery, why_not_now
from listings.forms import LookForm
from listings.kept import kept
from listings.models import Entry, Favourite, Listing, ListingQuerySet, Place, Variant
from listings.models.waitlist import with_line
from marketplace.http import Request
from shops import returns
from shops.models import ANYWHERE

PER_ROW = 4
#: The part that htmx asked for, by the name of what it replaces.
PARTS = {"offer": "choice", "delivery": "delivery"}


@require_safe
@kept
@moved.leads_on(moved.piece)
def detail(request: Request, slug: str) -> HttpResponse:
    """A piece, when it would be posted and when it would be there."""
    user = member(request)
    piece = get_object_or_404(_pieces(user), slug=slug)
    context = _choosing(request, piece, user)
    if not request.htmx or request.htmx.history_restore_request:
        context |= _around(request, piece, user)
        return render(request, "listings/detail.html", context)
    part = PARTS.get(request.htmx.target or "", "delivery")
    context |= {"swapped": True, "choosing": part == "choice"}
    response = render(request, f"listings/detail.html#{part}", context)
    response["HX-Replace-Url"] = _address(piece, request.GET.dict())
    return response


@require_POST
def choose(request: Request, slug: str) -> HttpResponse:
    """Without a script: the page of the option that was chosen."""
    piece = get_object_or_404(Listing.objects.seen_by(member(request)), slug=slug)
    return redirect(_address(piece, request.POST.dict()))


def _pieces(user: User | None) -> ListingQuerySet:
    """With how many wait for each, and whether this member likes it."""
    liked = Favourite.objects.filter(user=user, listing=OuterRef("pk"))
    seen = Listing.objects.seen_by(user).for_page()
    is_liked = {"is_liked": Exists(liked) if user else Value(value=False)}
    return with_line(seen).annotate(**is_liked)


def _address(piece: Listing, said: dict[str, str]) -> str:
    """The address of the page as it is now: what was chosen and no more."""
    names = ("variant", "country", "needed_by")
    chosen = {name: said[name][:16] for name in names if said.get(name)}
    path = piece.get_absolute_url()
    return f"{path}?{urlencode(chosen)}" if chosen else path


def _choosing(request: Request, piece: Listing, user: User | None) -> dict[str, Any]:
    """What depends on option, country and day."""
    look = LookForm(request.GET)
    asked = request.GET.get("country", "")
    asked = asked if asked in countries.known() else ""
    closed = why_not_now(piece)
    variants = list(piece.variants.all())
    chosen = _chosen(variants, request.GET.get("variant", ""))
    context: dict[str, Any] = {
        "listing": piece,
        "shop": piece.shop,
        "variants": variants,
        "chosen": chosen,
        "closed": closed,
        "look": look,
        "asked": asked,
        "is_there": chosen is not None and chosen.left != 0 and not closed,
        "quantity": request.GET.get("quantity", "")[:2],
    }
    if context["is_there"]:
        country = asked or address_book.home(user) or piece.shop.country
        context["delivery"] = delivery(piece, country, look.day)
        context["countries"] = countries.choices()[1:]
        context["cut_off"] = cut_off(piece.shop)
    else:
        context |= _waiting(piece, chosen, user)
    return context


def _chosen(variants: list[Variant], code: str) -> Variant | None:
    """The option of the address; else the first that can be bought, else the first."""
    named = (one for one in variants if one.code == code)
    there = (one for one in variants if one.left != 0)
    return next(named, None) or next(there, None) or next(iter(variants), None)


def _waiting(
    piece: Listing, chosen: Variant | None, user: User | None
) -> dict[str, Any]:
    """Of what cannot be bought: who waits, and whether this person does."""
    line = Place.objects.live().filter(listing=piece).numbered()
    mine = line.of(user).first() if user else None
    return {"place": mine, "wait_form": WaitForm(user=user)}


def _around(request: Request, piece: Listing, user: User | None) -> dict[str, Any]:
    """What stands on the page beside what is chosen."""
    more, similar = _others(piece)
    return {
        "more": more,
        "similar": similar,
        "is_liked": piece.is_liked if user else favourites.is_liked(request, piece),
        "ask_form": AskForm(user=user),
        "returns": returns.in_words(piece.shop),
        "rates": sorted(
            piece.shipping_profile.rates.all(),
            key=lambda rate: (rate.destination == ANYWHERE, rate.destination_name),
        ),
        "head": heads.of_piece(piece, list(piece.variants.all())),
    }


def _others(piece: Listing) -> tuple[list[Listing], list[Listing]]:
    """More from its maker, and like pieces of others; both in one question."""
    there = Entry.objects.findable().exclude(listing=piece.pk)
    hers = there.filter(shop=piece.shop_id)
    alike = there.filter(category=piece.category_id).exclude(shop=piece.shop_id)
    keys = [
        part.order_by("-published_at", "-listing").values("listing")[:PER_ROW]
        for part in (hers, alike)
    ]
    # Not "one or the other": that would look at every piece there is.
    cards = list(Listing.objects.filter(pk__in=keys[0].union(keys[1])).for_cards())
    is_hers = [card for card in cards if card.shop_id == piece.shop_id]
    return is_hers, [card for card in cards if card.shop_id != piece.shop_id]
