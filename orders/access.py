"""How an order opens without a login: a key from the email, kept by the browser.

The key is derived from the server's secret and a salt; the database holds the salt and
the key's hash, so neither alone opens anything. A new salt revokes the old key."""

import base64
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from orders.models import AccessKey, Order
from orders.models.order import OrderQuerySet

SESSION = "order_keys"
#: A session remembers this many orders, the newest; older ones open from their email.
REMEMBERED = 50


def grant(order: Order) -> AccessKey:
    """The order's one live key, made now; an older one stops working."""
    salt = secrets.token_urlsafe(32)
    with transaction.atomic():
        order.access_keys.filter(revoked_at=None).update(revoked_at=timezone.now())
        return AccessKey.objects.create(
            order=order, salt=salt, digest=_digest(_key(salt))
        )


def link(order: Order) -> str:
    """The address that opens this order, for emails; the same until it is revoked."""
    live = [key for key in order.access_keys.all() if key.revoked_at is None]
    fits = _digest(_key(live[0].salt)) == live[0].digest
    salt = live[0].salt if fits else _renewed(order).salt
    path = reverse("orders:open", args=[_key(salt)])
    return f"{settings.BASE_URL}{path}"


def remember(request: HttpRequest, key: str) -> Order | None:
    """Let this browser open the order from now on; None when the key opens nothing."""
    digest = _digest(key)
    order = Order.objects.opened_with([digest]).first()
    if order is not None:
        _remember(request, [digest])
    return order


def remember_orders(request: HttpRequest, orders: list[Order]) -> None:
    """The browser that just paid opens what it paid for."""
    keys = AccessKey.objects.live().filter(order__in=orders)
    _remember(request, list(keys.values_list("digest", flat=True)))


def orders_of(request: HttpRequest) -> OrderQuerySet:
    """Every order this person may see as its buyer: bought by them, or opened here."""
    opened = Order.objects.opened_with(request.session.get(SESSION, []))
    if isinstance(request.user, User):
        return opened | Order.objects.bought_by(request.user)
    return opened


@transaction.atomic
def _renewed(order: Order) -> AccessKey:
    """The server's secret is another: what it makes of the old salt opens nothing.

    Asked by several emails at once, it is renewed once."""
    live = order.access_keys.select_for_update().get(revoked_at=None)
    return live if _digest(_key(live.salt)) == live.digest else grant(order)


def _remember(request: HttpRequest, digests: list[str]) -> None:
    known = request.session.get(SESSION, [])
    if not set(digests) <= set(known):
        others = [digest for digest in known if digest not in digests]
        request.session[SESSION] = (others + digests)[-REMEMBERED:]


def _key(salt: str) -> str:
    raw = salted_hmac("orders.access", salt, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
