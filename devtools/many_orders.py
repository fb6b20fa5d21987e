"""A million orders in a few minutes: some lives, played by the real verbs, and exact
copies of their rows, made by Postgres.

While copying, triggers and foreign keys sleep (`session_replication_role`); checks and
unique indexes do not. What slept is asked afterwards, of all rows at once: `broken`."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from devtools import lives, purchases

#: A copy's keys are its original's, so many times farther on.
STRIDE = 100_000
#: In parts of a thousand: what is due on a morning.
DUE = {
    "due_tomorrow": 200,
    "missed": 150,
    "arrival_asked": 150,
    "hello_due": 130,
    "asked_if_well": 120,
    "closed": 80,
    "chased": 50,
    "silence_noticed": 50,
    "reassured": 30,
    "cancelled": 20,
    "escalated": 10,
    "lost": 10,
}
SHOPS = 20
#: Table → how its rows know their purchase, and what is not as in the original.
NUMBER = "upper(lpad(to_hex(t.id + g * {stride}), 8, '0'))"
OWNERS = {
    "payments_payment": "t.id = b.payment_id",
    "orders_checkout": "t.id = b.checkout_id",
    "orders_order": "t.checkout_id = b.checkout_id",
    "orders_orderline": "t.order_id = b.order_id",
    "orders_promise": "t.order_id = b.order_id",
    "orders_shipment": "t.order_id = b.order_id",
    "orders_shipmentline": (
        "t.shipment_id IN (SELECT id FROM orders_shipment WHERE order_id = b.order_id)"
    ),
    "orders_orderevent": "t.checkout_id = b.checkout_id",
}
OTHERWISE = {
    "payments_payment": {
        "uuid": "gen_random_uuid()",
        "intent_id": "'pi_' || t.id + g * {stride}",
    },
    "orders_checkout": {"number": NUMBER},
    "orders_order": {"number": NUMBER},
    "orders_orderline": {"code": NUMBER},
    "orders_orderevent": {"announced_at": "t.at"},
}
#: These point at rows that are copied, too.
SHIFTED = {
    "id",
    "payment_id",
    "checkout_id",
    "order_id",
    "shipment_id",
    "line_id",
}


@dataclass(frozen=True)
class Amount:
    """How many orders, how many of them due, and how many lives the calm ones share."""

    orders: int
    due: int
    lives: int
    seed: int


def load(amount: Amount) -> None:
    """Play the lives, then copy them."""
    chance = random.Random(amount.seed)
    pieces = [
        purchases.piece(f"Maker{n}", f"Workshop {n}", "Oak bowl") for n in range(SHOPS)
    ]
    copies: dict[int, int] = {}
    for kind, count in shares(amount.due).items():
        order = lives.due(kind, chance.choice(pieces))
        copies[order.pk] = count
    left = amount.orders - sum(copies.values())
    for number in range(amount.lives):
        order = lives.calm(chance.choice(pieces), chance)
        copies[order.pk] = left // amount.lives + (number < left % amount.lives)
    _copy(copies)


def shares(due: int) -> dict[str, int]:
    """How many of each kind are due; each kind at least once."""
    counts = {kind: max(1, due * parts // 1000) for kind, parts in DUE.items()}
    counts["due_tomorrow"] += due - sum(counts.values())
    return counts


def broken() -> list[str]:
    """What the sleeping guards would have refused, asked of every row."""
    questions = dict(_references()) | GUARDS
    return [name for name, query in questions.items() if _rows(query) != [(0,)]]


def _copy(copies: Mapping[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_copies")
        cursor.execute(
            "CREATE TEMP TABLE bench_copies AS SELECT o.id AS order_id, o.checkout_id,"
            " c.payment_id, n.copies FROM orders_order o JOIN orders_checkout c ON"
            " c.id = o.checkout_id JOIN unnest(%s::bigint[], %s::int[])"
            " AS n (order_id, copies) ON n.order_id = o.id",
            [list(copies), list(copies.values())],
        )
        # No request waits for this: a web worker's limit does not count here.
        cursor.execute("SET statement_timeout = 0")
    for table in OWNERS:
        _copy_table(table)
    for table in OWNERS:
        with connection.cursor() as cursor:
            cursor.execute(FURTHER.format(table=table))


@transaction.atomic
def _copy_table(table: str) -> None:
    columns = [name for (name,) in _rows(COLUMNS.format(table=table))]
    values = [_value(table, column) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(ORIGINALS.format(table=table, owner=OWNERS[table]))
        names = {"columns": ", ".join(columns), "values": ", ".join(values)}
        cursor.execute(COPIES.format(table=table, **names))
        cursor.execute("DROP TABLE bench_rows")
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _value(table: str, column: str) -> str:
    other = OTHERWISE.get(table, {}).get(column)
    if other:
        return other.format(stride=STRIDE)
    return f"t.{column} + g * {STRIDE}" if column in SHIFTED else f"t.{column}"


ORIGINALS = """
CREATE TEMP TABLE bench_rows ON COMMIT DROP AS
SELECT t.*, b.copies FROM {table} t JOIN bench_copies b ON {owner}
"""
COPIES = """
INSERT INTO {table} ({columns}) SELECT {values}
FROM generate_series(1, (SELECT max(copies) FROM bench_rows)) g
JOIN bench_rows t ON g < t.copies
"""
FURTHER = """
SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))
"""
ORPHANS = """
SELECT count(*) FROM {child} c
WHERE {filled} AND NOT EXISTS (SELECT FROM {parent} p WHERE {same})
"""
COLUMNS = """
SELECT quote_ident(column_name) FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position
"""
REFERENCES = """
SELECT conname, conrelid::regclass::text, confrelid::regclass::text,
       (SELECT array_agg(quote_ident(attname) ORDER BY n) FROM
        unnest(conkey) WITH ORDINALITY k (num, n)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = num),
       (SELECT array_agg(quote_ident(attname) ORDER BY n) FROM
        unnest(confkey) WITH ORDINALITY k (num, n)
        JOIN pg_attribute ON attrelid = confrelid AND attnum = num)
FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text IN ({tables})
"""
#: Each guard of orders/migrations, as a question about all rows: it must count none.
GUARDS = {
    "every step has its event": (
        "SELECT count(*) FROM orders_order o WHERE NOT EXISTS (SELECT FROM"
        " orders_orderevent e WHERE e.order_id = o.id AND e.seq = o.version)"
    ),
    "the lines of an order add up to it": (
        "SELECT count(*) FROM orders_order o JOIN (SELECT order_id,"
        " sum(price_cents * quantity) AS cents FROM orders_orderline GROUP BY 1) l"
        " ON l.order_id = o.id WHERE l.cents <> o.items_cents"
    ),
    "no order is without a line": (
        "SELECT count(*) FROM orders_order o WHERE NOT EXISTS"
        " (SELECT FROM orders_orderline l WHERE l.order_id = o.id)"
    ),
    "the orders of a checkout add up to its payment": (
        "SELECT count(*) FROM orders_checkout c JOIN payments_payment p"
        " ON p.id = c.payment_id JOIN (SELECT checkout_id, sum(total_cents) AS cents"
        " FROM orders_order GROUP BY 1) o ON o.checkout_id = c.id"
        " WHERE c.total_cents <> p.amount_cents OR c.total_cents <> o.cents"
    ),
    "the parcels of a line add up to what was shipped": (
        "SELECT count(*) FROM orders_orderline l LEFT JOIN (SELECT i.line_id,"
        " sum(i.quantity) AS n FROM orders_shipmentline i JOIN orders_shipment s"
        " ON s.id = i.shipment_id WHERE s.shipped_at IS NOT NULL GROUP BY 1) p"
        " ON p.line_id = l.id WHERE l.shipped_quantity <> coalesce(p.n, 0)"
    ),
    "the ship-by is the earliest promise in force": (
        "SELECT count(*) FROM orders_order o JOIN (SELECT l.order_id,"
        " min(p.ship_by_at) AS at FROM orders_orderline l JOIN orders_promise p ON"
        " p.order_id = l.order_id AND p.number = l.promise_number WHERE l.quantity >"
        " l.shipped_quantity + l.cancelled_quantity GROUP BY 1) f"
        " ON f.order_id = o.id WHERE f.at <> o.ship_by_at"
    ),
}


def _references() -> Iterator[tuple[str, str]]:
    """A question for each foreign key of the tables that were copied."""
    tables = ", ".join(f"'{table}'" for table in OWNERS)
    for name, child, parent, here, there in _rows(REFERENCES.format(tables=tables)):
        same = " AND ".join(
            f"p.{its} = c.{own}" for own, its in zip(here, there, strict=True)
        )
        filled = " AND ".join(f"c.{own} IS NOT NULL" for own in here)
        yield (
            name,
            ORPHANS.format(child=child, parent=parent, filled=filled, same=same),
        )


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
