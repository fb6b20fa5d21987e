"""People who wait for a piece, and the emails they get."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone

from listings import waitlist
from listings.models import Listing, Place, Variant
from listings.reader import Reader
from notifications import outbox

HOUR = timedelta(hours=1)
DAY = 24 * HOUR


def sold_out(variant: Variant) -> Listing:
    """Nobody can buy it now."""
    Variant.objects.filter(pk=variant.pk).update(stock=0, held=0)
    return Listing.objects.select_related("shop", "shipping_profile").get(
        pk=variant.listing_id
    )


def guest(name: str) -> Reader:
    """Somebody without an account."""
    return Reader.guest(f"{name}@example.com", name.title(), "Europe/Berlin")


def in_line(listing: Listing, *names: str) -> list[Place]:
    """These wait for it, in this order; a minute between them."""
    places = []
    for number, name in enumerate(names):
        place = waitlist.join(listing, guest(name))
        waitlist.confirm(place)
        since = timezone.now() - timedelta(minutes=len(names) - number)
        Place.objects.filter(pk=place.pk).update(since=since)
        places.append(place)
    return places


def restocked(variant: Variant, stock: int = 1) -> None:
    """So many are there, whoever put them there."""
    Variant.objects.filter(pk=variant.pk).update(stock=stock)


def told(listing: Listing) -> list[str]:
    """Who has been told that it is back, by the first word of the address."""
    rows = Place.objects.filter(listing=listing, state=Place.State.TOLD)
    return [row.email.partition("@")[0] for row in rows.order_by("since", "pk")]


def posted(mailoutbox: list[EmailMessage], name: str) -> list[EmailMessage]:
    """What left, of this email."""
    outbox.deliver()
    return [
        one
        for one in mailoutbox
        if str(one.extra_headers["Message-ID"]).startswith(f"<{name}.")
    ]
