"""What an email says: from its event and the truth of now to subject, text and HTML."""

import re
from dataclasses import dataclass, field
from email.errors import MessageError
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.urls import reverse
from django.utils import timezone, translation

from accounts import preferences
from marketplace import letters
from notifications import gifts
from notifications.announcements import Announcement, Bundle
from notifications.context import context_of
from notifications.envelope import Envelope
from notifications.facts import Facts
from notifications.models import Email
from notifications.piece_facts import PieceFacts

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
#: A key opens an order without a login: what is kept as evidence must not.
KEY = re.compile(r"(/orders/open/|/account/emails/|/waiting/|/questions/)[\w:-]+")

Truth = tuple[Email, Facts | PieceFacts, Announcement]


@dataclass(frozen=True)
class Letter:
    """An email, written."""

    subject: str
    text: str
    html: str
    message_id: str
    reply_to: str
    language: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def evidence(self) -> str:
        """The text as it was posted, less the keys in its links."""
        return KEY.sub(r"\1…", self.text)

    def envelope(self, to: str) -> Envelope:
        """As a mailer takes it."""
        answers_to = [self.reply_to] if self.reply_to else []
        headers = {"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"}
        headers["Content-Language"] = self.language
        envelope = Envelope(
            self.subject,
            self.text,
            to=[to],
            headers=headers | self.headers,
            reply_to=answers_to,
        )
        envelope.attach_alternative(self.html, "text/html")
        return envelope


def write(email: Email, truths: list[Truth]) -> Letter:
    """This email in its reader's language and zone, from the truth of now; what it
    tells besides comes after it."""
    _, facts, row = truths[0]
    language, zone = row.to.language(facts.event), row.to.zone(facts.event)
    with translation.override(language), timezone.override(zone):
        name, context = _chosen(truths)
        context |= _how_to_turn_off(email, truths)
        written = letters.write(f"emails/{name}.html", context)
    off = context["off_link"]
    return Letter(
        subject=written.subject,
        text=written.text,
        html=written.html,
        message_id=email.message_id,
        reply_to=context["reply_to"],
        language=language,
        headers=_one_click(off) if off else {},
    )


def _chosen(truths: list[Truth]) -> tuple[str, dict[str, Any]]:
    """Which template, and what it is told."""
    contexts = [context_of(facts, row) for _, facts, row in truths]
    _, facts, row = truths[0]
    context = contexts[0] | {"reply_to": row.reply_to(facts.event)}
    if row.bundle == Bundle.WORKBENCH:
        context["made"] = [facts.event for _, facts, _ in truths]
    elif len(truths) > 1:
        names = [row.email for _, _, row in truths]
        nudges = [{"name": n, **c} for n, c in zip(names, contexts, strict=True)]
        context |= {"nudges": nudges, "answers_to": "", "reply_to": ""}
        return "nudges", context
    if gifts.is_secret(facts, row):
        return "secret", context | {"is_secret": True, "name": row.email}
    return row.email, context


def _how_to_turn_off(email: Email, truths: list[Truth]) -> dict[str, Any]:
    """A link that turns this email off without a login, if all of it may be."""
    if link := truths[0][1].leave_link:
        return {"off_link": link}
    names = {row.email for _, _, row in truths}
    may_be = all(row.optional for _, _, row in truths)
    if not any(row.optional for *_, row in truths):
        return {"off_link": ""}
    if not may_be or len(names) > 1:
        choices = settings.BASE_URL + reverse("accounts:emails")
        return {"off_link": "", "choices_link": choices}
    token = preferences.token(email.to, names.pop())
    path = reverse("accounts:one-email", args=[token])
    return {"off_link": f"{settings.BASE_URL}{path}"}


def _one_click(link: str) -> dict[str, str]:
    """How a mail program turns it off by itself (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
