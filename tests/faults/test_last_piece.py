"""200 buyers over HTTP pay for the last piece: one gets it, 199 are told clearly."""

import time
from pathlib import Path

import pytest
from django.db import connection

from devtools.stripe import Running
from listings.models import Listing, Variant
from orders import settling, webhook
from orders.models import Checkout, Order, OrderEvent
from tests import cast
from tests.faults.site import all_pay_at_once, guests_at_the_till, serve, winners

pytestmark = [pytest.mark.faults]

BUYERS = 200
CHECKS = ("variant_held_within_stock", "variant_only_one")


@pytest.fixture
def last_bowl(processes: dict[str, str], stripe: Running) -> Variant:
    """The only one, for sale; the web processes see it."""
    processes["STRIPE_API_BASE"] = stripe.url
    bea = cast.person("bea@example.com", "Bea Wood")
    shop = cast.shop(bea, "Bea's Bowls", "beas-bowls")
    return cast.piece(shop, "Ash bowl", kind=Listing.Kind.ONE_OF_A_KIND)


def test_one_buyer_gets_it_and_the_others_are_told(
    last_bowl: Variant, processes: dict[str, str], stripe: Running, tmp_path: Path
) -> None:
    guests = guests_at_the_till(last_bowl, BUYERS)
    with serve(processes, tmp_path) as url:
        stripe.send_webhooks_to(f"{url}/stripe/webhook/")
        answers = all_pay_at_once(url, guests)
        (winner,) = winners(answers)
        losers = [a for a in answers if a is not winner]
        assert {a.status for a in losers} == {409}
        assert all("Somebody is paying for" in a.body for a in losers)
        stripe.pay(winner.location.rsplit("/", 1)[1].split("#")[0])
        assert stripe.delivered()
        # A loser who presses again is still told, and charged nothing.
        late = [g for g, a in zip(guests, answers, strict=True) if a is not winner]
        again = all_pay_at_once(url, late[:20])
        assert {a.status for a in again} == {409}
    webhook.read_all()
    last_bowl.refresh_from_db()
    assert (last_bowl.stock, last_bowl.held) == (0, 0)
    assert [o.state for o in Order.objects.all()] == ["received"]
    assert OrderEvent.objects.filter(kind="paid").count() == 1
    paid = [p for p in stripe.payments() if p["status"] == "succeeded"]
    assert [p["amount"] for p in paid] == [4700]


def test_control_without_the_guard_it_is_sold_to_many(
    last_bowl: Variant, processes: dict[str, str], tmp_path: Path
) -> None:
    """The same flood, with check-then-write and without the database's checks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conname = ANY(%s)",
            [list(CHECKS)],
        )
        checks = cursor.fetchall()
        for name, _ in checks:
            cursor.execute(f"ALTER TABLE listings_variant DROP CONSTRAINT {name}")
    try:
        guests = guests_at_the_till(last_bowl, 60)
        with serve(processes, tmp_path, "tests.faults.unguarded") as url:
            assert len(winners(all_pay_at_once(url, guests))) > 1
    finally:
        Variant.objects.update(held=0)
        with connection.cursor() as cursor:
            for name, definition in checks:
                cursor.execute(
                    f"ALTER TABLE listings_variant ADD CONSTRAINT {name} {definition}"
                )


def test_all_webhooks_lost_every_paid_purchase_is_an_order(
    processes: dict[str, str], stripe: Running, last_bowl: Variant
) -> None:
    """Stripe's calls never arrive; a minute of poller later everything is settled."""
    stripe.faults("webhook_drop")
    mugs = cast.piece(last_bowl.listing.shop, "Mug", stock=20, price_cents=1800)
    placed = [cast.place(mugs, email=f"g{n}@example.com") for n in range(20)]
    for checkout in placed:
        stripe.pay(str(checkout.payment.session_id))
    waited = max(c.check_at for c in Checkout.objects.all())
    assert waited.timestamp() - time.time() <= 5 * 60
    Checkout.objects.update(check_at=Checkout.objects.earliest("placed_at").placed_at)
    settling.settle_due()
    assert Checkout.objects.filter(state="paid").count() == 20
    assert Order.objects.filter(state="received").count() == 20
