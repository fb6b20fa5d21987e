"""Answers the SDK: keys, idempotency, faults, contract, then the thing itself."""

import hashlib
import json
import threading
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import stripe

from devtools.stripe import contract, faults, forms, listing, shapes
from devtools.stripe.errors import Json, StripeRefusal
from devtools.stripe.http import Answer, Dropped, Request, as_json
from devtools.stripe.routes import Route, match
from devtools.stripe.sandbox import REQUEST, Sandbox

KEY_PREFIXES = ("sk_test_", "rk_test_")
KEY_LENGTH = 255
#: Stripe forgets idempotency keys after a day.
KEY_LIFE = 86_400


@dataclass
class Api:
    """The part of the sandbox that the SDK talks to."""

    sandbox: Sandbox
    running: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Answer:
        """Answer one API request, whatever it is."""
        identifier = shapes.identifier("request")
        key = request.headers.get("idempotency-key") if _acts(request) else None
        try:
            check_key(request.headers.get("authorization", ""))
            route, identifiers = _find(request)
            with self._alone(key):
                self._go_wrong_before(request)
                token = REQUEST.set({"id": identifier, "idempotency_key": key})
                try:
                    answer = self._once(request, key, route, identifiers)
                finally:
                    REQUEST.reset(token)
                self._go_wrong_after(request)
        except StripeRefusal as refusal:
            answer = _refused(refusal)
        answer.headers |= {
            "Request-Id": identifier,
            "Stripe-Version": stripe.api_version,
        }
        if key:
            answer.headers["Idempotency-Key"] = key
        return answer

    @contextmanager
    def _alone(self, key: str | None) -> Iterator[None]:
        """Only one request at a time may use a key."""
        if key is None:
            yield
            return
        if not 0 < len(key) <= KEY_LENGTH:
            raise StripeRefusal(
                f"Idempotency keys must be 1 to {KEY_LENGTH} characters long."
            )
        with self.lock:
            if key in self.running:
                raise _in_use(key)
            self.running.add(key)
        try:
            yield
        finally:
            with self.lock:
                self.running.discard(key)

    def _go_wrong_before(self, request: Request) -> None:
        take = self.sandbox.faults.take
        if late := take("delay", request.path, request.method, "before"):
            time.sleep(late.seconds)
        if broken := take("error", request.path, request.method):
            raise faults.error_answer(broken)

    def _go_wrong_after(self, request: Request) -> None:
        take = self.sandbox.faults.take
        if late := take("delay", request.path, request.method, "after"):
            time.sleep(late.seconds)
        if take("drop_answer", request.path, request.method):
            raise Dropped

    def _once(
        self,
        request: Request,
        key: str | None,
        route: Route,
        identifiers: tuple[str, ...],
    ) -> Answer:
        """Act, or give the answer that this idempotency key already got."""
        with self.sandbox.store.transaction():
            if key and (kept := self._replay(request, key)):
                return kept
            answer = self._act(request, route, identifiers)
            if key:
                self._keep(request, key, answer)
        return answer

    def _act(
        self, request: Request, route: Route, identifiers: tuple[str, ...]
    ) -> Answer:
        try:
            with self.sandbox.store.transaction():
                encoded = request.query if request.method == "GET" else request.text
                given = contract.check(forms.decode(encoded), route.contract)
                found = route.answer(self.sandbox, given, *identifiers)
                paths = given.get("expand", [])
                return as_json(listing.expand(self.sandbox, found, paths))
        except StripeRefusal as refusal:
            if not refusal.executed:
                raise
            return _refused(refusal)

    def _replay(self, request: Request, key: str) -> Answer | None:
        rows = self.sandbox.store.rows(
            "SELECT path, fingerprint, status, body FROM answers"
            " WHERE key = ? AND created > ?",
            key,
            self.sandbox.clock.now() - KEY_LIFE,
        )
        if not rows:
            return None
        path, fingerprint, status, body = rows[0]
        if path != request.path:
            raise _reused(
                f"for the same endpoint they were first used for ('{request.path}' vs"
                f" '{path}')",
                key,
            )
        if fingerprint != _fingerprint(request):
            raise _reused("with the same parameters they were first used with", key)
        return as_json(json.loads(body), status, **{"Idempotent-Replayed": "true"})

    def _keep(self, request: Request, key: str, answer: Answer) -> None:
        self.sandbox.store.rows(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)",
            key,
            self.sandbox.clock.now(),
            request.path,
            _fingerprint(request),
            answer.status,
            answer.body.decode(),
        )


def check_key(authorization: str) -> None:
    """Only a test key opens the sandbox."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            given = b64decode(given).decode("utf-8", "replace").partition(":")[0]
        except NotBase64:
            given = ""
    if not given.strip():
        raise StripeRefusal(
            "You did not provide an API key. You need to provide your API key in the"
            " Authorization header, using Bearer auth (e.g. 'Authorization: Bearer"
            " YOUR_SECRET_KEY').",
            status=401,
        )
    if not given.startswith(KEY_PREFIXES) or len(given) <= len(KEY_PREFIXES[0]):
        shown = f"{given[:8]}****{given[-4:]}" if len(given) > 12 else "****"
        raise StripeRefusal(f"Invalid API Key provided: {shown}", status=401)


def _acts(request: Request) -> bool:
    return request.method == "POST"


def _find(request: Request) -> tuple[Route, tuple[str, ...]]:
    found = match(request.method, request.path)
    if found is None:
        raise StripeRefusal(
            f"Unrecognized request URL ({request.method}: {request.path}). If you are"
            " trying to list objects, remove the trailing slash. If you are trying to"
            " retrieve an object, make sure you passed a valid (non-empty) identifier"
            " in your code. (The local sandbox knows only what Handloop uses.)",
            status=404,
        )
    return found


def _refused(refusal: StripeRefusal) -> Answer:
    return as_json(refusal.as_json(), refusal.status)


def _fingerprint(request: Request) -> str:
    canonical: Json = forms.decode(request.text)
    text = json.dumps(canonical, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _reused(how: str, key: str) -> StripeRefusal:
    return StripeRefusal(
        f"Keys for idempotent requests can only be used {how}. Try using a key other"
        f" than '{key}' if you meant to execute a different request.",
        kind="idempotency_error",
    )


def _in_use(key: str) -> StripeRefusal:
    return StripeRefusal(
        "There is currently another in-progress request using this Idempotent Key"
        " (that probably means you submitted twice, and the other request is still"
        f" going through): {key}. Please try again later.",
        status=409,
        kind="idempotency_error",
        code="idempotency_key_in_use",
    )
