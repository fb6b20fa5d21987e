"""What a member looked at lately. A visitor's is kept by their own browser alone
(static/js/seen.js), so that no page forces a cookie on anybody."""

from django.utils import timezone

from accounts.models import User
from listings.models import Listing, ListingQuerySet, Seen

#: So many are kept, the newest.
KEPT = 12


def note(user: User, listing: Listing) -> None:
    """They look at it now."""
    Seen.objects.update_or_create(
        user=user, listing=listing, defaults={"at": timezone.now()}
    )
    newest = Seen.objects.filter(user=user).order_by("-at", "-pk")
    Seen.objects.filter(user=user).exclude(
        pk__in=list(newest.values_list("pk", flat=True)[:KEPT])
    ).delete()


def forget(user: User) -> None:
    """All of it."""
    Seen.objects.filter(user=user).delete()


def pieces_of(user: User) -> list[Listing]:
    """The pieces a member saw, the last one first."""
    rows = Seen.objects.filter(user=user).order_by("-at", "-pk")
    return _in_order(list(rows.values_list("listing__slug", flat=True)[:KEPT]))


def named(slugs: list[str]) -> list[Listing]:
    """The pieces a visitor's browser remembers, in its order."""
    return _in_order(slugs[:KEPT])


def _in_order(slugs: list[str]) -> list[Listing]:
    found: ListingQuerySet = Listing.objects.shown().filter(slug__in=slugs)
    return sorted(found.for_cards(), key=lambda piece: slugs.index(piece.slug))
