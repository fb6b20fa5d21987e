"""Reads Stripe's bracketed form encoding: ``line_items[0][quantity]=2``."""

import re
from urllib.parse import parse_qsl

from devtools.stripe.errors import Json, invalid

KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
PART = re.compile(r"\[([^\[\]]*)\]")


def decode(encoded: str) -> Json:
    """The nested parameters of a form body or a query string; lists stay keyed."""
    params: Json = {}
    for key, value in parse_qsl(encoded, keep_blank_values=True):
        _put(params, key, value)
    return params


def _put(params: Json, key: str, value: str) -> None:
    found = KEY.match(key)
    if not found:
        raise invalid(f"Received unknown parameter: {key}", key, "parameter_unknown")
    *parents, last = [found[1], *PART.findall(found[2])]
    here = params
    for part in parents:
        here = here.setdefault(part or str(len(here)), {})
        if not isinstance(here, dict):
            raise invalid("Invalid object", key)
    # ``expand[]=a&expand[]=b`` appends.
    here[last or str(len(here))] = value
