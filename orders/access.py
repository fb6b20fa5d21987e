"""How an order opens without a login: a key from the email, kept by the browser.

The key is derived from the server's secret and a salt; the database holds the salt and
the key's hash, so neither alone opens anything. A new salt revokes the old key. The
buyer's key opens the order; the recipient's opens the page of the gift, and no more."""

import base64
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.http import member
from accounts.models import User
from marketplace.errors import Refused
from marketplace.http import Request
from orders.http import placed_here
from orders.models import AccessKey, Checkout, Order
from orders.models.order import OrderQuerySet

SESSION = "order_keys"
#: A session remembers this many orders, the newest; older ones open from their email.
REMEMBERED = 50
#: So many letters of its key's hash are the name of a gift.
GIFT_NAME = 16
Purpose = AccessKey.Purpose


def grant(order: Order, purpose: Purpose = Purpose.BUYER) -> AccessKey:
    """The order's one live key of this kind, made now; an older one stops working."""
    salt = secrets.token_urlsafe(32)
    with transaction.atomic():
        Order.objects.select_for_update().get(pk=order.pk)
        # Two who renew it at once: the second revokes what the first has made.
        older = order.access_keys.filter(purpose=purpose, revoked_at=None)
        older.update(revoked_at=timezone.now())
        return AccessKey.objects.create(
            order=order, purpose=purpose, salt=salt, digest=_digest(_key(salt))
        )


def link(order: Order) -> str:
    """The address that opens this order to its buyer; the same until it is revoked."""
    return _address(order, Purpose.BUYER)


def gift_link(order: Order) -> str:
    """The address that shows the gift to whoever is given it, and no more of it."""
    return _address(order, Purpose.RECIPIENT)


def remember(request: HttpRequest, key: str) -> AccessKey | None:
    """Let this browser open what the key is for from now on; None: it opens nothing."""
    keys = AccessKey.objects.live().filter(order__in=Order.objects.paid())
    found = keys.filter(digest=_digest(key)).select_related("order").first()
    if found is not None:
        _remember(request, [found.digest])
    return found


def remember_orders(request: HttpRequest, orders: list[Order]) -> None:
    """The browser that just paid opens what it paid for."""
    keys = AccessKey.objects.live().filter(order__in=orders, purpose=Purpose.BUYER)
    _remember(request, list(keys.values_list("digest", flat=True)))


def orders_of(request: HttpRequest) -> OrderQuerySet:
    """Every order this person may see as its buyer: bought by them, or opened here."""
    opened = Order.objects.opened_with(request.session.get(SESSION, []))
    if isinstance(request.user, User):
        return opened | Order.objects.bought_by(request.user)
    return opened


def gifts_of(request: HttpRequest, name: str = "") -> OrderQuerySet:
    """Every order that this browser has opened as a gift to whoever uses it; only the
    one of this name, if one is given."""
    known = request.session.get(SESSION, [])
    digests = [digest for digest in known if name in ("", digest[:GIFT_NAME])]
    keys = AccessKey.objects.live().filter(
        digest__in=digests, purpose=Purpose.RECIPIENT
    )
    return Order.objects.paid().filter(pk__in=keys.values("order"))


def gift_name(key: AccessKey) -> str:
    """What the page of a gift is called in its address: not the order's number, which
    is the buyer's."""
    return key.digest[:GIFT_NAME]


def is_own(request: Request, order: Order) -> bool:
    """Whether the buyer is sitting there, and not just anybody who has the link."""
    user = member(request)
    is_buyer = user is not None and user.pk == order.checkout.buyer_id
    return is_buyer or placed_here(request, order.checkout)


def may_claim(user: User | None, order: Order) -> bool:
    """A guest's order, and this member reads email at the guest's address."""
    bought_by = order.checkout.buyer_id
    return user is not None and bought_by is None and _reads(user, order.checkout)


@transaction.atomic
def claim(order: Order, *, by: User) -> None:
    """A guest's purchase joins the orders of the member who made it. The links in
    earlier emails, which others may have by now, open it no more."""
    if not _reads(by, order.checkout):
        raise Refused(
            _(
                "This order was made with another email address. Add that address to"
                " your account and confirm it, then try again."
            )
        )
    together = Order.objects.filter(checkout=order.checkout_id).order_by("pk")
    orders = list(together.select_for_update(of=("self",)))
    # Orders first, then their purchase: as the steps do that change both.
    guests = Checkout.objects.filter(pk=order.checkout_id, buyer=None)
    if not guests.update(buyer=by):
        raise Refused(_("This order belongs to an account already."))
    for one in orders:
        grant(one)


def _reads(user: User, checkout: Checkout) -> bool:
    """An address that is not confirmed could be anybody's."""
    mine = EmailAddress.objects.filter(user=user, verified=True)
    return mine.filter(email__iexact=checkout.email).exists()


def _address(order: Order, purpose: Purpose) -> str:
    live = next(
        (
            key
            for key in order.access_keys.all()
            if key.purpose == purpose and key.revoked_at is None
        ),
        None,
    )
    if live is None or not _fits(live):
        live = _renewed(order, purpose)
    path = reverse("orders:open", args=[_key(live.salt)])
    return f"{settings.BASE_URL}{path}"


@transaction.atomic
def _renewed(order: Order, purpose: Purpose) -> AccessKey:
    """There is no such key yet, or the server's secret is another: what it makes of the
    old salt opens nothing. Asked by several emails at once, it is made once."""
    Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    live = order.access_keys.filter(purpose=purpose, revoked_at=None).first()
    return live if live is not None and _fits(live) else grant(order, purpose)


def _fits(key: AccessKey) -> bool:
    return _digest(_key(key.salt)) == key.digest


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
