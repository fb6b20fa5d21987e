"""What an email says: from its event and the truth of now to subject, text and HTML."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from email.errors import MessageError
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.urls import reverse

from notifications.announcements import Announcement
from notifications.envelope import Envelope
from notifications.facts import Facts
from notifications.models import Email
from notifications.thread import Days, Knot, days_of, thread
from orders import access
from orders.models import Order, OrderLine, Promise
from shops.models import Shop

#: What a row that cannot be rendered raises: its own fault, no reason to stop others.
FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MessageError,
    ObjectDoesNotExist,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    TypeError,
    ValueError,
)
#: Stripe: a refund is on the statement five to ten business days later.
REFUND_TAKES = timedelta(days=14)
#: A key opens an order without a login: what is kept as evidence must not.
KEY = re.compile(r"(/orders/open/)[\w-]+")
BLANK_LINES = re.compile(r"\n\s*\n")
LONGEST_SUBJECT = 200

_inliner = css_inline.CSSInliner(
    keep_at_rules=True, load_remote_stylesheets=False, remove_inlined_selectors=True
)


@dataclass(frozen=True)
class Part:
    """What an email says of one order: its shop, its days, its thread, its link."""

    order: Order
    shop: Shop
    link: str
    lines: list[OrderLine]
    days: Days
    thread: list[Knot]


@dataclass(frozen=True)
class Letter:
    """An email, written."""

    subject: str
    text: str
    html: str
    message_id: str
    reply_to: str

    @property
    def evidence(self) -> str:
        """The text as it was posted, less the keys in its links."""
        return KEY.sub(r"\1…", self.text)

    def envelope(self, to: str) -> Envelope:
        """As a mailer takes it."""
        answers_to = [self.reply_to] if self.reply_to else []
        headers = {"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"}
        envelope = Envelope(
            self.subject, self.text, to=[to], headers=headers, reply_to=answers_to
        )
        envelope.attach_alternative(self.html, "text/html")
        return envelope


def write(email: Email, facts: Facts, row: Announcement) -> Letter:
    """This email, from the truth of now."""
    answers_to = row.reply_to(facts.event)
    context = _context(facts) | {"can_answer": bool(answers_to)}
    rendered = render_to_string(f"emails/{email.email}.txt", context)
    subject, _, text = rendered.strip().partition("\n")
    text = BLANK_LINES.sub("\n\n", text).strip() + "\n"
    context |= {"subject": subject, "preview": text.partition("\n\n")[0]}
    html = render_to_string(f"emails/{email.email}.html", context)
    return Letter(
        subject=subject[:LONGEST_SUBJECT],
        text=text,
        html=_inliner.inline(html),
        message_id=email.message_id,
        reply_to=answers_to,
    )


def _context(facts: Facts) -> dict[str, Any]:
    parts = [_part(order) for order in facts.orders]
    context: dict[str, Any] = {
        "marketplace_name": settings.MARKETPLACE_NAME,
        "base_url": settings.BASE_URL,
        "checkout": facts.checkout,
        "event": facts.event,
        "details": facts.event.details,
        "parts": parts,
        "refund_by": (facts.event.at + REFUND_TAKES).date(),
    }
    about = [one for one in parts if facts.event.order_id in (None, one.order.pk)]
    if len(about) == 1:
        context |= _one_order(about[0])
    if "promise" in facts.event.details:
        context |= _promised(facts)
    if "shipment" in facts.event.details:
        context |= _parcel(facts)
    return context


def _one_order(part: Part) -> dict[str, Any]:
    path = reverse("orders:sale", args=[part.order.number])
    return {
        "part": part,
        "order": part.order,
        "shop": part.shop,
        "dashboard_link": f"{settings.BASE_URL}{path}",
    }


def _part(order: Order) -> Part:
    return Part(
        order=order,
        shop=order.shop,
        link=access.link(order),
        lines=list(order.lines.all()),
        days=days_of(order),
        thread=thread(order),
    )


def _promised(facts: Facts) -> dict[str, Any]:
    number = facts.event.details["promise"]
    before = facts.promises[max(number - 2, 0)]
    return {
        "promise": facts.promise,
        "new_day": _ships_by(facts.order, facts.promise),
        "old_day": _ships_by(facts.order, before),
    }


def _ships_by(order: Order, promise: Promise) -> date:
    return promise.ship_by_at.astimezone(ZoneInfo(order.shop.time_zone)).date()


def _parcel(facts: Facts) -> dict[str, Any]:
    lines = {line.pk: line for line in facts.order.lines.all()}
    packed = [(lines[one.line_id], one.quantity) for one in facts.parcel.lines.all()]
    left = [(line, line.left_to_ship) for line in lines.values() if line.left_to_ship]
    return {"parcel": facts.parcel, "packed": packed, "left": left}
