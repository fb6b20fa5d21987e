"""The refusals of the sandbox, in the words and the shape that Stripe uses."""

from typing import Any

type Json = dict[str, Any]


class StripeRefusal(Exception):
    """A request was refused; carries everything that Stripe would answer."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        **details: str,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.details = details
        #: Stripe keeps the answer under the idempotency key once a request has begun
        #: to execute, but not when its parameters were already wrong.
        self.executed = False

    def as_json(self) -> Json:
        """The refusal as Stripe's error object."""
        return {"error": {"message": self.message, "type": self.kind} | self.details}


def invalid(message: str, param: str, code: str = "") -> StripeRefusal:
    """A parameter is wrong."""
    if code:
        return StripeRefusal(message, code=code, param=param)
    return StripeRefusal(message, param=param)


def missing(param: str) -> StripeRefusal:
    """A parameter that must be there is not."""
    return invalid(f"Missing required param: {param}.", param, "parameter_missing")


def not_found(kind: str, identifier: str, param: str = "id") -> StripeRefusal:
    """Nothing of that kind has this identifier."""
    return StripeRefusal(
        f"No such {kind}: '{identifier}'",
        status=404,
        code="resource_missing",
        param=param,
    )


def unsupported(param: str) -> StripeRefusal:
    """Stripe knows this parameter, the sandbox does not: better said than ignored."""
    return invalid(f"The local Stripe sandbox does not support {param}.", param)


def executed(refusal: StripeRefusal) -> StripeRefusal:
    """Mark a refusal that Stripe remembers under the request's idempotency key."""
    refusal.executed = True
    return refusal
