"""The fault switch and the clock."""

import time
from typing import Any

import pytest
import requests
import stripe

from devtools.stripe import Running
from tests.devtools.stripe.story import MakeSession, connect, wanted


def test_a_dropped_answer_has_acted(
    sandbox: Running, client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    sandbox.faults("drop_answer", path="/v1/refunds", count=1)
    params: Any = {"payment_intent": intent.id, "amount": 100}
    options: Any = {"idempotency_key": "refund:1"}
    with pytest.raises(stripe.APIConnectionError):
        client.v1.refunds.create(params=params, options=options)
    [kept] = sandbox.refunds()
    again = client.v1.refunds.create(params=params, options=options)
    assert again.id == kept["id"]
    assert again.last_response is not None
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(sandbox.refunds()) == 1


def test_the_sdk_gets_over_a_dropped_answer_by_itself(sandbox: Running) -> None:
    sandbox.faults("drop_answer", path="/v1/checkout/sessions", count=1)
    client = stripe.StripeClient(
        "sk_test_x", base_addresses={"api": sandbox.url}, max_network_retries=2
    )
    session = client.v1.checkout.sessions.create(params=wanted())
    assert [made["id"] for made in sandbox.sessions()] == [session.id]


def test_a_delay_after_acting(sandbox: Running, client: stripe.StripeClient) -> None:
    sandbox.faults("delay", seconds=0.4, count=1, path="/v1/checkout/*")
    began = time.monotonic()
    client.v1.checkout.sessions.create(params=wanted())
    assert time.monotonic() - began >= 0.4


@pytest.mark.parametrize(
    ("status", "error"), [(500, stripe.APIError), (429, stripe.RateLimitError)]
)
def test_an_error_before_acting(
    sandbox: Running,
    client: stripe.StripeClient,
    status: int,
    error: type[Exception],
) -> None:
    sandbox.faults("error", status=status, count=1, method="POST")
    options: Any = {"idempotency_key": "k1"}
    with pytest.raises(error):
        client.v1.checkout.sessions.create(params=wanted(), options=options)
    assert sandbox.sessions() == []
    client.v1.checkout.sessions.create(params=wanted(), options=options)
    assert len(sandbox.sessions()) == 1


def test_a_fault_stays_until_it_is_used_up_or_cleared(
    sandbox: Running, client: stripe.StripeClient
) -> None:
    sandbox.faults("error", path="/v1/balance")
    active = sandbox.faults("delay", path="/v1/charges*", count=2, seconds=0.01)
    assert [(f["fault"], f["count"]) for f in active] == [("error", None), ("delay", 2)]
    client.v1.charges.list()
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.balance.retrieve()
    [error, delay] = sandbox.ask("GET", "/faults")["faults"]
    assert (error["count"], delay["count"]) == (None, 1)
    client.v1.charges.list()
    assert len(sandbox.ask("GET", "/faults")["faults"]) == 1
    sandbox.clear_faults()
    client.v1.balance.retrieve()


@pytest.mark.parametrize(
    "wrong",
    [
        {"fault": "rain"},
        {"fault": "delay", "seconds": "x"},
        {"fault": "delay", "seconds": "nan"},
        {"fault": "delay", "colour": "red"},
        {"fault": "webhook_pause", "path": "charge.*"},
    ],
)
def test_a_fault_that_is_not_known_is_refused(sandbox: Running, wrong: Any) -> None:
    assert "error" in sandbox.ask("POST", "/faults", wrong)
    assert sandbox.ask("GET", "/faults") == {"faults": []}
    with pytest.raises(ValueError, match="must be one of"):
        sandbox.faults("rain")


def test_the_form_on_the_dashboard_switches_faults(sandbox: Running) -> None:
    form = {"fault": "delay", "path": "/v1/refunds", "count": "", "seconds": "2"}
    page = requests.post(f"{sandbox.url}/dashboard/faults", data=form, timeout=10)
    assert page.url.endswith("/dashboard#faults")
    assert "until cleared" in page.text
    [fault] = sandbox.ask("GET", "/faults")["faults"]
    assert (fault["seconds"], fault["count"]) == (2.0, None)
    requests.post(f"{sandbox.url}/dashboard/faults/clear", timeout=10)
    assert sandbox.ask("GET", "/faults") == {"faults": []}


def test_the_clock_goes_ahead_and_back(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    assert sandbox.advance(3600)["ahead"] == 3600
    ahead = make_session(expires_at=int(time.time()) + 3600 + 31 * 60)
    assert ahead.created >= int(time.time()) + 3599
    sandbox.reset_clock()
    assert abs(make_session().created - int(time.time())) <= 2
    assert "error" in sandbox.ask("POST", "/clock", {"advance": "an hour"})


def test_reset_forgets_everything(sandbox: Running, make_session: MakeSession) -> None:
    sandbox.faults("webhook_pause")
    sandbox.pay(make_session().id)
    sandbox.advance(60)
    sandbox.reset()
    assert sandbox.sessions() == sandbox.events() == sandbox.payments() == []
    assert sandbox.ask("GET", "/faults") == {"faults": []}
    assert connect(sandbox.url).v1.balance.retrieve().available == []
