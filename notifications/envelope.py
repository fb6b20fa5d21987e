"""An email as it goes over the wire: headers, text and HTML.

Python's newer email classes parse and refold every header they are given and take
longer than everything else about an email; the older ones take what is clean already.
"""

import binascii
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.encoding import punycode

#: Refuses a header with a line break in it when it is written out.
WIRE = compat32.clone(linesep="\r\n", mangle_from_=False)


class Envelope(EmailMultiAlternatives):
    """A Django message of one text and one HTML part, quick to write out."""

    def message(self, *, policy: Any = None) -> Any:
        """The whole as MIME; `policy` is Django's wish, the wire's own is kept."""
        contents = [("plain", str(self.body))]
        contents += [("html", str(content)) for content, _ in self.alternatives]
        parts = [_part(content, subtype) for subtype, content in contents]
        whole = MIMEMultipart("alternative", _subparts=parts, policy=WIRE)
        whole["Subject"] = _subject(str(self.subject))
        whole["From"] = _address(self.from_email)
        whole["To"] = ", ".join(map(_address, self.to))
        whole["Date"] = format_datetime(timezone.now())
        for name, value in self.extra_headers.items():
            whole[name] = value
        if self.reply_to:
            whole["Reply-To"] = ", ".join(map(_address, self.reply_to))
        return whole


def _part(content: str, subtype: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype, policy=WIRE, charset="utf-8")
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(binascii.b2a_qp(content.encode()).decode("ascii"))
    return part


def _subject(words: str) -> str:
    charset = "us-ascii" if words.isascii() and "=?" not in words else "utf-8"
    return Header(words, charset, header_name="Subject").encode()


def _address(value: str) -> str:
    name, address = parseaddr(value)
    local, _, domain = address.rpartition("@")
    return formataddr((name, f"{local}@{punycode(domain)}"))
