"""Who waits for a piece hears what became of it: it is back, its day moved or passed,
it will not come back. Found from the facts as they are, whoever changed them.

Two sweeps at once tell nobody twice: a piece is taken by one of them, and each step of
a place is one counted UPDATE."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from listings.delivery import why_not_now
from listings.models import Listing, ListingEvent, Place, Variant
from listings.models.waitlist import HEAD_START
from listings.waitlist import step
from marketplace.events import wake

Kind = ListingEvent.Kind
State = Place.State
#: So many pieces, and so many people about each, in one sweep; the next goes on.
PIECES_AT_ONCE = 200
PEOPLE_AT_ONCE = 500
#: Of an option without a limit there are always more than are waited for.
ANY_NUMBER = 1_000_000


def sweep() -> None:
    """Everybody who waits and does not know yet."""
    tell_that_it_is_gone()
    back_into_line()
    tell_that_it_is_back()
    tell_that_its_day_moved()
    tell_that_its_day_passed()


def tell_that_it_is_back() -> None:
    """As many people as there are pieces, the first in line first; the next a day
    later, if it is still there. What is made to order is there for all."""
    waited_for = Place.objects.filter(state=State.WAITING, listing=OuterRef("pk"))
    there = Listing.objects.shown().available().filter(Exists(waited_for))
    for pk in there.values_list("pk", flat=True)[:PIECES_AT_ONCE]:
        _tell_the_next(pk)


def back_into_line() -> None:
    """Sold to somebody else within their head start: they keep their place. Later
    than that they had their turn."""
    in_stock = Variant.objects.offered().filter(Q(stock=None) | Q(stock__gt=0))
    any_of_it = Exists(in_stock.filter(listing=OuterRef("listing")))
    that_one = Exists(in_stock.filter(pk=OuterRef("variant")))
    sold = Q(variant=None) & ~any_of_it | Q(variant__isnull=False) & ~that_one
    told = Place.objects.filter(sold, state=State.TOLD)
    begun = timezone.now() - HEAD_START
    told.filter(told_at__gt=begun).update(state=State.WAITING)
    told.filter(told_at__lte=begun).update(state=State.PASSED)


def tell_that_its_day_moved() -> None:
    """Everybody in line hears the new day, or that there is none any more (R11)."""
    day = F("listing__back_on")
    unknown = Q(knows_back_on=None, listing__back_on__isnull=False)
    moved = Q(knows_back_on__isnull=False) & (
        Q(listing__back_on=None) | ~Q(knows_back_on=day)
    )
    for place in _in_line(unknown | moved):
        new = place.listing.back_on
        step(
            place,
            Kind.RESTOCK_MOVED,
            [State.WAITING],
            day=new,
            knows_back_on=new,
            knows_it_is_late=False,
        )


def tell_that_its_day_passed() -> None:
    """The day its maker named is over and it is not back: both sides hear it, once."""
    today = timezone.now().date() + timedelta(days=1)
    passed = Q(knows_back_on=F("listing__back_on"), knows_back_on__lt=today)
    for place in _in_line(passed & Q(knows_it_is_late=False)):
        day, shop = place.knows_back_on, place.listing.shop
        if day is None or shop.today <= day:
            continue
        late, waits = Kind.RESTOCK_LATE, [State.WAITING]
        if step(place, late, waits, day=day, knows_it_is_late=True):
            ListingEvent.objects.bulk_create(
                [
                    ListingEvent(
                        listing=place.listing, kind=Kind.RESTOCK_PASSED, day=day
                    )
                ],
                ignore_conflicts=True,
            )
            wake("notifications.deliver")


def tell_that_it_is_gone() -> None:
    """Its maker has removed it: nobody waits for ever."""
    gone = Place.objects.filter(listing__state=Listing.State.REMOVED)
    gone.filter(state=State.ASKED).update(state=State.GONE)
    for place in gone.filter(state__in=[State.WAITING, State.TOLD])[:PEOPLE_AT_ONCE]:
        step(place, Kind.PIECE_GONE, [State.WAITING, State.TOLD], state=State.GONE)


def _in_line(which: Q) -> Iterable[Place]:
    shown = Place.objects.filter(listing__in=Listing.objects.shown())
    waiting = shown.filter(which, state=State.WAITING).select_related("listing__shop")
    return waiting.order_by("since", "pk")[:PEOPLE_AT_ONCE]


@transaction.atomic
def _tell_the_next(pk: int) -> None:
    """Of one piece; while another sweep has it in hand, nothing."""
    rows = Listing.objects.shown().filter(pk=pk).select_related("shop")
    locked = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
    listing = locked.first()
    if listing is None or why_not_now(listing):
        return
    left = _left(listing)
    places = Place.objects.filter(listing=listing)
    for place in places.on_turn():
        _take_one(left, place)
    next_ones = (one for one in places.waiting() if _take_one(left, one))
    for place in islice(next_ones, PEOPLE_AT_ONCE):
        now = timezone.now()
        step(place, Kind.BACK_IN_STOCK, [State.WAITING], state=State.TOLD, told_at=now)


def _left(listing: Listing) -> dict[int, int]:
    """Of each option, how many can be bought now."""
    variants = Variant.objects.available().filter(listing=listing)
    return {one.pk: ANY_NUMBER if one.left is None else one.left for one in variants}


def _take_one(left: dict[int, int], place: Place) -> bool:
    """Reckon with this person wanting one; whether there is one for them."""
    wanted = place.variant_id
    if wanted is None and left:
        wanted = max(left, key=lambda pk: left[pk])
    if wanted is None or left.get(wanted, 0) < 1:
        return False
    left[wanted] -= 1
    return True
