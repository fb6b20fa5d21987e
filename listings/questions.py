"""Asking the maker of a piece before buying it; and that no question is forgotten.

Flat and small: one question, one answer. What follows an order is `orders.talking`."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from listings import keys
from listings.models import Listing, ListingEvent, Question
from listings.reader import Reader, before_night, zone_of
from marketplace.codes import new_number
from marketplace.errors import Refused
from marketplace.events import wake

Kind = ListingEvent.Kind
#: R9 in small: the maker is reminded; then its asker hears that she was, before the
#: night that would make two days of it.
CHASED_AFTER = timedelta(hours=24)
TOLD_AFTER = timedelta(hours=46)
LONGEST_NIGHT = timedelta(hours=12)
#: One person waits for so many answers at a time, in one shop and in all.
MOST_IN_A_SHOP = 3
MOST = 10
AT_ONCE = 200


@transaction.atomic
def ask(listing: Listing, reader: Reader, *, words: str) -> Question:
    """Somebody wants to know something about a piece. Sent twice, it is asked once."""
    if reader.user is not None and reader.user.pk == listing.shop.owner_id:
        raise Refused(_("This piece is your own."))
    # Two presses at once take their turn.
    Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
    open_ones = Question.objects.unanswered().filter(email=reader.email)
    if same := open_ones.filter(listing=listing, words=words).first():
        return same
    in_this_shop = open_ones.filter(listing__shop=listing.shop)
    if in_this_shop.count() >= MOST_IN_A_SHOP or open_ones.count() >= MOST:
        raise Refused(
            _("Several questions of yours wait for an answer. Please wait for those.")
        )
    question = Question.objects.create(
        listing=listing,
        code=new_number(),
        user=reader.user,
        name=reader.name,
        email=reader.email,
        time_zone=reader.time_zone,
        language=reader.language,
        words=words,
        **keys.fresh(Question),
    )
    _write_down(question, Kind.PIECE_ASKED, by=reader.user)
    return question


@transaction.atomic
def answer(question: Question, *, by: User, words: str) -> None:
    """Its maker answers, once; the same words twice are one answer."""
    unanswered = Question.objects.filter(pk=question.pk, answered_at=None)
    done = unanswered.update(answer=words, answered_at=timezone.now())
    question.refresh_from_db()
    if done:
        _write_down(question, Kind.PIECE_ANSWERED, by=by)
    elif question.answer != words:
        raise Refused(_("This question is answered already."))


def chase() -> None:
    """Whoever has waited a day: the maker is reminded. Almost two: so is the asker."""
    now = timezone.now()
    open_ones = Question.objects.unanswered().select_related("listing__shop")
    for question in open_ones.filter(chases=0, asked_at__lte=now - CHASED_AFTER)[
        :AT_ONCE
    ]:
        _remind(question)
    soon = now - TOLD_AFTER + LONGEST_NIGHT
    for question in open_ones.filter(chases=1, asked_at__lte=soon)[:AT_ONCE]:
        zone = zone_of(question, question.listing.shop)
        if before_night(question.asked_at + TOLD_AFTER, zone) <= now:
            _remind(question)


@transaction.atomic
def _remind(question: Question) -> None:
    """Once more; two sweeps at once remind once."""
    level = question.chases + 1
    rows = Question.objects.unanswered().filter(pk=question.pk, chases=level - 1)
    if rows.order_by().update(chases=level):
        question.chases = level
        _write_down(question, Kind.PIECE_CHASED, turn=level)


def _write_down(
    question: Question, kind: Kind, *, by: User | None = None, turn: int = 0
) -> None:
    ListingEvent.objects.create(
        listing_id=question.listing_id, question=question, kind=kind, by=by, turn=turn
    )
    wake("notifications.deliver")
