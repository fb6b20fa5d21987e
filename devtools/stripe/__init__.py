"""A local stand-in for Stripe that the official SDK talks to unchanged.

Run it beside the app::

    python -m devtools.stripe --port 12111 --webhook URL --secret whsec_… --state FILE

or inside a test::

    sandbox = devtools.stripe.start(webhook=f"{site}/stripe/webhook/", secret="whsec_x")
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": sandbox.url})
    session = client.v1.checkout.sessions.create(params={…})
    sandbox.pay(session.id)["state"]                    # "paid"
    sandbox.pay(session.id, card="4000000000000002")    # "declined", "message": …
    sandbox.pay(session.id, card="4000002500003155", three_d_secure="complete")
    sandbox.events(type="checkout.session.completed")   # JSON, oldest first
    sandbox.refunds(), sandbox.payments(), sandbox.sessions()
    sandbox.faults("drop_answer", path="/v1/refunds", count=1)
    sandbox.clear_faults()
    sandbox.advance(31 * 60); sandbox.reset_clock()     # expire sessions
    sandbox.send_webhooks_to(url)                       # from now on
    sandbox.delivered()                                 # wait for the webhooks
    sandbox.reset(); sandbox.stop()

`port=0` takes a free port; without `state` everything is kept in memory only.
docs/stripe-sandbox.md tells the rest.
"""

from devtools.stripe.running import Running, start

__all__ = ["Running", "start"]
