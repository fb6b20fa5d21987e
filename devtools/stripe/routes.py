"""Which requests the sandbox answers, and the SDK's contract for each."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from stripe import params
from stripe.params import checkout

from devtools.stripe import listing, refunds, sessions
from devtools.stripe.errors import Json


@dataclass(frozen=True)
class Route:
    """One method and path of the API."""

    method: str
    pattern: re.Pattern[str]
    contract: type
    answer: Callable[..., Json]


def _route(
    method: str, path: str, contract: type, answer: Callable[..., Json]
) -> Route:
    pattern = re.compile(path.replace("{}", "([^/]+)") + "$")
    return Route(method, pattern, contract, answer)


def _readable(
    path: str, kind: str, several: type, single: type, name: str = ""
) -> list[Route]:
    """The two GETs of a collection."""
    return [
        _route("GET", path, several, listing.several(kind, path)),
        _route("GET", path + "/{}", single, listing.one(kind)),
    ]


SESSIONS = "/v1/checkout/sessions"
ROUTES = [
    _route("POST", SESSIONS, checkout.SessionCreateParams, sessions.create),
    _route(
        "GET",
        SESSIONS,
        checkout.SessionListParams,
        listing.several("checkout.session", SESSIONS),
    ),
    _route("GET", SESSIONS + "/{}", checkout.SessionRetrieveParams, sessions.retrieve),
    _route(
        "POST", SESSIONS + "/{}/expire", checkout.SessionExpireParams, sessions.expire
    ),
    _route(
        "GET",
        SESSIONS + "/{}/line_items",
        checkout.SessionListLineItemsParams,
        listing.line_items,
    ),
    _route("POST", "/v1/refunds", params.RefundCreateParams, refunds.create),
    *_readable(
        "/v1/payment_intents",
        "payment_intent",
        params.PaymentIntentListParams,
        params.PaymentIntentRetrieveParams,
    ),
    *_readable(
        "/v1/charges",
        "charge",
        params.ChargeListParams,
        params.ChargeRetrieveParams,
    ),
    *_readable(
        "/v1/refunds",
        "refund",
        params.RefundListParams,
        params.RefundRetrieveParams,
    ),
    *_readable(
        "/v1/events", "event", params.EventListParams, params.EventRetrieveParams
    ),
    *_readable(
        "/v1/balance_transactions",
        "balance_transaction",
        params.BalanceTransactionListParams,
        params.BalanceTransactionRetrieveParams,
    ),
    _route("GET", "/v1/balance", params.BalanceRetrieveParams, listing.balance),
]


def match(method: str, path: str) -> tuple[Route, tuple[str, ...]] | None:
    """The route of a request and the identifiers in its path."""
    for route in ROUTES:
        found = route.pattern.match(path)
        if found and route.method == method:
            return route, found.groups()
    return None
