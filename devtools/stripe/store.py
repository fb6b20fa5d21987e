"""Where the sandbox keeps everything: one SQLite file behind one lock.

A request's objects, events and idempotency answer are one transaction, so a kill -9
leaves either all of it or nothing.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from devtools.stripe.errors import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
CREATE INDEX IF NOT EXISTS objects_by_intent
    ON objects (kind, json_extract(body, '$.payment_intent'));
CREATE INDEX IF NOT EXISTS objects_by_status
    ON objects (
        kind, json_extract(body, '$.status'), json_extract(body, '$.expires_at')
    );
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    created INTEGER NOT NULL,
    path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dropped')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at REAL NOT NULL,
    answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, next_at);
CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event);
"""


@dataclass
class Query:
    """Which objects of a kind are asked for: newest first, as Stripe lists them."""

    kind: str
    where: Json = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    delivered: bool | None = None
    starting_after: str = ""
    ending_before: str = ""
    limit: int = 10


COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
POSITION = "SELECT seq FROM objects WHERE id = ?"
UNDELIVERED = (
    "EXISTS (SELECT 1 FROM deliveries d"
    " WHERE d.event = objects.id AND d.state <> 'delivered')"
)


class Store:
    """The sandbox's memory."""

    def __init__(self, path: Path | None) -> None:
        self.lock = threading.RLock()
        self.db = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, one at a time; may be nested."""
        with self.lock:
            name = "nested" if self.db.in_transaction else ""
            self.db.execute(f"SAVEPOINT {name}" if name else "BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                undo = f"ROLLBACK TO {name}" if name else "ROLLBACK"
                self.db.execute(undo)
                if name:
                    self.db.execute(f"RELEASE {name}")
                raise
            self.db.execute(f"RELEASE {name}" if name else "COMMIT")

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement and return all its rows."""
        with self.lock:
            return self.db.execute(sql, values).fetchall()

    def add(self, kind: str, thing: Json) -> Json:
        """Keep a new object."""
        self.rows(
            "INSERT INTO objects (id, kind, created, body) VALUES (?, ?, ?, ?)",
            thing["id"],
            kind,
            thing.get("created", 0),
            json.dumps(thing),
        )
        return thing

    def save(self, thing: Json) -> Json:
        """Keep an object's new state."""
        body = json.dumps(thing)
        self.rows("UPDATE objects SET body = ? WHERE id = ?", body, thing["id"])
        return thing

    def get(self, identifier: str, kind: str = "") -> Json | None:
        """The object with that identifier, if there is one (of that kind)."""
        found = self.rows(
            "SELECT body FROM objects WHERE id = ? AND ? IN ('', kind)",
            identifier,
            kind,
        )
        return json.loads(found[0][0]) if found else None

    def find(self, query: Query) -> list[Json]:
        """The objects asked for, newest first, at most ``query.limit``."""
        conditions, values = _conditions(query)
        backwards = "ASC" if query.ending_before else "DESC"
        found = self.rows(
            " ".join(
                (
                    "SELECT body FROM objects WHERE",
                    " AND ".join(conditions),
                    "ORDER BY seq",
                    backwards,
                    "LIMIT ?",
                )
            ),
            *values,
            query.limit,
        )
        things = [json.loads(body) for (body,) in found]
        return things[::-1] if query.ending_before else things

    def overdue(self, now: int) -> list[str]:
        """The open sessions whose time is over."""
        found = self.rows(
            "SELECT id FROM objects WHERE kind = 'checkout.session'"
            " AND json_extract(body, '$.status') = 'open'"
            " AND json_extract(body, '$.expires_at') <= ?",
            now,
        )
        return [identifier for (identifier,) in found]

    def clear(self) -> None:
        """Forget everything."""
        with self.transaction():
            self.rows("DELETE FROM objects")
            self.rows("DELETE FROM answers")
            self.rows("DELETE FROM deliveries")

    def close(self) -> None:
        """Let go of the file."""
        with self.lock:
            self.db.close()


def _conditions(query: Query) -> tuple[list[str], list[Any]]:
    conditions = ["kind = ?"]
    values: list[Any] = [query.kind]
    for name, value in query.where.items():
        conditions.append(f"json_extract(body, '$.{name}') = ?")
        values.append(value)
    for word, moment in query.created.items():
        conditions.append(f"created {COMPARISONS[word]} ?")
        values.append(moment)
    if query.types:
        each = " OR ".join(["json_extract(body, '$.type') GLOB ?"] * len(query.types))
        conditions.append(f"({each})")
        values += query.types
    if query.delivered is not None:
        conditions.append(f"{'NOT ' * query.delivered}{UNDELIVERED}")
    for cursor, sign in ((query.starting_after, "<"), (query.ending_before, ">")):
        if cursor:
            conditions.append(f"seq {sign} ({POSITION})")
            values.append(cursor)
    return conditions, values
