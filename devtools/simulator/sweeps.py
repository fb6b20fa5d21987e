"""The workers: they take what Valkey nudges them to, and run each sweep when something
is due for it, never before and never more often than the beat would."""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections

from devtools.simulator.post_office import PostOffice
from marketplace.celery import app

#: Sweep → when something is due for it, as Postgres knows it; nothing is written.
DUE = {
    "notifications.deliver": """least(
        (SELECT min(due_at) FROM notifications_email WHERE state = 'due'),
        (SELECT min(at) FROM orders_orderevent WHERE announced_at IS NULL))""",
    "orders.read_stripe_events": """(SELECT min(due_at) FROM payments_stripeevent
        WHERE read_at IS NULL AND parked_at IS NULL)""",
    "orders.settle_due_checkouts": """(SELECT min(check_at) FROM orders_checkout
        WHERE state = 'awaiting_payment')""",
    "payments.send_due_refunds": """(SELECT min(due_at) FROM payments_refund
        WHERE state IN ('due', 'sent'))""",
    "orders.look_again": "(SELECT min(look_again_at) FROM orders_order)",
}
#: Workers look this often. In life they look within seconds; what holds here holds
#: there, and a travelled month takes seconds.
EVERY = timedelta(minutes=30)
#: A sweep that left behind what was due is not run at once again.
STUCK = timedelta(minutes=10)
#: Sweeps that are not above run by the clock alone, this often at most.
OTHERS = timedelta(hours=6)
DELIVER, LOOK_AGAIN = "notifications.deliver", "orders.look_again"


@dataclass
class Workers:
    """All of them, one at a time."""

    office: PostOffice
    #: Sweeps that are switched off: the negative control.
    without: frozenset[str] = frozenset()
    #: Whether there are any; the sweeps find everything all the same.
    nudges: bool = True
    nudges_lost_until: datetime | None = None
    flush_next: bool = False
    #: None, or whether the mail is kept before the worker that posts it is killed.
    kill_next: bool | None = None
    killed: int = 0
    stuck: int = 0
    last: dict[str, datetime] = field(default_factory=dict)
    blocked: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        app.loader.import_default_modules()
        self.valkey = redis.Redis.from_url(settings.REDIS_URL)
        self.sql = "SELECT " + ", ".join(DUE.values())

    def take_nudges(self, now: datetime) -> None:
        """Everything that was just committed calls for somebody; unless it is lost."""
        if not self.nudges:
            return
        if self.flush_next:
            self.valkey.flushdb()
            self.flush_next = False
        lost = self.nudges_lost_until is not None and now < self.nudges_lost_until
        while message := self._message():
            if not lost:
                self._run(*_read(message))
        if lost:
            # What one lost nudge holds back is over in seconds; so are they here.
            caches["nudges"].clear()

    def _message(self) -> bytes | None:
        for queue in ("stripe", "celery"):
            found: Any = self.valkey.rpop(queue)
            if found:
                return bytes(found)
        return None

    def work(self, now: datetime) -> None:
        """Every sweep that would find something, and every nudge; mails go out last."""
        due = [name for name, at in self._due(now).items() if at <= now]
        for name in due:
            if name != DELIVER:
                self._sweep(name, now)
        self.take_nudges(now)
        if DELIVER in due and self._waiting(DELIVER, now):
            self._sweep(DELIVER, now)

    def next_work(self, now: datetime) -> datetime:
        """When they look next and find something: at a full half hour."""
        at = max(min(self._due(now).values()), now + timedelta(seconds=1))
        return next_look(at)

    def _due(self, now: datetime) -> dict[str, datetime]:
        """Each sweep, and when it would find something."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql)
            row = cursor.fetchone() or ()
        found = {}
        for name, due in zip(DUE, row, strict=True):
            if due is not None and name not in self.without:
                found[name] = max(due, self.blocked.get(name, due))
        for name in sorted(settings.SWEEPS.keys() - DUE.keys()):
            every = max(timedelta(seconds=settings.SWEEPS[name]), OTHERS)
            found[name] = self.last.setdefault(name, now) + every
        return found

    def _sweep(self, name: str, now: datetime) -> None:
        """The beat's moment has come for this one."""
        self.last[name] = now
        self._run(name, [])
        waiting = self._waiting(name, now)
        if waiting:
            self.blocked[name] = now + STUCK
            self.stuck += name == LOOK_AGAIN
        else:
            self.blocked.pop(name, None)

    def _waiting(self, name: str, now: datetime) -> bool:
        """Whether it left behind what was due."""
        if name not in DUE:
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + DUE[name])
            (due,) = cursor.fetchone() or (None,)
        return due is not None and due <= now

    def _run(self, name: str, arguments: list[Any]) -> None:
        task: Callable[..., None] = app.tasks[name]
        if name in self.without:
            return
        if name == DELIVER and self.kill_next is not None and self._has_mail():
            self._run_and_be_killed(task)
        else:
            task(*arguments)

    def _has_mail(self) -> bool:
        return self._waiting(DELIVER, datetime.now(UTC)) and not self.office.refuses

    def _run_and_be_killed(self, task: Callable[[], None]) -> None:
        """In a process of its own, which inherits the clock and dies at the counter."""
        self.office.keeps_first = bool(self.kill_next)
        self.kill_next = None
        connections.close_all()
        ready, go = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(ready, 1)
            task()
            os._exit(0)
        self.office.victim = child
        os.write(go, b"!")
        _, how = os.waitpid(child, 0)
        self.killed += os.WIFSIGNALED(how)
        self.office.victim = 0
        os.close(ready)
        os.close(go)


def next_look(moment: datetime) -> datetime:
    """The next full half hour."""
    return moment + (datetime.min.replace(tzinfo=UTC) - moment) % EVERY


def _read(message: bytes) -> tuple[str, list[Any]]:
    """The name of a task and what it is given, as Celery writes them."""
    whole = json.loads(message)
    arguments, _, _ = json.loads(base64.b64decode(whole["body"]))
    return whole["headers"]["task"], arguments
