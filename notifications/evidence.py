"""The evidence of an order: its record with every email that was sent about it.

What stands in it and who sees what: docs/evidence.md."""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts import countries
from marketplace.logs import KEYS
from notifications import evidence_print
from notifications.models import Email
from orders import evidence
from orders.evidence import Data, Reader, moment
from orders.models import Checkout, Order, OrderEvent

Kind = OrderEvent.Kind
FORMAT = "handloop-evidence"
#: Raised when a name changes or goes; new names may come without.
VERSION = 1
WITHHELD = gettext_lazy("It is about orders of other shops as well.")
HIDDEN = "…"


@dataclass(frozen=True)
class Copy:
    """For whom a copy is, and whether they are known to be that person: whoever only
    has the link reads everything but where and how to reach the buyer."""

    reader: Reader
    is_known: bool = True


def dossier(order: Order, copy: Copy) -> Data:
    """Everything that was promised and told about one order.

    Have it from `orders.evidence.with_all`."""
    found = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": moment(timezone.now()),
        "made_for": copy.reader.value,
        "is_masked": not copy.is_known,
        "marketplace": {"name": settings.MARKETPLACE_NAME, "url": settings.BASE_URL},
        **evidence.record(order, copy.reader),
        "emails": [_email(order, email, copy) for email in _emails(order, copy)],
    }
    if not copy.is_known:
        found = _masked(found, order.checkout)
    cleaned: Data = _without(found, KEYS, r"\1…")
    return cleaned


def as_json(order: Order, copy: Copy) -> bytes:
    """As a file that people and programs read."""
    return _written(dossier(order, copy))


def _written(found: Data) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n"


def _emails(order: Order, copy: Copy) -> list[Email]:
    """Of the order, and of the whole purchase that it is a part of; each is told once
    for every event that it was about."""
    about = Q(event__order=order) | Q(event__checkout=order.checkout, event__order=None)
    rows = Email.objects.filter(about).select_related("event", "carrier__event")
    rows = rows.prefetch_related("told__event", "carrier__told__event")
    if copy.reader == Reader.BUYER:
        rows = rows.filter(to__iexact=order.checkout.email)
    return list(rows.order_by("event_id", "pk"))


def _email(order: Order, email: Email, copy: Copy) -> Data:
    """An email that went with another one is told with that one's words."""
    posted = email.carrier or email
    hers = copy.reader == Reader.MAKER and not _is_only_about(order, posted)
    return {
        "email": email.email,
        "event": email.step.seq if email.step.order_id else None,
        "what": str(OrderEvent.Kind(email.step.kind).label),
        "to": email.to,
        "state": email.state,
        "written_at": moment(email.created_at),
        "sent_at": moment(posted.sent_at),
        "message_id": posted.message_id,
        "subject": "" if hers else posted.subject,
        "text": "" if hers else posted.text,
        "withheld": str(WITHHELD) if hers and posted.text else "",
    }


def _is_only_about(order: Order, posted: Email) -> bool:
    """Whether it tells of this shop's orders alone."""
    # What it tells of her pieces besides is hers.
    events = [one.event for one in (posted, *posted.told.all()) if one.event]
    if {event.order_id for event in events} == {order.pk}:
        return True
    orders = {event.order_id for event in events}
    purchases = {event.checkout_id for event in events if event.order_id is None}
    told = Order.objects.filter(Q(pk__in=orders - {None}) | Q(checkout__in=purchases))
    return not told.exclude(shop=order.shop_id).exists()


def _masked(found: Data, checkout: Checkout) -> Data:
    """Without where the buyer lives and how to reach them, wherever it was written."""
    town = f"{checkout.city or HIDDEN}, {countries.name(checkout.country)}"
    found["delivery"]["address"] = [HIDDEN, town]
    hers = [
        checkout.name,
        *checkout.name.split(),
        checkout.email,
        checkout.email.lower(),
        checkout.phone,
        checkout.postal_code,
        checkout.delivery_note,
        *checkout.street_address.splitlines(),
        *(one[part] for one in found["withdrawals"] for part in ("name", "email")),
        *_notes(found),
    ]
    words = sorted({word.strip() for word in hers if word.strip()}, key=len)
    hidden = re.compile("|".join(_whole(word) for word in reversed(words)))
    cleaned: Data = _without(found, hidden, HIDDEN)
    return cleaned


def _notes(found: Data) -> list[str]:
    """Every note for the carrier that there ever was: one may have been the door's."""
    told = [one["details"] for one in found["events"] if one["kind"] == Kind.NOTED]
    return [one.get(name, "") for one in told for name in ("before", "delivery_note")]


def _whole(word: str) -> str:
    """A word on its own: Al is not in “also”. Scripts without capitals have no gaps."""
    has_gaps = any(letter.isupper() or letter.islower() for letter in word)
    plain = re.escape(word)
    return rf"(?<!\w){plain}(?!\w)" if has_gaps or word.isdigit() else plain


def _without(value: Any, pattern: re.Pattern[str], instead: str) -> Any:
    """The same, with this pattern left out of every text in it."""
    if isinstance(value, str):
        return pattern.sub(instead, value)
    if isinstance(value, list):
        return [_without(each, pattern, instead) for each in value]
    if isinstance(value, dict):
        return {name: _without(each, pattern, instead) for name, each in value.items()}
    return value


def as_pdf(order: Order, copy: Copy) -> bytes:
    """As a print, with the data attached to it."""
    found = dossier(order, copy)
    return evidence_print.pdf(found, _written(found))
