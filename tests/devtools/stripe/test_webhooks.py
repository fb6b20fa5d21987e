"""Webhooks: signed, sent until taken, and broken on request."""

import time
from typing import Any

import pytest
import stripe
from stripe.checkout import Session

from devtools.stripe import Running, start
from tests.devtools.stripe.story import App, MakeSession, connect, wanted

PAID = ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
REFUNDED = ["refund.created", "charge.refunded", "refund.updated"]


def test_a_payment_tells_its_story(
    sandbox: Running, app: App, client: stripe.StripeClient, paid: Session
) -> None:
    assert [event["type"] for event in sandbox.events()] == PAID
    assert sandbox.delivered()
    assert sorted(app.types()) == sorted(PAID)
    [event] = [e for e in app.events if e["type"] == PAID[-1]]
    assert event["api_version"] == stripe.api_version
    assert event["livemode"] is False
    session = event["data"]["object"]
    assert (session["id"], session["payment_status"]) == (paid.id, "paid")
    assert app.headers[0]["Content-Type"].startswith("application/json")


def test_a_decline_and_an_expiry_are_told(
    sandbox: Running, app: App, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = make_session()
    sandbox.pay(session.id, card="4000000000000002")
    client.v1.checkout.sessions.expire(session.id)
    assert sandbox.delivered()
    assert sorted(app.types()) == [
        "charge.failed",
        "checkout.session.expired",
        "payment_intent.canceled",
        "payment_intent.payment_failed",
    ]


def test_a_refund_is_told_with_the_request_that_made_it(
    sandbox: Running,
    app: App,
    client: stripe.StripeClient,
    intent: stripe.PaymentIntent,
) -> None:
    options: Any = {"idempotency_key": "refund:1"}
    params: Any = {"payment_intent": intent.id}
    client.v1.refunds.create(params=params, options=options)
    events = sandbox.events()[-3:]
    assert [event["type"] for event in events] == REFUNDED
    for event in events:
        assert event["request"]["idempotency_key"] == "refund:1"
        assert event["request"]["id"].startswith("req_")
    assert events[1]["data"]["object"]["amount_refunded"] == 4700


def test_an_event_is_sent_until_it_is_taken(
    sandbox: Running, app: App, make_session: MakeSession
) -> None:
    app.statuses = [500, 404, 302]
    sandbox.faults("webhook_pause")
    sandbox.pay(make_session().id)
    assert {e["pending_webhooks"] for e in sandbox.events()} == {1}
    sandbox.clear_faults()
    assert sandbox.delivered()
    assert len(app.events) == 6
    assert len({event["id"] for event in app.events}) == 3
    assert {e["pending_webhooks"] for e in sandbox.events()} == {0}


def test_events_are_found_by_type_time_and_delivery(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    sandbox.faults("webhook_drop", path="charge.*")
    sandbox.pay(make_session().id)
    assert sandbox.delivered()

    def found(**params: Any) -> list[str]:
        asked: Any = params
        return [event.type for event in client.v1.events.list(params=asked).data]

    now = int(time.time())
    assert found() == PAID[::-1]
    assert found(type="charge.succeeded") == PAID[:1]
    assert found(type="*.succeeded") == PAID[1::-1]
    assert found(types=[PAID[0], PAID[2]]) == [PAID[2], PAID[0]]
    assert found(created={"gte": now - 60}) == PAID[::-1]
    assert found(created={"gt": now + 60}) == []
    assert found(delivery_success=False) == PAID[:1]
    assert found(delivery_success=True) == PAID[:0:-1]
    [event] = client.v1.events.list(params={"type": PAID[0]}).data
    assert client.v1.events.retrieve(event.id).type == PAID[0]


def test_a_dropped_webhook_never_comes(
    sandbox: Running, app: App, make_session: MakeSession
) -> None:
    sandbox.faults("webhook_drop")
    sandbox.pay(make_session().id)
    assert sandbox.delivered()
    sandbox.clear_faults()
    time.sleep(0.3)
    assert app.events == []
    assert len(sandbox.events()) == 3


def test_a_webhook_can_come_five_times(
    sandbox: Running, app: App, make_session: MakeSession
) -> None:
    sandbox.faults("webhook_duplicate", times=4, path="checkout.*")
    sandbox.pay(make_session().id)
    assert sandbox.delivered()
    assert app.types().count("checkout.session.completed") == 5
    assert len(app.events) == 7


def test_webhooks_are_held_back_and_shuffled(
    sandbox: Running, app: App, make_session: MakeSession
) -> None:
    sandbox.faults("webhook_shuffle", hold=6)
    sandbox.pay(make_session().id)
    time.sleep(0.3)
    assert app.events == []
    sandbox.pay(make_session().id)
    assert sandbox.delivered()
    assert len(app.events) == 6


def test_held_back_webhooks_come_when_the_fault_is_cleared(
    sandbox: Running, app: App, make_session: MakeSession
) -> None:
    sandbox.faults("webhook_shuffle", hold=100)
    sandbox.pay(make_session().id)
    time.sleep(0.2)
    assert app.events == []
    sandbox.clear_faults()
    assert sandbox.delivered()
    assert len(app.events) == 3


def test_without_an_address_events_are_only_listed() -> None:
    sandbox = start()
    client = connect(sandbox.url)
    session = client.v1.checkout.sessions.create(params=wanted())
    sandbox.pay(session.id)
    assert [event["type"] for event in sandbox.events()] == PAID
    assert {event["pending_webhooks"] for event in sandbox.events()} == {0}
    sandbox.stop()


def test_webhooks_can_be_sent_somewhere_else(
    sandbox: Running, app: App, make_session: MakeSession
) -> None:
    sandbox.send_webhooks_to("")
    sandbox.pay(make_session().id)
    assert sandbox.delivered()
    assert app.events == []
    sandbox.send_webhooks_to(app.url)
    sandbox.pay(make_session().id)
    assert sandbox.delivered()
    assert len(app.events) == 3


def test_a_dashboard_button_sends_again(
    sandbox: Running, app: App, paid: Session
) -> None:
    assert sandbox.delivered()
    [event] = sandbox.events(type="checkout.session.completed")
    with pytest.raises(ValueError, match="Expecting value"):
        # The answer is a redirect, not JSON.
        sandbox.ask("POST", f"/dashboard/events/{event['id']}/resend")
    assert sandbox.delivered()
    assert app.types().count("checkout.session.completed") == 2
