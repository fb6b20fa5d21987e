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
#: A line of a text ends here at the latest; programs that can let it flow (RFC 3676).
LONGEST_LINE = 72
SIGNATURE = "-- "


class Envelope(EmailMultiAlternatives):
    """A Django message of one text and one HTML part, quick to write out."""

    def message(self, *, policy: Any = None) -> Any:
        """The whole as MIME; `policy` is Django's wish, the wire's own is kept."""
        parts = [_part(flowed(str(self.body)), "plain", format="flowed")]
        parts += [_part(str(content), "html") for content, _ in self.alternatives]
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


def flowed(text: str) -> str:
    """The text in short lines: a space at the end of one says that the next goes on."""
    lines = [folded for line in text.split("\n") for folded in _folded(line)]
    return "\n".join(lines)


def _folded(line: str) -> list[str]:
    if line == SIGNATURE:
        return [line]
    before = "> " if line.startswith("> ") else ""
    rest, found = line.removeprefix(before).rstrip(" "), []
    while len(before + rest) > LONGEST_LINE:
        end = rest.rfind(" ", 1, LONGEST_LINE - len(before))
        end = end if end > 0 else rest.find(" ", 1)
        if end < 0:
            break
        found.append(before + _stuffed(rest[: end + 1], before))
        rest = rest[end + 1 :]
    return [*found, before + _stuffed(rest, before)]


def _stuffed(line: str, before: str) -> str:
    """A space in front of what would otherwise be read as something else."""
    is_special = not before and line.startswith((" ", ">", "From "))
    return f" {line}" if is_special else line


def _part(content: str, subtype: str, **more: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype, policy=WIRE, charset="utf-8", **more)
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
