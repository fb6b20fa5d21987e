"""A sandbox, the official SDK that talks to it, and an app that gets its webhooks."""

from collections.abc import Iterator
from typing import Any

import pytest
import stripe
from stripe.checkout import Session

from devtools.stripe import Running, start
from tests.devtools.stripe.story import SECRET, App, MakeSession, connect, wanted


@pytest.fixture
def app() -> Iterator[App]:
    app = App()
    yield app
    app.server.shutdown()
    app.server.server_close()


@pytest.fixture
def sandbox(app: App) -> Iterator[Running]:
    sandbox = start(webhook=app.url, secret=SECRET)
    yield sandbox
    sandbox.stop()


@pytest.fixture
def client(sandbox: Running) -> stripe.StripeClient:
    return connect(sandbox.url)


@pytest.fixture
def make_session(client: stripe.StripeClient) -> MakeSession:
    def make(**changes: Any) -> Session:
        return client.v1.checkout.sessions.create(params=wanted(**changes))

    return make


@pytest.fixture
def paid(sandbox: Running, make_session: MakeSession) -> Session:
    session = make_session()
    assert sandbox.pay(session.id)["state"] == "paid"
    return session


@pytest.fixture
def intent(client: stripe.StripeClient, paid: Session) -> stripe.PaymentIntent:
    params: Any = {"expand": ["payment_intent"]}
    session = client.v1.checkout.sessions.retrieve(paid.id, params=params)
    assert isinstance(session.payment_intent, stripe.PaymentIntent)
    return session.payment_intent
