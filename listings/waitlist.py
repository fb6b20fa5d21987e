"""The line for a piece that is sold out: joining it, leaving it, and when it may be
back. Who is told what, and when, is `listings.restocking`."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from listings import keys
from listings.delivery import why_not_now
from listings.models import Listing, ListingEvent, Place, Variant
from listings.reader import Reader
from marketplace.errors import Refused
from marketplace.events import wake

Kind = ListingEvent.Kind
State = Place.State
#: More than this nobody waits for: whoever comes later could not hope.
LONGEST_LINE = 2000
#: An address is asked again whether it is theirs after so long, and so often at most.
ASKED_AGAIN = timedelta(minutes=15)
ASKED_AT_MOST = 3
#: An address that nobody confirmed is forgotten after so long, and one that waits for
#: nothing any more after that.
UNCONFIRMED = timedelta(days=7)
KEPT = timedelta(days=90)
#: A restock further away than this is not worth a line.
FURTHEST = timedelta(days=366)


def join(listing: Listing, reader: Reader, *, variant: Variant | None = None) -> Place:
    """Somebody waits for it. A member is in line at once, a guest once they have
    confirmed their address. Asking twice is one place."""
    if may_be_bought(listing, variant):
        raise Refused(_("It is there: you can put it into your basket now."))
    return _place(listing, reader, variant) or _again(listing, reader, variant)


def confirm(place: Place) -> None:
    """The address is theirs: from now on the place counts."""
    now = timezone.now()
    if step(place, Kind.WAIT_BEGUN, (State.ASKED,), state=State.WAITING, since=now):
        return
    if not place.is_live:
        raise Refused(_("This place in line has ended. You can wait again."))


def leave(place: Place, *, by: User | None = None) -> None:
    """They wait no more; leaving twice is leaving."""
    step(place, Kind.WAIT_LEFT, Place.LIVE, by=by, state=State.LEFT)


def served(listings: Collection[int], *, email: str, user: User | None) -> None:
    """They have bought it: nobody need tell them that it is back."""
    theirs = Q(email=email.lower()) | (Q(user=user) if user else Q(pk=None))
    live = Place.objects.live().filter(theirs, listing__in=listings)
    live.update(state=State.SERVED)


def expect(listing: Listing, day: date | None) -> None:
    """The day around which its maker thinks it is back; whoever waits hears of it."""
    today = listing.shop.today
    if day is not None and not today <= day <= today + FURTHEST:
        raise Refused(_("Choose a day that is still to come, within a year."))
    Listing.objects.filter(pk=listing.pk).update(back_on=day)
    listing.back_on = day


def may_be_bought(listing: Listing, variant: Variant | None) -> bool:
    """Whether there is nothing to wait for; ask it of what the page shows."""
    if why_not_now(listing):
        return False
    available = Variant.objects.available().filter(listing=listing)
    return available.filter(pk=variant.pk).exists() if variant else available.exists()


def forget() -> None:
    """Addresses that nobody confirmed, or that wait for nothing any more."""
    now = timezone.now()
    unconfirmed = Place.objects.filter(state=State.ASKED, since__lt=now - UNCONFIRMED)
    unconfirmed.update(state=State.LEFT, email="", user=None)
    over = Place.objects.exclude(state__in=Place.LIVE).exclude(email="")
    over.filter(since__lt=now - KEPT).exclude(told_at__gt=now - KEPT).update(
        email="", user=None
    )


def step(
    place: Place,
    kind: Kind,
    states: Collection[str],
    *,
    by: User | None = None,
    day: date | None = None,
    **changes: Any,
) -> bool:
    """One thing happens to a place, if it still stands as it should: written down and
    told. Whoever comes second changes nothing, and learns it."""
    with transaction.atomic():
        rows = Place.objects.filter(pk=place.pk, state__in=states)
        if not rows.update(steps=F("steps") + 1, **changes):
            place.refresh_from_db()
            return False
        place.refresh_from_db()
        _write_down(place, kind, by=by, day=day)
    return True


def _place(listing: Listing, reader: Reader, variant: Variant | None) -> Place | None:
    """A new place at the end of the line; None: they have one."""
    if Place.objects.live().filter(listing=listing).count() >= LONGEST_LINE:
        raise Refused(_("So many wait for this piece already that the line is full."))
    known = reader.user is not None
    try:
        with transaction.atomic():
            place = Place.objects.create(
                listing=listing,
                variant=variant,
                user=reader.user,
                email=reader.email,
                time_zone=reader.time_zone,
                language=reader.language,
                state=State.WAITING if known else State.ASKED,
                steps=1,
                knows_back_on=listing.back_on,
                **keys.fresh(Place),
            )
            _write_down(place, Kind.WAIT_BEGUN if known else Kind.WAIT_ASKED)
    except IntegrityError:
        # One live place per person and piece: Postgres has seen to it.
        return None
    return place


def _again(listing: Listing, reader: Reader, variant: Variant | None) -> Place:
    """They have a place: another option may do now, an address may be confirmed."""
    place = Place.objects.live().get(listing=listing, email=reader.email)
    if reader.user is not None:
        Place.objects.filter(pk=place.pk).update(user=reader.user, variant=variant)
        confirm(place)
    elif place.since < timezone.now() - ASKED_AGAIN and place.steps < ASKED_AT_MOST:
        now = timezone.now()
        step(place, Kind.WAIT_ASKED, (State.ASKED,), since=now, variant=variant)
    return place


def _write_down(
    place: Place, kind: Kind, *, by: User | None = None, day: date | None = None
) -> None:
    ListingEvent.objects.create(
        listing_id=place.listing_id,
        place=place,
        kind=kind,
        turn=place.steps,
        by=by,
        day=day,
    )
    wake("notifications.deliver")
