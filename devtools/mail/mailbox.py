"""Mails as files: one raw message each, named so that the newest sorts last."""

import itertools
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

_counter = itertools.count()


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    content_type: str
    content: bytes


class Mail:
    """One mail as it came over the wire, read only as far as it is asked for."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.path = path
        self.key = path.stem
        self.received_at = datetime.fromtimestamp(
            int(self.key.split("-")[0]) / 1e9, tz=UTC
        )

    @cached_property
    def source(self) -> str:
        """The raw message, headers and all."""
        return self.path.read_bytes().decode(errors="replace")

    @cached_property
    def recipients(self) -> list[str]:
        """Where it was really delivered, whatever its own To: says."""
        found = []
        with self.path.open("rb") as file:
            for line in file:
                name, _, value = line.partition(b": ")
                if name == b"Delivered-To":
                    found.append(value.decode(errors="replace").strip())
                elif name != b"Return-Path":
                    break
        return found

    @cached_property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        return message_from_bytes(self.path.read_bytes(), policy=policy.default)

    @property
    def subject(self) -> str:
        """What the inbox shows first."""
        return str(self.message["Subject"] or "(no subject)")

    @property
    def sender(self) -> str:
        """Whom it says it is from."""
        return str(self.message["From"] or "")

    @property
    def text(self) -> str:
        """The plain text part."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The HTML part."""
        return self._body("html")

    @property
    def attachments(self) -> list[Attachment]:
        """The files that came with it."""
        return [
            Attachment(
                name=part.get_filename() or f"part-{number}",
                content_type=part.get_content_type(),
                content=_content(part),
            )
            for number, part in enumerate(self.message.iter_attachments(), 1)
        ]

    def _body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else ""


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()


def directory() -> Path:
    """Where the demo's sink keeps its mails, unless DEV_MAIL says otherwise."""
    chosen = os.environ.get("DEV_MAIL")
    return Path(chosen) if chosen else ROOT / ".devdata" / "demo" / "mail"


def store(content: bytes, *, sender: str, recipients: Sequence[str]) -> Mail:
    """Keep a mail that was just delivered; a reader never sees half of it."""
    envelope = [f"Return-Path: <{sender}>"]
    envelope += [f"Delivered-To: {recipient}" for recipient in recipients]
    head = "\r\n".join([*envelope, ""]).encode()
    name = f"{time.time_ns():020}-{os.getpid()}-{next(_counter)}"
    unfinished = directory() / f"{name}.part"
    unfinished.write_bytes(head + content)
    return Mail(unfinished.rename(unfinished.with_suffix(".eml")))


def newest_first(to: str = "") -> Iterator[Mail]:
    """Every mail, or those to one address or a part of one."""
    wanted = to.strip().lower()
    if not directory().is_dir():
        return
    names = sorted(os.listdir(directory()), reverse=True)
    for name in names:
        if not name.endswith(".eml"):
            continue
        mail = Mail(directory() / name)
        if not wanted or any(wanted in one.lower() for one in mail.recipients):
            yield mail


def find(key: str) -> Mail | None:
    """The mail with this key, if there is one."""
    path = directory() / f"{key}.eml"
    return Mail(path) if path.is_file() else None
