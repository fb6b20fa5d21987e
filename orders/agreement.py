"""What a buyer was shown before paying, carried by the page and signed, so that nothing
that has changed since is agreed to silently."""

import json

from django.core import signing
from django.utils.translation import gettext as _

from orders.quote import Quote, changes

#: Another one whenever the facts are written in another way.
SALT = "orders.agreement.2"


def sign(quote: Quote) -> str:
    """The facts of this quote, for a hidden field of the page that shows it."""
    return signing.dumps(quote.facts, salt=SALT, compress=True)


def differences(shown: str, now: Quote) -> list[str]:
    """What is not as it was shown, a sentence for each; empty when all is."""
    try:
        before = signing.loads(shown, salt=SALT)
    except signing.BadSignature:
        return [_("Please look at everything once more, then pay.")]
    after = json.loads(json.dumps(now.facts))
    return [] if before == after else changes(before, after, now.currency)
