"""What a buyer was shown before paying, carried by the page and signed, so that nothing
that has changed since is agreed to silently."""

import json

from django.core import signing

from orders.quote import Quote, changes

SALT = "orders.agreement"


def sign(quote: Quote) -> str:
    """The facts of this quote, for a hidden field of the page that shows it."""
    return signing.dumps(quote.facts, salt=SALT, compress=True)


def differences(shown: str, now: Quote) -> list[str]:
    """What is not as it was shown, a sentence for each; empty when all is."""
    try:
        before = signing.loads(shown, salt=SALT)
    except signing.BadSignature:
        return ["Please look at everything once more, then pay."]
    after = json.loads(json.dumps(now.facts))
    return [] if before == after else changes(before, after)
