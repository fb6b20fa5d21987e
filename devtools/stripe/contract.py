"""Checks requests against the typed parameters that the installed Stripe SDK ships.

The SDK's TypedDicts are made from Stripe's own specification, so they are the contract.
"""

import sys
import types
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import (
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from stripe._request_options import RequestOptions

# The SDK makes its TypedDicts with this package; typing does not know them.
from typing_extensions import is_typeddict

from devtools.stripe.errors import Json, StripeRefusal, invalid, missing

METADATA_KEYS, METADATA_KEY_LENGTH, METADATA_VALUE_LENGTH = 50, 40, 500
#: What fits into the 64 bits that Stripe and SQLite count with.
INTEGER_DIGITS = 18
BOOLEANS = {"true": True, "false": False}


def check(given: Json, contract: type) -> Json:
    """The parameters with their proper types, or Stripe's refusal."""
    return _object(given, contract, "")


@cache
def _fields(contract: type) -> Mapping[str, Any]:
    """A TypedDict's own parameters, without the SDK's options (api_key and so on)."""
    own = {
        name: hint
        for name, hint in contract.__annotations__.items()
        if name not in RequestOptions.__annotations__
    }
    return get_type_hints(
        types.SimpleNamespace(__annotations__=own),
        globalns=vars(sys.modules[contract.__module__]),
        include_extras=True,
    )


def _object(given: Any, contract: type, path: str) -> Json:
    if not isinstance(given, dict):
        raise invalid("Invalid object", path)
    fields = _fields(contract)
    unknown = [_join(path, name) for name in given if name not in fields]
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        message = f"Received unknown parameter{plural}: {', '.join(unknown)}"
        raise invalid(message, unknown[0], "parameter_unknown")
    for name, hint in fields.items():
        if name not in given and get_origin(hint) is not NotRequired:
            raise missing(_join(path, name))
    return {
        name: _value(value, fields[name], _join(path, name))
        for name, value in given.items()
    }


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _value(given: Any, hint: Any, path: str) -> Any:
    origin = get_origin(hint)
    if origin in (NotRequired, Required):
        return _value(given, get_args(hint)[0], path)
    if origin in (Union, types.UnionType):
        return _one_of(given, get_args(hint), path)
    if origin is Literal:
        return _enum(given, get_args(hint), path)
    if is_typeddict(hint):
        return _object(given, hint, path)
    if origin is list:
        return _list(given, get_args(hint)[0], path)
    if origin is None:
        return _scalar(given, hint, path)
    return _mapping(given, path)


def _one_of(given: Any, hints: tuple[Any, ...], path: str) -> Any:
    """The first fitting part of a union; an open enum (``Literal | str``) is closed."""
    words = [word for h in hints if get_origin(h) is Literal for word in get_args(h)]
    if isinstance(given, str) and given in words:
        return given
    closed = any(words)
    others = [
        h for h in hints if get_origin(h) is not Literal and not (closed and h is str)
    ]
    if not others:
        raise _not_among(given, words, path)
    fitting = [h for h in others if _is_nested(h) == isinstance(given, dict)]
    return _value(given, (fitting or others)[0], path)


def _is_nested(hint: Any) -> bool:
    return is_typeddict(hint) or get_origin(hint) is not None


def _enum(given: Any, words: tuple[Any, ...], path: str) -> Any:
    if given not in words:
        raise _not_among(given, list(words), path)
    return given


def _not_among(given: Any, words: list[Any], path: str) -> StripeRefusal:
    *most, last = [str(word) for word in words if word] or ["empty"]
    choices = f"{', '.join(most)}{',' * (len(most) > 1)} or {last}" if most else last
    return invalid(f"Invalid {path}: must be one of {choices}", path)


def _list(given: Any, hint: Any, path: str) -> list[Any]:
    if not isinstance(given, dict) or not all(key.isdigit() for key in given):
        raise invalid("Invalid array", path)
    ordered = sorted(given, key=int)
    return [_value(given[key], hint, f"{path}[{key}]") for key in ordered]


def _mapping(given: Any, path: str) -> dict[str, str]:
    if not isinstance(given, dict):
        raise invalid("Invalid object", path)
    for key, value in given.items():
        if not isinstance(value, str):
            raise invalid("Invalid string", f"{path}[{key}]")
    if path.endswith(("metadata", "[metadata]")):
        _check_metadata(given, path)
    # An empty value unsets a key, so on a new object it is simply not there.
    return {key: value for key, value in given.items() if value}


def _check_metadata(given: dict[str, str], path: str) -> None:
    if len(given) > METADATA_KEYS:
        raise invalid(f"Metadata can have up to {METADATA_KEYS} keys.", path)
    for key, value in given.items():
        for word, text, most in (
            ("keys", key, METADATA_KEY_LENGTH),
            ("values", value, METADATA_VALUE_LENGTH),
        ):
            if len(text) > most:
                raise invalid(
                    f"Metadata {word} can have up to {most} characters, but you passed "
                    f"in a {word[:-1]} that is {len(text)} characters.",
                    path,
                )


def _scalar(given: Any, hint: Any, path: str) -> Any:
    if not isinstance(given, str):
        raise invalid(f"Invalid {'string' if hint is str else 'value'}", path)
    if given == "":
        raise invalid(
            f"You passed an empty string for '{path}'. We assume empty values are an "
            f"attempt to unset a parameter; however '{path}' cannot be unset. You "
            f"should remove '{path}' from your request or supply a non-empty value.",
            path,
            "parameter_invalid_empty",
        )
    if hint is int:
        return _integer(given, path)
    if hint is bool:
        return _boolean(given, path)
    return _decimal(given, path) if hint in (float, Decimal) else given


def _integer(given: str, path: str) -> int:
    digits = given.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= INTEGER_DIGITS):
        code = "parameter_invalid_integer"
        raise invalid(f"Invalid integer: {given}", path, code)
    return int(given)


def _boolean(given: str, path: str) -> bool:
    if given not in BOOLEANS:
        raise invalid(f"Invalid boolean: {given}", path)
    return BOOLEANS[given]


def _decimal(given: str, path: str) -> str:
    try:
        Decimal(given)
    except InvalidOperation:
        raise invalid(f"Invalid decimal: {given}", path) from None
    return given
