"""A shop's breaks: days on which nobody is at the bench. Every date promised from then
on is counted around them; dates promised before are for orders to revise."""

from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from marketplace.errors import Refused
from shops.calendar import Break, NeverWorksError
from shops.models import Shop

#: Longer than this is closing the shop.
LONGEST = 180
#: How far ahead a break can begin.
FARTHEST = timedelta(days=730)
#: Breaks that are long over are forgotten, so that the list stays short.
KEPT = timedelta(days=400)
ONE_DAY = timedelta(days=1)


@transaction.atomic
def add(shop: Shop, first: date, last: date) -> None:
    """Away from the first to the last of these days, both included; breaks that touch
    become one."""
    today = shop.today
    if objection := _objection(first, last, today):
        raise Refused(objection)
    _read(shop)
    recent = [span for span in shop.days_away if span[1] >= today - KEPT]
    merged = _merge([*recent, (first, last)])
    if any(_length(span) > LONGEST for span in merged):
        raise Refused(
            _(
                "With your other breaks that is more than %(longest)s days in a row."
                " Close your shop instead, and open it again when you are back."
            )
            % {"longest": LONGEST}
        )
    _write(shop, merged)
    try:
        shop.working_week.require_work()
    except NeverWorksError as error:
        raise Refused(
            _("With this break you would not work for a whole year.")
        ) from error


@transaction.atomic
def remove(shop: Shop, first: date) -> None:
    """The break that begins on this day does not happen."""
    _read(shop)
    left = [span for span in shop.days_away if span[0] != first]
    if len(left) == len(shop.breaks):
        raise Refused(_("This break is not in your calendar any more."))
    _write(shop, left)


def _objection(first: date, last: date, today: date) -> str:
    if last < first:
        return _("The last day away cannot be before the first.")
    if last < today:
        return _("These days are over. Choose days that are still to come.")
    if first > today + FARTHEST:
        return _("A break can begin within the next two years.")
    if _length((first, last)) > LONGEST:
        return _(
            "A break can be at most %(longest)s days. For longer, close your shop"
            " and open it again when you are back."
        ) % {"longest": LONGEST}
    return ""


def _length(span: Break) -> int:
    return (span[1] - span[0]).days + 1


def _merge(spans: list[Break]) -> list[Break]:
    merged: list[Break] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + ONE_DAY:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _read(shop: Shop) -> None:
    """The shop as it is now, held until the end of the transaction."""
    held = Shop.objects.select_for_update(of=["self"], no_key=True)
    shop.refresh_from_db(from_queryset=held)


def _write(shop: Shop, spans: list[Break]) -> None:
    shop.breaks = [DateRange(first, last + ONE_DAY) for first, last in spans]
    shop.save(update_fields=["breaks"])
