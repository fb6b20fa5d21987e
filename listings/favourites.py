"""What somebody likes: a visitor's is kept in the session, a member's in the account,
and when the visitor signs in they meet."""

from collections.abc import Callable
from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from listings.models import Favourite, Listing, ListingQuerySet
from marketplace.errors import Refused
from shops.models import Shop
from shops.models.shop import ShopQuerySet

SESSION = "favourites"
#: A session is small; an account is not endless.
MOST_OF_A_VISITOR = 100
MOST = 1000
#: So many of either stand on the page of all of them.
SHOWN = 240
Shelf = Literal["pieces", "shops"]
Thing = Listing | Shop


def like(request: HttpRequest, thing: Thing) -> None:
    """Kept from now on; liking it twice is liking it."""
    if isinstance(request.user, User):
        _keep(request.user, thing)
        return
    liked = _of_session(request, _shelf(thing))
    others = [pk for pk in liked if pk != thing.pk]
    _remember(request, _shelf(thing), [*others, thing.pk][-MOST_OF_A_VISITOR:])


def unlike(request: HttpRequest, thing: Thing) -> None:
    """Not kept any more."""
    if isinstance(request.user, User):
        _of_member(request.user, thing).delete()
        return
    liked = _of_session(request, _shelf(thing))
    if thing.pk in liked:
        _remember(request, _shelf(thing), [pk for pk in liked if pk != thing.pk])


def is_liked(request: HttpRequest, thing: Thing) -> bool:
    """Whether the heart is full."""
    if isinstance(request.user, User):
        return _of_member(request.user, thing).exists()
    return thing.pk in _of_session(request, _shelf(thing))


def pieces_of(request: HttpRequest) -> ListingQuerySet:
    """The pieces this person likes that can be looked at, the newest liking first."""
    if isinstance(request.user, User):
        liked = Listing.objects.filter(favourites__user=request.user)
        return liked.shown().order_by("-favourites__added_at", "-favourites__pk")
    keys = _of_session(request, "pieces")
    return Listing.objects.shown().filter(pk__in=keys)


def shops_of(request: HttpRequest) -> ShopQuerySet:
    """The shops this person likes that are open, the newest liking first."""
    if isinstance(request.user, User):
        liked = Shop.objects.filter(favourites__user=request.user)
        shown = liked.filter(state=Shop.State.OPEN)
        return shown.order_by("-favourites__added_at", "-favourites__pk")
    keys = _of_session(request, "shops")
    return Shop.objects.filter(pk__in=keys, state=Shop.State.OPEN)


def join_at_sign_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Whatever page comes first after signing in: what the visitor liked is the
    member's now, so that signing out loses nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if SESSION in request.session and isinstance(request.user, User):
            _join(request, request.user)
        return get_response(request)

    return middleware


def _join(request: HttpRequest, user: User) -> None:
    pieces = Listing.objects.filter(pk__in=_of_session(request, "pieces"))
    shops = Shop.objects.filter(pk__in=_of_session(request, "shops"))
    liked = [Favourite(user=user, listing=one) for one in pieces]
    liked += [Favourite(user=user, shop=one) for one in shops]
    Favourite.objects.bulk_create(liked, ignore_conflicts=True)
    del request.session[SESSION]


def _keep(user: User, thing: Thing) -> None:
    if Favourite.objects.filter(user=user).count() >= MOST:
        raise Refused(_("You have a thousand favourites. Let some go first."))
    if isinstance(thing, Listing):
        Favourite.objects.get_or_create(user=user, listing=thing)
    else:
        Favourite.objects.get_or_create(user=user, shop=thing)


def _of_member(user: User, thing: Thing) -> QuerySet[Favourite]:
    if isinstance(thing, Listing):
        return Favourite.objects.filter(user=user, listing=thing)
    return Favourite.objects.filter(user=user, shop=thing)


def _shelf(thing: Thing) -> Shelf:
    return "pieces" if isinstance(thing, Listing) else "shops"


def _of_session(request: HttpRequest, shelf: Shelf) -> list[int]:
    kept = request.session.get(SESSION, {})
    return list(kept.get(shelf, []))


def _remember(request: HttpRequest, shelf: Shelf, keys: list[int]) -> None:
    kept = dict(request.session.get(SESSION, {}))
    request.session[SESSION] = kept | {shelf: keys}
