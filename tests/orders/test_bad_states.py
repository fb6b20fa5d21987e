"""What no bug may do, tried by SQL: Postgres itself refuses each of these writes.

Each row is one illegal write against a world in which everything is legal: Ada's paid
order of the only bowl, her half-posted order of three mugs (two posted), a checkout
that waits for payment, a refund, and an email. The control at the end makes the legal
neighbour of each kind of write, so a refusal is never just a broken statement."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from orders import lifecycle
from orders.models import Order
from orders.parcels import Parcel
from shops.models import Shop
from tests import cast
from tests.orders.verbs import move, post, withdraw

pytestmark = pytest.mark.django_db

#: A second promise of the order: has_date, needs_yes, answer_by_at.
PROMISE = (
    "INSERT INTO orders_promise (order_id, number, ship_by_at, ship_by_on, made_at,"
    " reason, answer, has_date, needs_yes, answer_by_at)"
    " VALUES ({{order}}, 2, now(), now(), now(), 'Why', '', {})"
)
#: A step to this state, counted and with its event.
EDGE = (
    "WITH o AS (UPDATE orders_order SET state = '{}', version = version + 1,"
    " delivered_at = now() WHERE id = {} RETURNING id, checkout_id, version)"
    " INSERT INTO orders_orderevent (kind, at, details, checkout_id, order_id, seq)"
    " SELECT 'wrote', now(), '{{{{}}}}', checkout_id, id, version FROM o"
)

ILLEGAL = {
    # Stock
    "more held than there is": "UPDATE listings_variant SET held = 9 WHERE id = {mug}",
    "negative stock": "UPDATE listings_variant SET stock = -1 WHERE id = {mug}",
    "negative hold": "UPDATE listings_variant SET held = -1 WHERE id = {mug}",
    "two of the only one": "UPDATE listings_variant SET stock = 2 WHERE id = {bowl}",
    "the only one, uncounted": (
        "UPDATE listings_variant SET stock = NULL WHERE id = {bowl}"
    ),
    "some, uncounted": "UPDATE listings_variant SET stock = NULL WHERE id = {mug}",
    "a variant of another kind than its listing": (
        "UPDATE listings_variant SET kind = 'some' WHERE id = {bowl}"
    ),
    "a piece for nothing": (
        "UPDATE listings_variant SET price_cents = 0 WHERE id = {mug}"
    ),
    "an unknown kind": "UPDATE listings_listing SET kind = 'many'",
    "an unknown listing state": "UPDATE listings_listing SET state = 'gone'",
    "active and never published": "UPDATE listings_listing SET published_at = NULL",
    # Shops
    "a shop that never works": "UPDATE shops_shop SET working_days = '{{}}'",
    "a shop that works on an eighth day": (
        "UPDATE shops_shop SET working_days = '{{7}}'"
    ),
    "a parcel that arrives before it could": (
        "UPDATE shops_shippingrate SET transit_days_min = 9, transit_days_max = 3"
    ),
    "a rate to nowhere": "UPDATE shops_shippingrate SET destination = 'de'",
    # Payments and refunds
    "refunded more than paid": (
        "UPDATE payments_payment SET refunded_cents = amount_cents + 1"
        " WHERE id = {payment}"
    ),
    "refunded on the payment, with no refund": (
        "UPDATE payments_payment SET refunded_cents = 100 WHERE id = {payment}"
    ),
    "a refund the payment does not know": (
        "INSERT INTO payments_refund (uuid, payment_id, order_number, amount_cents,"
        " reason, state, created_at, due_at, attempts, tries, last_error) VALUES"
        " (gen_random_uuid(), {payment}, 'X', 100, '', 'due', now(), now(), 0, 1, '')"
    ),
    "a negative refund": "UPDATE payments_refund SET amount_cents = -5",
    "a refund of nothing": "UPDATE payments_refund SET amount_cents = 0",
    "a smaller refund after the fact": (
        "UPDATE payments_refund SET amount_cents = amount_cents - 1"
    ),
    "a refund sent that Stripe does not know": (
        "UPDATE payments_refund SET state = 'sent', stripe_id = NULL"
    ),
    "paid without a proof": (
        "UPDATE payments_payment SET intent_id = NULL WHERE id = {payment}"
    ),
    "a paid payment reopened": (
        "UPDATE payments_payment SET state = 'open', paid_at = NULL"
        " WHERE id = {payment}"
    ),
    "another amount than was paid": (
        "UPDATE payments_payment SET amount_cents = 1 WHERE id = {payment}"
    ),
    "paid twice with one intent": (
        "UPDATE payments_payment SET intent_id ="
        " (SELECT intent_id FROM payments_payment WHERE id = {payment})"
    ),
    # Checkouts
    "two live checkouts of one basket": (
        "UPDATE orders_checkout SET basket_id = b.id FROM orders_basket b WHERE"
        " state = 'awaiting_payment' AND EXISTS (SELECT FROM orders_checkout c WHERE"
        " c.basket_id = b.id AND c.state = 'awaiting_payment'"
        " AND c.id <> orders_checkout.id)"
    ),
    "a checkout that asks for less than its orders": (
        "UPDATE orders_checkout SET total_cents = total_cents - 1"
    ),
    "a checkout in another currency than its payment": (
        "UPDATE orders_checkout SET currency = 'USD' WHERE id = {checkout}"
    ),
    "one payment for two checkouts": (
        "UPDATE orders_checkout SET payment_id = {payment}"
    ),
    # Orders
    "an unknown state": "UPDATE orders_order SET state = 'lost' WHERE id = {order}",
    "a total that does not add up": (
        "UPDATE orders_order SET total_cents = total_cents + 1 WHERE id = {order}"
    ),
    "an order cheaper than its lines": (
        "UPDATE orders_order SET items_cents = items_cents - 1,"
        " total_cents = total_cents - 1 WHERE id = {order}"
    ),
    "an order in another currency": (
        "UPDATE orders_order SET currency = 'USD' WHERE id = {order}"
    ),
    "two orders of one shop in one checkout": (
        "UPDATE orders_order SET checkout_id = {checkout} WHERE id = {part}"
    ),
    "a step without its event": (
        "UPDATE orders_order SET state = 'in_the_making' WHERE id = {order}"
    ),
    "received, never paid": "UPDATE orders_order SET paid_at = NULL WHERE id = {order}",
    "unpaid again": (
        "UPDATE orders_order SET state = 'awaiting_payment', paid_at = NULL"
        " WHERE id = {order}"
    ),
    "a step back": "UPDATE orders_order SET state = 'received' WHERE id = {part}",
    "delivered without a moment": (
        "UPDATE orders_order SET state = 'delivered' WHERE id = {part}"
    ),
    "cancelled without the money back": (
        "UPDATE orders_order SET state = 'cancelled', cancelled_at = now()"
        " WHERE id = {order}"
    ),
    "another date without a word": (
        "UPDATE orders_order SET ship_by_at = now() + interval '9 days',"
        " version = version + 1 WHERE id = {order}"
    ),
    "an order that is gone": "DELETE FROM orders_order WHERE id = {order}",
    # Lines and parcels
    "posted more than ordered": (
        "UPDATE orders_orderline SET shipped_quantity = 4 WHERE order_id = {part}"
    ),
    "posted and cancelled": (
        "UPDATE orders_orderline SET cancelled_quantity = 2 WHERE order_id = {part}"
    ),
    "posted, with no parcel": (
        "UPDATE orders_orderline SET shipped_quantity = 1 WHERE order_id = {order}"
    ),
    "a parcel that holds nothing": "UPDATE orders_shipmentline SET quantity = 0",
    "a parcel that holds less than was posted": (
        "UPDATE orders_shipmentline SET quantity = 1"
    ),
    "another order's piece in a parcel": (
        "UPDATE orders_shipmentline SET line_id ="
        " (SELECT id FROM orders_orderline WHERE order_id = {order})"
    ),
    "arrived before it left": (
        "UPDATE orders_shipment SET delivered_at = shipped_at - interval '1 hour'"
    ),
    "dearer after the fact": (
        "UPDATE orders_orderline SET price_cents = 1 WHERE order_id = {order}"
    ),
    # The past
    "an event changed": "UPDATE orders_orderevent SET kind = 'closed'",
    "an event announced twice": "UPDATE orders_orderevent SET announced_at = now()",
    "an event deleted": "DELETE FROM orders_orderevent",
    "all events gone": "TRUNCATE orders_orderevent CASCADE",
    "an event out of turn": (
        "INSERT INTO orders_orderevent (kind, at, details, checkout_id, order_id, seq)"
        " VALUES ('closed', now(), '{{}}', {checkout}, {order}, 99)"
    ),
    "paid twice": (
        "INSERT INTO orders_orderevent (kind, at, details, checkout_id, order_id, seq)"
        " SELECT 'paid', now(), '{{}}', checkout_id, id, version FROM orders_order"
        " WHERE id = {part}"
    ),
    "a purchase heard of twice": (
        "INSERT INTO orders_orderevent (kind, at, details, checkout_id, seq)"
        " VALUES ('purchased', now(), '{{}}', {checkout}, 0)"
    ),
    "a promise changed away": "UPDATE orders_promise SET ship_by_at = now()",
    "a promise deleted": "DELETE FROM orders_promise",
    "a revision without a reason": (
        "INSERT INTO orders_promise (order_id, number, ship_by_at, made_at, reason,"
        " answer) VALUES ({order}, 2, now(), now(), '', '')"
    ),
    "an answer that nobody gave": "UPDATE orders_promise SET answer = 'waiting'",
    # The promise of each line
    "a line with a promise that was never made": (
        "UPDATE orders_orderline SET promise_number = 7 WHERE order_id = {order}"
    ),
    "a line moved to another order's promise": (
        "UPDATE orders_orderline SET promise_number = 2 WHERE order_id = {part}"
    ),
    "a yes without a deadline": PROMISE.format("true, true, NULL"),
    "a deadline without a yes": PROMISE.format("true, false, now()"),
    "no date, and silence is consent": PROMISE.format("false, false, NULL"),
    "a promise numbered from nought": (
        "INSERT INTO orders_promise (order_id, number, ship_by_at, ship_by_on,"
        " has_date, needs_yes, made_at, reason, answer)"
        " VALUES ({order}, 0, now(), now(), true, false, now(), 'Why', '')"
    ),
    "a deadline moved": (
        "UPDATE orders_promise SET answer_by_at = now(), needs_yes = true"
    ),
    "a ship-by that no promise says": (
        "UPDATE orders_order SET ship_by_at = now() WHERE id = {order}"
    ),
    # Parcels after they were packed
    "packed only, and arrived": (
        "UPDATE orders_shipment SET delivered_at = now() WHERE shipped_at IS NULL"
    ),
    "packed only, and missing": (
        "UPDATE orders_shipment SET missing_at = now() WHERE shipped_at IS NULL"
    ),
    "packed only, and asked for": (
        "UPDATE orders_shipment SET arrival_asks = 1 WHERE shipped_at IS NULL"
    ),
    "lost and here": (
        "UPDATE orders_shipment SET lost_at = now(), delivered_at = now()"
        " WHERE shipped_at IS NOT NULL"
    ),
    "posted, and nobody counted its pieces": (
        "UPDATE orders_shipment SET shipped_at = now() WHERE shipped_at IS NULL"
    ),
    "posted, and packed again": (
        "UPDATE orders_shipment SET shipped_at = NULL WHERE shipped_at IS NOT NULL"
    ),
    # Withdrawals
    "another day of withdrawal": (
        "UPDATE orders_withdrawal SET made_at = made_at - interval '9 days'"
    ),
    "other pieces withdrawn from": ("UPDATE orders_withdrawal SET quantities = '{{}}'"),
    "a withdrawal that is gone": "DELETE FROM orders_withdrawal",
    # Edges that there are not
    "unposted again": EDGE.format("in_the_making", "{part}"),
    "from received to delivered": EDGE.format("delivered", "{order}"),
    "from received to closed": EDGE.format("closed", "{order}"),
    "from partly posted to closed": EDGE.format("closed", "{part}"),
    "cancelled and alive again": EDGE.format("received", "{gone}"),
    # Keys and emails
    "a key that is not hashed": "UPDATE orders_accesskey SET digest = 'secret'",
    "two live keys to one order": (
        "INSERT INTO orders_accesskey (order_id, salt, digest, created_at)"
        " VALUES ({order}, 'x', repeat('a', 64), now())"
    ),
    "an email about nothing": (
        "UPDATE notifications_email SET event_id = 0; SET CONSTRAINTS ALL IMMEDIATE"
    ),
    "the same email twice": (
        'INSERT INTO notifications_email (event_id, email, "to", state, due_at,'
        " attempts, last_error, message_id, created_at, subject, text)"
        " SELECT event_id, email, \"to\", 'due', now(), 0, '', 'x', now(), '', ''"
        " FROM notifications_email"
    ),
    "sent at no time": "UPDATE notifications_email SET state = 'sent', sent_at = NULL",
    "a header that smuggles another": (
        "UPDATE notifications_email SET subject = E'Hi\\nBcc: all@example.com'"
    ),
}


@pytest.fixture
def world(
    stripe: Running, bowl: Variant, mugs: Variant, scarf: Variant, ada: User, bea: User
) -> dict[str, int]:
    """A legal world with one of everything."""
    order = cast.order_of(cast.buy(stripe, bowl, buyer=ada))
    part = cast.order_of(cast.buy(stripe, mugs, buyer=ada, quantity=3))
    line = part.lines.get()
    two = Parcel(carrier="DHL", quantities={line.code: 2})
    lifecycle.ship(part, by=bea, parcel=two)
    gone = cast.order_of(cast.buy(stripe, mugs, buyer=ada))
    lifecycle.cancel(gone, by=ada, reason="")
    lifecycle.pack(part, by=bea, parcel=Parcel(carrier="DHL"))
    moved = cast.order_of(cast.buy(stripe, scarf, buyer=ada))
    move(moved, moved.shop.owner)
    back = cast.order_of(cast.buy(stripe, mugs, buyer=ada))
    post(back, bea)
    withdraw(back, ada, 1)
    cast.place(mugs, buyer=ada)
    cast.place(scarf)
    outbox.announce()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE orders_orderevent ENABLE TRIGGER orders_event_no_truncate"
        )
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return {
        "bowl": bowl.pk,
        "mug": mugs.pk,
        "order": order.pk,
        "part": part.pk,
        "gone": gone.pk,
        "checkout": order.checkout_id,
        "payment": order.checkout.payment_id,
    }


def write(statement: str) -> None:
    """One write, in a transaction of its own, with all checks made at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(statement: str) -> bool:
    """Whether Postgres says no."""
    try:
        write(statement)
    except DatabaseError:
        return True
    return False


