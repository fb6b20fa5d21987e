"""Lists of things, page by page, and single things: what Stripe answers to a GET."""

from collections.abc import Callable

from devtools.stripe import sessions, shapes
from devtools.stripe.errors import Json, invalid, not_found, unsupported
from devtools.stripe.sandbox import Sandbox
from devtools.stripe.store import Query

#: How Stripe names the parameter of a path, for "No such …".
PARAM = {"payment_intent": "intent", "balance_transaction": "id"}
PAGING = {"limit", "starting_after", "ending_before", "expand", "created"}
EVENT_ONLY = {"type", "types", "delivery_success"}


def several(kind: str, url: str) -> Callable[[Sandbox, Json], Json]:
    """How to answer a list of that kind."""

    def answer(sandbox: Sandbox, params: Json) -> Json:
        query = _query(kind, params)
        _check_cursors(sandbox, kind, params)
        limit = query.limit
        query.limit += 1
        found = sandbox.store.find(query)
        has_more = len(found) > limit
        kept = found[-limit:] if query.ending_before else found[:limit]
        return shapes.page(url, kept, has_more=has_more)

    return answer


def _query(kind: str, params: Json) -> Query:
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise invalid(
            "Invalid integer: limit must be between 1 and 100",
            "limit",
            "parameter_invalid_integer",
        )
    nested = [name for name, value in params.items() if isinstance(value, dict)]
    if set(nested) - {"created"}:
        raise unsupported(f"filtering by {nested[0]}")
    created = params.get("created", {})
    types = params.get("types") or ([params["type"]] if "type" in params else [])
    taken = PAGING | (EVENT_ONLY if kind == "event" else set())
    return Query(
        kind,
        where={name: v for name, v in params.items() if name not in taken},
        created=created if isinstance(created, dict) else {"gte": created},
        types=types if kind == "event" else [],
        delivered=params.get("delivery_success"),
        starting_after=params.get("starting_after", ""),
        ending_before=params.get("ending_before", ""),
        limit=limit,
    )


def _check_cursors(sandbox: Sandbox, kind: str, params: Json) -> None:
    for name in ("starting_after", "ending_before"):
        if name in params:
            sandbox.need(kind, params[name], name)


def one(kind: str) -> Callable[[Sandbox, Json, str], Json]:
    """How to answer a single thing of that kind."""

    def answer(sandbox: Sandbox, _params: Json, identifier: str) -> Json:
        return sandbox.need(kind, identifier, PARAM.get(kind, kind))

    return answer


def balance(sandbox: Sandbox, _params: Json) -> Json:
    """What would be in the Stripe account, by currency."""
    sums = sandbox.store.rows(
        "SELECT json_extract(body, '$.currency'), sum(json_extract(body, '$.net'))"
        " FROM objects WHERE kind = 'balance_transaction' GROUP BY 1 ORDER BY 1"
    )
    available = [
        {"amount": net, "currency": currency, "source_types": {"card": net}}
        for currency, net in sums
    ]
    pending = [row | {"amount": 0, "source_types": {"card": 0}} for row in available]
    return {
        "object": "balance",
        "available": available,
        "livemode": False,
        "pending": pending,
    }


def expand(sandbox: Sandbox, answer: Json, paths: list[str]) -> Json:
    """Put whole objects where the answer has only their identifiers."""
    for path in paths:
        if path.count(".") > 4:
            raise invalid(
                "You cannot expand more than 4 levels of a property", "expand"
            )
        _expand(sandbox, answer, path.split("."), path)
    return answer


def _expand(sandbox: Sandbox, here: Json, parts: list[str], whole: str) -> None:
    name, *rest = parts
    if name == "data" and here.get("object") == "list":
        for thing in here["data"]:
            _expand(sandbox, thing, rest, whole)
        return
    here[name] = _opened(sandbox, here, name, whole)
    if rest and isinstance(here[name], dict):
        _expand(sandbox, here[name], rest, whole)


def _opened(sandbox: Sandbox, here: Json, name: str, whole: str) -> object:
    if name == "line_items" and here["object"] == "checkout.session":
        return sessions.line_items(sandbox, {}, here["id"])
    if name == "refunds" and here["object"] == "charge":
        answer = several("refund", f"/v1/charges/{here['id']}/refunds")
        return answer(sandbox, {"charge": here["id"]})
    given = here.get(name)
    if isinstance(given, dict):
        return given
    found = sandbox.store.get(given) if isinstance(given, str) else None
    if found is None and (name not in here or given is not None):
        raise invalid(f"This property cannot be expanded ({whole}).", "expand")
    return found


def line_items(sandbox: Sandbox, params: Json, identifier: str) -> Json:
    """A session's line items (they belong to it and have no address of their own)."""
    found = sessions.line_items(sandbox, params, identifier)
    after = params.get("starting_after")
    every = sessions.parts(sandbox, {"id": identifier})["lines"]
    if after and after not in [item["id"] for item in every]:
        raise not_found("line_item", after, "starting_after")
    return found
