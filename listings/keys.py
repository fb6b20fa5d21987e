"""How a place in line, or a question, opens without a login: by a key from an email.

As with orders, the key is made from the server's secret and a salt; the database holds
the salt and the key's hash, so neither alone opens anything."""

import base64
import hashlib
import secrets
from typing import TypedDict

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import salted_hmac

from listings.models.keyed import Keyed


class Lock(TypedDict):
    """What is kept of a new key."""

    salt: str
    digest: str


def fresh(kind: type[Keyed]) -> Lock:
    """A new lock for a row of this kind."""
    salt = secrets.token_urlsafe(32)
    return {"salt": salt, "digest": _digest(_key(kind, salt))}


def key_of(row: Keyed) -> str:
    """What opens this row; the same whenever it is asked for."""
    key = _key(type(row), row.salt)
    if _digest(key) != row.digest:
        # The server's secret is another one since: its old links open nothing.
        row.digest = _digest(key)
        type(row)._default_manager.filter(pk=row.pk).update(digest=row.digest)
    return key


def link(row: Keyed, page: str) -> str:
    """The address of this row's page, for an email."""
    return f"{settings.BASE_URL}{reverse(page, args=[key_of(row)])}"


def find[K: Keyed](rows: models.QuerySet[K], key: str) -> K | None:
    """What this key opens among these, if it opens anything."""
    return rows.filter(digest=_digest(key)).first()


def _key(kind: type[Keyed], salt: str) -> str:
    purpose = f"listings.keys.{kind._meta.model_name}"
    raw = salted_hmac(purpose, salt, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