def test_postgres_refuses_every_illegal_write(world: dict[str, int]) -> None:
    accepted = [
        name
        for name, statement in ILLEGAL.items()
        if not refused(statement.format(**world))
    ]
    assert len(ILLEGAL) >= 60
    assert accepted == []


def test_control_the_legal_neighbours_are_accepted(
    world: dict[str, int], bea_shop: Shop, bea: User
) -> None:
    legal: list[str] = [
        "UPDATE listings_variant SET stock = stock + 1 WHERE id = {mug}",
        "UPDATE shops_shop SET working_days = '{{0,6}}'",
        "UPDATE payments_refund SET last_error = 'x'",
        "UPDATE orders_checkout SET check_at = now()",
        "UPDATE orders_order SET look_again_at = now() WHERE id = {order}",
        "UPDATE orders_orderevent SET announced_at = now() WHERE announced_at IS NULL",
        "UPDATE orders_promise SET answer = 'waiting', answered_at = now()",
        "UPDATE orders_orderline SET promise_number = 1 WHERE order_id = {part}",
        PROMISE.format("true, true, now()"),
        "UPDATE orders_shipment SET missing_at = now() WHERE shipped_at IS NOT NULL",
        "UPDATE orders_shipment SET lost_at = now() WHERE shipped_at IS NOT NULL",
        "UPDATE orders_withdrawal SET returned_at = now() WHERE returned_at IS NULL",
        EDGE.format("shipped", "{part}"),
        "UPDATE notifications_email SET subject = 'Hi', due_at = now()",
    ]
    assert [s for s in legal if refused(s.format(**world))] == []
    step: Callable[..., object] = lifecycle.start
    step(Order.objects.get(pk=world["order"]), by=bea)
