"""A request and an answer, as every part of the sandbox passes them on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from devtools.stripe.errors import Json


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path without the query."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> str:
        """The query, still encoded."""
        return urlsplit(self.target).query

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass
class Answer:
    """What the client gets."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Dropped(Exception):
    """The connection is to be closed without an answer."""


def as_json(thing: Json, status: int = 200, **headers: str) -> Answer:
    """An answer in JSON."""
    body = json.dumps(thing, indent=2).encode()
    return Answer(status, body, {"Content-Type": "application/json"} | headers)


def redirect(url: str) -> Answer:
    """See there (after a POST)."""
    return Answer(303, b"", {"Location": url})
